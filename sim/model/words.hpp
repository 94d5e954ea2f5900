// Quantities in the words of a report: names in the place of ids, and whose they are.
#pragma once

#include <string>

#include "model/results.hpp"

namespace entente {

// "Electric platform: cost of platform, Ford's" for program.ev.stage.platform.cost@ford; the key itself where it has another form.
std::string in_words(const Titles& titles, const std::string& key);

}  // namespace entente
