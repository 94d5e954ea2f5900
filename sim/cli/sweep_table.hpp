// Figures of a sweep of two keys as tables: on the screen, as a CSV file, as heat maps.
#pragma once

#include <string>
#include <vector>

#include "studies/sweep.hpp"
#include "write/set.hpp"
#include "write/workbook/heat_map.hpp"

namespace entente {

// A value as a cell: a number as it is, a text made safe.
std::string swept_cell(const std::string& value);

// The plan has two axes; the first one's values are the rows. Nothing is printed where it has no figures.
void print_sweep_tables(const SweepPlan& plan, const Swept& swept);
NamedFile sweep_table(const SweepPlan& plan, const Swept& swept);
std::vector<HeatMap> heat_maps(const SweepPlan& plan, const Swept& swept);

}  // namespace entente
