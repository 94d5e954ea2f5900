// Threads that evaluate leaves (see workers.hpp).
#include "run/workers.hpp"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>

#include "outcome/derive.hpp"
#include "outcome/write_outcomes.hpp"

namespace entente {

namespace {

class Workers {
public:
    Workers(const Task& task, const Assignment& assignment)
        : task_(task),
          options_(task.options),
          outcomes_(task.outcomes),
          todo_(assignment),
          locks_(task.tallied ? outcomes_.size() : 0),
          alternatives_(task.model.alternatives.ids().begin(), task.model.alternatives.ids().end()) {
        if (task.tallied) batch_.histograms.resize(outcomes_.size());
    }

    // Every worker takes the next item until none is left, and finishes what it has begun: an interrupted process keeps an unbroken
    // beginning of its part.
    Batch run(int threads) {
        tbb::task_arena arena(threads);
        arena.execute([&] {
            tbb::task_group group;
            for (int i = 0; i < threads; ++i) group.run([&] { work(); });
            group.wait();
        });
        std::sort(batch_.leaves.begin(), batch_.leaves.end(), [](const Leaf& a, const Leaf& b) { return a.first < b.first; });
        batch_.whole = finished_ == assigned();
        return std::move(batch_);
    }

private:
    // Worlds of this rank's part.
    std::int64_t assigned() const {
        std::int64_t out = 0;
        for (std::int64_t k = 0, index = 0; (index = todo_.item_of(k)) < todo_.items(); ++k)
            out += std::min(todo_.item, todo_.last - todo_.first - index * todo_.item);
        return out;
    }

    void work() {
        Workspace work(task_.model);
        while (!options_.stop->requested()) {
            const std::int64_t index = todo_.item_of(next_.fetch_add(1));
            if (index >= todo_.items()) break;
            const std::int64_t first = todo_.first + index * todo_.item, last = std::min(first + todo_.item, todo_.last);
            Span span{first, 0, std::vector<RunningMoments>(locks_.size()), task_.tallying.spreads(), Totals(task_.layout)};
            for (std::int64_t at = first; at < last; at += leaf_worlds) {
                const LeafWorlds worlds{at, static_cast<int>(std::min(leaf_worlds, last - at)), options_.block};
                Leaf leaf = task_.given != nullptr ? task_.given->evaluate(task_.model, task_.layout, worlds, alternatives_, work)
                                                   : evaluate_leaf(task_.model, task_.layout, worlds, alternatives_, work);
                if (task_.tallied) tally(leaf, span);
                report(leaf.count);
                const std::lock_guard lock(mutex_);
                note_uncountable(leaf.totals);
                if (task_.tallied && !leaf.keeps_flows()) continue;
                batch_.leaves.push_back(std::move(leaf));
            }
            if (!task_.tallied) continue;
            const std::lock_guard lock(mutex_);
            batch_.spans.add(todo_.spans_before + index, std::move(span));
        }
    }

    // Adds a leaf to the tallies. Each outcome's histogram has one lock, so workers begin at different outcomes: all at the first, each
    // would wait for the one before it all the way.
    void tally(const Leaf& leaf, Span& span) {
        outcome::Buffer buffer;
        const auto values = outcome::part(buffer, leaf);
        const std::size_t begin = static_cast<std::size_t>(span.first / todo_.item * 29) % outcomes_.size();
        for (std::size_t i = 0; i < outcomes_.size(); ++i) {
            const std::size_t o = (begin + i) % outcomes_.size();
            outcomes_[o].derive(leaf, values);
            for (double& x : values) x -= outcomes_[o].origin;
            span.running[o].add(values);
            if (!span.spreads.empty()) span.spreads[o].add(task_.tallying.marks[o], values, leaf.first);
            const std::lock_guard lock(locks_[o]);
            batch_.histograms[o].add(values);
        }
        span.totals.add(leaf.totals);
        span.worlds += leaf.count;
    }

    // The first of them.
    void note_uncountable(const Totals& totals) {
        if (totals.uncountable < 0 || (batch_.uncountable >= 0 && batch_.uncountable < totals.uncountable)) return;
        batch_.uncountable = totals.uncountable;
        batch_.uncountable_at = totals.uncountable_at;
    }

    void report(std::int64_t worlds) {
        const std::int64_t finished = finished_.fetch_add(worlds) + worlds;
        if (!options_.progress) return;
        const std::unique_lock lock(progress_, std::try_to_lock);
        if (lock) options_.progress(std::min(todo_.first + finished * todo_.ranks, todo_.last));
    }

    const Task& task_;
    const RunOptions& options_;
    const std::vector<Outcome>& outcomes_;
    Assignment todo_;
    std::atomic<std::int64_t> next_{0}, finished_{0};
    std::vector<std::mutex> locks_;  // by outcome
    std::vector<AlternativeId> alternatives_;
    std::mutex mutex_, progress_;
    Batch batch_;
};

}  // namespace

std::vector<Marks> marks_of(const RunModel& model, const Layout& layout, const std::vector<Outcome>& outcomes, std::int64_t worlds) {
    const std::vector<Leaf> leaves = evaluate_leaves(model, layout, worlds, no_stop);
    std::vector<Marks> out(outcomes.size());
    tbb::parallel_for(std::size_t{0}, outcomes.size(), [&](std::size_t o) {
        std::vector<double> column = column_of(leaves, outcomes[o].derive);
        for (double& x : column) x -= outcomes[o].origin;
        out[o] = Marks::of(column, outcomes[o].wanted);
    });
    return out;
}

Batch carry_out(const Task& task, const Assignment& assignment, int threads) { return Workers(task, assignment).run(threads); }

}  // namespace entente
