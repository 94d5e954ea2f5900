// How to mend what people write for a number, a text or a list of tables that TOML or the scenario takes otherwise.
#pragma once

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "read/document.hpp"

namespace entente {

// For a node where a number of this range was expected: "write 0.75 for 75%"; "" where nothing is known.
std::string mend_number(const toml::node& node, Range range);

// For a table at `path` where a list of tables was expected, or the other way round.
std::string mend_brackets(const toml::node& node, const std::string& path);

// For a line that is not TOML, given the parser's own description of what is wrong.
std::string mend_line(std::string_view line, std::string_view description);

// Years of a date of TOML, or of a text YYYY-MM-DD, as the scenario counts them; none where it is neither.
std::optional<double> date_of(const toml::node& node);

}  // namespace entente
