// What firms gain by the year in which an alliance ends (see summarise.hpp).
#include <cmath>

#include "outcome/metrics.hpp"
#include "stats/moments.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::size_t fewest_of_a_year = 30;

}  // namespace

void add_endings(const RunModel& model, const Layout& layout, const Found& found, std::vector<EndingRow>& rows) {
    if (found.tallies) return;
    std::vector<double> gains;
    for (const AlternativeId a : model.alternatives.ids()) {
        const AlternativeColumns& columns = layout.alternatives[a];
        if (a == model.baseline || model.alternatives[a].exits.exits.empty()) continue;
        each_firm_and_all(layout.firms, [&](FirmId f) {
            std::vector<std::vector<double>> by_year(layout.years);
            for (const Leaf& leaf : found.leaves) {
                gains.resize(static_cast<std::size_t>(leaf.count));
                metric::gain.derive({layout, a, model.baseline, f}, leaf, gains);
                const auto exit = leaf.column(columns.exit), date = leaf.column(columns.tau);
                for (std::size_t w = 0; w < gains.size(); ++w) {
                    if (exit[w] < 0) continue;
                    const double year = std::floor(date[w]) - model.grid.first_year;
                    if (year >= 0 && year < static_cast<double>(layout.years)) by_year[static_cast<std::size_t>(year)].push_back(gains[w]);
                }
            }
            for (std::size_t y = 0; y < by_year.size(); ++y) {
                if (by_year[y].size() < fewest_of_a_year) continue;
                const Moments told = moments(by_year[y]);
                rows.push_back({model.alternatives[a].id, f ? model.firm_names[f] : "all", model.grid.first_year + static_cast<int>(y),
                                static_cast<std::int64_t>(told.count), told.mean, told.standard_error()});
            }
        });
    }
}

}  // namespace entente
