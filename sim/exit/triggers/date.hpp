// Leaves at a date set in advance (at formation, if that is later).
#pragma once

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedDate {
    Slot date;
};

struct DateTrigger {
    static constexpr std::string_view name = "date";
    using Resolved = ResolvedDate;
    Quantity date;
    template <class S = DateTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("date", &S::date, Range::date, "the date")};
    }
};

void check(const DateTrigger& trigger, const ExitCheck& exit);
void check_horizon(const DateTrigger& trigger, const ExitHorizon& horizon);
void doubt(const DateTrigger& trigger, const ExitDoubts& doubts);
ResolvedDate resolve(const DateTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedDate& slots, const ExitView& view, const Leaver& leaver);
std::string told(const DateTrigger& trigger, const ExitWords& words);

}  // namespace entente
