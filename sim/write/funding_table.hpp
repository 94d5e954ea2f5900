// funding.csv: what limited funding costs (docs/files.md).
#pragma once

#include "model/results.hpp"
#include "write/column.hpp"

namespace entente {

template <>
struct TableOf<FundingRow> {
    static constexpr auto rows = &Results::funding;
    static constexpr bool if_any = true;  // some firm's funding is limited
    static constexpr std::string_view
        file = "funding.csv",
        row =
            "what limited funding costs a firm, in its npv and in what one program brings it (where some firm has limited funding; "
            "[how](model.md#7-money-that-runs-out))";
    static constexpr auto columns() {
        return std::tuple{
            column("scenario", "stem of the scenario file's name", &RunNames::scenario),
            column("alternative", "the alternative", &FundingRow::alternative),
            column("firm", "the firm", &FundingRow::firm),
            column("program", "the program, or all", &FundingRow::program),
            column("metric", "npv of the firm; benefit: the program's sales less refreshes, and penalties avoided, discounted",
                   &FundingRow::metric),
            column("late_by_money_p50", "years by which limited funding delays access: half of the worlds with it either way have no more",
                   &FundingRow::late_p50),
            column("late_by_money_p80", "years that 80% of these do not pass", &FundingRow::late_p80),
            column("worlds", "first worlds of the run, which the following rest on", &FundingRow::worlds),
            column("cost_of_limits", "mean of the metric if no firm's funding were limited, less the metric", &FundingRow::cost),
            column("se", "its standard error", &FundingRow::se),
            column("low95", "its lower limit, 95%", &FundingRow::low95),
            column("high95", "its upper limit, 95%", &FundingRow::high95),
            column("against",
                   "the alternative that it is compared with: that in which the firm carries the program out alone; of npv the baseline",
                   &FundingRow::against),
            column("bought", "cost of limits there less here, in the same worlds: what the alternative buys in time", &FundingRow::bought),
            column("bought_low95", "its lower limit, 95%", &FundingRow::bought_low95),
            column("bought_high95", "its upper limit, 95%", &FundingRow::bought_high95)};
    }
};

}  // namespace entente
