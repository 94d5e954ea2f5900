// What a firm should do, in one card; and the whole story, in one table (see cards.hpp).
#include "write/report/cards.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "model/rows.hpp"
#include "write/report/reversal.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

class Card {
public:
    Card(const Results& results, const Shown& shown, const std::string& firm)
        : r_(results), shown_(shown), firm_(firm), best_(best_of(results, shown, firm)), unit_(results.currency + " m") {}

    std::string html() {
        const std::string name = firm_title(r_, firm_);
        return best_ == r_.baseline ? of_baseline(name) : of_deal(name);
    }

private:
    std::string card(const std::string& kind, const std::string& name, const std::string& best, const std::string& figure,
                     const std::vector<std::string>& lines) const {
        std::string out = "<section class=\"card " + kind + "\" aria-label=\"" + escaped(name) + "\"><h3>" + escaped(name) +
                          "</h3><p class=\"best\">" + escaped(best) + "</p><div class=\"figure\">" + escaped(figure) + "</div><ul>";
        for (const std::string& line : lines) out += "<li>" + escaped(line) + "</li>";
        return out + "</ul></section>\n";
    }

    // No alternative gains anything on average.
    std::string of_baseline(const std::string& name) const {
        const ComparisonRow* nearest = nullptr;
        for (const std::string& alternative : shown_.alternatives) {
            const ComparisonRow* row = comparison_row(r_, alternative, firm_, "gain");
            if (row != nullptr && (nearest == nullptr || row->mean > nearest->mean)) nearest = row;
        }
        const double npv = summary_row(r_, r_.baseline, firm_, "npv")->statistics.mean;
        std::vector<std::string> lines;
        if (nearest != nullptr) {
            const std::string other = alternative_title(r_, nearest->alternative);
            lines.push_back(nearest->mean == 0 ? "'" + other + "' changes nothing"
                                               : fmt::format("'{}' would come next: {} {} [{}, {}], better in {} worlds", other,
                                                             signed_text(nearest->mean), unit_, money_text(nearest->low95),
                                                             money_text(nearest->high95), of_hundred(nearest->prob_positive)));
        }
        return card(npv < 0 ? "down" : "", name, "Stay with '" + alternative_title(r_, r_.baseline) + "'",
                    "npv " + signed_text(npv) + " " + unit_, lines);
    }

    std::string of_deal(const std::string& name) const {
        const ComparisonRow& gain = *comparison_row(r_, best_, firm_, "gain");
        std::vector<std::string> lines{fmt::format("95% sure of the mean: {} to {}; better than '{}' in {} worlds", money_text(gain.low95),
                                                   money_text(gain.high95), alternative_title(r_, r_.baseline),
                                                   of_hundred(gain.prob_positive))};
        const double npv = summary_row(r_, best_, firm_, "npv")->statistics.mean;
        lines.push_back(fmt::format("npv {} {}, in one world of ten {} or less", signed_text(npv), unit_,
                                    money_text(summary_row(r_, best_, firm_, "npv")->statistics.p10)));
        if (const std::string line = if_somebody_leaves(); !line.empty()) lines.push_back(line);
        for (std::string& line : reversals(r_, best_, firm_)) lines.push_back(std::move(line));
        return card("up", name, alternative_title(r_, best_), signed_text(gain.mean) + " " + unit_, lines);
    }

    std::string if_somebody_leaves() const {
        for (const GivenRow& row : r_.given) {
            if (row.alternative != best_ || row.firm != firm_ || row.metric != "gain" || row.condition != "exited") continue;
            if (row.worlds == 0) return "Nobody leaves in any world";
            return fmt::format("If somebody leaves ({} worlds): {} {} [{}, {}]", of_hundred(row.probability), signed_text(row.mean), unit_,
                               money_text(row.low95), money_text(row.high95));
        }
        return where_it_may_end();
    }
    // Of a deal that nobody can leave: what the firm gets by the worst of those that may end early.
    std::string where_it_may_end() const {
        const GivenRow* worst = nullptr;
        for (const GivenRow& row : r_.given) {
            if (row.firm != firm_ || row.metric != "gain" || row.condition != "exited" || row.worlds == 0 || !shown_.holds(row.alternative))
                continue;
            if (worst == nullptr || row.mean < worst->mean) worst = &row;
        }
        if (worst == nullptr) return "";
        const std::string others = pays_while(r_, worst->alternative, firm_);
        return fmt::format("Nobody can leave it; where '{}' ends early: {} {}{}", alternative_title(r_, worst->alternative),
                           signed_text(worst->mean), unit_, others.empty() ? "" : "; that one " + others);
    }

    const Results& r_;
    const Shown& shown_;
    const std::string& firm_;
    std::string best_, unit_;
};

}  // namespace

std::string cards(const Results& results, const Shown& shown) {
    std::string out = "<div class=\"cards\">";
    for (const std::string& firm : firms_of(results)) {
        if (firm != "all") out += Card(results, shown, firm).html();
    }
    return out + "</div>\n";
}

std::string story_table(const Results& results, const Shown& shown) {
    const std::vector<std::string> firms = firms_of(results);
    std::vector<std::string> order = shown.alternatives;
    const auto total = [&](const std::string& alternative) { return summary_row(results, alternative, "all", "npv")->statistics.mean; };
    std::stable_sort(order.begin() + 1, order.end(), [&](const std::string& a, const std::string& b) { return total(a) > total(b); });
    std::string out = "<div class=\"scroll story\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">gain over '" +
                      escaped(alternative_title(results, results.baseline)) + "', " + escaped(results.currency) + " m</th>";
    for (const std::string& firm : firms)
        out += "<th scope=\"col\">" + escaped(firm == "all" ? "all" : firm_title(results, firm)) + "</th>";
    out += "<th scope=\"col\">all firms gain</th></tr></thead><tbody>";
    for (const std::string& alternative : order) {
        out += "<tr><th scope=\"row\">" + escaped(alternative_title(results, alternative)) + "</th>";
        for (const std::string& firm : firms) {
            const ComparisonRow* gain = comparison_row(results, alternative, firm, "gain");
            if (gain == nullptr) {
                out += "<td>npv " + escaped(signed_text(summary_row(results, alternative, firm, "npv")->statistics.mean)) + "</td>";
                continue;
            }
            const bool best = best_of(results, shown, firm) == alternative;
            out += fmt::format("<td class=\"{}{}\">{} <small>in {}</small></td>",
                               gain->mean > 0   ? "up"
                               : gain->mean < 0 ? "down"
                                                : "",
                               best ? " best" : "", escaped(signed_text(gain->mean)), percent(gain->prob_positive));
        }
        const ComparisonRow* all = comparison_row(results, alternative, "all", "all_gain");
        out += "<td>" + (all != nullptr ? percent(all->mean) : std::string("-")) + "</td></tr>";
    }
    return out + "</tbody></table></div>\n";
}

}  // namespace entente
