// A key and its values as --over, --vary and --levels write them.
#pragma once

#include <string>
#include <vector>

#include "studies/axes.hpp"

namespace entente {

// The parts of a text between the places of a character; those inside [..] and {..} do not part it.
std::vector<std::string> split(const std::string& text, char at);

// KEY=a,b,c or KEY=low:high:steps. A word of what is wrong, or "".
std::string read_axis(const std::string& text, Axis& out);

}  // namespace entente
