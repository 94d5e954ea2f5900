// Worlds on all threads (see run.hpp).
#include "engine/run.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <new>
#include <thread>

#include "base/text.hpp"
#include "engine/columns.hpp"
#include "engine/evaluate.hpp"
#include "engine/fit_exits.hpp"
#include "engine/pilot.hpp"
#include "engine/precision.hpp"
#include "engine/summarise.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

// A leaf is the canonical unit of summation, whatever the number of threads: four blocks of worlds.
constexpr std::int64_t leaf_worlds = 4 * Sampler::block_size;

struct Leaf {
    std::vector<double> annual;                         // by alternative, firm, flow, year
    std::vector<std::int64_t> past_horizon, unsettled;  // by alternative
    bool done = false;
};

// One round of worlds: from `first` on, up to the columns' size.
class Round {
public:
    Round(const RunModel& model, const RunOptions& options, std::int64_t first, Columns& columns)
        : model_(model),
          options_(options),
          first_(first),
          columns_(columns),
          leaves_(static_cast<std::size_t>((columns.worlds - first + leaf_worlds - 1) / leaf_worlds)) {}

    // Every worker takes the next leaf until none is left, so that an interrupted run keeps an unbroken beginning.
    void run(int threads) {
        tbb::task_arena arena(threads);
        arena.execute([&] {
            tbb::task_group group;
            for (int i = 0; i < threads; ++i) group.run([&] { work(); });
            group.wait();
        });
    }

    // Merges the finished leaves in their order; the number of worlds known from now on.
    std::int64_t merge() {
        std::size_t finished = 0;
        while (finished < leaves_.size() && leaves_[finished].done) ++finished;
        const std::size_t alternatives = model_.alternatives.size();
        const std::size_t size = alternatives > 0 ? columns_.alternatives[0].annual_sum.size() : 0;
        for (std::size_t l = 0; l < finished; ++l) {
            for (std::size_t a = 0; a < alternatives; ++a) {
                for (std::size_t i = 0; i < size; ++i) columns_.alternatives[a].annual_sum[i] += leaves_[l].annual[a * size + i];
                columns_.past_horizon[a] += leaves_[l].past_horizon[a];
                columns_.unsettled[a] += leaves_[l].unsettled[a];
            }
        }
        return std::min(first_ + static_cast<std::int64_t>(finished) * leaf_worlds, columns_.worlds);
    }

private:
    void work() {
        Evaluator evaluator(model_);
        OutcomeWriter writer(model_);
        while (options_.stop == nullptr || !options_.stop->load()) {
            const std::size_t index = next_.fetch_add(1);
            if (index >= leaves_.size()) break;
            evaluate(first_ + static_cast<std::int64_t>(index) * leaf_worlds, leaves_[index], evaluator, writer);
            report();
        }
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < columns_.below_zero.size(); ++i) columns_.below_zero[i] += evaluator.below_zero()[i];
    }

    void evaluate(std::int64_t first, Leaf& leaf, Evaluator& evaluator, OutcomeWriter& writer) {
        leaf.annual.assign(model_.alternatives.size() * columns_.alternatives[0].annual_sum.size(), 0.0);
        leaf.past_horizon.assign(model_.alternatives.size(), 0);
        leaf.unsettled.assign(model_.alternatives.size(), 0);
        const std::int64_t last = std::min(first + leaf_worlds, columns_.worlds);
        for (std::int64_t block = first; block < last; block += options_.block) {
            const int count = static_cast<int>(std::min<std::int64_t>(options_.block, last - block));
            evaluator.begin_block(block, count);
            for (int w = 0; w < count; ++w) {
                evaluator.begin_world(w);
                for (std::size_t a = 0; a < model_.alternatives.size(); ++a) {
                    const Evaluated evaluated = evaluator.evaluate(a);
                    writer.write(evaluated, columns_, leaf.annual);
                    leaf.past_horizon[a] += evaluated.flows.past_horizon ? 1 : 0;
                    leaf.unsettled[a] += evaluated.flows.unsettled ? 1 : 0;
                }
                writer.end_world();
            }
            writer.end_block(block, count, columns_);
        }
        leaf.done = true;
    }

    void report() {
        finished_.fetch_add(1);
        if (!options_.progress) return;
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (lock) options_.progress(std::min(first_ + static_cast<std::int64_t>(finished_.load()) * leaf_worlds, columns_.worlds));
    }

    const RunModel& model_;
    const RunOptions& options_;
    std::int64_t first_;
    Columns& columns_;
    std::vector<Leaf> leaves_;
    std::atomic<std::size_t> next_{0}, finished_{0};
    std::mutex mutex_;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

[[noreturn]] void fail_for_memory(const RunModel& model, std::int64_t worlds) {
    throw Failure("not enough memory for " + std::to_string(worlds) + " worlds (about " +
                  std::to_string(static_cast<std::int64_t>(column_bytes(model, worlds) / 1e6)) + " MB); use fewer --worlds");
}

// The system hands out more memory than it has and ends the process that uses it, so the machine is asked first.
void check_memory(const RunModel& model, std::int64_t worlds) {
    const double machine = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    if (column_bytes(model, worlds) > 0.9 * machine) fail_for_memory(model, worlds);
}

void add_repairs(const Scenario& scenario, std::vector<std::string>& warnings) {
    Problems none;
    for (const CorrelationChange& change : correlations_of(scenario, none).changes) {
        warnings.push_back("the correlation of " + change.a + " with " + change.b + " was moved from " + shortest(change.before) + " to " +
                           shortest(std::round(change.after * 1e4) / 1e4) + ", for no such matrix is possible");
    }
}

bool stopped(const RunOptions& options) { return options.stop != nullptr && options.stop->load(); }

void add_plain_coordinates(const RunModel& model, std::vector<std::string>& warnings) {
    if (model.design.method != Sampling::sobol || model.coordinates <= sobol_coordinates) return;
    warnings.push_back("Sobol points have " + std::to_string(sobol_coordinates) + " coordinates; the other " +
                       std::to_string(model.coordinates - sobol_coordinates) + " of the scenario's are drawn independently");
}

}  // namespace

Results run(const Scenario& scenario, const RunOptions& options) {
    const int threads = options.threads > 0 ? options.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    auto begin = std::chrono::steady_clock::now();
    RunModel model = prepare(scenario, options.seed);
    check_memory(model, options.worlds);
    std::vector<WeightRow> weights = run_pilot(scenario, model);
    fit_exits(scenario, model);
    double prepared = seconds_since(begin), simulated = 0, summarised = 0;
    try {
        Columns columns(model, options.worlds);
        Results results;
        std::int64_t done = 0;
        while (done < options.worlds) {
            const std::int64_t next = options.precision.empty() ? options.worlds : next_round(done, options.worlds);
            begin = std::chrono::steady_clock::now();
            model.design = {options.sampling, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(next - done)};
            columns.grow(next);
            Round round(model, options, done, columns);
            round.run(threads);
            done = round.merge();
            simulated += seconds_since(begin);
            begin = std::chrono::steady_clock::now();
            results = summarise(scenario, model, columns, done, options.samples);
            summarised += seconds_since(begin);
            const PrecisionReached reached = precision_of(results, options.precision);
            results.precision = reached.message;
            if (done < next || (!options.precision.empty() && reached.all)) break;
        }
        results.asked = results.precision.empty() || stopped(options) ? options.worlds : results.worlds;
        results.seed = options.seed;
        results.sampling = std::string(words(options.sampling)[static_cast<std::size_t>(options.sampling)]);
        results.weights = std::move(weights);
        add_repairs(scenario, results.warnings);
        add_plain_coordinates(model, results.warnings);
        results.seconds = {{"prepare", prepared}, {"simulate", simulated}, {"summarise", summarised}};
        return results;
    } catch (const std::bad_alloc&) {
        fail_for_memory(model, options.worlds);
    }
}

}  // namespace entente
