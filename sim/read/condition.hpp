// The language of conditions: "alliance: gain.ford > 0 and not (exit.recovery or tail10.gain.vw < -500)".
#pragma once

#include <optional>
#include <string>

#include "base/problem.hpp"
#include "model/condition.hpp"

namespace entente {

// Reads a condition. In words:
//   condition   = conjunction { "or" conjunction }
//   conjunction = negation { "and" negation }
//   negation    = "not" negation | "(" condition ")" | comparison
//   comparison  = operand [ ("<" | "<=" | ">" | ">=" | "=" | "==" | "!=") operand ]
//   operand     = [ alternative ":" ] name | number
// A name is letters, digits and . _ - @ + *, or in quotes whatever; an alternative before the left operand is the right one's too where
// that names none. Where the text is none: nothing, and in `fault` what is wrong, whose line is 1 and whose column is its place.
std::optional<Condition> condition_of(const std::string& text, Problem& fault);

}  // namespace entente
