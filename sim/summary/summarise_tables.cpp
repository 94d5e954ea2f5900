// Yearly flows and joint confidence (see summarise.hpp).
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

#include "lanes/kernels.hpp"
#include "outcome/yearly.hpp"
#include "stats/quantiles.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::array probabilities{0.1, 0.5, 0.8, 0.9};

using Column = std::vector<double>;

// A column of the leaves that keep their yearly flows.
Column sampled_column(const Found& found, int number) {
    Column out;
    for (const Leaf& leaf : found.leaves) {
        if (!leaf.keeps_flows()) break;
        const auto column = leaf.column(number);
        out.insert(out.end(), column.begin(), column.end());
    }
    return out;
}

// to[w] += of_yearly(values[w]). Nearly all values are floats as they are: a stretch of them is converted in vectors, and only one that has
// another kind world by world.
ENTENTE_KERNEL void add_yearly(const float* values, std::size_t count, double* to) {
    constexpr std::size_t stretch = 64;
    for (std::size_t begin = 0; begin < count; begin += stretch) {
        const std::size_t n = std::min(stretch, count - begin);
        const float* const from = values + begin;
        double* const out = to + begin;
        // Of a float as it is the size is no more than the largest, which is false of what has an exponent of all ones.
        int others = 0;
        for (std::size_t i = 0; i < n; ++i) others += std::fabs(from[i]) <= std::numeric_limits<float>::max() ? 0 : 1;
        if (others == 0) {
            for (std::size_t i = 0; i < n; ++i) out[i] += static_cast<double>(from[i]);
        } else {
            for (std::size_t i = 0; i < n; ++i) out[i] += of_yearly(from[i]);
        }
    }
}

}  // namespace

void add_annual(const RunModel& model, const Layout& layout, const Found& found, std::vector<AnnualRow>& rows) {
    const auto sampled = static_cast<std::size_t>(found.flow_worlds());
    struct Task {
        AlternativeId alternative;
        FirmId firm;
        Money kind;
        std::size_t year;
    };
    std::vector<Task> tasks;
    for (const AlternativeId a : model.alternatives.ids()) {
        each_firm_and_all(model.firms.size(), [&](FirmId f) {
            for (const Money kind : kinds_of_money) {
                for (std::size_t y = 0; y < layout.years; ++y) {
                    rows.push_back({model.alternatives[a].id, f ? model.firm_names[f] : "all", word_of(kind),
                                    model.grid.first_year + static_cast<int>(y)});
                    tasks.push_back({a, f, kind, y});
                }
            }
        });
    }
    tbb::enumerable_thread_specific<Column> columns;
    tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t i) {
        const Task& task = tasks[i];
        Column& column = columns.local();
        column.assign(sampled, 0.0);
        double sum = 0;
        for (const FirmId f : model.firms.ids()) {
            if (task.firm && f != task.firm) continue;
            const std::size_t at = layout.flow(task.alternative, task.kind, f) + task.year;
            sum += found.totals.flows[at];
            for (const Leaf& leaf : found.leaves) {
                if (!leaf.keeps_flows()) break;
                const auto values = leaf.flow(at);
                add_yearly(values.data(), values.size(), column.data() + leaf.first);
            }
        }
        const Quantiles q(column, probabilities);
        rows[i].mean = sum / static_cast<double>(found.worlds);
        rows[i].p10 = q.quantile(0.1);
        rows[i].p50 = q.quantile(0.5);
        rows[i].p80 = q.quantile(0.8);
        rows[i].p90 = q.quantile(0.9);
    });
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

// P(cost <= c and completion <= d) on the grid of each one's own quantiles; nothing where no world completes.
void add_joint(const Column& costs, const Column& completion, const JointRow& names, std::vector<JointRow>& rows) {
    std::array<double, steps> levels{}, cost_at{}, date_at{};
    for (std::size_t i = 0; i < steps; ++i) levels[i] = static_cast<double>(i) / (steps - 1);
    Column dates;
    std::copy_if(completion.begin(), completion.end(), std::back_inserter(dates), [](double date) { return date < never; });
    const Quantiles cost(costs, levels), date(dates, levels);
    if (date.size() == 0) return;
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
    for (std::size_t i = 0; i < steps; ++i) {
        double row = 0;
        for (std::size_t j = 0; j < steps; ++j) {
            row += count[i][j];
            below[j] += row;
            rows.push_back(
                {names.alternative, names.program, names.firm, cost_at[i], date_at[j], below[j] / static_cast<double>(costs.size())});
        }
    }
}

}  // namespace

void add_joint(const RunModel& model, const Layout& layout, const Found& found, std::vector<JointRow>& rows) {
    struct Task {
        const ProgramColumns& program;
        JointRow names;
        std::vector<JointRow> rows;
    };
    std::vector<Task> tasks;
    for (const AlternativeId a : model.alternatives.ids()) {
        for (const ProgramId p : model.programs.ids()) {
            for (const FirmId f : model.firms.ids()) {
                const ProgramColumns& program = layout.alternatives[a].programs[p][f];
                if (program.used())
                    tasks.push_back({program, {model.alternatives[a].id, model.program_names[p], model.firm_names[f], 0, 0, 0}, {}});
            }
        }
    }
    tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t i) {
        Task& task = tasks[i];
        add_joint(sampled_column(found, task.program.cost), sampled_column(found, task.program.completion), task.names, task.rows);
    });
    for (Task& task : tasks) std::move(task.rows.begin(), task.rows.end(), std::back_inserter(rows));
}

}  // namespace entente
