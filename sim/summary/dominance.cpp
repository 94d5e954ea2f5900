// Whether an alternative's outcomes dominate the baseline's (see summarise.hpp).
#include "stats/dominance.hpp"

#include <numeric>

#include "base/fields.hpp"
#include "outcome/derive.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

using Derive = void (*)(const Layout&, const Leaf&, AlternativeId, FirmId, std::span<double>);

// Less to pay is better.
void net_income(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out) {
    outcome::net_cost(layout, leaf, alternative, firm, out);
    for (double& x : out) x = 0 - x;
}

struct Pair {
    AlternativeId alternative, baseline;
    FirmId firm;
    Derive derive;
};

// The first leaves with so many worlds, by how many each has.
std::vector<std::size_t> first_leaves(const Columns& columns) {
    std::vector<std::size_t> out;
    std::size_t worlds = 0;
    for (const Place& place : columns.places()) {
        if (worlds >= enough_worlds) break;
        out.push_back(static_cast<std::size_t>(place.count));
        worlds += out.back();
    }
    return out;
}

std::vector<double> verdict(std::span<const double> own, std::span<const double> other, std::span<const std::size_t> leaves) {
    std::vector<double> values(own.begin(), own.end());
    values.insert(values.end(), other.begin(), other.end());
    DominanceTest test(dominance_points(std::move(values)));
    std::size_t at = 0;
    for (const std::size_t count : leaves) {
        test.add(own.subspan(at, count), other.subspan(at, count));
        at += count;
    }
    return {static_cast<double>(test.first_order()), static_cast<double>(test.second_order())};
}

}  // namespace

void add_dominance(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<ComparisonRow>& rows) {
    if (columns.found().tallies) return;
    const std::vector<std::size_t> leaves = first_leaves(columns);
    const std::size_t worlds = std::accumulate(leaves.begin(), leaves.end(), std::size_t{0});
    std::vector<ColumnTask> tasks;
    for (ComparisonRow& row : rows) {
        if (row.metric != "gain" && row.metric != "saving") continue;
        Pair pair{{}, model.baseline, {}, row.metric == "gain" ? &outcome::npv : &net_income};
        for (const AlternativeId a : model.alternatives.ids()) {
            if (model.alternatives[a].id == row.alternative) pair.alternative = a;
        }
        for (const FirmId f : model.firm_names.ids()) {
            if (model.firm_names[f] == row.firm) pair.firm = f;
        }
        tasks.push_back(
            {.worlds = static_cast<std::int64_t>(worlds),
             .columns = 2,
             .derive =
                 [&layout, pair](const Leaf& leaf, std::size_t column, std::span<double> out) {
                     pair.derive(layout, leaf, column == 0 ? pair.alternative : pair.baseline, pair.firm, out);
                 },
             .tell = [&leaves, worlds](std::span<const double> both) { return verdict(both.first(worlds), both.subspan(worlds), leaves); },
             .put =
                 [&row](std::span<const double> told) {
                     row.first_order = word_of(static_cast<Dominance>(static_cast<int>(told[0])));
                     row.second_order = word_of(static_cast<Dominance>(static_cast<int>(told[1])));
                 }});
    }
    columns.carry_out(tasks);
}

}  // namespace entente
