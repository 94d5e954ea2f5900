// Passing columns from rank to rank (see shared_columns.hpp).
#include "run/shared_columns.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>

namespace entente {

namespace {

template <class T>
std::string bytes_of(const std::vector<T>& values) {
    ByteWriter out;
    out.put(values);
    return out.take();
}

template <class T>
std::vector<T> values_of(std::string_view bytes) {
    std::vector<T> out;
    ByteReader(bytes).get(out);
    return out;
}

// Every leaf of the run, as `own` says of those held here.
std::vector<Place> all_places(const Ranks& ranks, const std::vector<Place>& own) {
    std::vector<Place> out;
    for (const std::string& bytes : ranks.to_all(bytes_of(own))) {
        const auto theirs = values_of<Place>(bytes);
        out.insert(out.end(), theirs.begin(), theirs.end());
    }
    std::sort(out.begin(), out.end(), [](const Place& a, const Place& b) { return a.first < b.first; });
    return out;
}

std::vector<Place> own_places(const Ranks& ranks, const Found& found) {
    std::vector<Place> out;
    for (const Leaf& leaf : found.leaves) out.push_back({leaf.first, leaf.count, ranks.rank(), leaf.keeps_flows() ? 1 : 0});
    return out;
}

}  // namespace

// What has been passed on of some tasks.
struct SharedColumns::Round {
    std::vector<std::vector<double>> parts, from;   // by rank: this rank's leaves' for it; and its for this rank's tasks, in their order
    std::vector<std::vector<std::size_t>> columns;  // by rank and task of this rank: where that one's first column begins
    tbb::enumerable_thread_specific<std::vector<double>> whole;
};

SharedColumns::SharedColumns(const Ranks& ranks, const Found& found, int threads)
    : Columns(found, all_places(ranks, own_places(ranks, found))),
      ranks_(ranks),
      threads_(static_cast<std::size_t>(threads)),
      round_(std::make_unique<Round>()) {}

SharedColumns::~SharedColumns() = default;

// Task t of a round is rank t % ranks' own.
void SharedColumns::pass_on(const std::vector<ColumnTask>& tasks, std::size_t first, Round& out) const {
    const auto ranks = static_cast<std::size_t>(ranks_.count()), mine = static_cast<std::size_t>(ranks_.rank());
    const std::size_t last = std::min(first + ranks * threads_, tasks.size());
    // By rank: its worlds of each task.
    std::vector<std::vector<std::size_t>> worlds(ranks, std::vector<std::size_t>(last - first, 0));
    for (const Place& place : places()) {
        for (std::size_t t = first; t < last; ++t)
            worlds[static_cast<std::size_t>(place.rank)][t - first] += static_cast<std::size_t>(part(place, tasks[t]));
    }
    std::vector<std::size_t> begin(last - first), size(ranks, 0);
    out.columns.assign(ranks, {});
    for (std::size_t t = first; t < last; ++t) {
        const std::size_t owner = (t - first) % ranks;
        begin[t - first] = size[owner];
        size[owner] += tasks[t].columns * worlds[mine][t - first];
    }
    for (std::size_t r = 0; r < ranks; ++r) {
        std::size_t at = 0;
        for (std::size_t t = first + mine; t < last; t += ranks) {
            out.columns[r].push_back(at);
            at += tasks[t].columns * worlds[r][t - first];
        }
    }
    out.parts.resize(ranks);
    for (std::size_t r = 0; r < ranks; ++r) out.parts[r].resize(size[r]);
    tbb::parallel_for(first, last, [&](std::size_t t) {
        const ColumnTask& task = tasks[t];
        const std::size_t length = worlds[mine][t - first];
        for (std::size_t c = 0; c < task.columns; ++c) {
            std::span<double> rest = std::span(out.parts[(t - first) % ranks]).subspan(begin[t - first] + c * length, length);
            for (const Leaf& leaf : found().leaves) {
                const auto count = static_cast<std::size_t>(part({leaf.first, leaf.count, 0, 0}, task));
                if (count == 0) break;
                derive(task, leaf, c, rest.first(count));
                rest = rest.subspan(count);
            }
        }
    });
    ranks_.exchange(out.parts, out.from);
}

// `at`: which of this rank's tasks in the round.
std::vector<double> SharedColumns::put_together(const ColumnTask& task, std::size_t at, Round& round) const {
    const auto length = static_cast<std::size_t>(task.worlds);
    std::vector<double>& all = round.whole.local();
    all.resize(task.columns * length);
    std::vector<std::size_t> next;
    for (const auto& columns : round.columns) next.push_back(columns[at]);
    for (std::size_t c = 0; c < task.columns; ++c) {
        for (const Place& place : places()) {
            const auto count = static_cast<std::size_t>(part(place, task));
            if (count == 0) break;
            const auto rank = static_cast<std::size_t>(place.rank);
            std::copy_n(round.from[rank].begin() + static_cast<std::ptrdiff_t>(next[rank]), count,
                        all.begin() + static_cast<std::ptrdiff_t>(c * length + static_cast<std::size_t>(place.first)));
            next[rank] += count;
        }
    }
    return task.tell(all);
}

void SharedColumns::carry_out(const std::vector<ColumnTask>& tasks) const {
    const auto ranks = static_cast<std::size_t>(ranks_.count()), mine = static_cast<std::size_t>(ranks_.rank());
    std::vector<std::vector<double>> told(tasks.size());
    Round& round = *round_;
    for (std::size_t first = 0; first < tasks.size(); first += ranks * threads_) {
        pass_on(tasks, first, round);
        const std::size_t last = std::min(first + ranks * threads_, tasks.size());
        const std::size_t own = first + mine < last ? (last - first - mine + ranks - 1) / ranks : 0;
        tbb::parallel_for(std::size_t{0}, own, [&](std::size_t i) {
            const std::size_t t = first + mine + i * ranks;
            told[t] = put_together(tasks[t], i, round);
        });
    }
    const std::vector<std::string> answers = ranks_.to_root(bytes_of(told));
    for (std::size_t r = 1; r < answers.size(); ++r) {
        std::vector<std::vector<double>> theirs = values_of<std::vector<double>>(answers[r]);
        for (std::size_t t = 0; t < tasks.size(); ++t) {
            if (!theirs[t].empty()) told[t] = std::move(theirs[t]);
        }
    }
    if (!root()) return;
    for (std::size_t t = 0; t < tasks.size(); ++t) tasks[t].put(told[t]);
}

std::vector<std::uint8_t> SharedColumns::owners() const {
    const std::vector<std::string> all = ranks_.to_all(bytes_of(own_owners()));
    std::vector<std::vector<std::uint8_t>> by_rank;
    for (const std::string& bytes : all) by_rank.push_back(values_of<std::uint8_t>(bytes));
    std::vector<std::size_t> next(by_rank.size(), 0);
    std::vector<std::uint8_t> out;
    for (const Place& place : places()) {
        const auto rank = static_cast<std::size_t>(place.rank);
        for (std::int64_t w = 0; w < place.count && next[rank] < by_rank[rank].size(); ++w) out.push_back(by_rank[rank][next[rank]++]);
    }
    return out;
}

void SharedColumns::visit_whole(const std::function<void(const Found&)>& visit) const {
    if (!root()) {
        return ranks_.send(0, [&](ByteWriter& out) {
            out.put(static_cast<std::uint64_t>(found().leaves.size()));
            for (const Leaf& leaf : found().leaves) {
                out.put(leaf);
                out.put(leaf.numbers);
            }
        });
    }
    Found all = found();
    for (int other = 1; other < ranks_.count(); ++other) {
        Incoming incoming(ranks_, other);
        std::uint64_t count = 0;
        incoming.reader().get(count);
        for (std::uint64_t i = 0; i < count; ++i) {
            incoming.reader().get(all.leaves.emplace_back());
            incoming.reader().get(all.leaves.back().numbers);
        }
        incoming.finish();
    }
    std::sort(all.leaves.begin(), all.leaves.end(), [](const Leaf& a, const Leaf& b) { return a.first < b.first; });
    visit(all);
}

namespace {

// Everything that is summed up, as numbers: counts are far from the largest whole number that a double holds.
std::vector<double> numbers_of(const Totals& totals) {
    std::vector<double> out(totals.flows);
    out.insert(out.end(), totals.net.begin(), totals.net.end());
    for (const auto* counts : {&totals.past_horizon, &totals.unsettled, &totals.binds, &totals.below_zero}) {
        for (const std::int64_t count : *counts) out.push_back(static_cast<double>(count));
    }
    return out;
}

void read_numbers(std::span<const double> numbers, Totals& totals) {
    auto next = numbers.begin();
    for (double& x : totals.flows) x = *next++;
    for (double& x : totals.net) x = *next++;
    for (auto* counts : {&totals.past_horizon, &totals.unsettled, &totals.binds, &totals.below_zero}) {
        for (std::int64_t& count : *counts) count = static_cast<std::int64_t>(*next++);
    }
}

}  // namespace

Totals totals_of(const Ranks& ranks, const Found& found, const Layout& layout) {
    Totals out(layout);
    if (ranks.alone()) {
        for (const Leaf& leaf : found.leaves) out.add(leaf.totals);
        return out;
    }
    const auto count = static_cast<std::size_t>(ranks.count());
    const std::size_t all = numbers_of(out).size();
    const auto begin = [&](std::size_t rank) { return rank * all / count; };
    std::vector<std::vector<double>> parts(count);
    for (const Leaf& leaf : found.leaves) {
        const std::vector<double> numbers = numbers_of(leaf.totals);
        for (std::size_t r = 0; r < count; ++r)
            parts[r].insert(parts[r].end(), numbers.begin() + static_cast<std::ptrdiff_t>(begin(r)),
                            numbers.begin() + static_cast<std::ptrdiff_t>(begin(r + 1)));
    }
    const std::vector<Place> places = all_places(ranks, own_places(ranks, found));
    std::vector<std::vector<double>> from;
    ranks.exchange(parts, from);
    const auto mine = static_cast<std::size_t>(ranks.rank());
    std::vector<double> sums(begin(mine + 1) - begin(mine), 0.0);
    std::vector<std::size_t> next(count, 0);
    for (const Place& place : places) {
        const auto rank = static_cast<std::size_t>(place.rank);
        for (double& sum : sums) sum += from[rank][next[rank]++];
    }
    std::vector<double> numbers;
    for (const std::string& bytes : ranks.to_all(bytes_of(sums))) {
        const auto part = values_of<double>(bytes);
        numbers.insert(numbers.end(), part.begin(), part.end());
    }
    read_numbers(numbers, out);
    return out;
}

Found kept_worlds(const Ranks& ranks, const Found& found, const Layout& layout) {
    std::vector<Place> own = own_places(ranks, found);
    for (std::size_t i = 0; i < own.size(); ++i) own[i].count = kept_of(found.leaves[i]);
    std::vector<std::int64_t> first;  // by own leaf: worlds that count before it
    std::int64_t worlds = 0;
    for (const Place& place : all_places(ranks, own)) {
        if (place.rank == ranks.rank()) first.push_back(worlds);
        worlds += place.count;
    }
    Found out = found.condensed(layout, first);
    out.worlds = worlds;
    return out;
}

}  // namespace entente
