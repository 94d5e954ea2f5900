// Statistics of every outcome (see summarise.hpp). Columns are summarised in parallel, each by one thread.
#include "engine/summarise.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "stats/intervals.hpp"

namespace entente {

namespace {

constexpr std::array probabilities{0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};
constexpr std::array compared{0.005, 0.05, 0.1, 0.5, 0.9, 0.95, 0.995};
constexpr std::array limited{0.5, 0.8, 0.9};
constexpr std::array tails{0.1, 0.05};

using Column = std::vector<double>;

class Summary {
public:
    Summary(const Scenario& scenario, const RunModel& model, const Columns& columns, std::int64_t worlds)
        : model_(model),
          columns_(columns),
          worlds_(static_cast<std::size_t>(worlds)),
          money_(scenario.scenario.currency + " m"),
          estimator_(estimator_of(model)) {}

    void summary(std::vector<SummaryRow>& rows) const {
        struct Task {
            std::function<Column()> column;
            bool high_is_bad;
        };
        std::vector<Task> tasks;
        for (std::size_t a = 0; a < model_.alternatives.size(); ++a) {
            for (std::size_t f = 0; f <= model_.firms.size(); ++f) {
                const auto add = [&](const char* metric, const std::string& unit, bool high_is_bad, std::function<Column()> column) {
                    rows.push_back({model_.alternatives[a].id, firm_name(f), metric, unit, {}});
                    tasks.push_back({std::move(column), high_is_bad});
                };
                add("cost_npv", money_, true, [=, this] { return firm_or_sum(a, f, &FirmColumns::cost_npv); });
                add("cost", money_, true, [=, this] { return firm_or_sum(a, f, &FirmColumns::cost); });
                add("transfer_npv", money_, false, [=, this] { return firm_or_sum(a, f, &FirmColumns::transfer_npv); });
                add("benefit_npv", money_, false, [=, this] { return firm_or_sum(a, f, &FirmColumns::benefit_npv); });
                add("npv", money_, false, [=, this] { return npv(a, f); });
                add("peak", money_, true, [=, this] { return peak(a, f); });
                add("over_budget", "share", true, [=, this] { return over_budget(a, f); });
                add("worst_overrun", money_, true, [=, this] { return worst_overrun(a, f); });
                if (f == model_.firms.size() && !columns_.alternatives[a].formed.empty()) {
                    add("formed", "share", false, [=, this] { return widened(columns_.alternatives[a].formed); });
                }
            }
        }
        tbb::parallel_for(std::size_t{0}, rows.size(), [&](std::size_t i) {
            const Column column = tasks[i].column();
            Statistics& s = rows[i].statistics = statistics(column, tasks[i].high_is_bad);
            if (rows[i].unit != "share") return;
            const Interval chance = estimator_.probability(column);
            s.mean_low = chance.low;
            s.mean_high = chance.high;
        });
    }

    void comparison(std::vector<ComparisonRow>& rows) const {
        std::vector<std::function<Column()>> tasks;
        for (std::size_t a = 0; a < model_.alternatives.size(); ++a) {
            if (a == model_.baseline) continue;
            const std::string& id = model_.alternatives[a].id;
            for (std::size_t f = 0; f <= model_.firms.size(); ++f) {
                rows.push_back({id, firm_name(f), "saving", money_});
                tasks.emplace_back([=, this] { return difference(net_cost(model_.baseline, f), net_cost(a, f)); });
                rows.push_back({id, firm_name(f), "gain", money_});
                tasks.emplace_back([=, this] { return difference(npv(a, f), npv(model_.baseline, f)); });
            }
            rows.push_back({id, "all", "all_gain", "share"});
            tasks.emplace_back([=, this] { return all_gain(a); });
        }
        tbb::parallel_for(std::size_t{0}, rows.size(), [&](std::size_t i) { compare(tasks[i](), rows[i]); });
    }

    std::string firm_name(std::size_t f) const { return f < model_.firms.size() ? model_.firm_ids[f] : "all"; }

    Column npv(std::size_t a, std::size_t f) const {
        Column out = firm_or_sum(a, f, &FirmColumns::benefit_npv);
        const Column transfer = firm_or_sum(a, f, &FirmColumns::transfer_npv), cost = firm_or_sum(a, f, &FirmColumns::cost_npv);
        for (std::size_t w = 0; w < worlds_; ++w) out[w] = out[w] + transfer[w] - cost[w];
        return out;
    }
    Column firm_or_sum(std::size_t a, std::size_t f, Column FirmColumns::*member) const {
        const auto& firms = columns_.alternatives[a].firms;
        const auto begin = [&](std::size_t g) { return (firms[g].*member).begin(); };
        const auto n = static_cast<std::ptrdiff_t>(worlds_);
        if (f < firms.size()) return {begin(f), begin(f) + n};
        Column out(worlds_, 0.0);
        for (std::size_t g = 0; g < firms.size(); ++g) {
            for (std::size_t w = 0; w < worlds_; ++w) out[w] += (firms[g].*member)[w];
        }
        return out;
    }
    Column peak(std::size_t a, std::size_t f) const {
        const auto& alternative = columns_.alternatives[a];
        const Column& column = f < model_.firms.size() ? alternative.firms[f].peak : alternative.all_peak;
        return {column.begin(), column.begin() + static_cast<std::ptrdiff_t>(worlds_)};
    }
    Column over_budget(std::size_t a, std::size_t f) const {
        return largest(a, f, [](const FirmColumns& firm, std::size_t w) { return static_cast<double>(firm.over_budget[w]); });
    }

private:
    Column worst_overrun(std::size_t a, std::size_t f) const {
        return largest(a, f, [](const FirmColumns& firm, std::size_t w) { return firm.worst_overrun[w]; });
    }
    template <class At>
    Column largest(std::size_t a, std::size_t f, const At& at) const {
        const auto& firms = columns_.alternatives[a].firms;
        Column out(worlds_, 0.0);
        for (std::size_t g = 0; g < firms.size(); ++g) {
            if (f < firms.size() && g != f) continue;
            for (std::size_t w = 0; w < worlds_; ++w) out[w] = std::max(out[w], at(firms[g], w));
        }
        return out;
    }
    Column widened(const std::vector<std::uint8_t>& flags) const {
        return {flags.begin(), flags.begin() + static_cast<std::ptrdiff_t>(worlds_)};
    }
    Column net_cost(std::size_t a, std::size_t f) const {
        return difference(firm_or_sum(a, f, &FirmColumns::cost_npv), firm_or_sum(a, f, &FirmColumns::transfer_npv));
    }
    static Column difference(Column a, const Column& b) {
        for (std::size_t w = 0; w < a.size(); ++w) a[w] -= b[w];
        return a;
    }
    Column all_gain(std::size_t a) const {
        Column out(worlds_, 1.0);
        for (std::size_t f = 0; f < model_.firms.size(); ++f) {
            const Column gain = difference(npv(a, f), npv(model_.baseline, f));
            for (std::size_t w = 0; w < worlds_; ++w) out[w] = gain[w] > 0 ? out[w] : 0.0;
        }
        return out;
    }

    Statistics statistics(const Column& column, bool high_is_bad) const {
        Statistics s;
        const Moments m = moments(column);
        s.worlds = static_cast<std::int64_t>(column.size());
        s.mean = m.mean;
        const double skew = skewness(column, m);
        s.se = estimator_.standard_error(column, m);
        s.sd = m.sd();
        s.heavy_tailed = is_heavy_tailed(skew, column.size());
        s.mean_low = estimator_.mean(column, m, skew).low;
        s.mean_high = estimator_.mean(column, m, skew).high;
        const Quantiles q(column, probabilities, limited, tails);
        s.tail10 = q.tail_mean(0.1, high_is_bad);
        s.tail5 = q.tail_mean(0.05, high_is_bad);
        s.min = q.min();
        s.max = q.max();
        const std::array out{&s.p1, &s.p5, &s.p10, &s.p20, &s.p25, &s.p50, &s.p75, &s.p80, &s.p90, &s.p95, &s.p99};
        for (std::size_t i = 0; i < out.size(); ++i) *out[i] = q.quantile(probabilities[i]);
        const auto set = [](Interval limits, double& low, double& high) {
            low = limits.low;
            high = limits.high;
        };
        set(estimator_.quantile(column, q, 0.5), s.p50_low, s.p50_high);
        set(estimator_.quantile(column, q, 0.8), s.p80_low, s.p80_high);
        set(estimator_.quantile(column, q, 0.9), s.p90_low, s.p90_high);
        set(estimator_.tail(column, q, 0.1, high_is_bad), s.tail10_low, s.tail10_high);
        set(estimator_.tail(column, q, 0.05, high_is_bad), s.tail5_low, s.tail5_high);
        return s;
    }

    void compare(const Column& column, ComparisonRow& row) const {
        const Moments m = moments(column);
        row.worlds = static_cast<std::int64_t>(column.size());
        row.mean = m.mean;
        row.se = estimator_.standard_error(column, m);
        Column positive = column;
        for (double& x : positive) x = x > 0 ? 1.0 : 0.0;
        row.prob_positive = moments(positive).mean;
        const Interval chance = estimator_.probability(positive);
        row.prob_low95 = chance.low;
        row.prob_high95 = chance.high;
        const Interval limits = row.metric == "all_gain" ? chance : estimator_.mean(column, m, skewness(column, m));
        row.low95 = limits.low;
        row.high95 = limits.high;
        const Quantiles q(column, compared);
        row.p5 = q.quantile(0.05);
        row.p10 = q.quantile(0.1);
        row.p50 = q.quantile(0.5);
        row.p90 = q.quantile(0.9);
        row.p95 = q.quantile(0.95);
        if (row.metric != "all_gain") row.histogram = histogram(column, q.quantile(0.005), q.quantile(0.995));
    }

    static std::vector<HistogramBin> histogram(const Column& column, double low, double high) {
        constexpr std::size_t bins = 40;
        if (!(high > low)) return {};
        std::vector<double> count(bins, 0.0);
        const double scale = bins / (high - low);
        for (const double x : column) count[static_cast<std::size_t>(std::clamp((x - low) * scale, 0.0, bins - 0.5))] += 1;
        std::vector<HistogramBin> out;
        for (std::size_t i = 0; i < bins; ++i) {
            const double at = static_cast<double>(i);
            out.push_back({low + at / scale, low + (at + 1) / scale, count[i] / static_cast<double>(column.size())});
        }
        return out;
    }

    const RunModel& model_;
    const Columns& columns_;
    std::size_t worlds_;
    std::string money_;
    Estimator estimator_;
};

void add_samples(const Summary& summary, const RunModel& model, const Columns& columns, std::int64_t worlds, std::vector<WorldRow>& rows) {
    const auto n = static_cast<std::size_t>(worlds);
    rows.resize(n * model.alternatives.size() * (model.firms.size() + 1));
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        const AlternativeColumns& alternative = columns.alternatives[a];
        for (std::size_t f = 0; f <= model.firms.size(); ++f) {
            const Column cost = summary.firm_or_sum(a, f, &FirmColumns::cost_npv),
                         transfer = summary.firm_or_sum(a, f, &FirmColumns::transfer_npv);
            const Column benefit = summary.firm_or_sum(a, f, &FirmColumns::benefit_npv), npv = summary.npv(a, f);
            const Column peak = summary.peak(a, f), over = summary.over_budget(a, f);
            for (std::size_t w = 0; w < n; ++w) {
                const bool left = !alternative.exit.empty() && alternative.exit[w] >= 0;
                rows[(w * model.alternatives.size() + a) * (model.firms.size() + 1) + f] = {static_cast<std::int64_t>(w),
                                                                                            model.alternatives[a].id,
                                                                                            summary.firm_name(f),
                                                                                            cost[w],
                                                                                            transfer[w],
                                                                                            benefit[w],
                                                                                            npv[w],
                                                                                            peak[w],
                                                                                            over[w],
                                                                                            left ? alternative.tau[w] : std::nan("")};
            }
        }
    }
}

// Tails that make a mean's normal interval unsafe: the corrected interval is used, and said.
void add_heavy_tails(Results& results) {
    std::size_t count = 0;
    std::string first;
    for (const SummaryRow& row : results.summary) {
        if (!row.statistics.heavy_tailed || row.unit == "share") continue;
        if (count++ == 0) first = row.metric + " of " + row.firm + " in '" + row.alternative + "'";
    }
    if (count == 0) return;
    results.warnings.push_back("heavy tails: " + std::to_string(count) + (count == 1 ? " mean rests" : " means rest") +
                               " on few extreme worlds (the first: " + first +
                               "); their intervals allow for it, and more worlds would steady them");
}

}  // namespace

Estimator estimator_of(const RunModel& model) { return Estimator(model.design.method == Sampling::mc ? 0 : Design::randomisations); }

Results summarise(const Scenario& scenario, const RunModel& model, const Columns& columns, std::int64_t worlds, bool samples) {
    Results results;
    results.name = scenario.scenario.name;
    results.currency = scenario.scenario.currency;
    results.baseline = scenario.scenario.baseline.text;
    results.worlds = worlds;
    results.sampled = std::min(columns.sampled, worlds);
    if (worlds == 0) return results;
    const Summary summary(scenario, model, columns, worlds);
    summary.summary(results.summary);
    summary.comparison(results.comparison);
    add_annual(model, columns, worlds, results.annual);
    add_programs(model, columns, worlds, results.programs);
    add_exits(model, columns, worlds, results.exits);
    add_joint(model, columns, worlds, results.joint);
    for (std::size_t f = 0; f < model.firms.size(); ++f) {
        for (std::size_t y = 0; y < model.firms[f].budget.size(); ++y)
            results.budgets.push_back({model.firm_ids[f], model.grid.first_year + static_cast<int>(y), model.firms[f].budget[y]});
    }
    if (samples) add_samples(summary, model, columns, worlds, results.samples);
    add_warnings(model, columns, worlds, results.warnings);
    add_heavy_tails(results);
    return results;
}

}  // namespace entente
