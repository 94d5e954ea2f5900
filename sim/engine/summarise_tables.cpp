// Yearly flows, programs, exits, joint confidence and warnings (see summarise.hpp).
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "base/text.hpp"
#include "engine/summarise.hpp"
#include "stats/moments.hpp"
#include "stats/quantiles.hpp"

namespace entente {

namespace {

constexpr std::array probabilities{0.1, 0.5, 0.8, 0.9};

using Column = std::vector<double>;

Column completed_dates(const Column& completion, std::size_t worlds) {
    Column dates;
    std::copy_if(completion.begin(), completion.begin() + static_cast<std::ptrdiff_t>(worlds), std::back_inserter(dates),
                 [](double date) { return date < never; });
    return dates;
}

}  // namespace

void add_annual(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<AnnualRow>& rows) {
    constexpr std::array flows{"cost", "transfer", "benefit"};
    const auto sampled = static_cast<std::size_t>(std::min(columns.sampled, worlds));
    const auto stride = static_cast<std::size_t>(columns.sampled);
    const std::size_t firms = model.firms.size();
    struct Task {
        std::size_t alternative, firm, flow, year;
    };
    std::vector<Task> tasks;
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        for (std::size_t f = 0; f <= firms; ++f) {
            for (std::size_t flow = 0; flow < 3; ++flow) {
                for (std::size_t y = 0; y < static_cast<std::size_t>(model.grid.years); ++y) {
                    rows.push_back({model.alternatives[a].id, f < firms ? model.firm_ids[f] : "all", flows[flow],
                                    model.grid.first_year + static_cast<int>(y)});
                    tasks.push_back({a, f, flow, y});
                }
            }
        }
    }
    tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t i) {
        const Task& task = tasks[i];
        const AlternativeColumns& alternative = columns.alternatives[task.alternative];
        Column column(sampled, 0.0);
        double sum = 0;
        for (std::size_t f = 0; f < firms; ++f) {
            if (task.firm < firms && f != task.firm) continue;
            const std::size_t index = columns.annual_index(model, f, task.flow, task.year);
            sum += alternative.annual_sum[index];
            for (std::size_t w = 0; w < sampled; ++w) column[w] += static_cast<double>(alternative.annual_sample[index * stride + w]);
        }
        const Quantiles q(column, probabilities);
        rows[i].mean = sum / static_cast<double>(worlds);
        rows[i].p10 = q.quantile(0.1);
        rows[i].p50 = q.quantile(0.5);
        rows[i].p80 = q.quantile(0.8);
        rows[i].p90 = q.quantile(0.9);
    });
}

void add_programs(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<ProgramRow>& rows) {
    const auto n = static_cast<std::size_t>(worlds);
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        for (std::size_t p = 0; p < model.programs.size(); ++p) {
            for (std::size_t f = 0; f < model.firms.size(); ++f) {
                const ProgramColumns& program = columns.alternatives[a].programs[p][f];
                if (!program.used) continue;
                ProgramRow row{model.alternatives[a].id, model.program_ids[p], model.firm_ids[f]};
                const Column dates = completed_dates(program.completion, n);
                row.probability_completed = static_cast<double>(dates.size()) / static_cast<double>(n);
                const Quantiles date(dates, probabilities);
                row.completion_p10 = date.quantile(0.1);
                row.completion_p50 = date.quantile(0.5);
                row.completion_p80 = date.quantile(0.8);
                row.completion_p90 = date.quantile(0.9);
                const Column costs(program.cost.begin(), program.cost.begin() + static_cast<std::ptrdiff_t>(n));
                row.cost_mean = moments(costs).mean;
                const Quantiles cost(costs, probabilities);
                row.cost_p50 = cost.quantile(0.5);
                row.cost_p80 = cost.quantile(0.8);
                rows.push_back(std::move(row));
            }
        }
    }
}

void add_exits(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<ExitRow>& rows) {
    const double n = static_cast<double>(worlds);
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        const AlternativeColumns& alternative = columns.alternatives[a];
        for (std::size_t e = 0; e < model.alternatives[a].exits.exits.size(); ++e) {
            for (std::size_t f = 0; f < model.firms.size(); ++f) {
                Column dates, happens(static_cast<std::size_t>(worlds), 0.0);
                for (std::size_t w = 0; w < static_cast<std::size_t>(worlds); ++w) {
                    if (alternative.exit[w] != static_cast<int>(e) || alternative.leaver[w] != static_cast<int>(f)) continue;
                    dates.push_back(alternative.tau[w]);
                    happens[w] = 1;
                }
                ExitRow row{model.alternatives[a].id, model.alternatives[a].exits.exits[e].name, model.firm_ids[f]};
                row.probability = static_cast<double>(dates.size()) / n;
                const Interval limits = estimator_of(model).probability(happens);
                row.low95 = limits.low;
                row.high95 = limits.high;
                row.date_mean = dates.empty() ? std::nan("") : moments(dates).mean;
                const Quantiles date(dates, probabilities);
                row.date_p10 = date.quantile(0.1);
                row.date_p50 = date.quantile(0.5);
                row.date_p90 = date.quantile(0.9);
                rows.push_back(std::move(row));
            }
        }
    }
}

// P(cost <= c and completion <= d) on the grid of each one's own 0, 5, .. 100% quantiles.
void add_joint(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<JointRow>& rows) {
    constexpr std::size_t steps = 21;
    std::array<double, steps> levels{};
    for (std::size_t i = 0; i < steps; ++i) levels[i] = static_cast<double>(i) / (steps - 1);
    const auto n = static_cast<std::size_t>(std::min(columns.sampled, worlds));
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        for (std::size_t p = 0; p < model.programs.size(); ++p) {
            for (std::size_t f = 0; f < model.firms.size(); ++f) {
                const ProgramColumns& program = columns.alternatives[a].programs[p][f];
                if (!program.used) continue;
                const Column costs(program.cost.begin(), program.cost.begin() + static_cast<std::ptrdiff_t>(n));
                const Column dates = completed_dates(program.completion, n);
                const Quantiles cost(costs, levels), date(dates, levels);
                if (date.size() == 0) continue;
                std::array<double, steps> cost_at{}, date_at{};
                for (std::size_t i = 0; i < steps; ++i) {
                    cost_at[i] = cost.quantile(levels[i]);
                    date_at[i] = date.quantile(levels[i]);
                }
                std::array<std::array<double, steps + 1>, steps + 1> count{};
                for (std::size_t w = 0; w < n; ++w) {
                    const auto c = std::lower_bound(cost_at.begin(), cost_at.end(), costs[w]) - cost_at.begin();
                    const auto d = std::lower_bound(date_at.begin(), date_at.end(), program.completion[w]) - date_at.begin();
                    count[static_cast<std::size_t>(c)][static_cast<std::size_t>(d)] += 1;
                }
                std::array<double, steps> below{};
                for (std::size_t i = 0; i < steps; ++i) {
                    double row = 0;
                    for (std::size_t j = 0; j < steps; ++j) {
                        row += count[i][j];
                        below[j] += row;
                        rows.push_back({model.alternatives[a].id, model.program_ids[p], model.firm_ids[f], cost_at[i], date_at[j],
                                        below[j] / static_cast<double>(n)});
                    }
                }
            }
        }
    }
}

void add_warnings(const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<std::string>& warnings) {
    const auto percent = [&](std::int64_t count) {
        return shortest(std::round(1000.0 * static_cast<double>(count) / static_cast<double>(worlds)) / 10) + "%";
    };
    std::int64_t bad = 0, first = -1;
    for (std::int64_t w = 0; w < worlds; ++w) {
        for (const AlternativeColumns& alternative : columns.alternatives) {
            bool finite = true;
            for (const FirmColumns& firm : alternative.firms) {
                const auto i = static_cast<std::size_t>(w);
                finite = finite && std::isfinite(firm.cost_npv[i] + firm.transfer_npv[i] + firm.benefit_npv[i]);
            }
            if (finite) continue;
            if (first < 0) first = w;
            ++bad;
            break;
        }
    }
    if (bad > 0)
        warnings.push_back(std::to_string(bad) + " worlds have an outcome that is not finite; the first is world " + std::to_string(first));
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        if (100 * columns.past_horizon[a] <= worlds) continue;
        warnings.push_back(
            "in " + percent(columns.past_horizon[a]) + " of the worlds of '" + model.alternatives[a].id +
            "' work costs fall past the horizon and are booked in its last period; a longer horizon would show them in their years");
    }
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        if (columns.unsettled[a] == 0) continue;
        warnings.push_back("in " + percent(columns.unsettled[a]) + " of the worlds of '" + model.alternatives[a].id +
                           "' a sharing rule is undefined for the world's own costs; its ex-ante weights stand there");
    }
    for (std::size_t i = 0; i < columns.below_zero.size(); ++i) {
        if (columns.below_zero[i] == 0) continue;
        warnings.push_back(model.sampler.clamped()[i] + " was drawn below 0 in " + percent(columns.below_zero[i]) +
                           " of the worlds and counts as 0 there");
    }
}

}  // namespace entente
