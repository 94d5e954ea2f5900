// batch.csv and index.html of a run over several scenarios.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/rows.hpp"
#include "write/csv.hpp"
#include "write/report/chart.hpp"
#include "write/verdict.hpp"

namespace entente {

NamedFile batch_csv(const std::vector<BatchEntry>& batch, const CsvDialect& dialect) {
    Csv csv("batch.csv",
            "scenario,alternative,baseline,firm,unit,worlds,cost_npv,cost_npv_se,cost_npv_p80,npv,npv_se,peak,gain,gain_se,gain_low95,gain_"
            "high95,"
            "prob_gain",
            dialect);
    for (const BatchEntry& entry : batch) {
        const Results& r = entry.results;
        for (const std::string& alternative : alternatives_of(r)) {
            for (const std::string& firm : firms_of(r)) {
                const auto of = [&](const char* metric) { return summary_row(r, alternative, firm, metric)->statistics; };
                const Statistics cost = of("cost_npv"), npv = of("npv");
                const ComparisonRow* gain = comparison_row(r, alternative, firm, "gain");
                const double none = std::nan("");
                csv.row(entry.scenario, alternative, r.baseline, firm, r.currency + " m", r.worlds, cost.mean, cost.se, cost.p80, npv.mean,
                        npv.se, of("peak").mean, gain ? gain->mean : none, gain ? gain->se : none, gain ? gain->low95 : none,
                        gain ? gain->high95 : none, gain ? gain->prob_positive : none);
            }
        }
    }
    return csv.finish();
}

namespace {

// What a scenario comes to, firm by firm, beside a picture of the first firm's gains.
std::string batch_row(const BatchEntry& entry, const std::string& title, bool reports, Page& page) {
    const Results& r = entry.results;
    const Shown shown(r);
    std::string out = "<section class=\"card\"><h3>" +
                      (reports ? "<a href=\"./" + percent_encoded(entry.folder) + "/report.html\">" + title + "</a>" : title) +
                      "</h3>\n<ul>";
    for (const std::string& sentence : verdict(r)) {
        if (!sentence.starts_with("All firms")) out += "<li>" + escaped(sentence) + "</li>";
    }
    out += "</ul>\n";
    const std::vector<Chart> charts = charts_of(r, shown, firms_of(r).front());
    if (!charts.empty() && charts.front().drawing == "boxes") out += page.figure(charts.front());
    return out + "</section>\n";
}

}  // namespace

NamedFile batch_page(const std::vector<BatchEntry>& batch, bool reports) {
    Page page;
    std::string body = "<h1>A batch of scenarios</h1>\n<div class=\"cards\">\n";
    for (const BatchEntry& entry : batch) {
        const std::string& name = entry.results.name;
        const auto namesakes =
            std::count_if(batch.begin(), batch.end(), [&](const BatchEntry& other) { return other.results.name == name; });
        const std::string title = name.empty() ? entry.scenario : namesakes > 1 ? name + " (" + entry.scenario + ")" : name;
        body += batch_row(entry, escaped(title), reports, page);
    }
    return {"index.html", page.html("entente: a batch of scenarios", body + "</div>\n")};
}

}  // namespace entente
