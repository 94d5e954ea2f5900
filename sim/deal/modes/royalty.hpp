// Terms on which others may use the result of a pool or of a licensor.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"
#include "deal/mode.hpp"

namespace entente {

struct RoyaltyTerms {
    std::vector<Name> licensees;
    Quantity upfront;
    Quantity royalty;
    Quantity minimum;
    Quantity term_years = std::numeric_limits<double>::infinity();
};

// The keys of the terms, for every mode that has them.
constexpr auto royalty_fields() {
    using R = RoyaltyTerms;
    return std::tuple{field("licensees", &R::licensees, "firms that may use the result"),
                      field("upfront", &R::upfront, Range::non_negative, "money from each licensee at formation"),
                      field("royalty", &R::royalty, Range::non_negative, "thousand currency a licensee's vehicle"),
                      field("minimum", &R::minimum, Range::non_negative, "thousand vehicles in term_years from access"),
                      field("term_years", &R::term_years, Range::positive_endless, "years that the minimum covers")};
}

void check_royalties(const RoyaltyTerms& terms, ModeCheck& mode);
// All but the firms that use it.
void resolve_royalties(const RoyaltyTerms& terms, ModeBuilder& mode);
// Adds a sentence where somebody may use it.
void tell_royalties(const RoyaltyTerms& terms, const ModeWords& words, std::vector<std::string>& out);

}  // namespace entente
