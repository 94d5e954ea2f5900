// Outlays against budgets: the peak, whether a year's budget is passed, and by how much.
#pragma once

#include "outcome/metric_kind.hpp"

namespace entente::metric {

inline constexpr MetricKind peak{
    .name = "peak",
    .high_is_bad = true,
    .meaning = "largest nominal outlay of a year",
    .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) { outcome::peak(s.layout, leaf, s.alternative, s.firm, out); }};
inline constexpr MetricKind over_budget{
    .name = "over_budget",
    .unit = Unit::share,
    .high_is_bad = true,
    .meaning = "share of the worlds in which some year's outlay passes the firm's budget; `all`: some firm's",
    .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
        outcome::over_budget(s.layout, leaf, s.alternative, s.firm, out);
    }};
inline constexpr MetricKind worst_overrun{.name = "worst_overrun",
                                          .high_is_bad = true,
                                          .meaning = "most by which a year's outlay passes the firm's budget; `all`: any firm's",
                                          .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
                                              outcome::largest_overrun(s.layout, leaf, s.alternative, s.firm, out);
                                          }};

}  // namespace entente::metric
