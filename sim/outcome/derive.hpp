// Outcomes of a leaf's worlds from its columns, for a firm or for all_firms (docs/model.md, 6).
#pragma once

#include <array>
#include <span>

#include "outcome/leaf.hpp"

namespace entente::outcome {

using Buffer = std::array<double, leaf_worlds>;

inline std::span<double> part(Buffer& buffer, const Leaf& leaf) { return std::span(buffer).first(static_cast<std::size_t>(leaf.count)); }

// out -= what `derive` gives.
template <class Derive>
void subtract(const Leaf& leaf, std::span<double> out, const Derive& derive) {
    Buffer buffer;
    const auto other = part(buffer, leaf);
    derive(other);
    for (std::size_t w = 0; w < out.size(); ++w) out[w] -= other[w];
}

// One of a firm's columns, or its sum over all firms.
void sum(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, int FirmColumns::*member, std::span<double> out);
// Cost net of transfers.
void net_cost(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out);
void npv(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out);
void peak(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out);
// Of several firms: whether any is, and the largest.
void over_budget(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out);
void largest_overrun(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out);

}  // namespace entente::outcome
