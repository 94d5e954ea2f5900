// Leaving at will: an option without a strike (see optimal.hpp).
#include "exit/triggers/optimal.hpp"

#include "exit/option.hpp"

namespace entente {

ResolvedOption resolve(const OptimalTrigger&, ExitBuilder& exit) { return option(exit); }

}  // namespace entente
