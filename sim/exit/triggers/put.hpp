// Leaves by a put: within a window the counterparty must pay a strike, as General Motors owed Fiat from 2005.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedOption;

struct PutTrigger {
    static constexpr std::string_view name = "put";
    using Resolved = ResolvedOption;
    Name counterparty;
    Quantity strike;
    std::optional<double> since;
    std::optional<double> until;
    bool nominal = false;
    template <class S = PutTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("counterparty", &S::counterparty, "the firm that must pay"),
                          needed("strike", &S::strike, Range::non_negative, "money that it pays, at the end"),
                          field("since", &S::since, Range::date, "first date; formation by default"),
                          field("until", &S::until, Range::date, "last date; the horizon by default"),
                          field("nominal", &S::nominal, "the strike is not escalated")};
    }
};

void check(const PutTrigger& trigger, const ExitCheck& exit);
void check_horizon(const PutTrigger& trigger, const ExitHorizon& horizon);
ResolvedOption resolve(const PutTrigger& trigger, ExitBuilder& exit);
std::string told(const PutTrigger& trigger, const ExitWords& words);

}  // namespace entente
