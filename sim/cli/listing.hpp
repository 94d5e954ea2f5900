// Every key of a scenario with its value, written from the same fields() that the reader uses.
#pragma once

#include <string>

namespace entente {

struct Scenario;

// One line a key: path = value. Paths are those that --set takes.
std::string key_listing(const Scenario& scenario);

}  // namespace entente
