// A supply contract: the maker develops and builds, buyers sell its vehicles for a fee on each.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"
#include "deal/mode.hpp"

namespace entente {

struct Supply {
    static constexpr std::string_view name = "supply";
    Name maker;
    std::vector<Name> buyers;
    Quantity fee;
    Quantity spare_capacity = std::numeric_limits<double>::infinity();
    template <class S = Supply>
    static constexpr auto fields() {
        return std::tuple{needed("maker", &S::maker, "who develops and builds it"), needed("buyers", &S::buyers, "who buys vehicles"),
                          field("fee", &S::fee, Range::non_negative, "thousand currency a buyer's vehicle"),
                          field("spare_capacity", &S::spare_capacity, Range::endless, "thousand vehicles a year for all buyers")};
    }
};

Parties parties(const Supply& supply);
void check(const Supply& supply, ModeCheck& mode);
void resolve(const Supply& supply, ModeBuilder& mode);
std::vector<std::string> told(const Supply& supply, const ModeWords& words);

}  // namespace entente
