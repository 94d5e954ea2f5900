// The table of rules (see audit.hpp).
#include <array>

#include "studies/audit/audit.hpp"

namespace entente {

// Registration: one name and one entry a rule, which its file of the same name defines.
namespace audit_rule {
extern const AuditRule forced, outside, unformed, waiting, leaver, binding, pilot, influence, horizon, sources;
}

std::span<const AuditRule> audit_rules() {
    using namespace audit_rule;
    static const std::array all{forced, outside, unformed, waiting, leaver, binding, pilot, influence, horizon, sources};
    return all;
}

}  // namespace entente
