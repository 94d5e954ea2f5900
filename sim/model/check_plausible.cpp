// What can be run but is hardly meant: percent taken for shares, units, dates of another century. Warnings, not errors (see check.hpp).
#include <cmath>
#include <cstdlib>

#include "base/text.hpp"
#include "chance/properties.hpp"
#include "exit/sayings.hpp"
#include "model/alike.hpp"
#include "model/alone.hpp"
#include "model/check.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

// Beyond these a number is asked about. None is a limit of the model.
constexpr double most_discount = 0.5, most_growth = 0.5, most_rate = 4, most_cv = 3;
constexpr double most_vehicles = 200'000;  // thousand a year in one market: more than twice the world's
constexpr double most_margin = 200;        // thousand currency a vehicle
constexpr double most_cost = 1e6;          // millions for one program
constexpr double most_years_away = 50;
constexpr double most_factor = 10;  // on costs, durations, demand

double middle(const Quantity& quantity) { return quantile(quantity.law, {0.5, 0.5}); }

std::string as_percent(double share) { return shortest(std::round(1e4 * share) / 100) + "%"; }

class PlausibleCheck {
public:
    explicit PlausibleCheck(const Scenario& scenario) : scenario_(scenario), settings_(scenario.scenario) {}

    Problems find() {
        rate(settings_.source, "scenario.escalation", settings_.escalation, most_growth);
        if (settings_.price_year) dated(settings_.source, "scenario.price_year", *settings_.price_year);
        for (const auto& [id, firm] : scenario_.firm) {
            rate(id.source, "firm." + id.text + ".discount", firm.discount, most_discount);
            // Past the horizon is told already.
            for (const auto& [year, amount] : firm.budget.from_year) {
                if (year > 0 && year < settings_.start) dated(id.source, "firm." + id.text + ".budget." + std::to_string(year), year);
            }
        }
        for (const auto& [id, market] : scenario_.market) find_in(id, market);
        for (const Event& event : scenario_.event) find_in(event);
        for (const auto& [id, program] : scenario_.program) find_in(id, program);
        for (const auto& [id, alternative] : scenario_.alternative) find_in(id, alternative);
        find_twins();
        visit_quantities(scenario_, [&](const Quantity& quantity) { spread(quantity); });
        return std::move(found_);
    }

private:
    class Doubts final : public ExitDoubts {
    public:
        explicit Doubts(PlausibleCheck& check) : check_(check) {}

        void date(const Quantity& date) const override { check_.dated(date); }
        void yearly_rate(const Quantity& rate) const override { check_.often(rate, rate.name); }

    private:
        PlausibleCheck& check_;
    };

    void ask(Source at, std::string found, std::string expected, std::string hint = "") {
        found_.push_back({at, std::move(found), std::move(expected), std::move(hint)});
    }

    // A rate a year that may have been written in percent.
    void rate(Source at, const std::string& key, double value, double most) {
        if (std::fabs(value) <= most) return;
        ask(at, key + " = " + shortest(value) + " is " + as_percent(value) + " a year", "a rate of at most " + shortest(most),
            std::fabs(value) > 1 ? shortest(value / 100) + " for " + shortest(value) + "%?" : "");
    }

    void share(const Quantity& quantity, const std::string& of) {
        const double value = middle(quantity);
        if (value <= 1) return;
        ask(quantity.source, quantity.name + " = " + shortest(value) + " is " + as_percent(value) + " of " + of, "a share of at most 1",
            value <= 100 ? shortest(value / 100) + " for " + shortest(value) + "%?" : "");
    }

    void often(const Quantity& quantity, const std::string& key) {
        const double value = middle(quantity);
        if (value <= most_rate) return;
        ask(quantity.source, key + " = " + shortest(value) + " is once in " + shortest(std::round(3650 / value) / 10) + " days",
            "a rate of at most " + shortest(most_rate) + " a year", shortest(value / 100) + " for " + shortest(value) + "%?");
    }

    // A factor, 1 being no change, that may have been written in percent.
    void factor(Source at, const std::string& key, double value) {
        if (value <= most_factor) return;
        ask(at, key + " = " + shortest(value) + " is " + as_percent(value),
            "a factor of at most " + shortest(most_factor) + "; 1 changes nothing",
            shortest(value / 100) + " for " + shortest(value) + "%?");
    }
    void factor(const Quantity& quantity) { factor(quantity.source, quantity.name, middle(quantity)); }

    void dated(Source at, const std::string& key, double date) {
        const double first = settings_.start - most_years_away, last = settings_.start + settings_.horizon + most_years_away;
        if (!std::isfinite(date) || (date >= first && date <= last)) return;
        ask(at, key + " = " + shortest(date), "a date from " + shortest(first) + " to " + shortest(last));
    }
    void dated(const Quantity& quantity) { dated(quantity.source, quantity.name, middle(quantity)); }

    // The families that are given by their spread relative to the mean.
    void spread(const Quantity& quantity) {
        const std::optional<double> cv = written_cv(quantity.law);
        if (!cv || *cv <= most_cv) return;
        ask(quantity.source,
            quantity.name + " has cv = " + shortest(*cv) + ": its standard deviation is " + shortest(*cv) + " times its mean",
            "at most " + shortest(most_cv), shortest(*cv / 100) + " for " + shortest(*cv) + "%?");
    }

    void find_in(const Event& event) {
        if (event.rate) often(*event.rate, event.rate->name);
        if (event.date) dated(*event.date);
        for (const auto& [market, demand] : event.demand) factor(demand);
        for (const auto& [market, change] : event.margin) vehicle(change, "margins are");
    }

    // Money of one vehicle.
    void vehicle(const Quantity& quantity, const std::string& what) {
        const double value = middle(quantity);
        if (std::fabs(value) <= most_margin) return;
        ask(quantity.source,
            quantity.name + " = " + shortest(value) + " is " + shortest(value) + " thousand " + settings_.currency + " a vehicle",
            "at most " + shortest(most_margin) + "; " + what + " in thousands", shortest(value / 1000) + " for " + shortest(value) + "?");
    }

    void find_in(const Name& id, const Market& market) {
        for (const auto& [name, regime] : market.regime)
            factor(name.source, "market." + id.text + ".regime." + name.text + ".demand", regime.demand);
        rate(market.growth.source, market.growth.name, middle(market.growth), most_growth);
        const double size = middle(market.size);
        const double last = size * std::pow(1 + std::max(middle(market.growth), 0.0), settings_.horizon);
        if (last > most_vehicles)
            ask(market.size.source,
                market.size.name + " = " + shortest(size) + " grows to " + shortest(std::round(last / 1000)) + " million vehicles a year",
                "at most " + shortest(most_vehicles / 1000) + " million; sizes are in thousand vehicles",
                size > most_vehicles ? "" : "a growth of so many years?");
        for (const auto& [curve, adoption] : market.adoption) {
            share(adoption.ceiling, "the market");
            dated(adoption.midpoint);
            often(adoption.rate, adoption.rate.name);
        }
    }

    void find_in(const Name& id, const Program& program) {
        const std::string where = "program." + id.text;
        if (program.start) dated(id.source, where + ".start", *program.start);
        double cost = 0;
        for (const Stage& stage : program.stage) {
            if (stage.cost && has_finite_mean(stage.cost->law)) cost += mean(stage.cost->law);
            find_in(stage);
        }
        if (cost > most_cost)
            ask(id.source, where + " costs " + shortest(std::round(cost)) + " m of " + settings_.currency,
                "at most " + shortest(most_cost) + "; money is in millions");
        for (const auto& [firm, terms] : program.firm) {
            factor(terms.cost_factor);
            factor(terms.duration_factor);
            if (terms.penalty_from) dated(*terms.penalty_from);
        }
        for (const Benefit& benefit : program.benefit) {
            share(benefit.share, "the adopted demand");
            dated(benefit.until);
            rate(benefit.terminal_growth.source, benefit.terminal_growth.name, middle(benefit.terminal_growth), most_growth);
            vehicle(benefit.margin, "margins are");
            if (middle(benefit.rivalry) > 1) share(benefit.rivalry, "the volume");
            if (benefit.due)
                dated(benefit.share.source, where + ".benefit." + benefit.firm.text + "." + benefit.market.text + ".due", *benefit.due);
        }
    }

    void find_in(const Stage& stage) {
        const auto within = [&](const Quantity& at, const std::string& key, double years, const std::string& hint) {
            if (years > settings_.horizon)
                ask(at.source, key + " = " + shortest(years) + " years",
                    "a stage within the horizon of " + shortest(settings_.horizon) + " years", hint);
        };
        if (stage.duration) within(*stage.duration, stage.duration->name, middle(*stage.duration), "durations are in years, not in months");
        if (stage.cost && stage.rate && middle(*stage.rate) > 0)
            within(*stage.rate, "cost over " + stage.rate->name, middle(*stage.cost) / middle(*stage.rate), "rates are in millions a year");
        if (stage.rework) {
            factor(stage.rework->cost);
            factor(stage.rework->time);
        }
    }

    template <class Mode>
    void find_in_mode(const Mode& mode) {
        if constexpr (requires { mode.overhead; }) {
            share(mode.overhead, "the cost, more for a member");
            share(mode.drag, "the time, more for a member");
        }
        if constexpr (requires { mode.royalty; }) vehicle(mode.royalty, "royalties are");
        if constexpr (requires { mode.fee; }) vehicle(mode.fee, "fees are");
    }

    void find_in(const Name& id, const Alternative& alternative) {
        const std::string where = "alternative." + id.text;
        const bool as_solo = chooses_best(scenario_, &alternative) == chooses_best(scenario_, nullptr);
        if (alternative.arrangement.empty() && alternative.without.empty() && as_solo)
            ask(id.source, where + " has no arrangement and forgoes nothing: it is 'solo' under another name",
                "an [[" + where + ".arrangement]], or without");
        if (alternative.term) dated(id.source, where + ".term", *alternative.term);
        for (const auto* table : {&alternative.erosion, &alternative.drift}) {
            for (const auto& [firm, value] : *table) rate(value.source, value.name, middle(value), most_growth);
        }
        for (const Arrangement& arrangement : alternative.arrangement)
            std::visit([&](const auto& mode) { find_in_mode(mode); }, arrangement.mode);
        for (const ExitTerms& exit : alternative.exit) {
            const auto find_in_leaf = [&](const auto& trigger) {
                if constexpr (requires { doubt(trigger, Doubts(*this)); }) doubt(trigger, Doubts(*this));
            };
            std::visit(find_in_leaf, exit.trigger);
        }
    }

    // Alternatives that say the same, whatever they were copied from.
    void find_twins() {
        std::vector<Alternative> said;
        for (const auto& [id, alternative] : scenario_.alternative) {
            said.emplace_back(alternative).like.reset();
            said.back().name.clear();
        }
        for (std::size_t b = 1; b < said.size(); ++b) {
            for (std::size_t a = 0; a < b; ++a) {
                if (!alike(said[a], said[b])) continue;
                const Name& first = scenario_.alternative[a].first;
                const Name& second = scenario_.alternative[b].first;
                ask(second.source, "alternative." + second.text + " is the same as alternative." + first.text, "alternatives that differ");
                break;
            }
        }
    }

    const Scenario& scenario_;
    const Settings& settings_;
    Problems found_;
};

}  // namespace

Problems doubtful(const Scenario& scenario) {
    Problems out = PlausibleCheck(scenario).find();
    for (Problem& one : bound_to_programs(scenario)) out.push_back(std::move(one));
    return out;
}

}  // namespace entente
