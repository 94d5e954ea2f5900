// What entente terms is asked, read from its options.
#pragma once

#include <optional>

#include "cli/cli.hpp"
#include "cli/options.hpp"
#include "studies/terms.hpp"

namespace entente {

struct TermsAsked {
    TermsQuestion question;
    std::optional<Goal> first, second;  // of a frontier
    std::size_t points = 0;             // of it
};

// Nothing, and messages on standard error, where an option is at fault: a key that the deal has not or a value that it does not take,
// bounds of shares that leave no choice, a condition, a goal or a frontier that names no figure.
std::optional<TermsAsked> read_terms(const TermsArguments& arguments, LoadedScenario& loaded);

}  // namespace entente
