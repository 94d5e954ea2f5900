// Exits in time, and cost and date together (see chart.hpp).
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "model/rows.hpp"
#include "write/report/chart.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

// The chance that each alliance has ended by the end of each year, by cause.
Chart exits(const Results& results, const Shown& shown) {
    Chart out{.drawing = "exits", .head = {"alternative", "exit", "leaver", "chance", "95% limits", "P10 date", "P50 date", "P90 date"}};
    std::map<std::string, double> ends;
    const ExitRow* likeliest = nullptr;
    for (const ExitRow& row : results.exits) {
        if (row.probability == 0 || !shown.holds(row.alternative)) continue;
        const std::string name = alternative_title(results, row.alternative), leaver = firm_title(results, row.leaver);
        double reached = 0;
        for (const HistogramBin& year : row.by_year) {
            reached += row.probability * year.share;
            out.rows.push_back(
                {{"name", name}, {"cause", row.trigger + " (" + leaver + ")"}, {"year", std::lround(year.low)}, {"p", reached}});
        }
        out.figures.push_back({name, row.trigger, leaver, percent(row.probability), percent(row.low95) + " to " + percent(row.high95),
                               fmt::format("{:.1f}", row.date_p10), fmt::format("{:.1f}", row.date_p50),
                               fmt::format("{:.1f}", row.date_p90)});
        ends[name] += row.probability;
        if (likeliest == nullptr || row.probability > likeliest->probability) likeliest = &row;
    }
    if (likeliest == nullptr) return out;
    const auto most = std::max_element(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    out.finding = fmt::format("'{}' ends early in {} worlds; the likeliest exit is '{}' of {}, half of these by {:.1f}", most->first,
                              of_hundred(most->second), likeliest->trigger, firm_title(results, likeliest->leaver), likeliest->date_p50);
    return out;
}

constexpr double joint_level = 0.7;
constexpr std::size_t joint_points = 21;

struct CostAndDate {
    double cost, date;
};

// The costs and dates that hold together with 70% confidence: for each cost the least date, between the grid's dates.
std::vector<CostAndDate> frontier(const std::vector<const JointRow*>& grid) {
    std::vector<CostAndDate> out;
    for (std::size_t c = 0; c < joint_points; ++c) {
        const auto at = [&](std::size_t d) { return grid[c * joint_points + d]; };
        for (std::size_t d = 1; d < joint_points; ++d) {
            if (at(d)->probability < joint_level) continue;
            const double below = at(d - 1)->probability, part = (joint_level - below) / (at(d)->probability - below);
            const double date = below < joint_level ? at(d - 1)->date + part * (at(d)->date - at(d - 1)->date) : at(d)->date;
            if (std::isfinite(date)) out.push_back({at(d)->cost, date});
            break;
        }
    }
    return out;
}

Chart frontiers(const Results& results, const Shown& shown) {
    Chart out{.drawing = "frontier", .head = {"program", "firm", "alternative", "cost at most", "date at most"}};
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<const JointRow*>> grids;
    for (const JointRow& row : results.joint) grids[{row.program, row.firm, row.alternative}].push_back(&row);
    std::size_t never = 0, lines = 0;
    for (const ProgramRow& row : results.programs) {
        const auto grid = grids.find({row.program, row.firm, row.alternative});
        if (grid == grids.end() || grid->second.size() != joint_points * joint_points || !shown.holds(row.alternative)) continue;
        const std::string panel = program_title(results, row.program) + ", " + firm_title(results, row.firm);
        const std::vector<CostAndDate> line = frontier(grid->second);
        if (line.empty()) {
            ++never;
            out.figures.push_back({program_title(results, row.program), firm_title(results, row.firm),
                                   alternative_title(results, row.alternative), "never so sure", "-"});
        }
        lines += line.empty() ? 0 : 1;
        for (const CostAndDate& point : line) {
            out.rows.push_back({{"panel", panel},
                                {"name", alternative_title(results, row.alternative)},
                                {"cost", std::round(point.cost)},
                                {"date", point.date}});
            out.figures.push_back({program_title(results, row.program), firm_title(results, row.firm),
                                   alternative_title(results, row.alternative), money_text(point.cost), fmt::format("{:.1f}", point.date)});
        }
    }
    out.signals["unit"] = results.currency + " m";
    out.finding = "Cost and date of access that hold together with 70% confidence";
    if (never > 0) out.finding += fmt::format("; {} of {} are never so sure", never, lines + never);
    out.is_wide = true;
    return out;
}

}  // namespace

std::vector<Chart> common_charts(const Results& results, const Shown& shown) {
    std::vector<Chart> out;
    for (Chart& chart : std::vector{exits(results, shown), frontiers(results, shown)}) {
        if (!chart.rows.empty()) out.push_back(std::move(chart));
    }
    return out;
}

}  // namespace entente
