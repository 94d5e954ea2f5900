// Policies of exits in words and a table (see policies.hpp).
#include "cli/policies.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/titles.hpp"

namespace entente {

namespace {

constexpr double least_share = 1e-3;  // of the pilot worlds, for a policy to be described

// In words: in what way those that leave differ most from those that stay.
std::string telling_difference(const PolicyRow& row) {
    const PolicyRow::Variable* most = nullptr;
    const auto difference = [](const PolicyRow::Variable& v) {
        return v.spread > 1e-9 * (1 + std::fabs(v.leaving)) ? std::fabs(v.leaving - v.staying) / v.spread : 0.0;
    };
    for (const auto& variable : row.known) {
        if (most == nullptr || difference(variable) > difference(*most)) most = &variable;
    }
    if (row.leaves == 0) return "nobody leaves";
    if (row.leaves == row.open) return "everyone leaves";
    if (most == nullptr || difference(*most) < 0.1) return "no single number tells them apart";
    return fmt::format("leaves where the {} is {}: {:.3g} on average, against {:.3g} where it stays", most->name,
                       most->leaving > most->staying ? "high" : "low", most->leaving, most->staying);
}

// With a subject, where the words have none.
std::string sentence(const std::string& difference) { return difference.starts_with("leaves ") ? "it " + difference : difference; }

}  // namespace

void explain_policies(const Scenario& scenario, const std::vector<PolicyRow>& rows, const Bold& bold) {
    for (std::size_t i = 0; i < rows.size();) {
        const PolicyRow& head = rows[i];
        std::size_t end = i;
        double leaves = 0;
        for (; end < rows.size() && rows[end].alternative == head.alternative && rows[end].exit == head.exit &&
               rows[end].leaver == head.leaver;
             ++end)
            leaves += rows[end].leaves;
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(i), last = rows.begin() + static_cast<std::ptrdiff_t>(end);
        const std::string leaver = title_of(scenario.firm, head.leaver);
        fmt::print("\n{}: when {} leaves, by what it then knows (fitted on worlds of its own)\n",
                   bold("Alternative " + title_of(scenario.alternative, head.alternative) + ", exit " + head.exit), leaver);
        i = end;
        if (!(leaves >= least_share * scenario.scenario.pilot)) {
            fmt::print("  {}\n", leaves > 0 ? "It hardly ever leaves: in fewer than 1 of 1,000 worlds."
                                            : "It never leaves: staying is worth more wherever one looks.");
            continue;
        }
        const auto busiest = std::max_element(begin, last, [](const PolicyRow& a, const PolicyRow& b) { return a.leaves < b.leaves; });
        fmt::print("  It leaves most often in {}: {}.\n", shortest(busiest->date), sentence(telling_difference(*busiest)));
        fmt::print("  {:>8} {:>12} {:>9}  where\n", "date", "may leave", "leaves");
        for (auto row = begin; row != last; ++row) {
            const bool told = row->leaves >= least_share * scenario.scenario.pilot;
            fmt::print("  {:>8} {:>12.0f} {:>8.1f}%  {}\n", shortest(row->date), row->open, 100 * row->leaves / row->open,
                       told              ? telling_difference(*row)
                       : row->leaves > 0 ? "too few leave to tell"
                                         : "nobody leaves");
        }
    }
}

}  // namespace entente
