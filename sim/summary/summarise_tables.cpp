// Yearly flows and joint confidence (see summarise.hpp).
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "outcome/yearly.hpp"
#include "stats/quantiles.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::array probabilities{0.1, 0.5, 0.8, 0.9};

using Column = std::vector<double>;

// What is told of a year's money: of each firm, whose columns follow one another, and of all together, their sums.
std::vector<double> yearly_quantiles(std::span<const double> columns, std::size_t worlds) {
    std::vector<double> out;
    const auto tell = [&](std::span<const double> column) {
        const Quantiles q(column, probabilities);
        for (const double p : probabilities) out.push_back(q.quantile(p));
    };
    Column all(worlds, 0.0);
    for (; !columns.empty(); columns = columns.subspan(worlds)) {
        tell(columns.first(worlds));
        for (std::size_t w = 0; w < worlds; ++w) all[w] += columns[w];
    }
    tell(all);
    return out;
}

// The rows of one alternative, of each firm and of all; their quantiles are still to be told.
void add_annual_rows(const RunModel& model, const Layout& layout, const Found& found, AlternativeId a, std::vector<AnnualRow>& rows) {
    each_firm_and_all(model.firms.size(), [&](FirmId f) {
        for (const Money kind : kinds_of_money) {
            for (std::size_t y = 0; y < layout.years; ++y) {
                double sum = 0;
                for (const FirmId g : model.firms.ids()) {
                    if (!f || g == f) sum += found.totals.flows[layout.flow(a, kind, g) + y];
                }
                rows.push_back({model.alternatives[a].id, f ? model.firm_names[f] : "all", word_of(kind),
                                model.grid.first_year + static_cast<int>(y)});
                rows.back().mean = sum / static_cast<double>(found.worlds);
            }
        }
    });
}

}  // namespace

void add_annual(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<AnnualRow>& rows) {
    std::vector<ColumnTask> tasks;
    const std::int64_t worlds = columns.flow_worlds();
    for (const AlternativeId a : model.alternatives.ids()) {
        const std::size_t first = rows.size();
        add_annual_rows(model, layout, columns.found(), a, rows);
        for (std::size_t i = 0; i < kinds_of_money.size() * layout.years; ++i) {
            const std::size_t year = i % layout.years, apart = kinds_of_money.size() * layout.years;
            tasks.push_back(
                {.worlds = worlds,
                 .columns = model.firms.size(),
                 .derive =
                     [&layout, a, kind = kinds_of_money[i / layout.years], year](const Leaf& leaf, std::size_t firm,
                                                                                 std::span<double> out) {
                         std::fill(out.begin(), out.end(), 0.0);
                         add_yearly(leaf.flow(layout.flow(a, kind, FirmId(firm)) + year), 1, out);
                     },
                 .tell = [worlds](std::span<const double> all) { return yearly_quantiles(all, static_cast<std::size_t>(worlds)); },
                 .put =
                     [&rows, at = first + i, apart](std::span<const double> told) {
                         for (std::size_t f = 0; f < told.size() / probabilities.size(); ++f) {
                             AnnualRow& row = rows[at + f * apart];
                             double* const cells[] = {&row.p10, &row.p50, &row.p80, &row.p90};
                             for (std::size_t q = 0; q < probabilities.size(); ++q) *cells[q] = told[f * probabilities.size() + q];
                         }
                     }});
        }
    }
    columns.carry_out(tasks);
}

void add_binding(const RunModel& model, const Layout& layout, const Found& found, std::vector<AnnualRow>& rows) {
    const double none = std::nan("");
    for (const AlternativeId a : model.alternatives.ids()) {
        for (const FirmId f : model.firms.ids()) {
            for (std::size_t y = 0; y < layout.years && !model.firms[f].funding.empty(); ++y) {
                const auto count = static_cast<double>(found.totals.binds[layout.binds(a, f) + y]);
                rows.push_back({model.alternatives[a].id, model.firm_names[f], "funding_binds", model.grid.first_year + static_cast<int>(y),
                                count / static_cast<double>(found.worlds), none, none, none, none});
            }
        }
    }
}

namespace {

constexpr std::size_t steps = 21;  // 0, 5, .. 100%

// P(cost <= c and completion <= d) on the grid of each one's own quantiles: c, d and the probability, one after another; nothing where no
// world completes.
std::vector<double> joint_of(std::span<const double> costs, std::span<const double> completion) {
    std::array<double, steps> levels{}, cost_at{}, date_at{};
    for (std::size_t i = 0; i < steps; ++i) levels[i] = static_cast<double>(i) / (steps - 1);
    Column dates;
    std::copy_if(completion.begin(), completion.end(), std::back_inserter(dates), [](double date) { return date < never; });
    const Quantiles cost(costs, levels), date(dates, levels);
    if (date.size() == 0) return {};
    for (std::size_t i = 0; i < steps; ++i) {
        cost_at[i] = cost.quantile(levels[i]);
        date_at[i] = date.quantile(levels[i]);
    }
    std::vector<std::uint8_t> c(costs.size()), d(costs.size());
    count_below(costs, cost_at, c);
    count_below(completion, date_at, d);
    std::array<std::array<double, steps + 1>, steps + 1> count{};
    for (std::size_t w = 0; w < costs.size(); ++w) count[c[w]][d[w]] += 1;
    std::array<double, steps> below{};
    std::vector<double> out;
    for (std::size_t i = 0; i < steps; ++i) {
        double row = 0;
        for (std::size_t j = 0; j < steps; ++j) {
            row += count[i][j];
            below[j] += row;
            out.insert(out.end(), {cost_at[i], date_at[j], below[j] / static_cast<double>(costs.size())});
        }
    }
    return out;
}

}  // namespace

void add_joint(const RunModel& model, const Layout& layout, const Columns& columns, std::vector<JointRow>& rows) {
    std::vector<ColumnTask> tasks;
    const std::int64_t worlds = columns.flow_worlds();
    for (const AlternativeId a : model.alternatives.ids()) {
        for (const ProgramId p : model.programs.ids()) {
            for (const FirmId f : model.firms.ids()) {
                const ProgramColumns& program = layout.alternatives[a].programs[p][f];
                if (!program.used()) continue;
                tasks.push_back({.worlds = worlds,
                                 .columns = 2,
                                 .derive =
                                     [&program](const Leaf& leaf, std::size_t column, std::span<double> out) {
                                         const auto values = leaf.column(column == 0 ? program.cost : program.completion);
                                         std::copy(values.begin(), values.end(), out.begin());
                                     },
                                 .tell =
                                     [worlds](std::span<const double> both) {
                                         const auto each = static_cast<std::size_t>(worlds);
                                         return joint_of(both.first(each), both.subspan(each));
                                     },
                                 .put =
                                     [&rows, &model, a, p, f](std::span<const double> told) {
                                         for (std::size_t i = 0; i < told.size(); i += 3)
                                             rows.push_back({model.alternatives[a].id, model.program_names[p], model.firm_names[f], told[i],
                                                             told[i + 1], told[i + 2]});
                                     }});
            }
        }
    }
    columns.carry_out(tasks);
}

}  // namespace entente
