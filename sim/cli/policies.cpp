// Policies of exits in words and a table (see policies.hpp).
#include "cli/policies.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace entente {

namespace {

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

void explain_policies(const std::vector<PolicyRow>& rows, const Bold& bold) {
    for (std::size_t i = 0; i < rows.size();) {
        const PolicyRow& head = rows[i];
        std::size_t end = i;
        double leaves = 0;
        for (; end < rows.size() && rows[end].alternative == head.alternative && rows[end].exit == head.exit &&
               rows[end].leaver == head.leaver;
             ++end)
            leaves += rows[end].leaves;
        const auto busiest =
            std::max_element(rows.begin() + static_cast<std::ptrdiff_t>(i), rows.begin() + static_cast<std::ptrdiff_t>(end),
                             [](const PolicyRow& a, const PolicyRow& b) { return a.leaves < b.leaves; });
        fmt::print("\n{}: when {} leaves, by what it then knows (fitted on worlds of its own)\n",
                   bold("Alternative " + head.alternative + ", exit " + head.exit), head.leaver);
        if (leaves > 0)
            fmt::print("  It leaves most often in {}: {}.\n", shortest(busiest->date), sentence(telling_difference(*busiest)));
        else
            fmt::print("  It never leaves: staying is worth more wherever one looks.\n");
        fmt::print("  {:>8} {:>12} {:>9}  where\n", "date", "may leave", "leaves");
        for (; i < end; ++i)
            fmt::print("  {:>8} {:>12.0f} {:>8.1f}%  {}\n", shortest(rows[i].date), rows[i].open, 100 * rows[i].leaves / rows[i].open,
                       telling_difference(rows[i]));
    }
}

}  // namespace entente
