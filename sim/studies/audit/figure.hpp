// A figure of an audit: the mean of a reading over the worlds that it is about, with its standard error.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "stats/sensitivity.hpp"
#include "stats/tally.hpp"

namespace entente {

// Worlds whose values are finite are those that a reading is about.
class AuditFigure {
public:
    // Values of consecutive worlds, the first of which has a number that is a multiple of `batches`; in the order of the worlds.
    void add(std::span<const double> values);
    void merge(const AuditFigure& next);

    std::int64_t worlds() const { return moments_.count; }
    double mean() const { return moments_.mean; }
    double se() const { return moments_.moments().standard_error(); }
    // Of all worlds, those that it is about.
    Estimate share() const;
    // Whether the mean is so many standard errors above 0.
    bool above_zero(double errors) const { return worlds() > 1 && mean() > errors * se(); }

    // The difference of two means, and their quotient, from what both are in the same worlds: by the jackknife over batches of worlds.
    friend Estimate difference(const AuditFigure& a, const AuditFigure& b);
    friend Estimate quotient(const AuditFigure& a, const AuditFigure& b);

private:
    static constexpr std::size_t batches = 32;
    struct Batch {
        double sum = 0, count = 0;
    };
    // The mean without the worlds of one batch.
    double without(std::size_t batch) const;
    template <class Statistic>
    static Estimate jackknife(const Statistic& statistic);

    RunningMoments moments_;
    std::array<Batch, batches> by_batch_;
};

}  // namespace entente
