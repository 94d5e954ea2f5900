// What could be held against the answers that a scenario gives: one finding of the audit (docs/audit.md).
#pragma once

#include <array>
#include <limits>
#include <string>
#include <string_view>

namespace entente {

// A note: worth knowing, no answer hangs on it. A warning: an answer says less than it seems to. Serious: an answer may be wrong, or would
// be another.
enum class Grade { note, warning, serious };
constexpr std::array<std::string_view, 3> words(Grade) { return {"note", "warning", "serious"}; }

constexpr double no_figure = std::numeric_limits<double>::quiet_NaN();

struct Finding {
    Grade grade = Grade::note;
    std::string rule;   // by which it was found
    std::string found;  // a sentence
    double figure = no_figure, se = no_figure;
    std::string unit;       // of the figure: millions of the currency, share, or numbers of something
    std::string key, mend;  // the scenario's key that mends it, and how
};

}  // namespace entente
