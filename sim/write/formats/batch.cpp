// batch.csv and index.html of a run over several scenarios.
#include <fmt/core.h>

#include "base/text.hpp"
#include "write/csv.hpp"
#include "write/page.hpp"
#include "write/svg.hpp"
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

NamedFile batch_page(const std::vector<BatchEntry>& batch, bool reports) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">" +
        std::string(page_policy) +
        "<title>entente: a batch of scenarios</title><style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; "
        "padding: 1rem; color-scheme: light dark; }</style></head><body>\n<h1>A batch of scenarios</h1>\n";
    for (const BatchEntry& entry : batch) {
        const std::string title = escaped(entry.results.name.empty() ? entry.scenario : entry.results.name);
        out += "<h2>" + (reports ? "<a href=\"./" + percent_encoded(entry.folder) + "/report.html\">" + title + "</a>" : title) +
               "</h2>\n<ul>";
        for (const std::string& sentence : verdict(entry.results)) {
            if (!sentence.starts_with("All firms")) out += "<li>" + escaped(sentence) + "</li>";
        }
        out += "</ul>\n";
    }
    return {"index.html", out + "</body></html>\n"};
}

}  // namespace entente
