// Names of the scores that a program's gates and risks have; draws and correlations must spell them alike.
#pragma once

#include <string>

namespace entente {

// A try at a stage's gate; attempt 0 is the first.
inline std::string gate_name(const std::string& stage_path, int attempt) {
    return attempt == 0 ? stage_path + ".gate" : stage_path + ".gate." + std::to_string(attempt + 1);
}
inline std::string risk_name(const std::string& risk_path) { return risk_path + ".event"; }

}  // namespace entente
