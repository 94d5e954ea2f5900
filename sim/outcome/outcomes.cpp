// The list of outcomes, and from what is known of each to its row (see outcomes.hpp).
#include "outcome/outcomes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/problem.hpp"
#include "outcome/exit_outcomes.hpp"
#include "outcome/metrics.hpp"

namespace entente {

namespace {

constexpr std::array probabilities{0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};
constexpr std::array compared{0.005, 0.05, 0.1, 0.5, 0.9, 0.95, 0.995};
// What a comparison asks for, and the points of a gain's curve.
constexpr auto curved = [] {
    std::array<double, compared.size() + curve_points> out{};
    std::copy(compared.begin(), compared.end(), out.begin());
    for (std::size_t i = 0; i < curve_points; ++i) out[compared.size() + i] = curve_level(i);
    return out;
}();
constexpr std::array told{0.1, 0.5, 0.8, 0.9};  // of programs
constexpr std::array limited{0.5, 0.8, 0.9};
constexpr std::array tails{0.1, 0.05};
constexpr std::size_t gain_bins = 40;

Statistics statistics(const Known& known, bool high_is_bad) {
    Statistics s;
    const Moments m = known.moments();
    s.worlds = known.worlds();
    s.mean = m.mean;
    s.se = known.standard_error();
    s.sd = m.sd();
    s.heavy_tailed = is_heavy_tailed(known.skewness(), m.count);
    const auto set = [](Interval limits, double& low, double& high) {
        low = limits.low;
        high = limits.high;
    };
    set(known.mean_limits(), s.mean_low, s.mean_high);
    s.tail10 = known.tail_mean(0.1, high_is_bad);
    s.tail5 = known.tail_mean(0.05, high_is_bad);
    s.min = known.quantile(0);
    s.max = known.quantile(1);
    const std::array out{&s.p1, &s.p5, &s.p10, &s.p20, &s.p25, &s.p50, &s.p75, &s.p80, &s.p90, &s.p95, &s.p99};
    for (std::size_t i = 0; i < out.size(); ++i) *out[i] = known.quantile(probabilities[i]);
    set(known.quantile_limits(0.5), s.p50_low, s.p50_high);
    set(known.quantile_limits(0.8), s.p80_low, s.p80_high);
    set(known.quantile_limits(0.9), s.p90_low, s.p90_high);
    set(known.tail_limits(0.1, high_is_bad), s.tail10_low, s.tail10_high);
    set(known.tail_limits(0.05, high_is_bad), s.tail5_low, s.tail5_high);
    return s;
}

// -T ln E exp(-x/T) by exponents from the worst world's on, which are at most 0; its error by the delta method.
Statistics certainty_equivalent_of(const Known& known, double tolerance) {
    Statistics s;
    for (double* const none :
         {&s.sd,      &s.min,      &s.p1,      &s.p5,       &s.p10,        &s.p20,         &s.p25,       &s.p50,       &s.p75,
          &s.p80,     &s.p90,      &s.p95,     &s.p99,      &s.max,        &s.tail10,      &s.tail5,     &s.p50_low,   &s.p50_high,
          &s.p80_low, &s.p80_high, &s.p90_low, &s.p90_high, &s.tail10_low, &s.tail10_high, &s.tail5_low, &s.tail5_high})
        *none = std::nan("");
    s.worlds = known.worlds();
    // The worst world; from it on the mean disutility less 1, for a tolerance far above the money leaves little else, and its error.
    const std::vector<double> found = known.fold([&, worlds = static_cast<double>(s.worlds)](const Known& all) {
        double low = HUGE_VAL, sum = 0, squares = 0;
        all.each([&](double x, double) { low = std::min(low, x); });
        const auto disutility = [&](double x) { return std::expm1((low - x) / tolerance); };
        all.each([&](double x, double count) {
            sum += count * disutility(x);
            squares += count * disutility(x) * disutility(x);
        });
        const double variance = std::max(squares / worlds - sum / worlds * (sum / worlds), 0.0);
        return std::vector{low, sum / worlds, all.designed_error(disutility).value_or(std::sqrt(variance / worlds))};
    });
    s.mean = found[0] - tolerance * std::log1p(found[1]);
    s.se = tolerance * found[2] / (1 + found[1]);
    s.mean_low = s.mean - normal_975 * s.se;
    s.mean_high = s.mean + normal_975 * s.se;
    return s;
}

void compare(const Known& known, ComparisonRow& row) {
    const Moments m = known.moments();
    row.worlds = known.worlds();
    row.mean = m.mean;
    row.se = known.standard_error();
    row.prob_positive = known.share_positive();
    const Interval chance = known.positive_limits();
    row.prob_low95 = chance.low;
    row.prob_high95 = chance.high;
    const bool share = row.unit == "share";
    const Interval limits = share ? chance : known.mean_limits();
    row.low95 = limits.low;
    row.high95 = limits.high;
    row.p5 = known.quantile(0.05);
    row.p10 = known.quantile(0.1);
    row.p50 = known.quantile(0.5);
    row.p90 = known.quantile(0.9);
    row.p95 = known.quantile(0.95);
    if (!share) row.histogram = histogram(known, known.quantile(0.005), known.quantile(0.995), gain_bins);
}

class OutcomeLister {
public:
    OutcomeLister(const RunModel& model, const Layout& layout, Results& results)
        : model_(model), layout_(layout), results_(results), money_(model.currency + " m") {}

    std::vector<Outcome> list(const std::vector<Target>& targets) {
        for (const AlternativeId a : model_.alternatives.ids()) {
            each_firm_and_all(layout_.firms, [&](FirmId f) { list_metrics(a, f, Against::nothing); });
        }
        for (const AlternativeId a : model_.alternatives.ids()) {
            if (a != model_.baseline) each_firm_and_all(layout_.firms, [&](FirmId f) { list_metrics(a, f, Against::baseline); });
        }
        for (const AlternativeId a : model_.alternatives.ids()) {
            list_programs(a);
        }
        add_exit_outcomes(model_, layout_, results_, outcomes_);
        for (const Target& target : targets) list_target(target);
        return std::move(outcomes_);
    }

private:
    std::string firm_name(FirmId f) const { return f ? model_.firm_names[f] : "all"; }

    static auto of_column(int column) {
        return [column](const Leaf& leaf, std::span<double> out) {
            const auto values = leaf.column(column);
            std::copy(values.begin(), values.end(), out.begin());
        };
    }

    enum class Against { nothing, baseline };

    // Those of one firm, or of all, that are told of the alternative itself, or of it against the baseline.
    void list_metrics(AlternativeId a, FirmId f, Against against) {
        for (const MetricKind& metric : metrics) {
            if ((metric.of == ToldOf::comparisons) != (against == Against::baseline)) continue;
            if (metric.of == ToldOf::deals && !layout_.alternatives[a].arranged()) continue;
            if (metric.whose == Whose::all_only && f) continue;
            against == Against::baseline ? comparison(metric, a, f) : summary(metric, a, f);
        }
        if (against == Against::nothing && f && model_.firms[f].tolerance > 0) certainty_equivalent(a, f, model_.firms[f].tolerance);
    }

    // A row of its mean, error and limits: there is one certainty equivalent of all worlds, not one a world.
    void certainty_equivalent(AlternativeId a, FirmId f, double tolerance) {
        const std::size_t row = results_.summary.size();
        Outcome out = outcome_of(metric::npv, a, f);
        out.name.metric = "ce";
        results_.summary.push_back({out.name.alternative, out.name.firm, "ce", out.unit, {}});
        out.tell = [row, tolerance](const Known& known, Results& results) {
            results.summary[row].statistics = certainty_equivalent_of(known, tolerance);
        };
        outcomes_.push_back(std::move(out));
    }

    Outcome outcome_of(const MetricKind& metric, AlternativeId a, FirmId f) const {
        Outcome out;
        // The layout outlives the outcomes.
        out.derive = [derive = metric.derive, subject = Subject{layout_, a, model_.baseline, f}](
                         const Leaf& leaf, std::span<double> values) { derive(subject, leaf, values); };
        out.name = {model_.alternatives[a].id, std::string(metric.name), firm_name(f)};
        out.unit = metric.unit == Unit::share ? "share" : money_;
        out.alternative = a;
        return out;
    }

    void summary(const MetricKind& metric, AlternativeId a, FirmId f) {
        const std::size_t row = results_.summary.size();
        Outcome out = outcome_of(metric, a, f);
        results_.summary.push_back({out.name.alternative, out.name.firm, out.name.metric, out.unit, {}});
        out.wanted = {probabilities, limited, tails};
        out.tell = [row, share = metric.unit == Unit::share, high_is_bad = metric.high_is_bad](const Known& known, Results& results) {
            Statistics& s = results.summary[row].statistics = statistics(known, high_is_bad);
            if (!share) return;
            const Interval chance = known.positive_limits();
            s.mean_low = chance.low;
            s.mean_high = chance.high;
        };
        outcomes_.push_back(std::move(out));
    }

    void comparison(const MetricKind& metric, AlternativeId a, FirmId f) {
        const std::size_t row = results_.comparison.size();
        Outcome out = outcome_of(metric, a, f);
        results_.comparison.push_back({out.name.alternative, out.name.firm, out.name.metric, out.unit});
        const bool is_gain = metric.name == metric::gain.name;
        if (is_gain) {
            out.wanted = {curved};
        } else {
            out.wanted = {compared};
        }
        out.tell = [row, is_gain](const Known& known, Results& results) {
            ComparisonRow& compared_row = results.comparison[row];
            compare(known, compared_row);
            for (std::size_t i = 0; is_gain && i < curve_points; ++i) compared_row.curve.push_back(known.quantile(curve_level(i)));
        };
        outcomes_.push_back(std::move(out));
    }

    void list_programs(AlternativeId a) {
        for (const ProgramId p : model_.programs.ids()) {
            for (const FirmId f : model_.firms.ids()) {
                const ProgramColumns& columns = layout_.alternatives[a].programs[p][f];
                if (!columns.used()) continue;
                const std::size_t row = results_.programs.size();
                results_.programs.push_back({model_.alternatives[a].id, model_.program_names[p], model_.firm_names[f]});
                outcomes_.push_back({.derive = of_column(columns.completion),
                                     .optional = true,
                                     .origin = model_.grid.start,
                                     .wanted = {told},
                                     .tell =
                                         [=](const Known& known, Results& out) {
                                             ProgramRow& program = out.programs[row];
                                             program.probability_completed =
                                                 static_cast<double>(known.present()) / static_cast<double>(known.worlds());
                                             program.completion_p10 = known.quantile(0.1);
                                             program.completion_p50 = known.quantile(0.5);
                                             program.completion_p80 = known.quantile(0.8);
                                             program.completion_p90 = known.quantile(0.9);
                                             if (columns.late < 0 && known.present() == 0)
                                                 program.late_by_money_mean = program.late_by_money_p80 = std::nan("");
                                         },
                                     .name = {model_.alternatives[a].id, "completion." + model_.program_names[p], model_.firm_names[f]},
                                     .alternative = a});
                list_waiting(columns, row, a);
                outcomes_.push_back({.derive = of_column(columns.cost), .wanted = {told}, .tell = [=](const Known& known, Results& out) {
                                         ProgramRow& program = out.programs[row];
                                         program.cost_mean = known.moments().mean;
                                         program.cost_p50 = known.quantile(0.5);
                                         program.cost_p80 = known.quantile(0.8);
                                     }});
            }
        }
    }

    // Of every alternative that has the metric, unless one is named.
    void list_target(const Target& target) {
        const MetricKind& kind = *find_metric(target.metric);
        FirmId firm;
        for (const FirmId f : model_.firm_names.ids()) {
            if (model_.firm_names[f] == target.firm) firm = f;
        }
        for (const AlternativeId a : model_.alternatives.ids()) {
            if (!target.alternative.empty() && model_.alternatives[a].id != target.alternative) continue;
            if (kind.of == ToldOf::comparisons && a == model_.baseline) continue;
            if (kind.of == ToldOf::deals && !layout_.alternatives[a].arranged()) continue;
            Outcome out = outcome_of(kind, a, firm);
            const std::size_t row = results_.targets.size();
            results_.targets.push_back({out.name.alternative, out.name.firm, out.name.metric, out.unit, target.value});
            out.name = {};
            out.derive = [derive = out.derive, high_is_bad = kind.high_is_bad, limit = target.value](const Leaf& leaf,
                                                                                                     std::span<double> values) {
                derive(leaf, values);
                for (double& x : values) x = (high_is_bad ? x > limit : x < limit) ? 1.0 : 0.0;
            };
            out.tell = [row](const Known& known, Results& results) {
                TargetRow& chance = results.targets[row];
                const Interval limits = known.positive_limits();
                chance.worlds = known.worlds();
                chance.worse = known.share_positive();
                chance.low95 = limits.low;
                chance.high95 = limits.high;
            };
            outcomes_.push_back(std::move(out));
        }
    }

    // What limited funding does to a firm's part in a program; without any it delays nothing and nobody waits.
    void list_waiting(const ProgramColumns& columns, std::size_t row, AlternativeId a) {
        if (columns.late < 0) return;
        const ProgramRow& told_of = results_.programs[row];
        Outcome late{.derive = of_column(columns.late), .optional = true, .wanted = {told}, .tell = {}, .alternative = a};
        late.name = {told_of.alternative, "late_by_money." + told_of.program, told_of.firm};
        late.tell = [row](const Known& known, Results& out) {
            ProgramRow& program = out.programs[row];
            program.late_by_money_mean = known.present() > 0 ? known.moments().mean : std::nan("");
            program.late_by_money_p50 = known.quantile(0.5);
            program.late_by_money_p80 = known.quantile(0.8);
        };
        outcomes_.push_back(std::move(late));
        outcomes_.push_back({.derive = of_column(columns.waiting), .wanted = {told}, .tell = [=](const Known& known, Results& out) {
                                 out.programs[row].waiting_cost_mean = known.moments().mean;
                             }});
    }

    const RunModel& model_;
    const Layout& layout_;
    Results& results_;
    std::string money_;
    std::vector<Outcome> outcomes_;
};

}  // namespace

void refuse_uncountable(const RunModel& model, const Totals& totals) {
    if (totals.uncountable < 0) return;
    const auto at = static_cast<std::size_t>(totals.uncountable_at), firms = model.firms.size();
    throw Failure("world " + std::to_string(totals.uncountable) + " has money of '" + model.firm_names[FirmId(at % firms)] +
                  "' in alternative '" + model.alternatives[AlternativeId(at / firms)].id +
                  "' that is no number, or above 1e100; --world " + std::to_string(totals.uncountable) +
                  " tells what was drawn there, and no result is written");
}

std::vector<Outcome> outcomes_of(const RunModel& model, const Layout& layout, Results& results, const std::vector<Target>& targets) {
    return OutcomeLister(model, layout, results).list(targets);
}

const Outcome& find_outcome(const std::vector<Outcome>& outcomes, const Metric& metric) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const Outcome& outcome) { return outcome.name == metric; });
    if (found == outcomes.end())
        throw Failure("no metric '" + metric.metric + "' of '" + metric.firm + "' in alternative '" + metric.alternative + "'");
    return *found;
}

}  // namespace entente
