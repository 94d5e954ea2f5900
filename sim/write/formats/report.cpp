// report.html: one page, nothing fetched and nothing run, for the board: a verdict, charts with their figures, inputs.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "write/files.hpp"
#include "write/svg.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr std::array levels{0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};

std::array<double, 11> curve_of(const Statistics& s) { return {s.p1, s.p5, s.p10, s.p20, s.p25, s.p50, s.p75, s.p80, s.p90, s.p95, s.p99}; }

constexpr const char* style = R"(
:root { --ink: #1b2733; --soft: #5d6b7a; --paper: #ffffff; --edge: #d7dde3; --loss: #c8553d;
  --k0: #2f6db3; --k1: #d98324; --k2: #3a9270; --k3: #8d5aa6; --k4: #b23a48; --k5: #6b7b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9fb0c0; --paper: #12181f; --edge: #33404d;
  --k0: #6aa7e8; --k1: #f0a64f; --k2: #6cc7a3; --k3: #bd93d8; --k4: #e57684; --k5: #a9bd6c; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 1rem; max-width: 60rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { margin-top: 2.4rem; border-bottom: 1px solid var(--edge); } h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
.lead { color: var(--soft); margin-top: .2rem; } .verdict li { margin: .35rem 0; } .warning { border-left: 4px solid var(--k1); padding-left: .7rem; }
svg { width: 100%; height: auto; } .grid { stroke: var(--edge); stroke-width: 1; } .tick { font-size: 11px; fill: var(--soft); } .axis { font-size: 12px; fill: var(--ink); }
.line { fill: none; stroke-width: 2.2; } .band { opacity: .22; } .bar { opacity: .8; } .legend span { margin-right: 1.1rem; } .legend i { display: inline-block; width: .9rem; height: .9rem; border-radius: .2rem; margin-right: .35rem; vertical-align: -.1rem; }
.c0 { stroke: var(--k0); } .c1 { stroke: var(--k1); } .c2 { stroke: var(--k2); } .c3 { stroke: var(--k3); } .c4 { stroke: var(--k4); } .c5 { stroke: var(--k5); }
.f0 { fill: var(--k0); } .f1 { fill: var(--k1); } .f2 { fill: var(--k2); } .f3 { fill: var(--k3); } .f4 { fill: var(--k4); } .f5 { fill: var(--k5); }
.k0 { background: var(--k0); } .k1 { background: var(--k1); } .k2 { background: var(--k2); } .k3 { background: var(--k3); } .k4 { background: var(--k4); } .k5 { background: var(--k5); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; } td, th { padding: .2rem .6rem; border-bottom: 1px solid var(--edge); text-align: right; } td:first-child, th:first-child { text-align: left; }
details { margin: .3rem 0 1rem; } summary { cursor: pointer; color: var(--soft); } pre { overflow-x: auto; font-size: .8rem; }
@media print { body { max-width: none; } details > * { display: block; } h3, svg { break-inside: avoid; } }
)";

using Row = std::vector<std::string>;

std::string table(const Row& head, const std::vector<Row>& rows) {
    std::string out = "<div class=\"scroll\"><table><thead><tr>";
    for (const std::string& cell : head) out += "<th scope=\"col\">" + escaped(cell) + "</th>";
    out += "</tr></thead><tbody>";
    for (const Row& row : rows) {
        out += "<tr>";
        for (const std::string& cell : row) out += "<td>" + escaped(cell) + "</td>";
        out += "</tr>";
    }
    return out + "</tbody></table></div>\n";
}
std::string folded(const std::string& title, const std::string& content) {
    return "<details><summary>" + escaped(title) + "</summary>\n" + content + "</details>\n";
}
std::string share(double p) { return fmt::format("{:.1f}%", 100 * p); }

class Report {
public:
    Report(const Results& results, const RunRecord& record, const std::string& hash)
        : r_(results), record_(record), hash_(hash), firms_(firms_of(results)), alternatives_(alternatives_of(results)) {}

    std::string page() {
        const std::string title = escaped(r_.name.empty() ? record_.scenario : r_.name);
        out_ =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'\"><title>" +
            title + "</title><style>" + style + "</style></head><body>\n<h1>" + title + "</h1>\n";
        out_ += fmt::format("<p class=\"lead\">{} worlds, money in {} m, discounted to the start; intervals hold the mean with 95%</p>\n",
                            money_text(static_cast<double>(r_.worlds)), escaped(r_.currency));
        if (r_.partial())
            out_ += "<p class=\"warning\">This run was interrupted: what follows rests on the worlds that were finished.</p>\n";
        out_ += "<ul class=\"verdict\">";
        for (const std::string& sentence : verdict(r_)) out_ += "<li>" + escaped(sentence) + "</li>";
        out_ += "</ul>\n";
        for (const std::string& warning : r_.warnings) out_ += "<p class=\"warning\">" + escaped(warning) + "</p>\n";
        for (const std::string& firm : firms_) firm_section(firm);
        exits();
        programs();
        probabilities();
        inputs();
        return out_ + "</body></html>\n";
    }

private:
    void firm_section(const std::string& firm) {
        out_ += "<h2>" + escaped(firm == "all" ? "All firms together" : firm) + "</h2>\n";
        s_curve(firm);
        for (const std::string& alternative : alternatives_) gain(firm, alternative);
        steps(firm);
        for (const std::string& alternative : alternatives_) outlay(firm, alternative);
    }

    void s_curve(const std::string& firm) {
        double low = HUGE_VAL, high = -HUGE_VAL;
        std::string cheapest;
        double least = HUGE_VAL;
        std::vector<Row> rows;
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
                      money_text(row->mean), money_text(row->se), share(row->prob_positive)}}));
    }

    // From one alternative to the next: what the firm pays net of what it receives.
    void steps(const std::string& firm) {
        std::vector<Row> rows;
        double high = 0, low = 0;
        std::vector<double> net;
        for (const std::string& alternative : alternatives_) {
            const auto mean = [&](const char* metric) { return summary_row(r_, alternative, firm, metric)->statistics.mean; };
            net.push_back(mean("cost_npv") - mean("transfer_npv"));
            high = std::max(high, net.back());
            low = std::min(low, net.back());
            rows.push_back({alternative, money_text(mean("cost_npv")), money_text(mean("transfer_npv")), money_text(net.back()),
                            money_text(mean("benefit_npv")), money_text(mean("npv"))});
        }
        const std::string title = fmt::format("From '{}' to '{}' the net cost of {} moves by {} m", alternatives_.front(),
                                              alternatives_.back(), firm, money_text(net.back() - net.front()));
        const double n = static_cast<double>(net.size());
        Plot plot(0, n, low, high * 1.05, "alternatives, in the order of the scenario", r_.currency + " m, discounted net cost", title);
        for (std::size_t i = 0; i < net.size(); ++i) {
            const double at = static_cast<double>(i);
            plot.bar(at + 0.15, at + 0.85, net[i], static_cast<int>(i));
            plot.mark({at + 0.5, net[i]}, static_cast<int>(i), alternatives_[i] + ": " + money_text(net[i]));
        }
        chart(title, plot, table({"alternative", "cost", "received", "net cost", "benefit", "npv"}, rows));
    }

    void outlay(const std::string& firm, const std::string& alternative) {
        std::vector<Point> low, middle, high, limit;
        double most = 0, peak = 0;
        int peak_year = 0;
        std::vector<Row> rows;
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

    void exits() {
        std::vector<Row> rows;
        for (const ExitRow& row : r_.exits) {
            if (row.probability == 0) continue;
            rows.push_back({row.alternative, row.trigger, row.leaver, share(row.probability), share(row.low95) + " to " + share(row.high95),
                            fmt::format("{:.1f}", row.date_p10), fmt::format("{:.1f}", row.date_p50), fmt::format("{:.1f}", row.date_p90)});
        }
        if (rows.empty()) return;
        out_ += "<h2>How the alliances end early</h2>\n" +
                table({"alternative", "exit", "leaver", "chance", "95% limits", "p10 date", "p50 date", "p90 date"}, rows);
    }

    // Joint confidence: cost and date both within their own 80% points.
    void programs() {
        std::vector<Row> rows;
        for (const ProgramRow& row : r_.programs) {
            double both = std::nan("");
            std::size_t place = 0;
            for (const JointRow& joint : r_.joint) {
                if (joint.alternative != row.alternative || joint.program != row.program || joint.firm != row.firm) continue;
                if (place++ == 16 * 21 + 16) both = joint.probability;
            }
            const auto date = [](double x) { return std::isfinite(x) ? fmt::format("{:.1f}", x) : std::string("-"); };
            rows.push_back({row.alternative, row.program, row.firm, share(row.probability_completed), date(row.completion_p50),
                            date(row.completion_p80), money_text(row.cost_p50), money_text(row.cost_p80),
                            std::isfinite(both) ? share(both) : "-"});
        }
        out_ +=
            "<h2>Programs: cost, date, and both at once</h2>\n" +
            table({"alternative", "program", "firm", "completes", "p50 date", "p80 date", "p50 cost", "p80 cost", "both within p80"}, rows);
    }

    void probabilities() {
        std::vector<Row> rows;
        for (const SummaryRow& row : r_.summary) {
            if (row.unit != "share") continue;
            rows.push_back({row.alternative, row.firm, row.metric, share(row.statistics.mean),
                            share(row.statistics.mean_low) + " to " + share(row.statistics.mean_high)});
        }
        for (const ComparisonRow& row : r_.comparison) {
            if (row.metric != "gain" && row.metric != "all_gain") continue;
            rows.push_back({row.alternative, row.firm, row.metric == "gain" ? "gains" : "every firm gains", share(row.prob_positive),
                            share(row.prob_low95) + " to " + share(row.prob_high95)});
        }
        out_ += "<h2>Chances</h2>\n" + table({"alternative", "firm", "what", "chance", "95% limits"}, rows);
    }

    void inputs() {
        out_ += "<h2>Where this comes from</h2>\n";
        out_ += folded("The scenario, with its sources as written in it", "<pre>" + escaped(record_.text) + "</pre>\n");
        std::string settings;
        for (const std::string& setting : record_.settings) settings += (settings.empty() ? "; set: " : ", ") + setting;
        out_ += "<p>" +
                escaped(fmt::format("File {}{}, SHA-256 {}. Seed {}, {} worlds by {}. entente {} ({}), result hash {}.", record_.file,
                                    settings, sha256(record_.text), r_.seed, r_.worlds, r_.sampling, version(), build(), hash_)) +
                "</p>\n";
    }

    void chart(const std::string& title, Plot& plot, const std::string& figures) {
        out_ += "<h3>" + escaped(title) + "</h3>\n" + plot.finish() + folded("Figures", figures);
    }

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

}  // namespace entente
