// The terms that a search may choose: keys within bounds, and shares that sum to 1 with them.
#pragma once

#include <string>
#include <vector>

#include "studies/optimise.hpp"

namespace entente {

// One key and the bounds of its value.
struct VariedKey {
    std::string key;
    double low = 0, high = 0;
    double written = 0;       // where a search begins: its value as the deal is written
    std::string shares = {};  // the table of shares that it is one of; empty: none
    bool whole = false;       // every share of the table is varied, so that the last follows from the others
};

// Maps a cube onto the values of keys. Of shares each takes its part of what those before it have left, as far as those behind it can do
// with, so that every point of the cube stands for shares that sum to 1 (or, where others of the table are not varied, to at most 1).
class TermSpace {
public:
    explicit TermSpace(std::vector<VariedKey> keys);

    std::size_t dimensions() const { return dimensions_; }
    const std::vector<VariedKey>& keys() const { return keys_; }
    // Whether the bounds of shares leave any choice of them.
    bool possible() const;

    // A value for each key.
    std::vector<double> values(const Cube& at) const;
    // The point of these values; outside their bounds the nearest.
    Cube point(const std::vector<double>& values) const;

private:
    // What a share may be, those before it being known: of the sum 1 so much is `left`.
    struct Bounds {
        double low, high;
    };
    Bounds bounds(std::size_t key, double left) const;
    // Shares before a key in its table, by what they take.
    double left_before(std::size_t key, const std::vector<double>& values) const;
    // The last share of a table that is varied as a whole has no dimension of its own.
    bool follows(std::size_t key) const;

    std::vector<VariedKey> keys_;
    std::size_t dimensions_ = 0;
};

}  // namespace entente
