// The points of a sweep: the keys that vary, the values they take, and how these are put together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace entente {

constexpr std::size_t most_points = 10'000;  // their rows are in memory until the files are written

// One key and the values it takes: listed, or equal steps over a range.
struct Axis {
    std::string key;
    std::vector<std::string> values;
    bool range = false;
    double low = 0, high = 0;
};

// A range and its equal steps, both ends included.
Axis range_of(const std::string& key, double low, double high, std::size_t steps);

// What a point sets: a value for each axis.
using Values = std::vector<std::string>;

// Every combination; the last axis changes first.
std::vector<Values> grid(const std::vector<Axis>& axes);

// `count` points with one in each of as many equal strata of every range. Axes are ranges.
std::vector<Values> hypercube(const std::vector<Axis>& axes, std::size_t count, std::uint64_t seed);

}  // namespace entente
