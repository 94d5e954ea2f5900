// From a leaf's columns to outcomes (see derive.hpp).
#include "outcome/derive.hpp"

#include <algorithm>

namespace entente {

namespace outcome {

void sum(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, int FirmColumns::*member, std::span<double> out) {
    const auto& firms = layout.alternatives[alternative].firms;
    if (firm) {
        const auto column = leaf.column(firms[firm].*member);
        std::copy(column.begin(), column.end(), out.begin());
        return;
    }
    std::fill(out.begin(), out.end(), 0.0);
    for (const FirmColumns& each : firms) {
        const auto column = leaf.column(each.*member);
        for (std::size_t w = 0; w < out.size(); ++w) out[w] += column[w];
    }
}

void largest_overrun(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out) {
    const auto& firms = layout.alternatives[alternative].firms;
    std::fill(out.begin(), out.end(), 0.0);
    for (const FirmId each : firms.ids()) {
        if (firm && each != firm) continue;
        const auto column = leaf.column(firms[each].worst_overrun);
        for (std::size_t w = 0; w < out.size(); ++w) out[w] = std::max(out[w], column[w]);
    }
}

void net_cost(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out) {
    sum(layout, leaf, alternative, firm, &FirmColumns::cost_npv, out);
    subtract(leaf, out, [&](std::span<double> other) { sum(layout, leaf, alternative, firm, &FirmColumns::transfer_npv, other); });
}

void npv(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out) {
    Buffer buffer;
    const auto transfer = part(buffer, leaf);
    sum(layout, leaf, alternative, firm, &FirmColumns::benefit_npv, out);
    sum(layout, leaf, alternative, firm, &FirmColumns::transfer_npv, transfer);
    for (std::size_t w = 0; w < out.size(); ++w) out[w] += transfer[w];
    subtract(leaf, out, [&](std::span<double> cost) { sum(layout, leaf, alternative, firm, &FirmColumns::cost_npv, cost); });
}

void peak(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out) {
    const AlternativeColumns& columns = layout.alternatives[alternative];
    const auto column = leaf.column(firm ? columns.firms[firm].peak : columns.all_peak);
    std::copy(column.begin(), column.end(), out.begin());
}

void over_budget(const Layout& layout, const Leaf& leaf, AlternativeId alternative, FirmId firm, std::span<double> out) {
    largest_overrun(layout, leaf, alternative, firm, out);
    for (double& x : out) x = x > 0 ? 1.0 : 0.0;
}

}  // namespace outcome

}  // namespace entente
