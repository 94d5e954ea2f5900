// Terms of use: what is wrong with them, in slots, and in words (see royalty.hpp).
#include "deal/modes/royalty.hpp"

#include <cmath>

#include "chance/words.hpp"
#include "deal/deal.hpp"

namespace entente {

void check_royalties(const RoyaltyTerms& terms, ModeCheck& mode) {
    for (const Name& firm : terms.licensees) mode.participant(firm, ".licensees");
    mode.distinct(terms.licensees, ".licensees");
    if (constant(terms.minimum.law) != 0.0 && constant(terms.term_years.law) == HUGE_VAL)
        mode.problem(mode.where + " has a minimum without term_years", "both");
}

void resolve_royalties(const RoyaltyTerms& terms, ModeBuilder& mode) {
    ResolvedUsers& users = mode.out.users;
    users.upfront = mode.value(terms.upfront, Sign::not_negative);
    users.fee = mode.value(terms.royalty, Sign::not_negative);
    users.minimum = mode.value(terms.minimum, Sign::not_negative);
    users.term_years = mode.value(terms.term_years, Sign::not_negative);
    users.has_minimum = constant(terms.minimum.law) != 0.0;
}

void tell_royalties(const RoyaltyTerms& terms, const ModeWords& words, std::vector<std::string>& out) {
    if (terms.licensees.empty()) return;
    std::string told = fmt::format("{} may use it for {} at formation and {} thousand a vehicle", words.firms(terms.licensees),
                                   number(terms.upfront), number(terms.royalty));
    if (constant(terms.minimum.law) != 0.0)
        told += fmt::format(", at least {} thousand vehicles in {}", number(terms.minimum), years(terms.term_years));
    out.push_back(told + ".");
}

}  // namespace entente
