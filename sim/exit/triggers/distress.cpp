// An exit in distress: what it needs and when it fires (see distress.hpp).
#include "exit/triggers/distress.hpp"

#include "chance/words.hpp"
#include "exit/first_exit.hpp"

namespace entente {

void check(const DistressTrigger&, const ExitCheck& exit) { exit.budgets(); }

ResolvedDistress resolve(const DistressTrigger& trigger, ExitBuilder& exit) { return {exit.value(trigger.multiple, Sign::not_negative)}; }

// The end of the first window of a year's consecutive periods whose outlay passes the budget of its last year.
Firing fire(const ResolvedDistress& slots, const ExitView& view, const Leaver& leaver) {
    const Grid& grid = view.context.grid;
    const std::vector<double>& budget = view.context.firms[leaver.firm].budget;
    if (budget.empty()) return {};
    const auto outlay = (*view.going_on.outlay)[leaver.firm];
    const double multiple = view.world.at(slots.multiple);
    const auto year = static_cast<Period>(grid.steps_per_year);
    for (Period k = year - 1; k < grid.periods; ++k) {
        if (grid.date(k + 1) < view.formation()) continue;
        double sum = 0;
        for (Period j = k + 1 - year; j <= k; ++j) sum += outlay[j][view.lane];
        if (sum > multiple * budget[grid.year[k]]) return {grid.date(k + 1)};
    }
    return {};
}

std::string told(const DistressTrigger& trigger, const ExitWords&) {
    return "when its outlay over a year passes " + number(trigger.multiple) + " x that year's budget";
}

}  // namespace entente
