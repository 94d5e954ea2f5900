// What a key is part of: its alternative, and the shares that move with it because they sum to 1.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/scenario.hpp"

namespace entente {

// NAME of a key alternative.NAME.*, or "".
std::string alternative_of_key(const std::string& key);

// The table of shares that a key is one of ("alternative.x.arrangement.p.share.weights"), or "".
std::string shares_of_key(const std::string& key);

// Each key of a scenario with its value, as --set takes them.
std::map<std::string, std::string> values_by_key(const Scenario& scenario);

// A share that another's setting has moved.
struct MovedShare {
    std::string key;
    double before = 0, now = 0;
};

// The shares that are not among the keys which were set, but stand beside one and differ.
std::vector<MovedShare> moved_shares(const Scenario& before, const Scenario& now, const std::vector<std::string>& keys);

}  // namespace entente
