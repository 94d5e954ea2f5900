// The catalogue of metrics. summary.csv, comparison.csv, --metric, --for, --precision and docs/files.md follow from it.
#pragma once

#include <array>
#include <string_view>

#include "outcome/metrics/budget.hpp"
#include "outcome/metrics/compared.hpp"
#include "outcome/metrics/formed.hpp"
#include "outcome/metrics/money.hpp"

namespace entente {

// Registration: one entry a metric, in the order of the rows.
inline constexpr std::array metrics{metric::cost_npv, metric::cost, metric::transfer_npv, metric::benefit_npv,
                                    metric::npv,      metric::peak, metric::over_budget,  metric::worst_overrun,
                                    metric::saving,   metric::gain, metric::formed,       metric::all_gain};

constexpr const MetricKind* find_metric(std::string_view name) {
    for (const MetricKind& metric : metrics) {
        if (metric.name == name) return &metric;
    }
    return nullptr;
}

}  // namespace entente
