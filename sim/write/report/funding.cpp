// Wanted, spent and funding by year, and delays by money (see funding.hpp; docs/model.md, section 7).
#include "write/report/funding.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <climits>
#include <cmath>

#include "model/rows.hpp"
#include "write/funding.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr double seen = 0.005;  // of the most that is wanted in a year: less would not be seen beside it

// What a picture shows of an alternative, in the years in which enough is wanted or spent to be seen.
struct Shows {
    std::string alternative;
    std::vector<FundingYear> years;
};

std::vector<Shows> shows_of(const Results& results, const Shown& shown, const std::string& firm) {
    std::vector<Shows> out;
    for (const std::string& alternative : shown.alternatives) {
        if (Shows one{alternative, funding_years(results, alternative, firm)}; !one.years.empty()) out.push_back(std::move(one));
    }
    const auto size = [](const FundingYear& year) { return std::max(year.wanted->p90, year.spent->p90); };
    double most = 0;
    int first = INT_MAX, last = INT_MIN;
    for (const Shows& one : out) {
        for (const FundingYear& year : one.years) most = std::max(most, size(year));
    }
    for (const Shows& one : out) {
        for (const FundingYear& year : one.years) {
            if (size(year) <= seen * most) continue;
            first = std::min(first, year.year);
            last = std::max(last, year.year);
        }
    }
    for (Shows& one : out) std::erase_if(one.years, [&](const FundingYear& year) { return year.year < first || year.year > last; });
    return out;
}

// Where and when most is missing.
struct Gap {
    double missing = 0;
    std::string alternative;
    FundingYear year;
};

}  // namespace

Chart funding_chart(const Results& results, const Shown& shown, const std::string& firm) {
    Chart out{.drawing = "funding",
              .head = {"alternative", "year", "wants, mean", "P10", "P90", "can", "spends, mean", "P10", "P90", "held back in"}};
    Gap gap;
    for (const auto& [alternative, years] : shows_of(results, shown, firm)) {
        const std::string name = alternative_title(results, alternative);
        for (const FundingYear& year : years) {
            const AnnualRow &wanted = *year.wanted, &spent = *year.spent;
            const double can = year.funding->mean;
            out.rows.push_back({{"name", name},
                                {"year", year.year},
                                {"want", rounded(wanted.mean)},
                                {"low", rounded(wanted.p10)},
                                {"high", rounded(wanted.p90)},
                                {"spent", rounded(spent.mean)},
                                {"can", rounded(can)}});
            out.figures.push_back({name, std::to_string(year.year), money_text(wanted.mean), money_text(wanted.p10), money_text(wanted.p90),
                                   money_text(can), money_text(spent.mean), money_text(spent.p10), money_text(spent.p90),
                                   percent(year.held_back)});
            if (const double missing = wanted.mean - can; missing > gap.missing) gap = {missing, alternative, year};
        }
    }
    if (out.rows.empty()) return out;
    const std::string who = firm_title(results, firm);
    out.finding = gap.missing == 0 ? fmt::format("{} has in every year what it wants to spend on average", who)
                                   : fmt::format("What {} wants to spend, and can: by '{}' in {} it wants {} {} m on average and has {}",
                                                 who, alternative_title(results, gap.alternative), gap.year.year,
                                                 money_text(gap.year.wanted->mean), results.currency, money_text(gap.year.funding->mean));
    return out;
}

std::string delays_by_money(const Results& results, const Shown& shown) {
    if (results.funding.empty()) return "";
    std::string out = "<h2>What money delays</h2>\n";
    const std::vector<std::string> delays = what_money_delays(results, shown.alternatives);
    if (delays.empty()) out += "<p>No work waits for money for as much as a fortnight in one world of five.</p>\n";
    for (const std::string& sentence : delays) out += "<p>" + escaped(sentence) + ".</p>\n";
    for (const std::string& sentence : what_limits_cost(results, shown.alternatives)) out += "<p>" + escaped(sentence) + ".</p>\n";
    std::vector<TableRow> rows;
    for (const FundingRow& row : results.funding) {
        if (!shown.holds(row.alternative)) continue;
        const bool of_firm = row.program == "all", compared = std::isfinite(row.bought);
        const auto years = [](double x) { return std::isfinite(x) ? fmt::format("{:.2f}", x) : std::string("-"); };
        rows.push_back({alternative_title(results, row.alternative), firm_title(results, row.firm),
                        of_firm ? "all (npv)" : program_title(results, row.program), years(row.late_p50), years(row.late_p80),
                        money_text(row.cost), money_text(row.low95), money_text(row.high95),
                        compared ? alternative_title(results, row.against) : "-", compared ? money_text(row.bought) : "-",
                        compared ? money_text(row.bought_low95) : "-", compared ? money_text(row.bought_high95) : "-"});
    }
    const TableRow head{
        "alternative", "firm",     "program", "late, P50 (years)", "late, P80", "what limits cost, " + results.currency + " m",
        "95% low",     "95% high", "against", "what is bought",    "95% low",   "95% high"};
    return out + "<p class=\"lead\">" + escaped(what_limits_rest_on(results)) + "</p>\n" +
           folded("Each delay, and what limits on funding cost", table(head, rows));
}

}  // namespace entente
