// What is dated past the horizon and so counts for nothing: warnings, not errors (see check.hpp).
#include <cmath>

#include "base/text.hpp"
#include "chance/properties.hpp"
#include "exit/sayings.hpp"
#include "model/check.hpp"
#include "model/names.hpp"
#include "model/warnings.hpp"

namespace entente {

namespace {

double end_of(const Settings& settings) { return settings.start + settings.horizon; }

// The date below which only one world in 10^12 draws.
double lowest(const Quantity& quantity) { return quantile(quantity.law, {1e-12, 1 - 1e-12}); }

class HorizonCheck {
public:
    explicit HorizonCheck(const Scenario& scenario) : scenario_(scenario), settings_(scenario.scenario), end_(end_of(settings_)) {}

    Problems find() {
        for (const auto& [id, firm] : scenario_.firm) {
            for (const auto& [year, amount] : firm.budget.from_year) {
                if (year >= std::ceil(end_ - 1e-9))
                    late(id.source, "firm." + id.text + ".budget." + std::to_string(year), "limits nothing");
            }
            for (const auto& [year, amount] : firm.funding.by_year) {
                if (std::stoi(year.text) >= std::ceil(end_ - 1e-9))
                    late(year.source, "firm." + id.text + ".funding." + year.text, "limits nothing");
            }
        }
        for (const Event& event : scenario_.event) {
            if (event.date) dated(*event.date, "event." + event.name.text + ".date", "does not happen");
        }
        for (const auto& [id, program] : scenario_.program) find_in(id, program);
        for (const auto& [id, alternative] : scenario_.alternative) find_in(id, alternative);
        return std::move(found_);
    }

private:
    class Horizon final : public ExitHorizon {
    public:
        Horizon(HorizonCheck& check, Source at, const std::string& where, double notice_years) : check_(check), at_(at), where_(where) {
            end = check.end_;
            notice = notice_years;
        }

        double earliest(const Quantity& date) const override { return lowest(date); }
        bool past(double date) const override { return check_.past(date); }
        void late(Source at, const std::string& what, const std::string& consequence) const override {
            check_.late(at, where_ + what, consequence);
        }
        void late(const std::string& what, const std::string& consequence) const override { late(at_, what, consequence); }

    private:
        HorizonCheck& check_;
        Source at_;
        const std::string& where_;
    };

    bool past(double date) const { return past_horizon(settings_, date); }
    std::string horizon() const { return "the end of the horizon, " + shortest(end_); }

    void late(Source at, const std::string& what, const std::string& consequence) {
        found_.push_back({at, what + " is at or past " + horizon() + ": it " + consequence, "a date before it, or a longer horizon", ""});
    }
    // A date that may be uncertain: all of it, or more than one world in a hundred.
    void dated(const Quantity& date, const std::string& key, const std::string& consequence) {
        if (past(lowest(date))) return late(date.source, key + " = " + description(date.law), consequence);
        const double share = cdf(date.law, end_ - 1e-9).above;
        if (share > 0.01)
            late(date.source, key + " in " + shortest(std::round(1000 * share) / 10) + "% of the worlds", consequence + " there");
    }

    void find_in(const Name& id, const Program& program) {
        const std::string where = "program." + id.text;
        if (program.start && past(*program.start))
            late(id.source, where + ".start = " + shortest(*program.start), "costs in the last period and earns nothing");
        for (const auto& [firm, terms] : program.firm) {
            if (terms.penalty_from) dated(*terms.penalty_from, where + ".firm." + firm.text + ".penalty_from", "costs nothing");
        }
        for (const Benefit& benefit : program.benefit) {
            if (!benefit.due || !past(*benefit.due)) continue;
            late(benefit.firm.source,
                 where + ".benefit." + benefit.firm.text + "." + benefit.market.text + ".due = " + shortest(*benefit.due),
                 "is never missed");
        }
    }

    void find_in(const Name& id, const Alternative& alternative) {
        const std::string where = "alternative." + id.text;
        const Formation formation = alternative.formation.value_or(Formation{});
        const double formed = settings_.start + lowest(formation.delay);
        if (past(formed))
            late(formation.delay.source, where + ".formation, " + shortest(formed) + " at the earliest,", "never comes about");
        if (alternative.term && *alternative.term > end_ + 1e-9)
            late(id.source, where + ".term = " + shortest(*alternative.term), "ends nothing");
        for (const Arrangement& arrangement : alternative.arrangement) {
            const std::string key = where + ".arrangement." + arrangement.program.text;
            for (const Payment& payment : arrangement.payment) find_in(payment, key + ".payment");
            if (const auto* own = payments_in(arrangement.mode)) {
                for (const Payment& payment : *own) find_in(payment, key + ".buy_in");
            }
        }
        const UnwindTerms unwind = alternative.unwind.value_or(UnwindTerms{});
        const double notice = lowest(unwind.notice);
        for (const ExitTerms& exit : alternative.exit) {
            find_in(exit, where + ".exit." + exit_name(exit), notice);
            // Whatever triggers it; then the date itself needs no word.
            if (formed + notice > end_) {
                late(unwind.notice.source, where + ".unwind.notice: with it the earliest exit", "never takes effect");
                break;
            }
        }
    }

    void find_in(const ExitTerms& exit, const std::string& where, double notice) {
        const Horizon horizon(*this, exit.leaver.source, where, notice);
        const auto find_in_leaf = [&](const auto& trigger) {
            if constexpr (requires { check_horizon(trigger, horizon); }) check_horizon(trigger, horizon);
        };
        std::visit(find_in_leaf, exit.trigger);
    }

    void find_in(const Payment& payment, const std::string& where) {
        const std::string text = where + " from " + payment.from.text + " to " + payment.to.text;
        if (payment.at && past(*payment.at)) late(payment.from.source, text + " at = " + shortest(*payment.at), "is not paid");
        if (!payment.every || !payment.until) return;
        const double last = last_payment(payment);
        if (!past(last)) return;
        late(payment.from.source, text + ", yearly to " + shortest(last) + ",",
             past(*payment.since) ? "is not paid" : "is not paid from then on");
    }

    const Scenario& scenario_;
    const Settings& settings_;
    double end_;
    Problems found_;
};

}  // namespace

bool past_horizon(const Settings& settings, double date) {
    return !((date - settings.start) * settings.steps_per_year + 1e-9 < std::round(settings.horizon * settings.steps_per_year));
}

double last_payment(const Payment& payment) { return *payment.since + std::floor(*payment.until - *payment.since + 1e-9); }

Problems dropped(const Scenario& scenario) { return HorizonCheck(scenario).find(); }

Problems warnings_of(const Scenario& scenario) {
    Problems out = dropped(scenario);
    for (Problem& one : doubtful(scenario)) out.push_back(std::move(one));
    return out;
}

}  // namespace entente
