// Gains where alliances last and where they end (see chart.hpp).
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/rows.hpp"
#include "write/report/chart.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr double normal_975 = 1.96;
constexpr std::size_t fewest_years = 3;  // that make a picture

// Whether all worlds in which somebody leaves are those of this exit, which says nothing new then.
bool is_only_exit(const Results& results, const GivenRow& row) {
    if (row.condition == "stayed" || row.condition == "exited") return false;
    return std::any_of(results.given.begin(), results.given.end(), [&](const GivenRow& other) {
        return other.condition == "exited" && other.alternative == row.alternative && other.firm == row.firm &&
               other.metric == row.metric && other.worlds == row.worlds;
    });
}

// Of an alternative's gains: where it lasts first, then where it ends, then by exit.
std::vector<const GivenRow*> given_of(const Results& results, const std::string& alternative, const std::string& firm) {
    std::vector<const GivenRow*> out;
    for (const GivenRow& row : results.given) {
        const bool asked = row.alternative == alternative && row.firm == firm && row.metric == "gain" && row.worlds > 0;
        if (asked && !is_only_exit(results, row)) out.push_back(&row);
    }
    std::stable_partition(out.begin(), out.end(), [](const GivenRow* row) { return row->condition == "stayed"; });
    return out;
}

std::string finding_of(const Results& results, const GivenRow* worst, const std::string& firm) {
    if (worst == nullptr) return "Nobody leaves in any world";
    return fmt::format("Where '{}' ends early, {} {}{} {} {} m on average", alternative_title(results, worst->alternative),
                       called(results, firm), worst->mean < 0 ? "lose" : "gain", firm == "all" ? "" : "s",
                       money_text(std::fabs(worst->mean)), results.currency);
}

Chart by_exit(const Results& results, const std::vector<std::string>& deals, const std::string& firm) {
    Chart out{.drawing = "boxes",
              .head = {"alternative", "where", "share of the worlds", "mean", "95% low", "95% high", "P10", "P50", "P90"}};
    const GivenRow* worst = nullptr;
    for (const std::string& alternative : deals) {
        const std::string name = alternative_title(results, alternative);
        const std::vector<const GivenRow*> rows = given_of(results, alternative, firm);
        if (!rows.empty()) out.rows.push_back({{"name", name}, {"label", name}, {"head", true}});
        for (const GivenRow* row : rows) {
            const std::string where = row->condition == "stayed"   ? "nobody leaves"
                                      : row->condition == "exited" ? "somebody leaves"
                                                                   : "exit '" + row->condition + "'";
            out.rows.push_back({{"name", name + ": " + where},
                                {"label", where},
                                {"mean", rounded(row->mean)},
                                {"p10", rounded(row->p10)},
                                {"p50", rounded(row->p50)},
                                {"p90", rounded(row->p90)},
                                {"note", signed_text(row->mean) + " in " + of_hundred(row->probability) + " worlds"}});
            out.figures.push_back({name, where, percent(row->probability), signed_text(row->mean), money_text(row->low95),
                                   money_text(row->high95), money_text(row->p10), money_text(row->p50), money_text(row->p90)});
            if (row->condition == "exited" && (worst == nullptr || row->mean < worst->mean)) worst = row;
        }
    }
    out.finding = finding_of(results, worst, firm);
    return out;
}

// The alternative whose gain changes most from its worst year of ending to its best, of those told.
struct Spread {
    const EndingRow *worst = nullptr, *best = nullptr;
    double size() const { return worst == nullptr ? -1 : best->mean - worst->mean; }
};

Chart by_year(const Results& results, const std::vector<std::string>& deals, const std::string& firm) {
    Chart out{.drawing = "endings",
              .head = {"alternative", "year of the end", "worlds", "mean gain", "95% low", "95% high", "where nobody leaves"}};
    Spread widest;
    for (const std::string& alternative : deals) {
        std::vector<const EndingRow*> years;
        for (const EndingRow& row : results.endings) {
            if (row.alternative == alternative && row.firm == firm) years.push_back(&row);
        }
        if (years.size() < fewest_years) continue;
        double lasting = no_number;
        for (const GivenRow* row : given_of(results, alternative, firm)) {
            if (row->condition == "stayed") lasting = row->mean;
        }
        const std::string name = alternative_title(results, alternative);
        Spread spread{years.front(), years.front()};
        for (const EndingRow* row : years) {
            const double low = row->mean - normal_975 * row->se, high = row->mean + normal_975 * row->se;
            out.rows.push_back({{"name", name},
                                {"year", row->year},
                                {"mean", rounded(row->mean)},
                                {"low", rounded(low)},
                                {"high", rounded(high)},
                                {"lasting", rounded(lasting)}});
            out.figures.push_back({name, std::to_string(row->year), money_text(static_cast<double>(row->worlds)), signed_text(row->mean),
                                   money_text(low), money_text(high), std::isfinite(lasting) ? signed_text(lasting) : "-"});
            if (row->mean < spread.worst->mean) spread.worst = row;
            if (row->mean > spread.best->mean) spread.best = row;
        }
        if (spread.size() > widest.size()) widest = spread;
    }
    if (widest.worst != nullptr)
        out.finding =
            fmt::format("When '{}' ends matters to {}: {} {} m on average where it ends in {}, {} in {}",
                        alternative_title(results, widest.worst->alternative), called(results, firm), signed_text(widest.worst->mean),
                        results.currency, widest.worst->year, signed_text(widest.best->mean), widest.best->year);
    return out;
}

}  // namespace

std::vector<Chart> ending_charts(const Results& results, const std::vector<std::string>& deals, const std::string& firm) {
    return {by_exit(results, deals, firm), by_year(results, deals, firm)};
}

}  // namespace entente
