// assumptions.csv: what a scenario takes for given (docs/files.md).
#pragma once

#include "model/results.hpp"
#include "write/column.hpp"

namespace entente {

template <>
struct TableOf<AssumptionRow> {
    static constexpr auto rows = &Results::assumptions;
    static constexpr std::string_view file = "assumptions.csv",
                                      row =
                                          "one number that the scenario takes for given, defaults apart, with what `[sources]` says of it";
    static constexpr auto columns() {
        return std::tuple{
            column("scenario", "stem of the scenario file's name", &RunNames::scenario),
            column("group", "program, market, event, deal, firm, correlation or prices", &AssumptionRow::group),
            column("of", "which of them", &AssumptionRow::of),
            column("quantity", "in words", &AssumptionRow::quantity),
            column("key", "its path, as --set takes it", &AssumptionRow::key),
            column("meaning", "what the key says", &AssumptionRow::meaning),
            column("unit", "millions of the currency, share, share a year, date or years, where it is one", &AssumptionRow::unit),
            column("value", "as the scenario gives it", &AssumptionRow::value),
            column("p10", "value that it does not pass with a chance of 10%; none of a bare number", &AssumptionRow::p10),
            column("p50", "value that it does not pass with a chance of 50%", &AssumptionRow::p50),
            column("p90", "value that it does not pass with a chance of 90%; none of a bare number", &AssumptionRow::p90),
            column("source", "who says so; empty where nobody is named", &AssumptionRow::source),
            column("date", "when that was known", &AssumptionRow::date),
            column("mark", "fact, derived or judgement", &AssumptionRow::mark),
            column("like", "of a deal: the alternative that it copies the number from", &AssumptionRow::like)};
    }
};

}  // namespace entente
