// Every member pays the same.
#pragma once

#include <span>
#include <string_view>
#include <tuple>
#include <vector>

namespace entente {

struct Equal {
    static constexpr std::string_view name = "equal";
    static constexpr std::tuple<> fields() { return {}; }
};

// Weights of `members` members, sum 1.
inline std::vector<double> weights(const Equal&, std::size_t members) {
    return std::vector<double>(members, 1.0 / static_cast<double>(members));
}

}  // namespace entente
