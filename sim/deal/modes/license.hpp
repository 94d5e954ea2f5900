// A licence: the licensor develops alone, licensees use the result for fees.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "deal/modes/royalty.hpp"

namespace entente {

struct License : RoyaltyTerms {
    static constexpr std::string_view name = "license";
    Name licensor;
    template <class S = License>
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple{needed("licensor", &S::licensor, "who develops it")}, royalty_fields());
    }
};

Parties parties(const License& license);
void check(const License& license, ModeCheck& mode);
void resolve(const License& license, ModeBuilder& mode);
std::vector<std::string> told(const License& license, const ModeWords& words);

}  // namespace entente
