// The pictures of a report as SVG files (--charts): drawn by the same specs under nodejs, where that is installed.
#pragma once

#include <string>

#include "model/results.hpp"

namespace entente {

// Why pictures cannot be drawn here, and what else does it; "" where they can.
std::string drawing_fault();

// Writes a file a picture, FIRM-NUMBER-DRAWING.svg, and charts.json with their sentences and hashes. Those of an earlier call that this one
// does not have go. Returns how many there are. Throws Failure.
std::size_t write_charts(const std::string& folder, const std::string& scenario, const Results& results);

}  // namespace entente
