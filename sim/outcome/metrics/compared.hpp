// An alternative against the baseline, world by world.
#pragma once

#include <algorithm>

#include "outcome/metric_kind.hpp"

namespace entente::metric {

inline constexpr MetricKind saving{
    .name = "saving",
    .of = ToldOf::comparisons,
    .meaning = "the baseline's cost_npv - transfer_npv less the alternative's",
    .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
        outcome::net_cost(s.layout, leaf, s.baseline, s.firm, out);
        outcome::subtract(leaf, out, [&](std::span<double> own) { outcome::net_cost(s.layout, leaf, s.alternative, s.firm, own); });
    }};
inline constexpr MetricKind gain{
    .name = "gain",
    .of = ToldOf::comparisons,
    .meaning = "the alternative's npv less the baseline's",
    .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
        outcome::npv(s.layout, leaf, s.alternative, s.firm, out);
        outcome::subtract(leaf, out, [&](std::span<double> other) { outcome::npv(s.layout, leaf, s.baseline, s.firm, other); });
    }};
inline constexpr MetricKind all_gain{.name = "all_gain",
                                     .unit = Unit::share,
                                     .of = ToldOf::comparisons,
                                     .whose = Whose::all_only,
                                     .meaning = "share of the worlds in which every firm gains",
                                     .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
                                         std::fill(out.begin(), out.end(), 1.0);
                                         outcome::Buffer buffer;
                                         const auto of_firm = outcome::part(buffer, leaf);
                                         for (const FirmId f : Ids<FirmId>(s.layout.firms)) {
                                             gain.derive({s.layout, s.alternative, s.baseline, f}, leaf, of_firm);
                                             for (std::size_t w = 0; w < out.size(); ++w) out[w] = of_firm[w] > 0 ? out[w] : 0.0;
                                         }
                                     }};

}  // namespace entente::metric
