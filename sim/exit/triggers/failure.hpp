// Leaves when a pool of the leaver stops at a gate: Argo.
#pragma once

#include <string_view>
#include <tuple>

namespace entente {

struct FailureTrigger {
    static constexpr std::string_view name = "failure";
    static constexpr std::tuple<> fields() { return {}; }
};

}  // namespace entente
