// Costs, transfers, benefits and what they come to.
#pragma once

#include "outcome/metric_kind.hpp"

namespace entente::metric {

template <int FirmColumns::*member>
void column(const Subject& s, const Leaf& leaf, std::span<double> out) {
    outcome::sum(s.layout, leaf, s.alternative, s.firm, member, out);
}

inline constexpr MetricKind cost_npv{
    .name = "cost_npv", .high_is_bad = true, .meaning = "present value of what the firm spends", .derive = column<&FirmColumns::cost_npv>};
inline constexpr MetricKind cost{
    .name = "cost", .high_is_bad = true, .meaning = "what the firm spends, nominal", .derive = column<&FirmColumns::cost>};
inline constexpr MetricKind transfer_npv{.name = "transfer_npv",
                                         .meaning = "present value of what others pay it less what it pays them",
                                         .derive = column<&FirmColumns::transfer_npv>};
inline constexpr MetricKind benefit_npv{
    .name = "benefit_npv", .meaning = "present value of its margins and benefits", .derive = column<&FirmColumns::benefit_npv>};
inline constexpr MetricKind npv{
    .name = "npv",
    .meaning = "benefit_npv + transfer_npv - cost_npv",
    .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) { outcome::npv(s.layout, leaf, s.alternative, s.firm, out); }};

}  // namespace entente::metric
