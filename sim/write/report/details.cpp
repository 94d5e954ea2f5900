// Figures, method, words and sources (see details.hpp).
#include "write/report/details.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "model/rows.hpp"
#include "write/page.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

using Word = std::pair<std::string_view, std::string_view>;  // and what it means

constexpr std::array glossary_words{
    Word{"alternative", "one way of going on: alone, or a deal on certain terms, with or without somebody leaving it"},
    Word{"alone, solo", "every firm carries out its programs by itself; where firms choose, those that pay"},
    Word{"baseline", "the alternative that all others are compared with"},
    Word{"world",
         "one possible course of events: costs, durations, successes, markets and exits drawn together, the same for every alternative"},
    Word{"program, stage", "a product or technology to be developed, and a step of its development, with a gate at its end"},
    Word{"pool, venture, licence, supply",
         "ways of working together on a program: shared work, a company of its own, the right to use, parts or vehicles made by one for "
         "others"},
    Word{"gain", "npv in an alternative less npv in the baseline, world by world"},
    Word{"saving", "what an alternative costs less than the baseline, net of what partners pay"},
    Word{"npv", "benefit and net transfers less cost, discounted to the start at the firm's own rate"},
    Word{"cost", "own work, shares of pools, adaptation, penalties, refreshes, formation and unwinding"},
    Word{"partners, payments, received",
         "royalties, fees and payments received from partners less those paid; among all firms only what different discount rates leave of "
         "them"},
    Word{"sales, benefit", "margins on the vehicles sold with the programs at hand"},
    Word{"costs, partners, sales in a gain",
         "how much more than in the baseline a firm has by spending less, by payments, by selling more"},
    Word{"largest yearly outlay", "the most that is spent in one calendar year, in the prices of that year"},
    Word{"over budget", "the share of the worlds in which some year's outlay passes the firm's budget, which is drawn as the limit"},
    Word{"certainty equivalent", "the sure amount that a firm with its tolerance of risk would take for its npv"},
    Word{"formed", "the share of the worlds in which the deal comes about"},
    Word{"nominal, real", "in the prices of the day; in those of the scenario's price year"},
    Word{"mean", "the average over the worlds"},
    Word{"P10, P50, P80, P90", "a tenth, half, eight tenths, nine tenths of the worlds have this much or less"},
    Word{"pays, better, gains in so many worlds", "the share of the worlds in which the gain is above 0"},
    Word{"all firms gain", "the share of the worlds in which every firm's gain is above 0"},
    Word{"standard error (se)", "how far the mean over these worlds typically is from that over all possible ones"},
    Word{"95%, in brackets",
         "limits between which the mean over all possible worlds lies with 95% confidence; more worlds bring them together"},
    Word{"exit, leaver, ends early", "an end of the alliance before its term, by which of the scenario's exits, and by whom"},
    Word{"mean of the worst tenth", "the mean over the tenth of the worlds that is worst for the firm"},
    Word{"access", "the date from which a firm can sell with a program"},
    Word{"70% confidence of cost and date", "in 70% of the worlds the program costs no more than the one and is there by the other"},
    Word{"what moves a gain", "inputs by the share of the gain's variance that they explain alone, as `entente sensitivity` ranks them"},
    Word{"lowest, highest tenth", "the tenth of the worlds in which an input is lowest or highest; the others then are as they come"},
    Word{"pays only while, above, below",
         "where the mean gain passes 0, by the worlds of this run: with gains where the alliance lasts and where it ends as they are; by "
         "an input, between the means of neighbouring tenths"},
    Word{"alone, forgo, deal, after an exit",
         "what a firm does about a program: carries it out, does without, leaves it to an arrangement, goes on alone once somebody has "
         "left"},
    Word{"fact, derived, judgement", "a number read in its source as it stands, worked out from such numbers, or judged"},
    Word{"note, warning, serious",
         "a finding of the audit on which no answer hangs; by which an answer says less than it seems to; by which it may be wrong"},
};

// What the metrics of summary.csv are called here.
constexpr std::array metric_words{Word{"cost_npv", "cost"},
                                  Word{"cost", "cost, nominal"},
                                  Word{"transfer_npv", "received from partners"},
                                  Word{"benefit_npv", "benefit"},
                                  Word{"npv", "npv"},
                                  Word{"peak", "largest yearly outlay"},
                                  Word{"over_budget", "over budget"},
                                  Word{"worst_overrun", "most over budget in a year"},
                                  Word{"formed", "formed"},
                                  Word{"ce", "certainty equivalent"}};

std::string metric_in_words(const std::string& metric) {
    for (const auto& [name, words] : metric_words) {
        if (name == metric) return std::string(words);
    }
    return metric;
}

}  // namespace

std::string every_figure(const Results& results) {
    std::vector<TableRow> figures, chances;
    const auto name = [&](const std::string& id) { return alternative_title(results, id); };
    for (const SummaryRow& row : results.summary) {
        const Statistics& s = row.statistics;
        if (row.unit == "share") {
            chances.push_back({name(row.alternative), firm_title(results, row.firm), metric_in_words(row.metric), percent(s.mean),
                               percent(s.mean_low) + " to " + percent(s.mean_high)});
        } else {
            figures.push_back({name(row.alternative), firm_title(results, row.firm), metric_in_words(row.metric), money_text(s.mean),
                               money_text(s.se), money_text(s.p10), money_text(s.p50), money_text(s.p80), money_text(s.p90),
                               money_text(s.tail10)});
        }
    }
    for (const ComparisonRow& row : results.comparison) {
        if (row.unit != "share")
            figures.push_back({name(row.alternative), firm_title(results, row.firm), row.metric, money_text(row.mean), money_text(row.se),
                               money_text(row.p10), money_text(row.p50), "", money_text(row.p90), ""});
        if (row.metric == "saving") continue;
        chances.push_back({name(row.alternative), firm_title(results, row.firm), row.metric == "gain" ? "gains" : "every firm gains",
                           percent(row.prob_positive), percent(row.prob_low95) + " to " + percent(row.prob_high95)});
    }
    return folded("Every figure",
                  table({"alternative", "firm", "what", "mean", "se", "P10", "P50", "P80", "P90", "worst tenth"}, figures)) +
           folded("Chances", table({"alternative", "firm", "what", "chance", "95% limits"}, chances));
}

std::string method(const Results& results) {
    const std::array lines{
        std::string("Every quantity of the scenario that is not a bare number is drawn in every world, with the correlations that the "
                    "scenario gives."),
        std::string(
            "All alternatives meet the same worlds: the difference of two is a paired difference, whose error is far smaller than theirs."),
        std::string("Work follows its plan, world by world, until it is completed or stops at a gate that it does not pass."),
        std::string(
            "A firm, and a pool of firms, has its own luck with the same technology; the likeness of a program says how much is common."),
        std::string("Money is real, escalated to the date at which it flows, and discounted to the start at each firm's own rate."),
        std::string(
            "A firm that may choose when to leave decides by what it knows then, by a policy fitted on worlds of its own: no foresight."),
        fmt::format("{} worlds were laid out by {}; a share of {} worlds or fewer is beyond what this run can tell.",
                    money_text(static_cast<double>(results.worlds)), results.sampling, 10),
        std::string("Intervals hold the mean with 95% confidence for the way in which the worlds were laid out."),
        std::string(
            "The same scenario, seed and number of worlds give the same figures on any machine, with any number of threads or processes."),
        std::string("What is computed is written down in docs/model.md of the program; a second program, written from that page, agrees."),
    };
    std::string out = "<ol>";
    for (const std::string& line : lines) out += "<li>" + escaped(line) + "</li>";
    return folded("Method in ten lines", out + "</ol>\n");
}

std::string glossary() {
    std::string out = "<dl>";
    for (const auto& [word, meaning] : glossary_words)
        out += "<dt>" + escaped(std::string(word)) + "</dt><dd>" + escaped(std::string(meaning)) + "</dd>";
    return folded("What the words mean", out + "</dl>\n");
}

std::string origin(const Results& results, const RunRecord& record, const std::string& hash) {
    std::string settings;
    for (const std::string& setting : record.settings) settings += (settings.empty() ? "; set: " : ", ") + as_utf8(setting);
    std::string data;
    for (const Input& input : record.inputs) data += "; data file " + as_utf8(input.name) + ", SHA-256 " + input.sha256;
    return folded("The scenario, with its sources as written in it", "<pre>" + escaped(record.text) + "</pre>\n") + "<p class=\"lead\">" +
           escaped(fmt::format("File {}{}, SHA-256 {}{}. Seed {}, {} worlds by {}. entente {} ({}), result hash {}.", as_utf8(record.file),
                               settings, record.sha256, data, results.seed, results.worlds, results.sampling, version(), build(), hash)) +
           "</p>\n";
}

}  // namespace entente
