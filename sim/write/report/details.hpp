// What stands folded at the end of the report: every figure, how it was found, what the words mean, where it comes from.
#pragma once

#include <string>

#include "write/format.hpp"

namespace entente {

std::string every_figure(const Results& results);
std::string method(const Results& results);
std::string glossary();
// The scenario as it was read, its hash, and what made these figures.
std::string origin(const Results& results, const RunRecord& record, const std::string& hash);

}  // namespace entente
