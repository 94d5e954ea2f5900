// The report's section on early ends: how likely, what they bring whom, and what firms gain where an alliance lasts and where it ends.
#include "write/formats/exits.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "write/page.hpp"
#include "write/svg.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

std::string money_or_none(double x) { return std::isfinite(x) ? signed_text(x) : "-"; }
std::string limits(double low, double high) {
    return std::isfinite(low) && std::isfinite(high) ? signed_text(low) + " to " + signed_text(high) : "-";
}

class ExitSection {
public:
    explicit ExitSection(const Results& results) : r_(results) {}

    // For each alternative that may end early: the chance that it has by the end of each year, exit by exit.
    std::string section() {
        std::vector<TableRow> rows;
        std::string charts;
        const std::vector<std::string> alternatives = alternatives_of(r_);
        for (const std::string& alternative : alternatives) charts += exit_chart(alternative, rows);
        if (rows.empty()) return "";
        std::string out = "<h2>How the alliances end early</h2>\n" + charts +
                          table({"alternative", "exit", "leaver", "chance", "95% limits", "p10 date", "p50 date", "p90 date",
                                 "leaver against staying", "95% limits", "leaver gains in", "others against staying", "95% limits"},
                                rows);
        for (const std::string& alternative : alternatives) out += given_table(alternative);
        return out;
    }

private:
    // Adds the alternative's exits to the rows of the table.
    std::string exit_chart(const std::string& alternative, std::vector<TableRow>& rows) {
        std::vector<const ExitRow*> exits;
        double all = 0, most = 0;
        for (const ExitRow& row : r_.exits) {
            if (row.alternative != alternative || row.probability == 0) continue;
            exits.push_back(&row);
            all += row.probability;
            most = std::max(most, row.probability);
            rows.push_back({alternative_title(r_, row.alternative), row.trigger, firm_title(r_, row.leaver), percent(row.probability),
                            percent(row.low95) + " to " + percent(row.high95), fmt::format("{:.1f}", row.date_p10),
                            fmt::format("{:.1f}", row.date_p50), fmt::format("{:.1f}", row.date_p90), money_or_none(row.leaver_gain),
                            limits(row.leaver_gain_low95, row.leaver_gain_high95),
                            std::isfinite(row.leaver_better) ? percent(row.leaver_better) : "-", money_or_none(row.others_gain),
                            limits(row.others_gain_low95, row.others_gain_high95)});
        }
        if (exits.empty()) return "";
        const auto likeliest =
            std::max_element(exits.begin(), exits.end(), [](auto* a, auto* b) { return a->probability < b->probability; });
        const std::string title = fmt::format("'{}' ends early in {} worlds, most often by '{}' of {}: half of these by {:.1f}",
                                              alternative_title(r_, alternative), of_hundred(all), (*likeliest)->trigger,
                                              firm_title(r_, (*likeliest)->leaver), (*likeliest)->date_p50);
        const auto& years = exits.front()->by_year;
        Plot plot(years.front().low, years.back().high, 0, most * 1.05, "year", "chance to have ended", title, true);
        TableRow head{"by the end of"};
        std::vector<TableRow> figures;
        for (const HistogramBin& year : years) figures.push_back({fmt::format("{:.0f}", year.low)});
        for (std::size_t e = 0; e < exits.size(); ++e) {
            std::vector<Point> line{{years.front().low, 0}};
            double reached = 0;
            for (std::size_t y = 0; y < years.size(); ++y) {
                reached += exits[e]->probability * exits[e]->by_year[y].share;
                line.push_back({years[y].high, reached});
                figures[y].push_back(percent(reached));
            }
            head.push_back(exits[e]->trigger + ", " + firm_title(r_, exits[e]->leaver));
            plot.line(line, static_cast<int>(e), head.back());
        }
        return charted(title, plot.finish(), table(head, figures));
    }

    // Each firm's gain by condition.
    std::string given_table(const std::string& alternative) {
        std::vector<TableRow> rows;
        double lasts = 0, ends = 0;
        for (const GivenRow& row : r_.given) {
            if (row.alternative != alternative || row.metric != "gain" || row.worlds == 0) continue;
            if (row.condition == "stayed") lasts = row.probability;
            if (row.condition == "exited") ends = row.probability;
            rows.push_back({called(r_, row.firm), told(row.condition), percent(row.probability), signed_text(row.mean),
                            limits(row.low95, row.high95), signed_text(row.p10), signed_text(row.p50), signed_text(row.p90)});
        }
        if (rows.empty()) return "";
        return "<p><b>" +
               escaped(fmt::format("What '{}' gains where it lasts ({} worlds) and where it ends ({} worlds)",
                                   alternative_title(r_, alternative), of_hundred(lasts), of_hundred(ends))) +
               "</b></p>\n" +
               table({"firm", "where", "chance", "mean gain, " + r_.currency + " m", "95% limits", "p10", "p50", "p90"}, rows);
    }
    static std::string told(const std::string& condition) {
        if (condition == "stayed") return "it lasts";
        return condition == "exited" ? "it ends early" : "it ends by '" + condition + "'";
    }

    const Results& r_;
};

}  // namespace

std::string exits_section(const Results& results) { return ExitSection(results).section(); }

}  // namespace entente
