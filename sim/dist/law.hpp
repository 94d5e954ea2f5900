// A distribution made ready for blocks: scores in, values out.
#pragma once

#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "dist/distribution.hpp"

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
    struct Affine {
        double centre, slope;
    };
    struct Exponential {
        double log_mean, log_sd, scale, shift;
    };
    struct Table {
        double first, inverse_step;
        std::vector<double> value, slope;  // slope in units of one step
        std::vector<char> exact;           // cells that a cubic does not fit (kinks of mixtures): drawn by the quantile
        Distribution distribution;

        double interpolate(std::size_t cell, double t) const;
    };
    struct Inverse {
        Distribution distribution;
        Kept range;

        static constexpr std::size_t chunk = 256;  // values at a time
        void values(std::span<const double> scores, std::span<double> out) const;
    };
    static Table tabulate(const Distribution& distribution, int steps_per_unit);
    // The same, made once for each distribution in the life of the process: a sweep asks for it at every point.
    static std::shared_ptr<const Table> shared_table(const Distribution& distribution);
    static void check_cells(Table& table);

    std::variant<Affine, Exponential, std::shared_ptr<const Table>, Inverse> form_;
};

}  // namespace entente
