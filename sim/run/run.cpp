// Rounds and batches of worlds, on all threads and ranks (see run.hpp).
#include "run/run.hpp"

#include <tbb/global_control.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <new>
#include <optional>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"
#include "model/assumptions.hpp"
#include "model/correlations.hpp"
#include "model/warnings.hpp"
#include "prepare/coordinates.hpp"
#include "prepare/ready.hpp"
#include "run/checkpoint.hpp"
#include "run/memory.hpp"
#include "run/threads.hpp"
#include "run/workers.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::int64_t first_batch = 32 * leaf_worlds;
constexpr auto randomisations = static_cast<std::int64_t>(Design::randomisations);
constexpr std::int64_t marking_worlds = 8 * leaf_worlds;
constexpr std::int64_t fewest_span = 128, most_spans = 1024;  // of leaves that are summed up together where there are tallies

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Of the run's first worlds: rounds of a run are laid out each on its own.
Design first_design(const RunOptions& options) {
    const std::int64_t last = options.precision.empty() ? options.worlds : next_round(0, options.worlds);
    return {options.sampling, 0, static_cast<std::uint64_t>(last)};
}

// What counts for nothing or is hardly meant is said, with its line where it has one.
void add_doubts(const Scenario& scenario, std::vector<std::string>& warnings) {
    for (const Problem& one : warnings_of(scenario)) {
        const std::string line = one.source.line > 0 ? "line " + std::to_string(one.source.line) + ": " : "";
        warnings.push_back(line + one.found + "; expected " + one.expected + (one.hint.empty() ? "" : " (" + one.hint + ")"));
    }
}

void add_repairs(const Scenario& scenario, std::vector<std::string>& warnings) {
    Problems none;
    for (const CorrelationChange& change : correlations_of(scenario, none).changes) {
        warnings.push_back("the correlation of " + change.a + " with " + change.b + " was moved from " + shortest(change.before) + " to " +
                           shortest(std::round(change.after * 1e4) / 1e4) + ", for no such matrix is possible");
    }
}

void add_plain_coordinates(const RunModel& model, std::vector<std::string>& warnings) {
    if (model.design.method != Sampling::sobol || model.coordinates <= sobol_coordinates) return;
    warnings.push_back("Sobol points have " + std::to_string(sobol_coordinates) + " coordinates; the other " +
                       std::to_string(model.coordinates - sobol_coordinates) + " of the scenario's are drawn independently");
}

// Sobol points fill each coordinate evenly where every randomisation has a power of two of them.
void add_uneven_points(const RunOptions& options, std::int64_t worlds, std::vector<std::string>& warnings) {
    const auto even = [](std::int64_t w) { return w % randomisations == 0 && std::has_single_bit(static_cast<std::uint64_t>(w)); };
    if (options.sampling != Sampling::sobol || even(worlds)) return;
    std::int64_t above = randomisations;
    while (above < worlds) above *= 2;
    const std::string fewer = above > randomisations ? std::to_string(above / 2) + " or " : "";
    warnings.push_back(std::to_string(worlds) +
                       " worlds are not a power of two of Sobol points in each of 32 randomisations, so these fill their space unevenly: "
                       "errors are larger than they need be, and told as they are; use " +
                       fewer + std::to_string(above) + " worlds");
}

// One run of a prepared model.
class Run {
public:
    Run(const Scenario& scenario, const RunOptions& options, RunModel& model, int threads)
        : scenario_(scenario),
          options_(options),
          model_(model),
          threads_(threads),
          layout_(model, options.worlds, options.tables ? YearlyFlows::kept : YearlyFlows::dropped),
          outcomes_(outcomes_of(model, layout_, rows_, options.targets)),
          leaves_bytes_(leaf_bytes(layout_, options.worlds)),
          tallied_(leaves_bytes_ > options.memory),
          tallying_(tallied_ ? outcomes_.size() : 0),
          found_(layout_, tallied_ ? mark() : tallying_),
          checkpoint_(options.checkpoint, identity_of(options, tallied_), options.worlds, layout_.sampled) {
        if (options.given) bind_given();
        if (!tallied_) check_memory(leaves_bytes_, options.worlds, "use fewer --worlds, or less --memory");
        if (!tallied_) return;
        if (options.given) fail_for_tallies("--given chooses among worlds that are all kept");
        if (options.samples) fail_for_tallies("--samples writes every world");
    }

    Results run() {
        std::optional<Stop::Keeping> keeping;
        if (options_.keep_partial) keeping.emplace(*options_.stop);
        if (options_.checkpoint.resume && options_.ranks.root()) checkpoint_.load(found_);
        worlds_ = options_.ranks.from_root(found_.worlds);
        Results results;
        begin_ = std::chrono::steady_clock::now();
        for (std::int64_t first = 0, last = 0;; first = last) {
            last = options_.precision.empty() ? options_.worlds : next_round(first, options_.worlds);
            model_.design = {options_.sampling, static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last - first)};
            rounds_.push_back(model_.design);
            if (worlds_ > last) continue;  // rounds of the run that goes on
            const bool whole = carry_out_round(last);
            if (!whole && !options_.keep_partial) throw Interrupted();
            const auto begin = std::chrono::steady_clock::now();
            if (options_.ranks.root()) results = summarise_worlds();
            summarised_ += seconds_since(begin);
            const PrecisionReached reached = precision_of(results, options_.precision);
            results.precision = reached.message;
            const bool enough = !options_.precision.empty() && reached.all && (!given_ || results.worlds >= fewest_given);
            if (options_.ranks.from_root(!whole || enough || last == options_.worlds ? 1 : 0) != 0) {
                results.asked = whole && (enough || given_) ? results.worlds : options_.worlds;
                break;
            }
        }
        add_what_funding_costs(results);
        if (given_) {
            check_given(results);
        } else {
            results.worlds = worlds_;
        }
        checkpoint_.finish();
        tell(results);
        return results;
    }

private:
    // Of designs, what their tallies mark of each outcome.
    const Tallying& mark() {
        if (options_.sampling != Sampling::mc) {
            model_.design = first_design(options_);
            const auto worlds = std::min(static_cast<std::int64_t>(model_.design.worlds), marking_worlds);
            tallying_.marks = marks_of(model_, layout_, outcomes_, worlds);
        }
        return tallying_;
    }

    void bind_given() {
        Problem fault;
        given_ = Given::bind(options_.given->condition, scenario_, model_, layout_, fault);
        if (!given_) throw Failure("the condition '" + options_.given->text + "' has " + fault.found + "; expected " + fault.expected);
    }

    // Of all worlds, or of those in which the condition holds.
    Results summarise_worlds() {
        const SummaryWanted wanted{options_.tables, options_.samples, first_design(options_), rounds_};
        if (!given_) {
            first_worlds_ = first_worlds(found_);
            return summarise(model_, layout_, outcomes_, rows_, found_, wanted);
        }
        const Found kept = found_.condensed(layout_);
        first_worlds_ = first_worlds(kept);
        Results out = summarise(model_, layout_, outcomes_, rows_, kept, wanted);
        out.condition = options_.given->text;
        out.drawn = kept.drawn;
        return out;
    }

    // Once, for it evaluates worlds again: the first of the run, which its first round has laid out.
    void add_what_funding_costs(Results& results) {
        if (!options_.tables || !model_.funded || !options_.ranks.root() || results.worlds == 0) return;
        const auto begin = std::chrono::steady_clock::now();
        model_.design = rounds_.front();
        add_funding(model_, first_worlds_, results);
        summarised_ += seconds_since(begin);
    }

    void check_given(const Results& results) const {
        if (!options_.ranks.root() || worlds_ == 0 || results.worlds >= fewest_given) return;
        throw Failure("'" + options_.given->text + "' holds in " + std::to_string(results.worlds) + " of " + std::to_string(worlds_) +
                      " worlds, and a run under a condition rests on at least " + std::to_string(fewest_given) + "; use more --worlds");
    }

    [[noreturn]] void fail_for_tallies(const std::string& why) const {
        throw Failure(why + ", and " + std::to_string(options_.worlds) + " worlds take more than --memory (about " +
                      megabytes(leaves_bytes_) + "); use fewer worlds or more memory");
    }

    // Worlds up to `last`, batch by batch; false where it was stopped before.
    bool carry_out_round(std::int64_t last) {
        const std::int64_t leaves = (options_.worlds + leaf_worlds - 1) / leaf_worlds;
        const std::int64_t item = tallied_ ? std::max(fewest_span, (leaves + most_spans - 1) / most_spans) * leaf_worlds : leaf_worlds;
        while (worlds_ < last) {
            const auto begin = std::chrono::steady_clock::now();
            const Ranks& ranks = options_.ranks;
            const std::int64_t end = std::min<std::int64_t>(last, worlds_ + ranks.from_root((batch_ + item - 1) / item * item));
            const Assignment part{worlds_, end, item, ranks.rank(), ranks.count()};
            Batch batch = entente::carry_out({model_, options_, layout_, outcomes_, given_ ? &*given_ : nullptr, tallied_, tallying_}, part,
                                             threads_);
            const std::int64_t before = worlds_;
            take(std::move(batch));
            worlds_ = ranks.from_root(found_.worlds);
            if (ranks.from_root(worlds_ < end || options_.stop->requested() ? 1 : 0) != 0) return worlds_ >= last;
            resize_batch(worlds_ - before, seconds_since(begin));
        }
        return true;
    }

    // Root gathers what every rank has found.
    void take(Batch batch) {
        const Ranks& ranks = options_.ranks;
        if (!ranks.root()) return ranks.send([&](ByteWriter& out) { out.put(batch); });
        for (int other = 1; other < ranks.count(); ++other) {
            Batch theirs;
            ranks.receive(other, [&](ByteReader& in) { in.get(theirs); });
            batch.merge(std::move(theirs));
        }
        checkpoint_.finish();
        const std::vector<const Leaf*> fresh = found_.absorb(std::move(batch));
        refuse_uncountable(model_, found_.totals);
        checkpoint_.save(fresh, found_, seconds_since(begin_));
    }

    // The next batch is to last as long as checkpoints are apart. Threads wait for each other at the end of a batch, so long ones are
    // better; but nothing of a batch is saved before its end.
    void resize_batch(std::int64_t worlds, double seconds) {
        const double wanted = static_cast<double>(worlds) * options_.checkpoint.interval / std::max(seconds, 1e-3);
        batch_ = static_cast<std::int64_t>(std::clamp(wanted, static_cast<double>(first_batch), 8.0 * static_cast<double>(batch_)));
    }

    void tell(Results& results) const {
        results.seconds = {{"simulate", seconds_since(begin_) - summarised_}, {"summarise", summarised_}};
        results.histograms = tallied_;
        if (!tallied_) return;
        results.warnings.push_back("columns of " + std::to_string(options_.worlds) + " worlds would take " + megabytes(leaves_bytes_) +
                                   ": quantiles and tails come from histograms, with a relative error of at most " +
                                   shortest(Histogram::relative_error) + " (--memory)");
    }

    const Scenario& scenario_;
    const RunOptions& options_;
    RunModel& model_;
    int threads_;
    Layout layout_;
    Results rows_;
    std::vector<Outcome> outcomes_;
    double leaves_bytes_;  // of every leaf of the run
    bool tallied_;         // which is too much: tallies stand for them
    Tallying tallying_;
    Found found_;
    std::optional<Given> given_;
    Checkpoint checkpoint_;
    std::vector<Design> rounds_;
    std::vector<std::int64_t> first_worlds_;  // that count, by number
    std::int64_t worlds_ = 0;                 // known to root
    std::int64_t batch_ = first_batch;
    std::chrono::steady_clock::time_point begin_;
    double summarised_ = 0;
};

}  // namespace

bool is_sound(const GivenCondition& given, const Scenario& scenario, Problem& fault) {
    const RunModel model = prepare(scenario, 1);
    const Layout layout(model, 1, YearlyFlows::dropped);
    return Given::bind(given.condition, scenario, model, layout, fault).has_value();
}

Results run(const Scenario& scenario, const RunOptions& options) {
    if (options.worlds < 1) throw Failure("a run needs a world");
    const int wanted = options.threads > 0 ? options.threads : default_threads(options.ranks), threads = startable_threads(wanted);
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    const auto begin = std::chrono::steady_clock::now();
    try {
        Ready ready = ready_model(scenario, options.seed, *options.stop);
        lay_out(options.sampling, options.coordinates.get(), ready.model, *options.stop);
        const double prepared = seconds_since(begin);
        Results results = Run(scenario, options, ready.model, threads).run();
        results.threads = threads;
        results.ranks = options.ranks.count();
        results.seed = options.seed;
        results.sampling = word_of(options.sampling);
        results.weights = std::move(ready.weights);
        results.choices = std::move(ready.choices);
        for (std::string& warning : ready.warnings) results.warnings.push_back(std::move(warning));
        if (options.tables) tell_assumptions(scenario, results);
        add_doubts(scenario, results.warnings);
        add_repairs(scenario, results.warnings);
        add_plain_coordinates(ready.model, results.warnings);
        add_uneven_points(options, results.drawn > 0 ? results.drawn : results.worlds, results.warnings);
        if (threads < wanted)
            results.warnings.push_back("the system let " + std::to_string(threads) + " of " + std::to_string(wanted) +
                                       " threads be started");
        results.seconds.insert(results.seconds.begin(), {"prepare", prepared});
        return results;
    } catch (const std::bad_alloc&) {
        throw Failure("not enough memory for " + std::to_string(options.worlds) + " worlds; use fewer --worlds, or less --memory");
    }
}

}  // namespace entente
