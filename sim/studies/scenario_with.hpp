// What a study asks of its caller: its scenario with other settings, for studies read no files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.hpp"

namespace entente {

// The scenario of a study with these settings (KEY=VALUE) besides its own; nothing where they are at fault, of which the user has been
// told.
using ScenarioWith = std::function<std::optional<Scenario>(const std::vector<std::string>& settings)>;

}  // namespace entente
