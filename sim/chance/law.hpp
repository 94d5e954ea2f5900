// A distribution made ready for blocks: scores in, values out.
#pragma once

#include <memory>
#include <span>

#include "chance/quantity.hpp"

namespace entente {

// Values F^-1(Phi(z)) of standard normal scores z. Normal and lognormal take the score itself; families without a fast
// inverse go through a table in z (monotone cubic Hermite, step 1/16 or finer, each cell checked against the quantile when
// it is made; distribution error below 1e-6, tested).
class Law {
public:
    explicit Law(const Distribution& distribution);

    // out[i] = value of scores[i]; the two may be the same memory.
    void values(std::span<const double> scores, std::span<double> out) const;

private:
    struct Form;
    std::shared_ptr<const Form> form_;
};

}  // namespace entente
