// What a study asks of its caller: its scenario with other settings, for studies read no files.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace entente {

struct Scenario;

// The scenario of a study with these settings (KEY=VALUE) besides its own; nothing where they are at fault, of which the user has been
// told.
using ScenarioWith = std::function<std::shared_ptr<const Scenario>(const std::vector<std::string>& settings)>;

}  // namespace entente
