// Two-way tables (see sweep_table.hpp).
#include "cli/sweep_table.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/metric.hpp"
#include "write/csv.hpp"

namespace entente {

namespace {

// A figure where the keys have their r-th and c-th values.
const SweptFigure& at(const SweepPlan& plan, const Swept& swept, std::size_t figure, std::size_t r, std::size_t c) {
    return swept.points[r * plan.axes[1].values.size() + c].figures[figure];
}

std::string title_of(const Figure& figure) { return figure.name + " in '" + figure.alternative + "'"; }

}  // namespace

std::string swept_cell(const std::string& value) {
    double number = 0;
    return parse_number(value, number) ? value : csv_text(value, ',');
}

void print_sweep_tables(const SweepPlan& plan, const Swept& swept) {
    if (plan.figures.empty() || swept.points.size() < plan.points.size()) return;
    const Axis &down = plan.axes[0], &across = plan.axes[1];
    for (std::size_t f = 0; f < plan.figures.size(); ++f) {
        fmt::print("\n{}: {} down, {} across\n{:>12}", title_of(plan.figures[f]), down.key, across.key, "");
        for (const std::string& value : across.values) fmt::print(" {:>10}", value);
        for (std::size_t r = 0; r < down.values.size(); ++r) {
            fmt::print("\n{:>12}", down.values[r]);
            for (std::size_t c = 0; c < across.values.size(); ++c)
                fmt::print(" {:>10}", figure_text(plan.figures[f], at(plan, swept, f, r, c).value));
        }
        fmt::print("\n");
    }
    fmt::print("\n");
}

NamedFile sweep_table(const SweepPlan& plan, const Swept& swept) {
    const Axis &down = plan.axes[0], &across = plan.axes[1];
    std::string out = "alternative,figure,what," + csv_text(down.key, ',');
    for (const std::string& value : across.values) out += "," + csv_text(across.key + "=" + value, ',');
    out += "\r\n";
    for (std::size_t f = 0; f < plan.figures.size(); ++f) {
        for (const bool error : {false, true}) {
            for (std::size_t r = 0; r < down.values.size(); ++r) {
                out += csv_text(plan.figures[f].alternative, ',') + "," + csv_text(plan.figures[f].name, ',') +
                       (error ? ",se," : ",value,") + swept_cell(down.values[r]);
                for (std::size_t c = 0; c < across.values.size(); ++c) {
                    const SweptFigure& found = at(plan, swept, f, r, c);
                    out += "," + shortest(error ? found.se : found.value);
                }
                out += "\r\n";
            }
        }
    }
    return {"sweep_table.csv", out};
}

std::vector<HeatMap> heat_maps(const SweepPlan& plan, const Swept& swept) {
    const Axis &down = plan.axes[0], &across = plan.axes[1];
    std::vector<HeatMap> out;
    for (std::size_t f = 0; f < plan.figures.size(); ++f) {
        HeatMap& map = out.emplace_back(HeatMap{title_of(plan.figures[f]), down.key, across.key, down.values, across.values, {}});
        for (std::size_t r = 0; r < down.values.size(); ++r) {
            std::vector<double>& row = map.values.emplace_back();
            for (std::size_t c = 0; c < across.values.size(); ++c) row.push_back(at(plan, swept, f, r, c).value);
        }
    }
    return out;
}

}  // namespace entente
