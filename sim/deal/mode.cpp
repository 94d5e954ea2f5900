// Parties of a mode, and modes in which one firm provides and others use (see mode.hpp).
#include "deal/mode.hpp"

#include <algorithm>

#include "deal/deal.hpp"

namespace entente {

bool Parties::include(const std::string& firm) const {
    const auto is_firm = [&](const Name& name) { return name.text == firm; };
    return std::any_of(members.begin(), members.end(), is_firm) || std::any_of(users.begin(), users.end(), is_firm) ||
           (provider && is_firm(*provider));
}

void ModeBuilder::provided(const Name& provider, const std::vector<Name>& users) {
    out.provider = firm(provider);
    out.work = own_work(out.provider);
    for (const Name& name : users) out.users.firms.push_back(firm(name));
}

}  // namespace entente
