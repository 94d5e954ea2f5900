// Delays by money in words (see funding.hpp; docs/model.md, section 7).
#include "write/funding.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/rows.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr double least_delay = 0.05;  // years: less reads as 0.0

bool is_delayed(const FundingRow& row) { return row.late_p50 >= least_delay || row.late_p80 >= least_delay; }

// "by 2.1 years"; what only few worlds have is said of one in five.
std::string delay(const FundingRow& row) {
    if (row.late_p50 >= least_delay) return fmt::format("by {:.1f} years", row.late_p50);
    if (row.late_p80 >= least_delay) return fmt::format("by {:.1f} years or more in one world of five", row.late_p80);
    return row.cost == 0 ? "not at all" : "hardly";
}
std::string first_delay(const FundingRow& row) { return delay(row) + (row.late_p50 >= least_delay ? " in the median" : ""); }

struct Sum {
    double mean, low, high;
    const std::string& currency;
    std::string text() const { return fmt::format("{} [{}, {}] {} m", money_text(mean), money_text(low), money_text(high), currency); }
};

class Teller {
public:
    Teller(const Results& results, const std::vector<std::string>& alternatives) : r_(results), alternatives_(alternatives) {}

    // Of one firm and program; empty where nothing is delayed.
    std::string delays(const std::string& firm, const std::string& program) const {
        std::vector<const FundingRow*> rows;
        const FundingRow* alone = nullptr;
        for (const FundingRow& row : r_.funding) {
            if (row.firm != firm || row.program != program) continue;
            if (!row.against.empty()) alone = find(row.against, firm, program);
            if (std::find(alternatives_.begin(), alternatives_.end(), row.alternative) != alternatives_.end()) rows.push_back(&row);
        }
        if (std::none_of(rows.begin(), rows.end(), [](const FundingRow* row) { return is_delayed(*row); })) return "";
        std::string out = firm_title(r_, firm) + ", " + program_title(r_, program) + ": ";
        if (alone != nullptr) out += alone_in(*alone) + " money delays it " + first_delay(*alone);
        std::erase_if(rows, [&](const FundingRow* row) { return row == alone || is_alone(*row); });
        if (rows.empty()) return out;
        const FundingRow& deal = *rows.front();
        out +=
            alone != nullptr ? "; in '" + name(deal) + "' " + delay(deal) : "in '" + name(deal) + "' money delays it " + first_delay(deal);
        return out + worth(deal) + others({rows.begin() + 1, rows.end()}, deal.bought < 0 ? -1 : 1);
    }

    // Of one firm.
    std::string costs(const std::string& firm) const {
        std::string out;
        for (const std::string& alternative : alternatives_) {
            const FundingRow* row = find(alternative, firm, "all");
            if (row == nullptr) continue;
            out += (out.empty() ? "" : "; ") + Sum{row->cost, row->low95, row->high95, r_.currency}.text() + " in '" + name(*row) + "'";
        }
        return firm_title(r_, firm) + ": limits on funding cost it, in npv, " + out;
    }

private:
    const FundingRow* find(const std::string& alternative, const std::string& firm, const std::string& program) const {
        const auto found = std::find_if(r_.funding.begin(), r_.funding.end(), [&](const FundingRow& row) {
            return row.alternative == alternative && row.firm == firm && row.program == program;
        });
        return found == r_.funding.end() ? nullptr : &*found;
    }
    std::string name(const FundingRow& row) const { return alternative_title(r_, row.alternative); }
    std::string alone_in(const FundingRow& row) const { return row.alternative == "solo" ? "alone" : "alone ('" + name(row) + "')"; }
    bool is_alone(const FundingRow& row) const { return summary_row(r_, row.alternative, "all", "formed") == nullptr; }

    // What a deal buys in time, or what the delay costs where nobody carries the program out alone.
    std::string worth(const FundingRow& row) const {
        if (row.against.empty())
            return is_delayed(row) ? ", which costs " + Sum{row.cost, row.low95, row.high95, r_.currency}.text() : std::string();
        if (row.bought < 0) return ", which costs " + Sum{-row.bought, -row.bought_high95, -row.bought_low95, r_.currency}.text() + " more";
        return ": that time is worth " + Sum{row.bought, row.bought_low95, row.bought_high95, r_.currency}.text();
    }

    // What the other deals buy, or cost: -1 where the first one costs more, so that theirs are of the same kind.
    static std::string others(const std::vector<const FundingRow*>& rows, double sign) {
        if (rows.empty()) return "";
        const auto sum = [sign](const FundingRow* row) { return row->against.empty() ? row->cost : sign * row->bought; };
        const auto [least, most] = std::minmax_element(rows.begin(), rows.end(), [&](auto* a, auto* b) { return sum(a) < sum(b); });
        const std::string count = rows.size() == 1 ? "in one more deal " : fmt::format("in {} more deals ", rows.size());
        const std::string low = money_text(sum(*least)), high = money_text(sum(*most));
        return " (" + count + (low == high ? low : low + " to " + high) + ")";
    }

    const Results& r_;
    const std::vector<std::string>& alternatives_;
};

}  // namespace

std::vector<std::string> what_money_delays(const Results& results, const std::vector<std::string>& alternatives) {
    std::vector<std::string> out;
    if (results.funding.empty()) return out;
    const Teller teller(results, alternatives);
    for (const auto& [firm, firm_name] : results.titles.firms) {
        for (const auto& [program, program_name] : results.titles.programs) {
            if (std::string sentence = teller.delays(firm, program); !sentence.empty()) out.push_back(std::move(sentence));
        }
    }
    return out;
}

std::vector<std::string> what_limits_cost(const Results& results, const std::vector<std::string>& alternatives) {
    std::vector<std::string> out;
    if (results.funding.empty()) return out;
    const Teller teller(results, alternatives);
    for (const auto& [firm, name] : results.titles.firms) out.push_back(teller.costs(firm));
    return out;
}

std::vector<FundingYear> funding_years(const Results& results, const std::string& alternative, const std::string& firm) {
    std::map<int, FundingYear> years;
    for (const AnnualRow& row : results.annual) {
        if (row.alternative != alternative || row.firm != firm) continue;
        FundingYear& year = years[row.year];
        year.year = row.year;
        if (row.flow == "cost") year.spent = &row;
        if (row.flow == "cost_unfunded") year.wanted = &row;
        if (row.flow == "funding") year.funding = &row;
        if (row.flow == "funding_binds") year.held_back = row.mean;
    }
    std::vector<FundingYear> out;
    for (const auto& [number, year] : years) {
        if (year.funding != nullptr) out.push_back(year);
    }
    return out;
}

std::string what_limits_rest_on(const Results& results) {
    if (results.funding.empty()) return "";
    return fmt::format(
        "Delays rest on all worlds, sums on the first {}: what the firm has if nobody's funding were limited less what it has, with the "
        "choices that it makes as it is; of a program its sales less refreshes, and penalties avoided.",
        money_text(static_cast<double>(results.funding.front().worlds)));
}

}  // namespace entente
