// Choices in words (see choices.hpp).
#include "write/choices.hpp"

#include <fmt/core.h>

#include <cmath>

#include "model/rows.hpp"

namespace entente {

std::string choice_in_words(const ChoiceRow& row, const Titles& titles, const std::string& currency) {
    const std::string firm = title(titles.firms, row.firm), program = "'" + title(titles.programs, row.program) + "'";
    const auto worth = [&] { return fmt::format("{:.4g} (se {:.2g}) {} m", row.value, row.se, currency); };
    if (row.choice == "deal") return fmt::format("{} has {} from the arrangement, where it is formed", firm, program);
    if (row.choice == "after_exit")
        return fmt::format(
            "after an exit {} goes on alone with {} in {:.1f}% of the worlds in which it must decide; always to go on is worth "
            "{} more than always to stop",
            firm, program, 100 * row.probability, worth());
    if (row.choice == "forgo")
        return std::isfinite(row.value) ? fmt::format("{} forgoes {}: carrying it out is worth {}", firm, program, worth())
                                        : fmt::format("{} forgoes {}, as the scenario says", firm, program);
    return std::isfinite(row.value) ? fmt::format("{} carries out {}: that is worth {}", firm, program, worth())
                                    : fmt::format("{} carries out {}, for it may not forgo it", firm, program);
}

}  // namespace entente
