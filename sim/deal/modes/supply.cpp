// A supply contract: its check, its slots and its words (see supply.hpp).
#include "deal/modes/supply.hpp"

#include "chance/words.hpp"
#include "deal/deal.hpp"

namespace entente {

Parties parties(const Supply& supply) { return {{}, supply.maker, supply.buyers}; }

void check(const Supply& supply, ModeCheck& mode) {
    mode.firm(supply.maker, ".maker");
    if (supply.buyers.empty()) mode.problem(mode.where + " has no buyers", "at least one");
    mode.distinct(supply.buyers, ".buyers");
    for (const Name& firm : supply.buyers) {
        mode.participant(firm, ".buyers");
        if (firm.text == supply.maker.text) mode.problem(firm.source, "the maker is a buyer of " + mode.where, "other firms");
    }
}

void resolve(const Supply& supply, ModeBuilder& mode) {
    mode.provided(supply.maker, supply.buyers);
    ResolvedUsers& users = mode.out.users;
    users.fee = mode.value(supply.fee, Sign::not_negative);
    users.limited = constant(supply.spare_capacity.law) != never;
    users.spare_capacity = mode.value(supply.spare_capacity, Sign::not_negative);
}

std::vector<std::string> told(const Supply& supply, const ModeWords& words) {
    return {fmt::format("{} develops and builds it; {} pay {} thousand a vehicle, for at most {} thousand a year together.",
                        words.firm(supply.maker.text), words.firms(supply.buyers), number(supply.fee), number(supply.spare_capacity))};
}

}  // namespace entente
