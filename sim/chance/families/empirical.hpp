// Observed values, drawn by their quantile function of type 7 (linear between order statistics, Hyndman and Fan 1996).
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Empirical {
    static constexpr std::string_view name = "empirical";
    std::vector<double> values;
    std::string file;         // a CSV file beside the scenario, instead of values ...
    std::string column;       // ... and its column's header; the reader fills `values` from it
    std::string source = {};  // where the reader found them, for people: "big.csv (cost)"
    template <class S = Empirical>
    static constexpr auto fields() {
        return std::tuple{field("values", &S::values, "observed values"), field("file", &S::file, "CSV file with the values"),
                          field("column", &S::column, "header of its column")};
    }
};

inline std::string resolve(Empirical& d) {
    if (d.values.empty() == d.file.empty() || d.file.empty() != d.column.empty()) {
        return "empirical needs either values, or file and column";
    }
    std::sort(d.values.begin(), d.values.end());
    return "";
}
inline double quantile(const Empirical& d, Probability p) {
    const double last = static_cast<double>(d.values.size() - 1);
    const double rank = p.below <= p.above ? last * p.below : last - last * p.above;
    const std::size_t i = std::min(static_cast<std::size_t>(rank), d.values.size() - 1);
    const std::size_t j = std::min(i + 1, d.values.size() - 1);
    return d.values[i] + (rank - static_cast<double>(i)) * (d.values[j] - d.values[i]);
}
inline Probability cdf(const Empirical& d, double x) {
    if (x >= d.values.back()) return {1, 0};
    if (x < d.values.front()) return {0, 1};
    const auto above = std::upper_bound(d.values.begin(), d.values.end(), x);
    const double i = static_cast<double>(above - d.values.begin() - 1);
    const double part = (x - *(above - 1)) / (*above - *(above - 1));
    const double below = (i + part) / static_cast<double>(d.values.size() - 1);
    return {below, 1 - below};
}
// With the linear quantile function: the trapezoid rule over the order statistics is exact.
inline double mean(const Empirical& d) {
    if (d.values.size() == 1) return d.values[0];
    double sum = 0;
    for (std::size_t i = 0; i + 1 < d.values.size(); ++i) sum += 0.5 * (d.values[i] + d.values[i + 1]);
    return sum / static_cast<double>(d.values.size() - 1);
}
inline double variance(const Empirical& d) {
    if (d.values.size() == 1) return 0;
    const double centre = mean(d);
    double sum = 0;
    for (std::size_t i = 0; i + 1 < d.values.size(); ++i) {
        const double a = d.values[i] - centre, b = d.values[i + 1] - centre;
        sum += (a * a + a * b + b * b) / 3;
    }
    return sum / static_cast<double>(d.values.size() - 1);
}

}  // namespace entente
