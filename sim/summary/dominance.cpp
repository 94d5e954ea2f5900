// Whether an alternative's outcomes dominate the baseline's (see summarise.hpp).
#include "stats/dominance.hpp"

#include <tbb/parallel_for.h>

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
    const Layout& layout;
    AlternativeId alternative, baseline;
    FirmId firm;
    Derive derive;

    // Calls visit(own, other) for each of the first leaves.
    template <class Visit>
    void each_leaf(const Found& found, const Visit& visit) const {
        outcome::Buffer own, other;
        std::size_t worlds = 0;
        for (const Leaf& leaf : found.leaves) {
            if (worlds >= enough_worlds) return;
            derive(layout, leaf, alternative, firm, outcome::part(own, leaf));
            derive(layout, leaf, baseline, firm, outcome::part(other, leaf));
            visit(outcome::part(own, leaf), outcome::part(other, leaf));
            worlds += static_cast<std::size_t>(leaf.count);
        }
    }
};

}  // namespace

void add_dominance(const RunModel& model, const Layout& layout, const Found& found, std::vector<ComparisonRow>& rows) {
    if (found.tallies) return;
    tbb::parallel_for(std::size_t{0}, rows.size(), [&](std::size_t i) {
        ComparisonRow& row = rows[i];
        if (row.metric != "gain" && row.metric != "saving") return;
        Pair pair{layout, {}, model.baseline, {}, row.metric == "gain" ? &outcome::npv : &net_income};
        for (const AlternativeId a : model.alternatives.ids()) {
            if (model.alternatives[a].id == row.alternative) pair.alternative = a;
        }
        for (const FirmId f : model.firm_names.ids()) {
            if (model.firm_names[f] == row.firm) pair.firm = f;
        }
        std::vector<double> values;
        pair.each_leaf(found, [&](std::span<const double> own, std::span<const double> other) {
            values.insert(values.end(), own.begin(), own.end());
            values.insert(values.end(), other.begin(), other.end());
        });
        DominanceTest test(dominance_points(std::move(values)));
        pair.each_leaf(found, [&](auto own, auto other) { test.add(own, other); });
        row.first_order = word_of(test.first_order());
        row.second_order = word_of(test.second_order());
    });
}

}  // namespace entente
