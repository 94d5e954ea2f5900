// Alternatives written out: `like = "other"` replaced by what it copies.
#pragma once

#include <vector>

#include "read/document.hpp"
#include "read/setting.hpp"

namespace entente {

constexpr std::size_t most_alternatives = 1'000;
constexpr std::size_t longest_like = 100;  // alternatives that copy one another, one after the other

// Gives each alternative what it copies - tables merge key by key, arrays are replaced whole -, then its own settings: a setting counts as
// if the file said so, for the alternatives that copy this one too. The other settings come first.
void write_out(Document& document, const std::vector<Setting>& settings);

}  // namespace entente
