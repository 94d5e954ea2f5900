// Observed values with their weights, and the gaps between them.
#pragma once

#include <span>
#include <vector>

namespace entente {

// Rising values, each once, with how much of the sample it is. The weights sum to `size`, the number of independent values: that of the
// rows, or with weights (sum of weights)^2 / (sum of their squares) (Kish 1965).
struct Sample {
    std::vector<double> value, weight;
    double size = 0;
    double row = 1;  // the weight of a common row
};

// Rows with weight 0 are none. Without weights all count alike.
Sample sample_of(std::span<const double> values, std::span<const double> weights = {});

// Stretches between neighbouring values, and beyond the first and the last, with the share of the probability that each should have.
// A value gives half of its weight to either side, so ties and weights need no rule of their own.
struct Gaps {
    std::vector<double> at;     // the values between them
    std::vector<double> share;  // one more than values; sum 1
};

// Of at most about `most` values, all of those near the ends among them.
Gaps gaps_of(const Sample& sample, std::size_t most);

// As many values as the gaps have, weighted: a thinned sample.
Sample thinned(const Sample& sample, std::size_t most);

}  // namespace entente
