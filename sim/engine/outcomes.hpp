// Every outcome that a run reports: how it follows from a leaf, and which row of the results it fills (docs/model.md, section 6).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/leaf.hpp"
#include "model/results.hpp"
#include "stats/known.hpp"

namespace entente {

struct Outcome {
    // Its value in every world of a leaf; of an optional outcome NaN or infinite where a world does not have it.
    std::function<void(const Leaf&, std::span<double>)> derive;
    bool optional = false;
    double origin = 0;  // dates: histograms count years since it
    Wanted wanted;
    std::function<void(const Known&, Results&)> tell;
    std::string metric = {}, unit = {};  // as summary.csv and comparison.csv name it; of one alternative and firm
    std::size_t alternative = 0, firm = 0;
};

// The outcomes of a model. Their rows, without figures, are appended to `results`; tell() fills them in a copy of it.
std::vector<Outcome> outcomes_of(const Scenario& scenario, const RunModel& model, const Layout& layout, Results& results);

}  // namespace entente
