// A payment from one firm to another under an arrangement.
#pragma once

#include <optional>
#include <string>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

// When a payment is due: exactly one of `at`, `on` and `every`.
struct Payment {
    Name from;
    Name to;
    Quantity amount;
    std::optional<double> at;
    std::optional<Name> on;     // formation, completion, stage:NAME, exit
    std::optional<Name> every;  // year
    std::optional<double> since;
    std::optional<double> until;
    bool nominal = false;
    template <class S = Payment>
    static constexpr auto fields() {
        return std::tuple{needed("from", &S::from, "who pays"),
                          needed("to", &S::to, "who is paid"),
                          needed("amount", &S::amount, "money"),
                          field("at", &S::at, Range::date, "a date"),
                          field("on", &S::on, "'formation', 'completion', 'stage:NAME' or 'exit'"),
                          field("every", &S::every, "'year'"),
                          field("since", &S::since, Range::date, "first date of yearly payments"),
                          field("until", &S::until, Range::date, "last date of yearly payments"),
                          field("nominal", &S::nominal, "the amount is not escalated")};
    }
};

}  // namespace entente
