// leaver: exits by which the leaver loses, so that nobody would go, or gains whenever they come, so that it would go at once.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/names.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

constexpr double nearly_all = 0.9;          // of the worlds with an exit
constexpr std::int64_t fewest_worlds = 30;  // with an exit, below which nothing is said of it

// Whether going is the leaver's choice; a failure leaves nothing to stay in.
enum class Cause { choice, misfortune, failure };
Cause cause_of(const ExitTerms& terms) {
    if (std::holds_alternative<FailureTrigger>(terms.trigger)) return Cause::failure;
    const bool misfortune = std::holds_alternative<EventTrigger>(terms.trigger) || std::holds_alternative<DistressTrigger>(terms.trigger);
    return misfortune ? Cause::misfortune : Cause::choice;
}
// Whether it holds of itself that the leaver goes as soon as that pays.
bool is_option(const ExitTerms& terms) {
    return std::holds_alternative<OptimalTrigger>(terms.trigger) || std::holds_alternative<PutTrigger>(terms.trigger);
}

std::string percent(double share) { return shortest(std::round(1000 * share) / 10) + "%"; }

// An exit of one deal by one firm, and the same deal where nobody leaves.
struct Leaving {
    ExitTerms terms;
    ExitId place;
    FirmId leaver;
    Deal deal, stay;
    std::string alternative, firm, unit;  // of money

    double gain(const Trial& trial, std::size_t world) const {
        const AlternativeColumns& columns = trial.columns(deal);
        const bool this_one =
            trial.at(deal, columns.exit, world) == place.number() && trial.at(deal, columns.leaver, world) == leaver.number();
        return this_one ? trial.npv(deal, leaver, world) - trial.npv(stay, leaver, world) : no_figure;
    }
};

// Readings: the leaver's gain by going, and whether it is one.
void judge(const Leaving& leaving, const Told& told, std::vector<Finding>& out) {
    const AuditFigure &gain = told.figures[0], &better = told.figures[1];
    if (gain.worlds() < fewest_worlds) return;
    const std::string name = exit_name(leaving.terms), exit = "exit '" + name + "' of '" + leaving.alternative + "'";
    const auto tell = [&](Grade grade, const std::string& found, const std::string& mend) {
        out.push_back(
            {grade, "", found, gain.mean(), gain.se(), leaving.unit, "alternative." + leaving.alternative + ".exit." + name, mend});
    };
    const Cause cause = cause_of(leaving.terms);
    const std::string often = percent(better.mean()) + " of these worlds";
    if (cause == Cause::choice && better.mean() < 1 - nearly_all) {
        tell(Grade::serious, leaving.firm + " leaves by " + exit + " and gains by it in " + often + ": nobody would go",
             "give the leaver a reason - a market of its own, a level above 1, a put - or trigger = \"optimal\"");
    } else if (cause == Cause::choice && !is_option(leaving.terms) && better.mean() > nearly_all) {
        tell(Grade::warning, leaving.firm + " gains by " + exit + " in " + often + ": it would not wait for it",
             "say what holds it - notice, a fee, retention - or trigger = \"optimal\"");
    } else if (cause == Cause::misfortune && gain.above_zero(sure)) {
        tell(Grade::warning, exit + " is a misfortune that leaves " + leaving.firm + " better off than staying",
             "say what the end costs it: alternative." + leaving.alternative + ".unwind");
    }
}

void ask_of(Inquiry& inquiry, const Leaving& leaving) {
    const auto gain = [=](const Trial& trial, std::size_t world) { return leaving.gain(trial, world); };
    const auto better = [=](const Trial& trial, std::size_t world) {
        const double x = leaving.gain(trial, world);
        return std::isnan(x) ? x : x > 0 ? 1.0 : 0.0;
    };
    inquiry.ask({gain, better}, [=](const Told& told, std::vector<Finding>& out) { judge(leaving, told, out); });
}

void ask(Inquiry& inquiry) {
    for (const auto& [id, deal] : inquiry.deals()) {
        if (deal.exit.empty()) continue;
        Alternative lasting = deal;
        lasting.exit.clear();
        const Deal stay = inquiry.variant(inquiry.name(id) + " where nobody leaves", lasting);
        for (std::size_t e = 0; e < deal.exit.size(); ++e) {
            if (cause_of(deal.exit[e]) == Cause::failure) continue;
            for (const FirmId f : inquiry.firms()) {
                const std::string& leaver = deal.exit[e].leaver.text;
                if (leaver == "any" || leaver == inquiry.name(f))
                    ask_of(inquiry, {deal.exit[e], ExitId(e), f, {0, id}, stay, inquiry.name(id), inquiry.name(f), inquiry.currency()});
            }
        }
    }
}

}  // namespace

extern const AuditRule leaver{"leaver", "Why would it leave - or stay?", ask};

}  // namespace entente::audit_rule
