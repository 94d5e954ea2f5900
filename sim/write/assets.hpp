// Files that are built into the program: what a report needs to draw by itself.
#pragma once

#include <string_view>

namespace entente {

// The content of a file of sim/write/charts or sim/write/report, or of the bundled chart library (vega.js), by its name. Throws Failure
// where there is none.
std::string_view asset(std::string_view name);

}  // namespace entente
