// Carrying out the points of a sweep, one after the other (see sweep.hpp).
#include "studies/sweep.hpp"

#include "base/fields.hpp"
#include "base/problem.hpp"
#include "model/rows.hpp"
#include "run/kept_points.hpp"
#include "run/run.hpp"

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
    out.emplace_back("worlds", std::to_string(options.worlds));
    out.emplace_back("seed", std::to_string(options.seed));
    out.emplace_back("sampling", word_of(options.sampling));
    return out;
}

SweptPoint point_of(const Results& results, const WriteRows& write) {
    SweptPoint out;
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
    try {
        while (out.points.size() < plan.points.size()) {
            options.stop->check();
            const std::shared_ptr<const Scenario> scenario = plan.at(out.points.size());
            if (!scenario) throw Failure("point " + std::to_string(out.points.size() + 1) + " is not sound any more");
            out.points.push_back(point_of(run(*scenario, options), write));
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
