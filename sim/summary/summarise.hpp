// From what a run has found to the rows of the result files (docs/model.md, section 6).
#pragma once

#include "model/results.hpp"
#include "outcome/found.hpp"
#include "stats/intervals.hpp"
#include "summary/columns.hpp"

namespace entente {

// What is wanted besides summary and comparison.
struct SummaryWanted {
    bool tables = true;               // yearly flows, joint confidence, the tornado
    bool samples = false;             // every world
    Design first;                     // of the run's first worlds, whose inputs the tornado draws again
    std::vector<Design> rounds = {};  // of all worlds, which the samples draw again
};

// Of a run's worlds, those that the tornado, dominance and what funding costs rest on: all of them would take a fiftieth of a run.
constexpr std::size_t enough_worlds = 8 * leaf_worlds;

// Summarises all worlds found. `rows` has every outcome's row, without figures. Every rank must call it; root's results are the run's.
Results summarise(const RunModel& model, const Layout& layout, const std::vector<Outcome>& outcomes, const Results& rows,
                  const Columns& columns, const SummaryWanted& wanted);

// The errors that go with the way the model's worlds are laid out. `owners`: by world its randomisation, where not all of the run's count.
Estimator estimator_of(const RunModel& model, std::vector<std::uint8_t> owners);
// Of the worlds with these numbers.
std::vector<std::uint8_t> owners_of(std::span<const std::int64_t> numbers);

// The tables that rest on leaves and totals instead of outcomes.
// The share of the worlds in which limited funding held a firm's work back, by year.
void add_binding(const RunModel& model, const Layout& layout, const Found& found, std::vector<AnnualRow>& rows);
void add_annual(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<AnnualRow>& rows);
void add_returns(const RunModel& model, const Layout& layout, const Columns& columns, const Estimator& estimator,
                 std::vector<ReturnRow>& rows);
void add_joint(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<JointRow>& rows);
// Rests on the first `enough_worlds`, whose inputs are drawn again; only swings of more than 4 standard errors, 8 a gain.
void add_tornado(const RunModel& model, const Design& design, const std::vector<Outcome>& outcomes, const Columns& columns,
                 std::vector<TornadoRow>& rows);
// Gains by the year in which an alliance ends, of years with enough worlds to tell; where every world is kept.
void add_endings(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<EndingRow>& rows);
// Of gains and savings, where every world is kept: over the first `enough_worlds`, at 33 points between their lowest and highest outcome.
void add_dominance(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<ComparisonRow>& rows);
void add_samples(const RunModel& model, const Layout& layout, const Found& found, std::vector<WorldRow>& rows);
void add_access(const RunModel& model, const Layout& layout, const Found& found, std::vector<AccessRow>& rows);
// Draws the inputs of the run's worlds again, round by round.
void add_draws(const RunModel& model, const std::vector<Design>& rounds, std::int64_t worlds, DrawTable& out);
// The numbers in the run of the first `enough_worlds` that count, for root. Every rank must call it.
std::vector<std::int64_t> first_worlds(const Columns& columns);
// What limited funding costs, and by year what firms would spend without limits and what they can; where results have their programs.
// Evaluates these worlds of the design, in order, once more with and without limits.
void add_funding(const RunModel& model, const std::vector<std::int64_t>& worlds, Results& results);
// Where results have its exits, programs and outcomes already.
void add_warnings(const RunModel& model, const Found& found, Results& results);

}  // namespace entente
