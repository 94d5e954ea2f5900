// Statistics of every outcome (see summarise.hpp). Outcomes are summarised in parallel, each by one thread.
#include "summary/summarise.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include "model/rows.hpp"
#include "model/titles.hpp"
#include "stats/told.hpp"

namespace entente {

namespace {

static_assert(replicates == Design::randomisations);

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

Estimator estimator_of(const RunModel& model, std::vector<std::uint8_t> owners) {
    return model.design.method == Sampling::mc ? Estimator() : Estimator(Estimator::Of::designs, std::move(owners));
}

std::vector<std::uint8_t> owners_of(std::span<const std::int64_t> numbers) {
    std::vector<std::uint8_t> out;
    for (const std::int64_t number : numbers) out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) % replicates));
    return out;
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

// From their columns: each is put together once, by whatever rank, which writes down what is asked of it; root asks the same of that.
void tell_columns(const std::vector<Outcome>& outcomes, const Results& rows, const Columns& columns, const Estimator& estimator,
                  Results& results) {
    tbb::enumerable_thread_specific<Results> unread([&] { return rows; });
    std::vector<ColumnTask> tasks;
    for (const Outcome& outcome : outcomes) {
        tasks.push_back({.worlds = columns.found().worlds,
                         .derive = [&](const Leaf& leaf, std::size_t, std::span<double> out) { outcome.derive(leaf, out); },
                         .tell =
                             [&](std::span<const double> column) {
                                 const auto known = known_of(column, outcome.optional, estimator, outcome.wanted);
                                 Recorder recorder(*known);
                                 outcome.tell(recorder, unread.local());
                                 return recorder.take();
                             },
                         .put = [&](std::span<const double> answers) { outcome.tell(Replayed(answers), results); }});
    }
    columns.carry_out(tasks);
}

// Root has the tallies of all ranks.
void tell_tallies(const std::vector<Outcome>& outcomes, const Columns& columns, Results& results) {
    if (!columns.root()) return;
    tbb::parallel_for(std::size_t{0}, outcomes.size(),
                      [&](std::size_t i) { outcomes[i].tell(*known_of(tallied(columns.found(), i, outcomes[i].origin)), results); });
}

// Root has every world of all ranks for a while: it writes them.
void add_worlds(const RunModel& model, const Layout& layout, const Columns& columns, const SummaryWanted& wanted, Results& results) {
    columns.visit_whole([&](const Found& all) {
        add_samples(model, layout, all, results.samples);
        add_access(model, layout, all, results.access);
        add_draws(model, wanted.rounds, all.drawn > 0 ? all.drawn : all.worlds, results.draws);
        keep_draws(all, results.draws);
    });
}

void add_tables(const RunModel& model, const Layout& layout, const Columns& columns, Results& results) {
    add_dominance(model, layout, columns, results.comparison);
    add_annual(model, layout, columns, results.annual);
    add_binding(model, layout, columns.found(), results.annual);
    add_joint(model, layout, columns, results.joint);
    add_endings(model, layout, columns, results.endings);
}

}  // namespace

Results summarise(const RunModel& model, const Layout& layout, const std::vector<Outcome>& outcomes, const Results& rows,
                  const Columns& columns, const SummaryWanted& wanted) {
    const Found& found = columns.found();
    if (found.worlds == 0) return {};
    Results results = rows;
    results.name = model.name;
    results.currency = model.currency;
    results.baseline = model.alternatives[model.baseline].id;
    results.titles = model.titles;
    results.worlds = found.worlds;
    results.sampled = columns.flow_worlds();
    const Estimator estimator = estimator_of(model, model.design.method == Sampling::mc ? std::vector<std::uint8_t>() : columns.owners());
    found.tallies ? tell_tallies(outcomes, columns, results) : tell_columns(outcomes, rows, columns, estimator, results);
    if (wanted.tables) {
        add_tables(model, layout, columns, results);
        add_returns(model, layout, columns, estimator, results.returns);
        add_tornado(model, wanted.first, outcomes, columns, results.tornado);
    }
    for (const FirmId f : model.firms.ids()) {
        for (std::size_t y = 0; y < model.firms[f].budget.size(); ++y)
            results.budgets.push_back({model.firm_names[f], model.grid.first_year + static_cast<int>(y), model.firms[f].budget[y]});
    }
    if (wanted.samples) add_worlds(model, layout, columns, wanted, results);
    add_warnings(model, found, results);
    add_heavy_tails(results);
    return results;
}

}  // namespace entente
