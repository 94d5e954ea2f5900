// Statistics of every outcome (see summarise.hpp). Outcomes are summarised in parallel, each by one thread.
#include "summary/summarise.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "model/rows.hpp"
#include "model/titles.hpp"
#include "outcome/derive.hpp"

namespace entente {

namespace {

static_assert(replicates == Design::randomisations);

// Of the worlds that count where a condition leaves others out; empty where all do.
std::vector<std::int64_t> numbers_of(const Found& found) {
    std::vector<std::int64_t> out;
    for (const Leaf& leaf : found.leaves) out.insert(out.end(), leaf.numbers.begin(), leaf.numbers.end());
    return out;
}

Tallied tallied(const Found& found, std::size_t outcome, double origin) {
    const Tallies& tallies = *found.tallies;
    Tallied out{tallies.running[outcome], tallies.histograms[outcome], origin, {}};
    if (!tallies.spreads.empty()) out.spread.emplace(tallies.marks[outcome], tallies.spreads[outcome], found.worlds);
    return out;
}

// Tails that make a mean's normal interval unsafe: the corrected interval is used, and said.
void add_heavy_tails(Results& results) {
    std::size_t count = 0;
    std::string first;
    for (const SummaryRow& row : results.summary) {
        if (!row.statistics.heavy_tailed || row.unit == "share") continue;
        if (count++ == 0)
            first = row.metric + " of " + firm_title(results, row.firm) + " in '" + alternative_title(results, row.alternative) + "'";
    }
    if (count == 0) return;
    results.warnings.push_back("heavy tails: " + std::to_string(count) + (count == 1 ? " mean rests" : " means rest") +
                               " on few extreme worlds (the first: " + first +
                               "); their intervals allow for it, and more worlds would steady them");
}

}  // namespace

Estimator estimator_of(const RunModel& model, std::span<const std::int64_t> numbers) {
    if (model.design.method == Sampling::mc) return Estimator();
    std::vector<std::uint8_t> owners;
    for (const std::int64_t number : numbers) owners.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) % replicates));
    return Estimator(Estimator::Of::designs, std::move(owners));
}

void fill_column(const Outcome& outcome, const Found& found, std::span<double> out) {
    for (const Leaf& leaf : found.leaves) {
        if (out.empty()) break;
        const auto count = static_cast<std::size_t>(leaf.count);
        if (count > out.size()) {
            outcome::Buffer buffer;
            const auto values = outcome::part(buffer, leaf);
            outcome.derive(leaf, values);
            std::copy_n(values.begin(), out.size(), out.begin());
            break;
        }
        outcome.derive(leaf, out.first(count));
        out = out.subspan(count);
    }
}

namespace {

// The draws of the worlds that count, where not all do.
void keep_draws(const Found& found, DrawTable& draws) {
    for (const Leaf& leaf : found.leaves) draws.numbers.insert(draws.numbers.end(), leaf.numbers.begin(), leaf.numbers.end());
    if (draws.numbers.empty()) return;
    for (std::vector<double>& column : draws.columns) {
        for (std::size_t w = 0; w < draws.numbers.size(); ++w) column[w] = column[static_cast<std::size_t>(draws.numbers[w])];
        column.resize(draws.numbers.size());
    }
}

}  // namespace

Results summarise(const RunModel& model, const Layout& layout, const std::vector<Outcome>& outcomes, const Results& rows,
                  const Found& found, const SummaryWanted& wanted) {
    if (found.worlds == 0) return {};
    Results results = rows;
    results.name = model.name;
    results.currency = model.currency;
    results.baseline = model.alternatives[model.baseline].id;
    results.titles = model.titles;
    results.worlds = found.worlds;
    results.sampled = found.flow_worlds();
    const Estimator estimator = estimator_of(model, numbers_of(found));
    // A worker fills one column after another.
    tbb::enumerable_thread_specific<std::vector<double>> columns;
    tbb::parallel_for(std::size_t{0}, outcomes.size(), [&](std::size_t i) {
        const Outcome& outcome = outcomes[i];
        if (found.tallies) return outcome.tell(*known_of(tallied(found, i, outcome.origin)), results);
        std::vector<double>& column = columns.local();
        column.resize(static_cast<std::size_t>(found.worlds));
        fill_column(outcome, found, column);
        outcome.tell(*known_of(column, outcome.optional, estimator, outcome.wanted), results);
    });
    if (wanted.tables) {
        add_dominance(model, layout, found, results.comparison);
        add_annual(model, layout, found, results.annual);
        add_binding(model, layout, found, results.annual);
        add_returns(model, layout, found, estimator, results.returns);
        add_joint(model, layout, found, results.joint);
        add_tornado(model, wanted.first, outcomes, found, results.tornado);
        add_endings(model, layout, found, results.endings);
    }
    for (const FirmId f : model.firms.ids()) {
        for (std::size_t y = 0; y < model.firms[f].budget.size(); ++y)
            results.budgets.push_back({model.firm_names[f], model.grid.first_year + static_cast<int>(y), model.firms[f].budget[y]});
    }
    if (wanted.samples) {
        add_samples(model, layout, found, results.samples);
        add_access(model, layout, found, results.access);
        add_draws(model, wanted.rounds, found.drawn > 0 ? found.drawn : found.worlds, results.draws);
        keep_draws(found, results.draws);
    }
    add_warnings(model, found, results);
    add_heavy_tails(results);
    return results;
}

}  // namespace entente
