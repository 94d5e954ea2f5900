// Spending along the distribution function of a beta: early for a < b, late for a > b.
#pragma once

#include <array>

#include "lanes/wide.hpp"

namespace entente {

struct BetaProfile {
    static constexpr const char* name = "beta";
    static constexpr const char* form = "[a, b]";
    static constexpr double largest = 1000;  // where a stage of ten years spends nearly all in one
    double a = 1;
    double b = 1;
    static const std::array<double BetaProfile::*, 2> parameters;
    // Whether the pace rises at most once, before it falls: with this a course that waits for money is dated faster.
    constexpr bool has_one_peak() const { return a >= 1 || b >= 1; }
};
inline constexpr std::array<double BetaProfile::*, 2> BetaProfile::parameters{&BetaProfile::a, &BetaProfile::b};

double progress(const BetaProfile& profile, double x);
template <class V>
ENTENTE_INLINE Wide<V> progress(const BetaProfile& profile, const Wide<V>& x) {
    Lanes out;
    x.store(out);
    for (double& share : out.value) share = progress(profile, share);
    return out;
}
double inverse_progress(const BetaProfile& profile, double y);

}  // namespace entente
