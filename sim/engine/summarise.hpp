// From columns of outcomes to the rows of the result files (docs/model.md, section 6).
#pragma once

#include "engine/columns.hpp"
#include "model/results.hpp"

namespace entente {

// Summarises the first `worlds` worlds; `samples` keeps every world's own row.
Results summarise(const Scenario& scenario, const RunModel& model, const Columns& columns, std::int64_t worlds, bool samples);

}  // namespace entente
