// What would turn a firm's best deal into a loss, by the worlds of the run at hand.
#pragma once

#include <string>
#include <vector>

#include "model/results.hpp"

namespace entente {

// The share of early ends at which a deal that may end early pays nothing on average: "pays only while ..", or "would pay only while .."
// where it is passed; empty where early ends do not decide it.
std::string pays_while(const Results& results, const std::string& alternative, const std::string& firm);

// Sentences without their stops, the ends of the alliance first; none where the run has nothing to tell it by.
//   Ends: with the mean gains of the worlds in which the alliance lasts and ends early as they are, the share of early ends at which the
//   mean gain is 0; where one exit alone ends it, by a hazard of so much a year, also that rate, taken to be in proportion to the
//   logarithm of the share that lasts.
//   An input: of those that move the gain most, the one whose worst tenth of the worlds has the lowest mean gain; the value at which the
//   mean passes 0, between the mean inputs of two neighbouring tenths.
std::vector<std::string> reversals(const Results& results, const std::string& alternative, const std::string& firm);

}  // namespace entente
