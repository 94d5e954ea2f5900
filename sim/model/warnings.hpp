// What a scenario without problems is warned of: what counts for nothing, and what is hardly meant.
#pragma once

#include "base/problem.hpp"

namespace entente {

struct Scenario;

// In this order: what is dated past the horizon; what looks like percent, another unit or another century.
Problems warnings_of(const Scenario& scenario);

}  // namespace entente
