// Roots of a present value (see internal_rate.hpp).
#include "stats/internal_rate.hpp"

#include <cmath>

#include "base/bisection.hpp"
#include "lanes/elementary.hpp"

namespace entente {

namespace {

constexpr double least = -4.605170185988091, most = 6.908755278982137;  // ln(1 + rate)
constexpr int cells = 2048;                                             // two rates in one cell are missed, three are seen as one

// The present value by Horner's rule, up to a positive factor that keeps powers of the discount factor below 1.
double value_of(std::span<const double> flows, double factor) {
    double sum = 0;
    if (factor <= 1) {
        for (std::size_t k = flows.size(); k-- > 0;) sum = sum * factor + flows[k];
    } else {
        for (const double flow : flows) sum = sum / factor + flow;
    }
    return sum;
}

}  // namespace

InternalRates internal_rates(std::span<const double> flows, double step, double negligible) {
    InternalRates out;
    std::vector<double> kept;
    double last = 0;
    for (const double flow : flows) {
        kept.push_back(std::fabs(flow) > negligible ? flow : 0);
        if (kept.back() == 0) continue;
        if (last != 0 && (last > 0) != (kept.back() > 0)) ++out.sign_changes;
        last = kept.back();
    }
    if (out.sign_changes == 0) return out;
    const auto positive = [&](double log_rate) { return value_of(kept, exp(-log_rate * step)) > 0; };
    const auto at = [](int cell) { return least + (most - least) * cell / cells; };
    bool before = positive(least);
    for (int cell = 1; cell <= cells; ++cell) {
        const bool now = positive(at(cell));
        if (now != before)
            out.rates.push_back(exp(bisected(at(cell - 1), at(cell), 0, [&](double x) { return positive(x) == now; }).second) - 1);
        before = now;
    }
    return out;
}

}  // namespace entente
