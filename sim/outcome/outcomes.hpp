// Every outcome that a run reports: how it follows from a leaf, and which row of the results it fills (docs/model.md, section 6).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/results.hpp"
#include "outcome/leaf.hpp"
#include "stats/known.hpp"

namespace entente {

struct Outcome {
    // Its value in every world of a leaf; of an optional outcome NaN or infinite where a world does not have it.
    std::function<void(const Leaf&, std::span<double>)> derive;
    bool optional = false;
    double origin = 0;  // dates: histograms count years since it
    Wanted wanted;
    std::function<void(const Known&, Results&)> tell;
    // What summary.csv and comparison.csv call it; of a program's dates completion.PROGRAM and late_by_money.PROGRAM; of others empty.
    Metric name = {};
    std::string unit = {};
    AlternativeId alternative = {};
};

// Throws Failure where some world's money cannot be counted: nothing would be right that rests on it.
void refuse_uncountable(const RunModel& model, const Totals& totals);

// The outcomes of a model. Their rows, without figures, are appended to `results`; tell() fills them in a copy of it.
std::vector<Outcome> outcomes_of(const RunModel& model, const Layout& layout, Results& results, const std::vector<Target>& targets = {});

// The outcome of a metric. Throws Failure where there is none.
const Outcome& find_outcome(const std::vector<Outcome>& outcomes, const Metric& metric);

}  // namespace entente
