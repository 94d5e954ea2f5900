// Figures and what follows from two of them (see figure.hpp).
#include "studies/audit/figure.hpp"

#include <cmath>

namespace entente {

void AuditFigure::add(std::span<const double> values) {
    moments_.add(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) continue;
        by_batch_[i % batches].sum += values[i];
        by_batch_[i % batches].count += 1;
    }
}

void AuditFigure::merge(const AuditFigure& next) {
    moments_.merge(next.moments_);
    for (std::size_t b = 0; b < batches; ++b) {
        by_batch_[b].sum += next.by_batch_[b].sum;
        by_batch_[b].count += next.by_batch_[b].count;
    }
}

Estimate AuditFigure::share() const {
    const double all = static_cast<double>(moments_.count + moments_.absent);
    const double share = all > 0 ? static_cast<double>(moments_.count) / all : 0;
    return {share, all > 0 ? std::sqrt(share * (1 - share) / all) : 0};
}

double AuditFigure::without(std::size_t batch) const {
    double sum = 0, count = 0;
    for (std::size_t b = 0; b < batches; ++b) {
        sum += b == batch ? 0 : by_batch_[b].sum;
        count += b == batch ? 0 : by_batch_[b].count;
    }
    return count > 0 ? sum / count : 0;
}

// Efron and Tibshirani (1993), An Introduction to the Bootstrap, eq. 11.5.
template <class Statistic>
Estimate AuditFigure::jackknife(const Statistic& statistic) {
    std::array<double, batches> left{};
    double mean = 0, squares = 0;
    for (std::size_t b = 0; b < batches; ++b) mean += (left[b] = statistic(b)) / batches;
    for (const double x : left) squares += (x - mean) * (x - mean);
    return {0, std::sqrt(squares * (batches - 1) / batches)};
}

Estimate difference(const AuditFigure& a, const AuditFigure& b) {
    Estimate out = AuditFigure::jackknife([&](std::size_t batch) { return a.without(batch) - b.without(batch); });
    out.value = a.mean() - b.mean();
    return out;
}

Estimate quotient(const AuditFigure& a, const AuditFigure& b) {
    const auto over = [](double x, double y) { return y != 0 ? x / y : 0; };
    Estimate out = AuditFigure::jackknife([&](std::size_t batch) { return over(a.without(batch), b.without(batch)); });
    out.value = over(a.mean(), b.mean());
    return out;
}

}  // namespace entente
