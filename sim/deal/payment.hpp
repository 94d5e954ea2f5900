// A payment from one firm to another under an arrangement.
#pragma once

#include <optional>
#include <string>

#include "base/fields.hpp"
#include "dist/quantity.hpp"

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
    static constexpr auto fields() {
        return std::tuple{needed("from", &Payment::from, "who pays"),
                          needed("to", &Payment::to, "who is paid"),
                          needed("amount", &Payment::amount, "money"),
                          field("at", &Payment::at, "a date"),
                          field("on", &Payment::on, "'formation', 'completion', 'stage:NAME' or 'exit'"),
                          field("every", &Payment::every, "'year'"),
                          field("since", &Payment::since, "first date of yearly payments"),
                          field("until", &Payment::until, "last date of yearly payments"),
                          field("nominal", &Payment::nominal, "the amount is not escalated")};
    }
};

}  // namespace entente
