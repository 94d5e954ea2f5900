// Steps, combinations and strata of axes (see axes.hpp).
#include "studies/axes.hpp"

#include <fmt/core.h>

#include <utility>

#include "base/text.hpp"
#include "random/design.hpp"

namespace entente {

Axis range_of(const std::string& key, double low, double high, std::size_t steps) {
    Axis out{key, {}, true, low, high};
    const auto last = static_cast<double>(steps - 1);
    for (std::size_t i = 0; i < steps; ++i)
        out.values.push_back(fmt::format("{:.12g}", low + (high - low) * static_cast<double>(i) / last));
    return out;
}

std::vector<Values> grid(const std::vector<Axis>& axes) {
    std::vector<Values> points(1);
    for (const Axis& axis : axes) {
        std::vector<Values> longer;
        for (const Values& point : points) {
            for (const std::string& value : axis.values) {
                longer.push_back(point);
                longer.back().push_back(value);
            }
        }
        points = std::move(longer);
    }
    return points;
}

std::vector<Values> hypercube(const std::vector<Axis>& axes, std::size_t count, std::uint64_t seed) {
    std::vector<Values> points(count);
    for (const Axis& axis : axes) {
        const Stream stream(seed, "sweep." + axis.key);
        std::vector<double> inside(count);
        uniforms(stream, 0, 0, inside);
        for (std::size_t i = 0; i < count; ++i) {
            const double stratum = static_cast<double>(permuted(i, count, stream.key[0]));
            points[i].push_back(shortest(axis.low + (axis.high - axis.low) * (stratum + inside[i]) / static_cast<double>(count)));
        }
    }
    return points;
}

}  // namespace entente
