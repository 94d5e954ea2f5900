// Rounds and batches of worlds, on all threads and ranks (see run.hpp).
#include "run/run.hpp"

#include <tbb/global_control.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <optional>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"
#include "model/assumptions.hpp"
#include "prepare/coordinates.hpp"
#include "prepare/ready.hpp"
#include "run/checkpoint.hpp"
#include "run/doubts.hpp"
#include "run/memory.hpp"
#include "run/merging.hpp"
#include "run/shared_columns.hpp"
#include "run/threads.hpp"
#include "run/workers.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::int64_t first_batch = 32 * leaf_worlds;
constexpr std::int64_t marking_worlds = 8 * leaf_worlds;
// Worlds that are summed up together where there are tallies. What a thousand machines share is many spans; merging one takes a hundredth
// of the time that its worlds take.
constexpr std::int64_t span_worlds = 8 * leaf_worlds;
constexpr std::int64_t longest_turn = 64;  // leaves: what a file of a checkpoint holds

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Of the run's first worlds: rounds of a run are laid out each on its own.
Design first_design(const RunOptions& options) {
    const std::int64_t last = options.precision.empty() ? options.worlds : next_round(0, options.worlds);
    return {options.sampling, 0, static_cast<std::uint64_t>(last)};
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
          checkpoint_(options.checkpoint, identity_of(options, tallied_), options.ranks, options.worlds, layout_.sampled),
          item_(tallied_ ? span_worlds : leaf_worlds),
          batch_(options.ranks.count() * std::max(first_batch, tallied_ ? 4 * threads * item_ : 0)) {
        if (options.given) bind_given();
        const double share = options.samples ? 1 : static_cast<double>(options.ranks.on_this_machine()) / options.ranks.count();
        if (!tallied_) check_memory(share * leaves_bytes_, options.worlds, "use fewer --worlds, or less --memory");
        if (!tallied_) return;
        if (options.given) fail_for_tallies("--given chooses among worlds that are all kept");
        if (options.samples) fail_for_tallies("--samples writes every world");
    }

    Results run() {
        std::optional<Stop::Keeping> keeping;
        if (options_.keep_partial) keeping.emplace(*options_.stop);
        if (options_.checkpoint.resume) checkpoint_.load(found_);
        worlds_ = unbroken_ = found_.worlds;
        Results results;
        begin_ = std::chrono::steady_clock::now();
        for (std::int64_t first = 0, last = 0;; first = last) {
            last = options_.precision.empty() ? options_.worlds : next_round(first, options_.worlds);
            model_.design = {options_.sampling, static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last - first)};
            rounds_.push_back(model_.design);
            const std::int64_t spans = spans_;
            spans_ += (last - first + item_ - 1) / item_;
            if (worlds_ > last) continue;  // rounds of the run that goes on
            const bool whole = carry_out_round({first, last, item_, spans});
            if (!whole && !options_.keep_partial) throw Interrupted();
            const auto begin = std::chrono::steady_clock::now();
            results = summarise_worlds();
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
        if (!options_.ranks.alone()) results.of_ranks = rows_of(options_.ranks);
        checkpoint_.mark();
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

    // What this rank holds, with the sums of all.
    void sum_up() {
        const Ranks& ranks = options_.ranks;
        found_.worlds = worlds_;
        if (!tallied_) {
            found_.totals = totals_of(ranks, found_, layout_);
            return;
        }
        merge_histograms(ranks, found_.tallies->histograms);
        if (ranks.root()) found_.sum_up(layout_);
        share_totals(ranks, found_.totals);
    }

    // Calls visit(columns) with those of all worlds, or of the worlds in which the condition holds.
    template <class Visit>
    void with_columns(const Visit& visit) const {
        const std::optional<Found> some = given_ ? std::optional(kept_worlds(options_.ranks, found_, layout_)) : std::nullopt;
        const Found& found = some ? *some : found_;
        if (options_.ranks.alone()) return visit(Columns(found));
        visit(SharedColumns(options_.ranks, found, static_cast<int>(options_.ranks.from_root(threads_))));
    }

    Results summarise_worlds() {
        checkpoint_.finish();
        sum_up();
        const SummaryWanted wanted{options_.tables, options_.samples, first_design(options_), rounds_};
        Results out;
        with_columns([&](const Columns& columns) {
            first_worlds_ = first_worlds(columns);
            out = summarise(model_, layout_, outcomes_, rows_, columns, wanted);
            if (!given_) return;
            out.condition = options_.given->text;
            out.drawn = columns.found().drawn;
        });
        return out;
    }

    // Once, for it evaluates worlds again: the first of the run, which its first round has laid out.
    void add_what_funding_costs(Results& results) {
        if (!options_.tables || !model_.funded || results.worlds == 0) return;
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

    // The worlds of a round, batch by batch; false where it was stopped before its end.
    bool carry_out_round(const Assignment& round) {
        const Ranks& ranks = options_.ranks;
        const std::int64_t all = item_ * ranks.count();
        while (worlds_ < round.last) {
            const auto begin = std::chrono::steady_clock::now();
            Assignment part = round;
            part.first = worlds_;
            part.last = std::min<std::int64_t>(round.last, worlds_ + ranks.from_root((batch_ + all - 1) / all * all));
            // The first worlds' yearly flows are kept: every rank has some of them, in a batch of their own.
            const bool sampled = worlds_ < layout_.sampled;
            if (tallied_ && sampled)
                part.last = std::min(part.last, round.first + (layout_.sampled - round.first + item_ - 1) / item_ * item_);
            part.spans_before += (worlds_ - round.first) / item_;
            part.rank = ranks.rank();
            part.ranks = ranks.count();
            // What comes after a gap of an interrupted batch is lost, so the parts of a rank are short.
            if (!tallied_) part.turn = std::clamp<std::int64_t>(part.items() / (8 * part.ranks), 1, longest_turn);
            if (tallied_) part.turn = sampled ? 1 : 0;
            const std::int64_t before = worlds_;
            take(entente::carry_out({model_, options_, layout_, outcomes_, given_ ? &*given_ : nullptr, tallied_, tallying_}, part,
                                    threads_),
                 part.last);
            if (ranks.from_root(worlds_ < part.last || options_.stop->requested() ? 1 : 0) != 0) return worlds_ >= round.last;
            resize_batch(worlds_ - before, seconds_since(begin));
        }
        return true;
    }

    // Every rank keeps its own leaves and counts; spans go to root.
    void take(Batch batch, std::int64_t last) {
        const Ranks& ranks = options_.ranks;
        checkpoint_.finish();
        const BatchReport report = merged(ranks, {batch.whole ? 1 : 0, batch.spans.worlds(), batch.uncountable, batch.uncountable_at});
        checkpoint_.mark();
        if (ranks.root()) refuse_uncountable(model_, report);
        std::int64_t reached = last;
        if (report.whole == 0) reached = keep_unbroken(ranks, batch.leaves, unbroken_);
        checkpoint_.add(found_.absorb(std::move(batch.leaves)));
        unbroken_ = reached;
        worlds_ = report.whole != 0 || !tallied_ ? reached : worlds_ + report.tallied;
        found_.worlds = worlds_;
        if (tallied_) {
            merge_spans(ranks, batch.spans);
            found_.tallies->spans.merge(std::move(batch.spans));
            for (std::size_t i = 0; i < batch.histograms.size(); ++i) found_.tallies->histograms[i].merge(batch.histograms[i]);
        }
        // Worlds of tallies that were cut short are no beginning of the run, from which another could go on.
        if (!checkpoint_.is_due(seconds_since(begin_)) || (tallied_ && report.whole == 0)) return;
        if (tallied_) merge_histograms(ranks, found_.tallies->histograms);
        checkpoint_.save(found_);
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
        results.merge_depth = options_.ranks.depth();
        if (!checkpoint_.refusal().empty()) results.warnings.push_back(checkpoint_.refusal());
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
    std::vector<std::int64_t> first_worlds_;  // that count, by number; root's
    std::int64_t worlds_ = 0;
    std::int64_t unbroken_ = 0;  // worlds whose leaves all ranks together hold, or would hold were they kept
    std::int64_t spans_ = 0;     // of this round and those before
    std::int64_t item_;          // worlds that one worker takes at a time
    std::int64_t batch_;
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
        add_doubts(scenario, ready.model, options.sampling, results.drawn > 0 ? results.drawn : results.worlds, results.warnings);
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
