// A row's low, likely and high as a distribution of a scenario.
#pragma once

#include <optional>
#include <string>

namespace entente {

// An end of a range, and the probability of less: 0 or 1 for an end that nothing passes.
struct RangePoint {
    double p = 0, x = 0;
};

struct WrittenRange {
    std::optional<RangePoint> low, high;
    std::optional<double> likely, median;
    std::string family;  // or "": pert with a likely value, else what fits
};

// What stands behind a key of a scenario, and what of the range it does not show.
struct RangeText {
    std::string text, note = {};
    // What is wrong, and how to mend it; the text is empty then.
    std::string found = {}, expected = {}, hint = {};
};

// "pert, triangular, ..."
std::string import_families();
RangeText range_text(const WrittenRange& range);

}  // namespace entente
