// Leaving at will: an option without a strike (see optimal.hpp).
#include "exit/triggers/optimal.hpp"

#include "exit/option.hpp"

namespace entente {

ResolvedOption resolve(const OptimalTrigger&, ExitBuilder& exit) { return option(exit); }

std::string told(const OptimalTrigger&, const ExitWords&) {
    return "at the first year boundary at which, by what it then knows, leaving is worth more than staying and leaving later if ever";
}

}  // namespace entente
