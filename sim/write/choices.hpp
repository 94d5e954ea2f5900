// What firms choose to carry out alone, and whether they go on after an exit, in words.
#pragma once

#include <string>

#include "model/results.hpp"

namespace entente {

// A choice as a sentence without its stop: "Ford forgoes 'Self-driving system': carrying it out is worth -1234 (se 12) USD m".
std::string choice_in_words(const ChoiceRow& row, const Titles& titles, const std::string& currency);

}  // namespace entente
