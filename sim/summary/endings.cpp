// What firms gain by the year in which an alliance ends (see summarise.hpp).
#include <cmath>

#include "outcome/metrics.hpp"
#include "stats/moments.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::size_t fewest_of_a_year = 30;

// The year in which an alliance ended, counted from the first; -1: none that counts.
void ending_year(const RunModel& model, const AlternativeColumns& columns, const Leaf& leaf, std::span<double> out) {
    const auto exit = leaf.column(columns.exit), date = leaf.column(columns.tau);
    for (std::size_t w = 0; w < out.size(); ++w) {
        const double year = std::floor(date[w]) - model.grid.first_year;
        out[w] = !(exit[w] < 0) && year >= 0 && year < static_cast<double>(model.grid.years) ? year : -1;
    }
}

// Year, worlds, mean and error, one after another.
std::vector<double> by_year(std::span<const double> gains, std::span<const double> year, std::size_t years) {
    std::vector<std::vector<double>> of(years);
    for (std::size_t w = 0; w < gains.size(); ++w) {
        if (year[w] >= 0) of[static_cast<std::size_t>(year[w])].push_back(gains[w]);
    }
    std::vector<double> out;
    for (std::size_t y = 0; y < of.size(); ++y) {
        if (of[y].size() < fewest_of_a_year) continue;
        const Moments told = moments(of[y]);
        out.insert(out.end(), {static_cast<double>(y), static_cast<double>(told.count), told.mean, told.standard_error()});
    }
    return out;
}

}  // namespace

void add_endings(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<EndingRow>& rows) {
    if (columns.found().tallies) return;
    std::vector<ColumnTask> tasks;
    const auto worlds = static_cast<std::size_t>(columns.found().worlds);
    for (const AlternativeId a : model.alternatives.ids()) {
        if (a == model.baseline || model.alternatives[a].exits.exits.empty()) continue;
        each_firm_and_all(layout.firms, [&](FirmId f) {
            tasks.push_back({.worlds = columns.found().worlds,
                             .columns = 2,
                             .derive =
                                 [&model, &layout, a, f](const Leaf& leaf, std::size_t column, std::span<double> out) {
                                     if (column == 0) return metric::gain.derive({layout, a, model.baseline, f}, leaf, out);
                                     ending_year(model, layout.alternatives[a], leaf, out);
                                 },
                             .tell = [worlds, years = layout.years](
                                         std::span<const double> both) { return by_year(both.first(worlds), both.subspan(worlds), years); },
                             .put =
                                 [&rows, &model, a, f](std::span<const double> told) {
                                     for (std::size_t i = 0; i < told.size(); i += 4)
                                         rows.push_back({model.alternatives[a].id, f ? model.firm_names[f] : "all",
                                                         model.grid.first_year + static_cast<int>(told[i]),
                                                         static_cast<std::int64_t>(told[i + 1]), told[i + 2], told[i + 3]});
                                 }});
        });
    }
    columns.carry_out(tasks);
}

}  // namespace entente
