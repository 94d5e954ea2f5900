// What a reader of a run's figures must know (see summarise.hpp).
#include <cmath>

#include "base/text.hpp"
#include "model/rows.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr double nearly_always = 0.9;

std::string percent_of(double share) { return shortest(std::round(1000 * share) / 10) + "%"; }

// Nobody would take an exit by choice by which he loses.
void warn_of_losers(Results& results) {
    for (const ExitRow& row : results.exits) {
        if (!row.by_choice || !(row.leaver_worse > nearly_always)) continue;
        results.warnings.push_back("exit '" + row.trigger + "' of '" + alternative_title(results, row.alternative) +
                                   "': " + firm_title(results, row.leaver) + " chooses to leave, and loses by it in " +
                                   percent_of(row.leaver_worse) +
                                   " of these worlds: nobody would go; give it a reason (a market that it can take alone, a lower fee, a "
                                   "level of its position above 1), or trigger = \"optimal\"");
    }
}

}  // namespace

void add_warnings(const RunModel& model, const Found& found, Results& results) {
    std::vector<std::string>& warnings = results.warnings;
    const auto called = [&](AlternativeId a) { return "'" + alternative_title(results, model.alternatives[a].id) + "'"; };
    const std::int64_t worlds = found.worlds;
    const Totals& totals = found.totals;
    const auto percent = [&](std::int64_t count) { return percent_of(static_cast<double>(count) / static_cast<double>(worlds)); };
    for (const AlternativeId a : model.alternatives.ids()) {
        if (100 * totals.past_horizon[a.place()] <= worlds) continue;
        warnings.push_back(
            "in " + percent(totals.past_horizon[a.place()]) + " of the worlds of " + called(a) +
            " work costs fall past the horizon and are booked in its last period; a longer horizon would show them in their years");
    }
    for (const AlternativeId a : model.alternatives.ids()) {
        if (totals.unsettled[a.place()] == 0) continue;
        warnings.push_back("in " + percent(totals.unsettled[a.place()]) + " of the worlds of " + called(a) +
                           " a sharing rule is undefined for the world's own costs; its ex-ante weights stand there");
    }
    for (std::size_t i = 0; i < totals.below_zero.size(); ++i) {
        if (totals.below_zero[i] == 0) continue;
        warnings.push_back(model.sampler.clamped()[i] + " was drawn below 0 in " + percent(totals.below_zero[i]) +
                           " of the worlds and counts as 0 there");
    }
    warn_of_losers(results);
}

}  // namespace entente
