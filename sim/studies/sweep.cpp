// Carrying out the points of a sweep, one after the other (see sweep.hpp).
#include "studies/sweep.hpp"

#include <algorithm>

#include "base/fields.hpp"
#include "base/problem.hpp"
#include "model/rows.hpp"
#include "run/kept_points.hpp"
#include "run/run.hpp"
#include "studies/valuation.hpp"

namespace entente {

namespace {

// What must be the same to go on with points that are there.
Identity identity_of(const SweepPlan& plan, const RunOptions& options, Identity out) {
    for (const Axis& axis : plan.axes) {
        std::string values;
        for (const std::string& value : axis.values) values += value + " ";
        out.emplace_back("over " + axis.key, values);
    }
    out.emplace_back("points", plan.layout);
    std::string alternatives, figures;
    for (const std::string& alternative : plan.alternatives) alternatives += alternative + " ";
    for (const Figure& figure : plan.figures) figures += figure.alternative + ": " + figure.name + " ";
    out.emplace_back("alternatives", alternatives);
    out.emplace_back("table", figures);
    out.emplace_back("worlds", std::to_string(options.worlds));
    out.emplace_back("seed", std::to_string(options.seed));
    out.emplace_back("sampling", word_of(options.sampling));
    return out;
}

// The rows of the alternatives that were asked for.
void keep_only(const SweepPlan& plan, const std::string& baseline, Results& results) {
    if (plan.alternatives.empty()) return;
    const auto drop = [&](const auto& row) {
        return row.alternative != baseline &&
               std::find(plan.alternatives.begin(), plan.alternatives.end(), row.alternative) == plan.alternatives.end();
    };
    std::erase_if(results.summary, drop);
    std::erase_if(results.comparison, drop);
}

// A mean stands in the rows; what else a figure may be takes the worlds once more.
std::optional<SweptFigure> in_rows(const Figure& figure, const Results& results) {
    const Figure::Part& part = figure.parts.front();
    if (figure.parts.size() != 1 || part.statistic.kind != Statistic::Kind::mean) return std::nullopt;
    if (const auto* row = comparison_row(results, part.metric.alternative, part.metric.firm, part.metric.metric))
        return SweptFigure{row->mean, row->se};
    if (const auto* row = summary_row(results, part.metric.alternative, part.metric.firm, part.metric.metric))
        return SweptFigure{row->statistics.mean, row->statistics.se};
    return std::nullopt;
}

std::vector<SweptFigure> figures_of(const SweepPlan& plan, const Scenario& scenario, const RunOptions& options, const Results& results) {
    std::vector<SweptFigure> out(plan.figures.size());
    std::vector<Difference> asked;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < plan.figures.size(); ++i) {
        if (const auto known = in_rows(plan.figures[i], results)) {
            out[i] = *known;
        } else {
            asked.push_back(difference_to(plan.figures[i], 0));
            places.push_back(i);
        }
    }
    if (asked.empty()) return out;
    const std::vector<Measured> found = values_of(scenario, options, asked, all_worlds(options));
    for (std::size_t i = 0; i < found.size(); ++i) out[places[i]] = {found[i].value, standard_error(found[i], options.sampling)};
    return out;
}

SweptPoint point_of(const SweepPlan& plan, std::size_t point, const RunOptions& options, const WriteRows& write) {
    const std::shared_ptr<const Scenario> whole = plan.at(point);
    if (!whole) throw Failure("point " + std::to_string(point + 1) + " is not sound any more");
    const Scenario scenario = plan.alternatives.empty() ? *whole : only(*whole, plan.alternatives, options);
    Results results = run(scenario, options);
    keep_only(plan, scenario.scenario.baseline.text, results);
    SweptPoint out;
    out.figures = figures_of(plan, scenario, options, results);
    write(results, out);
    for (const std::string& alternative : alternatives_of(results)) {
        if (const ComparisonRow* gain = comparison_row(results, alternative, "all", "gain")) out.gains.push_back({alternative, gain->mean});
    }
    return out;
}

}  // namespace

std::shared_ptr<const Scenario> SweepPlan::at(std::size_t point) const {
    std::vector<std::string> settings;
    for (std::size_t i = 0; i < axes.size(); ++i) settings.push_back(axes[i].key + "=" + points[point][i]);
    return scenario(settings);
}

bool all_sound(const SweepPlan& plan, const Stop& stop) {
    for (std::size_t point = 0; point < plan.points.size(); ++point) {
        stop.check();
        if (!plan.at(point)) return false;
    }
    return true;
}

Swept sweep(const SweepPlan& plan, RunOptions options, const WriteRows& write, const std::function<void(std::int64_t)>& progress) {
    // Annual and joint tables are not asked for, nor are points by fewer worlds than the others.
    options.tables = options.keep_partial = false;
    const CheckpointOptions checkpoint = std::exchange(options.checkpoint, {});
    KeptPoints<SweptPoint> kept(checkpoint, identity_of(plan, options, checkpoint.identity), plan.points.size());
    Swept out{kept.load(), nullptr};
    if (out.points.size() < plan.points.size()) {
        if (const auto base = plan.scenario({})) options = with_coordinates_of(*base, std::move(options));
    }
    try {
        while (out.points.size() < plan.points.size()) {
            options.stop->check();
            out.points.push_back(point_of(plan, out.points.size(), options, write));
            if (!out.keeping) out.keeping = std::make_unique<const Stop::Keeping>(*options.stop);
            progress(static_cast<std::int64_t>(out.points.size()));
            kept.save_in_time(out.points);
        }
    } catch (const Interrupted&) {
        if (out.points.empty()) throw;
        kept.save(out.points);
    }
    return out;
}

}  // namespace entente
