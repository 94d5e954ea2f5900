// A licence: its check, its slots and its words (see license.hpp).
#include "deal/modes/license.hpp"

#include "deal/deal.hpp"

namespace entente {

Parties parties(const License& license) { return {{}, license.licensor, license.licensees}; }

void check(const License& license, ModeCheck& mode) {
    mode.firm(license.licensor, ".licensor");
    if (license.licensees.empty()) mode.problem(mode.where + " has no licensees", "at least one");
    check_royalties(license, mode);
    for (const Name& firm : license.licensees) {
        if (firm.text == license.licensor.text) mode.problem(firm.source, "the licensor is a licensee of " + mode.where, "other firms");
    }
}

void resolve(const License& license, ModeBuilder& mode) {
    mode.provided(license.licensor, license.licensees);
    resolve_royalties(license, mode);
}

std::vector<std::string> told(const License& license, const ModeWords& words) {
    std::vector<std::string> out{words.firm(license.licensor.text) + " develops it alone."};
    tell_royalties(license, words, out);
    return out;
}

}  // namespace entente
