// Choices in words (see choices.hpp).
#include "cli/choices.hpp"

#include <fmt/core.h>

#include <cmath>

#include "model/titles.hpp"
#include "write/choices.hpp"

namespace entente {

void explain_choices(const Scenario& scenario, const std::vector<ChoiceRow>& rows, const Bold& bold) {
    const Titles titles = titles_of(scenario);
    std::string alternative;
    for (const ChoiceRow& row : rows) {
        if (row.choice == "after_exit") continue;
        if (row.alternative != alternative)
            fmt::print("\n{}: what firms do about each program, to expected npv over the pilot worlds\n",
                       bold("Alternative " + title_of(scenario.alternative, row.alternative)));
        alternative = row.alternative;
        fmt::print("  {}.\n", choice_in_words(row, titles, scenario.scenario.currency));
    }
}

void explain_going_on(const Scenario& scenario, const std::vector<GoingOnRow>& rows, const Bold& bold) {
    for (const GoingOnRow& row : rows) {
        fmt::print("\n{}: whether {} goes on alone with {} after an exit, by what it then knows (fitted on worlds of its own)\n",
                   bold("Alternative " + row.alternative), title_of(scenario.firm, row.firm), title_of(scenario.program, row.program));
        if (row.worlds == 0) {
            fmt::print("  No pilot world makes it decide; it would go on.\n");
            continue;
        }
        fmt::print(
            "  It goes on in {:.1f}% of the {:.0f} pilot worlds in which it must decide. Always to go on is worth {:.4g} (se {:.2g}) {} m "
            "more than always to stop.\n",
            100 * row.goes_on / row.worlds, row.worlds, row.value, row.se, scenario.scenario.currency);
        if (!row.free) fmt::print("  It may not forgo the program, so it goes on whatever that is worth.\n");
        if (row.goes_on == 0 || row.goes_on == row.worlds) continue;
        fmt::print("  {:<40} {:>12} {:>12}\n", "known then, on average", "goes on", "stops");
        for (const PolicyRow::Variable& variable : row.known) {
            if (variable.spread > 1e-9 * (1 + std::fabs(variable.leaving)))
                fmt::print("  {:<40} {:>12.4g} {:>12.4g}\n", variable.name, variable.leaving, variable.staying);
        }
    }
}

}  // namespace entente
