// The report's section on programs: dates, costs, and how sure both are at once.
#include "write/formats/programs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "write/page.hpp"
#include "write/svg.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr std::size_t joint_points = 21;  // of joint.csv, each way
constexpr double joint_level = 0.7;       // NASA's joint confidence level for a program's budget (NPR 7120.5)

class Programs {
public:
    explicit Programs(const Results& results) : r_(results) {
        for (const JointRow& row : r_.joint) grids_[Part(row.alternative, row.program, row.firm)].push_back(&row);
    }

    std::string section() {
        out_ = "<h2>Programs: cost, date, and both at once</h2>\n";
        std::vector<TableRow> rows;
        std::vector<std::pair<std::string, std::string>> parts;  // program and firm, in the order of the rows
        for (const ProgramRow& row : r_.programs) {
            const std::vector<const JointRow*> grid = joint_grid(row);
            const std::pair part(row.program, row.firm);
            if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
            const auto date = [](double x) { return std::isfinite(x) ? fmt::format("{:.1f}", x) : std::string("-"); };
            rows.push_back({alternative_title(r_, row.alternative), program_title(r_, row.program), firm_title(r_, row.firm),
                            percent(row.probability_completed), date(row.completion_p50), date(row.completion_p80),
                            money_text(row.cost_p50), money_text(row.cost_p80),
                            grid.empty() ? "-" : percent(grid[16 * joint_points + 16]->probability)});
        }
        for (const auto& [program, firm] : parts) joint_chart(program, firm);
        return out_ +
               table({"alternative", "program", "firm", "completes", "p50 date", "p80 date", "p50 cost", "p80 cost", "both within p80"},
                     rows);
    }

private:
    using Part = std::tuple<std::string, std::string, std::string>;  // alternative, program, firm

    // Cost quantiles 0, 5, .. 100% by date quantiles; empty where there is none.
    std::vector<const JointRow*> joint_grid(const ProgramRow& row) const {
        const auto found = grids_.find(Part(row.alternative, row.program, row.firm));
        return found != grids_.end() && found->second.size() == joint_points * joint_points ? found->second
                                                                                            : std::vector<const JointRow*>{};
    }

    // The costs and dates that hold together with 70% confidence: for each cost the least date, between the grid's dates.
    static std::vector<Point> joint_line(const std::vector<const JointRow*>& grid) {
        std::vector<Point> out;
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

    void joint_chart(const std::string& program, const std::string& firm) {
        std::vector<std::pair<std::string, std::vector<Point>>> lines;
        std::vector<TableRow> rows;
        Point low{HUGE_VAL, HUGE_VAL}, high{-HUGE_VAL, -HUGE_VAL};
        std::string rarely;
        for (const ProgramRow& row : r_.programs) {
            if (row.program != program || row.firm != firm) continue;
            const std::vector<const JointRow*> grid = joint_grid(row);
            std::vector<Point> line = grid.empty() ? std::vector<Point>{} : joint_line(grid);
            if (line.empty()) {
                rarely += (rarely.empty() ? "" : ", ") + alternative_title(r_, row.alternative);
                continue;
            }
            for (const Point& p : line) {
                low = {std::min(low.x, p.x), std::min(low.y, p.y)};
                high = {std::max(high.x, p.x), std::max(high.y, p.y)};
                rows.push_back({alternative_title(r_, row.alternative), money_text(p.x), fmt::format("{:.1f}", p.y)});
            }
            lines.emplace_back(alternative_title(r_, row.alternative), std::move(line));
        }
        if (lines.empty()) return;
        // The finding: at the middles of the lines, which alternative is the earliest and which the cheapest.
        const auto middle = [](const auto& line) { return line.second[line.second.size() / 2]; };
        const auto told = [&](const auto& line) {
            return fmt::format("'{}' ({} m, {:.1f})", line.first, money_text(middle(line).x), middle(line).y);
        };
        const auto first = std::min_element(lines.begin(), lines.end(), [&](auto& a, auto& b) { return middle(a).y < middle(b).y; });
        const auto least = std::min_element(lines.begin(), lines.end(), [&](auto& a, auto& b) { return middle(a).x < middle(b).x; });
        const std::string title =
            fmt::format("'{}' for {}, cost and date both held with 70% confidence: {}{}{}", program_title(r_, program),
                        firm_title(r_, firm), first == least ? "earliest and cheapest " : "earliest ", told(*first),
                        first == least ? "" : ", cheapest " + told(*least)) +
            (rarely.empty() ? "" : "; never so sure: " + rarely);
        Plot plot(low.x, high.x, low.y, high.y, r_.currency + " m, nominal cost", "date of access", title);
        for (std::size_t i = 0; i < lines.size(); ++i) plot.line(lines[i].second, static_cast<int>(i), lines[i].first);
        out_ += charted(title, plot.finish(), table({"alternative", "cost at most", "date at most"}, rows));
    }

    const Results& r_;
    std::map<Part, std::vector<const JointRow*>> grids_;
    std::string out_;
};

}  // namespace

std::string programs_section(const Results& results) { return Programs(results).section(); }

}  // namespace entente
