// Exits in time, and cost and date together (see chart.hpp).
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

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
    out.is_wide = ends.size() > 1;
    const auto most = std::max_element(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    out.finding = fmt::format("'{}' ends early in {} worlds; the likeliest exit is '{}' of {}, half of these by {:.1f}", most->first,
                              of_hundred(most->second), likeliest->trigger, firm_title(results, likeliest->leaver), likeliest->date_p50);
    return out;
}

constexpr double joint_level = 0.7;
constexpr std::size_t joint_points = 21;

struct CostAndDate {
    double cost, date;
    bool operator==(const CostAndDate&) const = default;
};
using Line = std::vector<CostAndDate>;

// The costs and dates that hold together with 70% confidence: for each cost the least date, between the grid's dates.
Line frontier(const std::vector<const JointRow*>& grid) {
    Line out;
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

// Of one program and firm: each line with the alternatives that have it.
struct Panel {
    std::string program, firm;
    std::vector<std::pair<Line, std::vector<std::string>>> lines;
    std::size_t alternatives = 0;  // that have a line

    void add(const std::string& alternative, Line line) {
        ++alternatives;
        for (auto& [known, names] : lines) {
            if (known == line) return names.push_back(alternative);
        }
        lines.push_back({std::move(line), {alternative}});
    }
    // Lines that lie upon each other are one, and said so.
    std::string name_of(const std::vector<std::string>& names) const {
        if (names.size() == 1) return names.front();
        return names.size() == alternatives ? "every alternative alike"
                                            : fmt::format("{} and {} more alike", names.front(), names.size() - 1);
    }
};

void draw(const Panel& panel, Chart& out) {
    for (const auto& [line, names] : panel.lines) {
        for (const CostAndDate& point : line)
            out.rows.push_back({{"program", panel.program},
                                {"firm", panel.firm},
                                {"name", panel.name_of(names)},
                                {"cost", std::round(point.cost)},
                                {"date", point.date}});
        for (const std::string& name : names) {
            for (const CostAndDate& point : line)
                out.figures.push_back({panel.program, panel.firm, name, money_text(point.cost), fmt::format("{:.1f}", point.date)});
        }
    }
}

Chart frontiers(const Results& results, const Shown& shown) {
    Chart out{.drawing = "frontier", .head = {"program", "firm", "alternative", "cost at most", "date at most"}};
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<const JointRow*>> grids;
    for (const JointRow& row : results.joint) grids[{row.program, row.firm, row.alternative}].push_back(&row);
    std::vector<Panel> panels;
    std::size_t never = 0, lines = 0;
    for (const ProgramRow& row : results.programs) {
        const auto grid = grids.find({row.program, row.firm, row.alternative});
        if (grid == grids.end() || grid->second.size() != joint_points * joint_points || !shown.holds(row.alternative)) continue;
        const std::string program = program_title(results, row.program), firm = firm_title(results, row.firm),
                          alternative = alternative_title(results, row.alternative);
        Line line = frontier(grid->second);
        ++lines;
        if (line.empty()) {
            ++never;
            out.figures.push_back({program, firm, alternative, "never so sure", "-"});
            continue;
        }
        const auto known =
            std::find_if(panels.begin(), panels.end(), [&](const Panel& panel) { return panel.program == program && panel.firm == firm; });
        Panel& panel = known != panels.end() ? *known : panels.emplace_back(Panel{program, firm, {}, 0});
        panel.add(alternative, std::move(line));
    }
    for (const Panel& panel : panels) draw(panel, out);
    out.signals["unit"] = results.currency + " m";
    out.finding = "Cost and date of access that hold together with 70% confidence";
    if (never > 0) out.finding += fmt::format("; {} of {} are never so sure", never, lines);
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
