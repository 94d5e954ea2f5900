// report.html: one page that draws by itself and fetches nothing: a verdict on one screen, then pictures with their figures, then sources.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/fields.hpp"
#include "model/rows.hpp"
#include "write/choices.hpp"
#include "write/format.hpp"
#include "write/report/assumptions.hpp"
#include "write/report/cards.hpp"
#include "write/report/chart.hpp"
#include "write/report/details.hpp"
#include "write/report/funding.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

class Report {
public:
    Report(const Results& results, const RunRecord& record, std::string hash)
        : r_(results), record_(record), hash_(std::move(hash)), shown_(results) {}

    std::string page() {
        const std::string title = r_.name.empty() ? record_.scenario : r_.name;
        std::string rest;
        for (const std::string& firm : firms_of(r_)) {
            rest += section(firm == "all" ? "All firms together" : firm_title(r_, firm), charts_of(r_, shown_, firm));
        }
        rest += delays_by_money(r_, shown_);
        rest += section("Ends, and dates", common_charts(r_, shown_));
        rest += choices();
        rest += part("Held against it", held_against());
        rest += part("Assumptions", assumptions(r_));
        rest += part("Behind the figures",
                     "<h2>Behind the figures</h2>\n" + every_figure(r_) + method(r_) + glossary() + origin(r_, record_, hash_));
        return page_.html(title, "<main>\n<h1>" + escaped(title) + "</h1>\n" + first_screen() + "<nav aria-label=\"parts of this page\">" +
                                     links_ + "</nav>\n" + rest + "</main>\n");
    }

private:
    // A part of the page that its links lead to.
    std::string part(const std::string& name, const std::string& content) {
        if (content.empty()) return "";
        const std::string id = fmt::format("part{}", ++parts_);
        links_ += "<a href=\"#" + id + "\">" + escaped(name) + "</a> ";
        return "<section id=\"" + id + "\">\n" + content + "</section>\n";
    }

    // What firms carry out, forgo, and go on with after an exit, where they choose.
    std::string choices() {
        std::vector<TableRow> rows;
        for (const ChoiceRow& row : r_.choices) {
            const bool known = std::isfinite(row.value);
            rows.push_back({alternative_title(r_, row.alternative), firm_title(r_, row.firm), program_title(r_, row.program),
                            choice_in_words(row, r_.titles, r_.currency), percent(row.probability), known ? money_text(row.value) : "",
                            known ? money_text(row.se) : ""});
        }
        if (rows.empty()) return "";
        const TableRow head{"alternative", "firm", "program", "what it does", "chance", "worth, " + r_.currency + " m", "standard error"};
        return part("Choices", "<h2>What firms choose</h2>\n" + folded("Each choice, and what it is worth", table(head, rows, "words")));
    }

    // The findings of the audit, where one was asked for.
    std::string held_against() const {
        const std::string heading = "<h2>What could be held against this</h2>\n";
        if (r_.audited == 0) return heading + "<p>No audit was asked for: <code>entente run --audit</code> puts its findings here.</p>\n";
        std::vector<TableRow> rows;
        for (const Finding& finding : r_.findings)
            rows.push_back({word_of(finding.grade), finding.found, figure_text(finding), finding.key, finding.mend});
        std::string out = heading + fmt::format("<p>{} of an audit in {} worlds, with standard errors.</p>\n",
                                                rows.empty() ? "No finding" : "The findings", money_text(static_cast<double>(r_.audited)));
        return rows.empty() ? out : out + table({"grade", "finding", "figure", "key", "how to mend it"}, rows, "words");
    }

    std::string first_screen() const {
        std::string out =
            fmt::format("<p class=\"lead\">{} worlds; money in {} m, real, discounted to the start; against '{}'</p>\n",
                        money_text(static_cast<double>(r_.worlds)), escaped(r_.currency), escaped(alternative_title(r_, r_.baseline)));
        if (!r_.condition.empty()) out += "<p class=\"warning\">" + escaped(condition_told(r_)) + "</p>\n";
        if (r_.partial())
            out += "<p class=\"warning\">This run was interrupted: what follows rests on the worlds that were finished.</p>\n";
        out += cards(r_, shown_) + story_table(r_, shown_);
        for (const std::string& sentence : shown_.same) out += "<p class=\"lead\">" + escaped(sentence) + "</p>\n";
        std::string warnings;
        for (const std::string& warning : r_.warnings) warnings += "<p class=\"warning\">" + escaped(warning) + "</p>\n";
        if (!warnings.empty()) out += folded(fmt::format("{} of this run", r_.warnings.size() == 1 ? "A warning" : "Warnings"), warnings);
        return out;
    }

    std::string section(const std::string& title, const std::vector<Chart>& charts) {
        if (charts.empty()) return "";
        std::string out = "<h2>" + escaped(title) + "</h2>\n<div class=\"charts\">\n";
        for (const Chart& chart : charts) out += page_.figure(chart);
        return part(title, out + "</div>\n");
    }

    const Results& r_;
    const RunRecord& record_;
    std::string hash_;
    Shown shown_;
    Page page_;
    int parts_ = 0;
    std::string links_;
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
