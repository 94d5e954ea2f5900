// What ranks bring together of a run: spans and histograms pairwise along their tree, and how far the worlds reach.
#pragma once

#include <cstdint>
#include <vector>

#include "model/results.hpp"
#include "outcome/found.hpp"
#include "run/ranks.hpp"

namespace entente {

// Root is given all ranks' spans; the others hand theirs on.
void merge_spans(const Ranks& ranks, SpanTree& spans);

// Root's histograms count what all ranks' did; the others begin anew. One outcome after another goes up, so a rank holds one of another's
// at a time, and all levels of the tree work at once.
void merge_histograms(const Ranks& ranks, std::vector<Histogram>& histograms);

// What all ranks together hold of a batch.
struct BatchReport {
    std::int64_t whole = 1;                              // 1: nothing of it is missing
    std::int64_t tallied = 0;                            // worlds of the spans
    std::int64_t uncountable = -1, uncountable_at = -1;  // as Totals
};
BatchReport merged(const Ranks& ranks, const BatchReport& mine);
// As that of totals.
void refuse_uncountable(const RunModel& model, const BatchReport& report);

// Drops leaves after the first that no rank has, and those that another one has too. The first must begin at `next`; given back is where
// the last one ends.
std::int64_t keep_unbroken(const Ranks& ranks, std::vector<Leaf>& leaves, std::int64_t next);

// What sharing the run has taken of each rank so far, for root.
std::vector<RankRow> rows_of(const Ranks& ranks);

// Root's sums for every rank.
void share_totals(const Ranks& ranks, Totals& totals);

}  // namespace entente
