// report.html: one page, nothing fetched and nothing run, for the board: a verdict, charts with their figures, inputs.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "write/format.hpp"
#include "write/formats/programs.hpp"
#include "write/page.hpp"
#include "write/svg.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr std::array levels{0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};

std::array<double, 11> curve_of(const Statistics& s) { return {s.p1, s.p5, s.p10, s.p20, s.p25, s.p50, s.p75, s.p80, s.p90, s.p95, s.p99}; }

class Report {
public:
    Report(const Results& results, const RunRecord& record, const std::string& hash)
        : r_(results), record_(record), hash_(hash), firms_(firms_of(results)), alternatives_(alternatives_of(results)) {}

    std::string page() {
        const std::string title = escaped(r_.name.empty() ? record_.scenario : r_.name);
        out_ =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\">" +
            std::string(page_policy) + "<title>" + title + "</title><style>" + page_style + "</style></head><body>\n<h1>" + title +
            "</h1>\n";
        out_ += fmt::format("<p class=\"lead\">{} worlds, money in {} m, discounted to the start; intervals hold the mean with 95%</p>\n",
                            money_text(static_cast<double>(r_.worlds)), escaped(r_.currency));
        if (r_.partial())
            out_ += "<p class=\"warning\">This run was interrupted: what follows rests on the worlds that were finished.</p>\n";
        out_ += "<ul class=\"verdict\">";
        for (const std::string& sentence : verdict(r_)) out_ += "<li>" + escaped(sentence) + "</li>";
        out_ += "</ul>\n";
        for (const std::string& warning : r_.warnings) out_ += "<p class=\"warning\">" + escaped(warning) + "</p>\n";
        held_against();
        for (const std::string& firm : firms_) firm_section(firm);
        exits();
        out_ += programs_section(r_);
        probabilities();
        inputs();
        return out_ + "</body></html>\n";
    }

private:
    // The findings of the audit, where one was asked for.
    void held_against() {
        if (r_.audited == 0) return;
        std::vector<TableRow> rows;
        for (const Finding& finding : r_.findings)
            rows.push_back({word_of(finding.grade), finding.found, figure_text(finding), finding.key, finding.mend});
        out_ += fmt::format("<h2>What could be held against this</h2>\n<p>{} of an audit in {} worlds, with standard errors.</p>\n",
                            rows.empty() ? "No finding" : "The findings", money_text(static_cast<double>(r_.audited)));
        if (!rows.empty()) out_ += table({"grade", "finding", "figure", "key", "how to mend it"}, rows);
    }

    void firm_section(const std::string& firm) {
        out_ += "<h2>" + escaped(firm == "all" ? "All firms together" : firm) + "</h2>\n";
        s_curve(firm);
        for (const std::string& alternative : alternatives_) gain(firm, alternative);
        for (const std::string& alternative : alternatives_) drivers(firm, alternative);
        steps(firm);
        for (const std::string& alternative : alternatives_) outlay(firm, alternative);
    }

    void s_curve(const std::string& firm) {
        double low = HUGE_VAL, high = -HUGE_VAL;
        std::string cheapest;
        double least = HUGE_VAL;
        std::vector<TableRow> rows;
        for (const std::string& alternative : alternatives_) {
            const Statistics& s = summary_row(r_, alternative, firm, "cost_npv")->statistics;
            low = std::min(low, s.p1);
            high = std::max(high, s.p99);
            if (s.p80 < least) cheapest = alternative;
            least = std::min(least, s.p80);
            rows.push_back({alternative, money_text(s.mean), money_text(s.p10), money_text(s.p50), money_text(s.p80), money_text(s.p90),
                            money_text(s.tail10)});
        }
        const std::string title = fmt::format("With 80% confidence '{}' costs {} least: {} m or less", cheapest, firm, money_text(least));
        Plot plot(low, high, 0, 1, r_.currency + " m, discounted cost", "chance of that much or less", title, true);
        for (std::size_t a = 0; a < alternatives_.size(); ++a) {
            const Statistics& s = summary_row(r_, alternatives_[a], firm, "cost_npv")->statistics;
            std::vector<Point> points;
            for (std::size_t i = 0; i < levels.size(); ++i) points.push_back({curve_of(s)[i], levels[i]});
            plot.line(points, static_cast<int>(a), alternatives_[a]);
            plot.mark({s.p50, 0.5}, static_cast<int>(a), alternatives_[a] + " p50: " + money_text(s.p50));
            plot.mark({s.p80, 0.8}, static_cast<int>(a), alternatives_[a] + " p80: " + money_text(s.p80));
        }
        chart(title, plot, table({"alternative", "mean", "p10", "p50", "p80", "p90", "mean of the worst 10%"}, rows));
    }

    void gain(const std::string& firm, const std::string& alternative) {
        const ComparisonRow* row = comparison_row(r_, alternative, firm, "gain");
        if (row == nullptr || row->histogram.empty()) return;
        double most = 0;
        for (const HistogramBin& bin : row->histogram) most = std::max(most, bin.share);
        const std::string title = fmt::format("'{}' pays {} in {} worlds; the mean gain over '{}' is {} m [{}, {}]", alternative,
                                              firm == "all" ? "the firms together" : firm, of_hundred(row->prob_positive), r_.baseline,
                                              money_text(row->mean), money_text(row->low95), money_text(row->high95));
        Plot plot(row->histogram.front().low, row->histogram.back().high, 0, most * 1.05,
                  r_.currency + " m, discounted gain; losses in red", "share of worlds", title, true);
        for (const HistogramBin& bin : row->histogram) plot.bar(bin.low, bin.high, bin.share, (bin.low + bin.high) / 2 < 0 ? 4 : 0);
        chart(title, plot,
              table({"p5", "p10", "p50", "p90", "p95", "mean", "se", "chance to gain"},
                    {{money_text(row->p5), money_text(row->p10), money_text(row->p50), money_text(row->p90), money_text(row->p95),
                      money_text(row->mean), money_text(row->se), percent(row->prob_positive)}}));
    }

    // Which inputs the gain hangs on.
    void drivers(const std::string& firm, const std::string& alternative) {
        std::vector<TornadoBar> bars;
        std::vector<TableRow> rows;
        for (const TornadoRow& row : r_.tornado) {
            if (row.alternative != alternative || row.firm != firm) continue;
            bars.push_back({row.input, row.low10, row.high10});
            rows.push_back({row.input, money_text(row.low10), money_text(row.low10_se), money_text(row.high10), money_text(row.high10_se)});
        }
        if (bars.empty()) return;
        const std::string title = fmt::format("What moves the gain of {} in '{}' most: {}", firm == "all" ? "the firms together" : firm,
                                              alternative, bars.front().name);
        const double mean = comparison_row(r_, alternative, firm, "gain")->mean;
        out_ += charted(title, tornado(bars, mean, r_.currency + " m, mean discounted gain", title),
                        table({"input", "mean gain in its lowest tenth", "se", "in its highest tenth", "se"}, rows));
    }

    // A waterfall from each alternative to the next: what the firm pays net of what it receives, and what each of the two moves.
    void steps(const std::string& firm) {
        struct Money {
            double cost, received;
            double net() const { return cost - received; }
        };
        std::vector<Money> money;
        std::vector<TableRow> rows;
        double high = 0, low = 0;
        for (const std::string& alternative : alternatives_) {
            const auto mean = [&](const char* metric) { return summary_row(r_, alternative, firm, metric)->statistics.mean; };
            const double before = money.empty() ? 0 : money.back().received;
            money.push_back({mean("cost_npv"), mean("transfer_npv")});
            const double between = money.back().cost - before;  // where the two moves meet
            high = std::max({high, money.back().net(), between});
            low = std::min({low, money.back().net(), between});
            rows.push_back({alternative, money_text(money.back().cost), money_text(money.back().received), money_text(money.back().net()),
                            money_text(mean("benefit_npv")), money_text(mean("npv"))});
        }
        const std::string title =
            fmt::format("From '{}' to '{}' the net cost of {} moves by {} m", alternatives_.front(), alternatives_.back(),
                        firm == "all" ? "the firms together" : firm, money_text(money.back().net() - money.front().net()));
        constexpr double slots = 3;  // of an alternative and of the two moves that lead to the next
        Plot plot(0, slots * static_cast<double>(money.size()) - 2, low * 1.1, high * 1.1, "", r_.currency + " m, discounted net cost",
                  title, false, false);
        for (std::size_t i = 0; i < money.size(); ++i) {
            const double at = slots * static_cast<double>(i);
            plot.bar(at + 0.1, at + 0.9, money[i].net(), 0);
            plot.under(at + 0.5, alternatives_[i]);
            plot.above({at + 0.5, std::max(money[i].net(), 0.0)}, money_text(money[i].net()));
            if (i + 1 == money.size()) break;
            const double from = money[i].net(), between = money[i + 1].cost - money[i].received, to = money[i + 1].net();
            move(plot, at + 1, from, between, "cost");
            if (firm != "all") move(plot, at + 2, between, to, "received");
        }
        chart(title, plot, table({"alternative", "cost", "received", "net cost", "benefit", "npv"}, rows));
    }
    static void move(Plot& plot, double at, double from, double to, const std::string& name) {
        constexpr int less = 2, more = 4;
        plot.floating(at + 0.1, at + 0.9, std::min(from, to), std::max(from, to), to < from ? less : more);
        plot.above({at + 0.5, std::max(from, to)}, name);
    }

    void outlay(const std::string& firm, const std::string& alternative) {
        std::vector<Point> low, middle, high, limit;
        double most = 0, peak = 0;
        int peak_year = 0;
        std::vector<TableRow> rows;
        for (const AnnualRow& row : r_.annual) {
            if (row.alternative != alternative || row.firm != firm || row.flow != "cost") continue;
            const double year = row.year;
            low.push_back({year, row.p10});
            middle.push_back({year, row.p50});
            high.push_back({year, row.p90});
            most = std::max(most, row.p90);
            if (row.p90 > peak) peak_year = row.year;
            peak = std::max(peak, row.p90);
            rows.push_back({std::to_string(row.year), money_text(row.mean), money_text(row.p10), money_text(row.p50), money_text(row.p80),
                            money_text(row.p90)});
        }
        for (const BudgetRow& row : r_.budgets) {
            if (row.firm == firm) limit.push_back({static_cast<double>(row.year), row.amount});
        }
        for (const Point& p : limit) most = std::max(most, std::min(p.y, 3 * std::max(most, 1.0)));
        if (low.empty()) return;
        const std::string title = fmt::format("'{}': the yearly cost of {} is highest in {}, with 10% chance of {} m or more", alternative,
                                              firm, peak_year, money_text(peak));
        Plot plot(low.front().x, low.back().x, 0, most * 1.05, "year", r_.currency + " m, nominal", title);
        plot.band(low, high, 0, "p10 to p90");
        plot.line(middle, 0, "p50");
        if (!limit.empty()) plot.line(limit, 1, "budget");
        chart(title, plot, table({"year", "mean", "p10", "p50", "p80", "p90"}, rows));
    }

    // For each alternative that may end early: the chance that it has by the end of each year, exit by exit.
    void exits() {
        std::vector<TableRow> rows;
        std::string charts;
        for (const std::string& alternative : alternatives_) charts += exit_chart(alternative, rows);
        if (rows.empty()) return;
        out_ += "<h2>How the alliances end early</h2>\n" + charts +
                table({"alternative", "exit", "leaver", "chance", "95% limits", "p10 date", "p50 date", "p90 date"}, rows);
    }

    // Adds the alternative's exits to the rows of the table.
    std::string exit_chart(const std::string& alternative, std::vector<TableRow>& rows) {
        std::vector<const ExitRow*> exits;
        double all = 0, most = 0;
        for (const ExitRow& row : r_.exits) {
            if (row.alternative != alternative || row.probability == 0) continue;
            exits.push_back(&row);
            all += row.probability;
            most = std::max(most, row.probability);
            rows.push_back({row.alternative, row.trigger, row.leaver, percent(row.probability),
                            percent(row.low95) + " to " + percent(row.high95), fmt::format("{:.1f}", row.date_p10),
                            fmt::format("{:.1f}", row.date_p50), fmt::format("{:.1f}", row.date_p90)});
        }
        if (exits.empty()) return "";
        const auto likeliest =
            std::max_element(exits.begin(), exits.end(), [](auto* a, auto* b) { return a->probability < b->probability; });
        const std::string title =
            fmt::format("'{}' ends early in {} worlds, most often by '{}' of {}: half of these by {:.1f}", alternative, of_hundred(all),
                        (*likeliest)->trigger, (*likeliest)->leaver, (*likeliest)->date_p50);
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
            head.push_back(exits[e]->trigger + ", " + exits[e]->leaver);
            plot.line(line, static_cast<int>(e), head.back());
        }
        return charted(title, plot.finish(), table(head, figures));
    }

    void probabilities() {
        std::vector<TableRow> rows;
        for (const SummaryRow& row : r_.summary) {
            if (row.unit != "share") continue;
            rows.push_back({row.alternative, row.firm, row.metric, percent(row.statistics.mean),
                            percent(row.statistics.mean_low) + " to " + percent(row.statistics.mean_high)});
        }
        for (const ComparisonRow& row : r_.comparison) {
            if (row.metric != "gain" && row.metric != "all_gain") continue;
            rows.push_back({row.alternative, row.firm, row.metric == "gain" ? "gains" : "every firm gains", percent(row.prob_positive),
                            percent(row.prob_low95) + " to " + percent(row.prob_high95)});
        }
        out_ += "<h2>Chances</h2>\n" + table({"alternative", "firm", "what", "chance", "95% limits"}, rows);
    }

    void inputs() {
        out_ += "<h2>Where this comes from</h2>\n";
        out_ += folded("The scenario, with its sources as written in it", "<pre>" + escaped(record_.text) + "</pre>\n");
        std::string settings;
        for (const std::string& setting : record_.settings) settings += (settings.empty() ? "; set: " : ", ") + as_utf8(setting);
        std::string data;
        for (const Input& input : record_.inputs) data += "; data file " + as_utf8(input.name) + ", SHA-256 " + input.sha256;
        out_ += "<p>" +
                escaped(fmt::format("File {}{}, SHA-256 {}{}. Seed {}, {} worlds by {}. entente {} ({}), result hash {}.",
                                    as_utf8(record_.file), settings, record_.sha256, data, r_.seed, r_.worlds, r_.sampling, version(),
                                    build(), hash_)) +
                "</p>\n";
    }

    void chart(const std::string& title, Plot& plot, const std::string& figures) { out_ += charted(title, plot.finish(), figures); }

    const Results& r_;
    const RunRecord& record_;
    std::string hash_;
    std::vector<std::string> firms_, alternatives_;
    std::string out_;
};

}  // namespace

std::string report_html(const Results& results, const RunRecord& record, const std::vector<NamedFile>& files) {
    return Report(results, record, result_hash(files)).page();
}

extern const Format report_format{"html", "report.html", 3, [] { return std::vector<std::string>{"report.html"}; },
                                  [](FileSet& set, const RunFiles& run) {
                                      set.add({"report.html", report_html(run.results, run.record, run.plain)});
                                  }};

}  // namespace entente
