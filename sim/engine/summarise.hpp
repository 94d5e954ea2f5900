// From columns of outcomes to the rows of the result files (docs/model.md, section 6).
#pragma once

#include "engine/columns.hpp"
#include "model/results.hpp"
#include "stats/intervals.hpp"

namespace entente {

// Summarises the first `worlds` worlds; `samples` keeps every world's own row.
Results summarise(const Scenario& scenario, const RunModel& model, const Columns& columns, std::int64_t worlds, bool samples);

// The errors that go with the way a model's worlds are laid out.
Estimator estimator_of(const RunModel& model);

// The tables besides summary and comparison.
void add_annual(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<AnnualRow>& rows);
void add_programs(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<ProgramRow>& rows);
void add_exits(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<ExitRow>& rows);
void add_joint(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<JointRow>& rows);
void add_warnings(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<std::string>& warnings);

}  // namespace entente
