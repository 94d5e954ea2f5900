// Bringing together what ranks have found (see merging.hpp).
#include "run/merging.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <deque>
#include <tuple>

namespace entente {

namespace {

template <class T>
std::string bytes_of(const T& value) {
    ByteWriter out;
    out.put(value);
    return out.take();
}

// Where a leaf begins and ends, and who has it.
struct HeldLeaf {
    std::int64_t first = 0, last = 0, rank = 0;
};

}  // namespace

void merge_spans(const Ranks& ranks, SpanTree& spans) {
    for (const int child : ranks.children()) {
        Incoming incoming(ranks, child);
        SpanTree theirs;
        incoming.reader().get(theirs);
        incoming.finish();
        spans.merge(std::move(theirs));
    }
    if (ranks.root()) return;
    ranks.send(ranks.parent(), [&](ByteWriter& out) { out.put(spans); });
    spans = {};
}

void merge_histograms(const Ranks& ranks, std::vector<Histogram>& histograms) {
    std::deque<Incoming> children;
    for (const int child : ranks.children()) children.emplace_back(ranks, child);
    const auto take_in = [&](Histogram& own) {
        for (Incoming& child : children) {
            Histogram theirs;
            child.reader().get(theirs);
            own.merge(theirs);
        }
    };
    if (ranks.root()) {
        for (Histogram& own : histograms) take_in(own);
    } else {
        ranks.send(ranks.parent(), [&](ByteWriter& out) {
            for (Histogram& own : histograms) {
                take_in(own);
                out.put(own);
                own = {};
            }
        });
    }
    for (Incoming& child : children) child.finish();
}

BatchReport merged(const Ranks& ranks, const BatchReport& mine) {
    BatchReport out{1, 0, -1, -1};
    for (const std::string& bytes : ranks.to_all(bytes_of(mine))) {
        BatchReport one;
        ByteReader(bytes).get(one);
        out.whole = std::min(out.whole, one.whole);
        out.tallied += one.tallied;
        if (one.uncountable < 0 || (out.uncountable >= 0 && out.uncountable < one.uncountable)) continue;
        out.uncountable = one.uncountable;
        out.uncountable_at = one.uncountable_at;
    }
    return out;
}

void refuse_uncountable(const RunModel& model, const BatchReport& report) {
    Totals totals;
    totals.uncountable = report.uncountable;
    totals.uncountable_at = report.uncountable_at;
    refuse_uncountable(model, totals);
}

std::int64_t keep_unbroken(const Ranks& ranks, std::vector<Leaf>& leaves, std::int64_t next) {
    std::vector<HeldLeaf> mine, all;
    for (const Leaf& leaf : leaves) mine.push_back({leaf.first, leaf.first + leaf.count, ranks.rank()});
    for (const std::string& bytes : ranks.to_all(bytes_of(mine))) {
        std::vector<HeldLeaf> theirs;
        ByteReader(bytes).get(theirs);
        all.insert(all.end(), theirs.begin(), theirs.end());
    }
    std::sort(all.begin(), all.end(),
              [](const HeldLeaf& a, const HeldLeaf& b) { return std::tie(a.first, a.rank) < std::tie(b.first, b.rank); });
    std::vector<std::int64_t> kept;  // first worlds of this rank's
    for (const HeldLeaf& one : all) {
        if (one.first > next) break;
        if (one.first < next) continue;
        next = one.last;
        if (one.rank == ranks.rank()) kept.push_back(one.first);
    }
    std::erase_if(leaves, [&](const Leaf& leaf) { return !std::binary_search(kept.begin(), kept.end(), leaf.first); });
    return next;
}

std::vector<RankRow> rows_of(const Ranks& ranks) {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const Traffic& traffic = ranks.traffic();
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
    const RankRow mine{ranks.rank(),     traffic.sent,          traffic.received,
                       traffic.messages, used.ru_maxrss * 1024, seconds(used.ru_utime) + seconds(used.ru_stime),
                       traffic.seconds};
    std::vector<RankRow> out;
    for (const std::string& bytes : ranks.to_root(bytes_of(mine))) ByteReader(bytes).get(out.emplace_back());
    return out;
}

void share_totals(const Ranks& ranks, Totals& totals) {
    const std::vector<std::string> all = ranks.to_all(ranks.root() ? bytes_of(totals) : "");
    ByteReader(all.front()).get(totals);
}

}  // namespace entente
