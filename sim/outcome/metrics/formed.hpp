// Whether a deal comes about.
#pragma once

#include <algorithm>

#include "outcome/metric_kind.hpp"

namespace entente::metric {

inline constexpr MetricKind formed{.name = "formed",
                                   .unit = Unit::share,
                                   .of = ToldOf::deals,
                                   .whose = Whose::all_only,
                                   .meaning = "share of the worlds in which the deal comes about",
                                   .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
                                       const auto values = leaf.column(s.layout.alternatives[s.alternative].formed);
                                       std::copy(values.begin(), values.end(), out.begin());
                                   }};

}  // namespace entente::metric
