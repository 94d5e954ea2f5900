// Which alternatives have worlds in common, so that those are evaluated once.
#pragma once

#include <vector>

#include "engine/model.hpp"

namespace entente {

// Sets unformed_as and stays_as. To be called when every weight and level is known: two deals may differ in their sharing rule alone.
void find_alike(std::vector<AlternativeModel>& alternatives);

}  // namespace entente
