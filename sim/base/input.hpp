// A file that a result rests on, known by its hash.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace entente {

struct Input {
    std::string name;  // as the command line or the scenario gives it
    std::string path;  // where it was read
    std::string sha256;

    bool operator==(const Input&) const = default;
};

// Adds a file to those of a result, which stand by name; it may be there.
inline void add_input(std::vector<Input>& inputs, const Input& input) {
    const auto at = std::lower_bound(inputs.begin(), inputs.end(), input, [](const auto& a, const auto& b) { return a.name < b.name; });
    if (at == inputs.end() || at->name != input.name) inputs.insert(at, input);
}

}  // namespace entente
