// Figures and sentences (see verdict.hpp).
#include "write/verdict.hpp"

#include <fmt/core.h>

#include <cmath>

namespace entente {

std::string money_text(double x) {
    // What rounds to nothing has no sign.
    if (std::fabs(x) < 10) return fmt::format("{:.2f}", std::fabs(x) < 0.005 ? 0.0 : x);
    std::string digits = fmt::format("{:.0f}", std::fabs(x));
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
    return (x < 0 ? "-" : "") + digits;
}

std::string signed_text(double x) { return (x > 0 ? "+" : "") + money_text(x); }

std::string with_limits(double value, double low, double high) {
    return fmt::format("{} [{}, {}]", money_text(value), money_text(low), money_text(high));
}
std::string signed_with_limits(double value, double low, double high) {
    return fmt::format("{} [{}, {}]", signed_text(value), signed_text(low), signed_text(high));
}

std::string called(const Results& results, const std::string& firm) {
    return firm == "all" ? "all firms together" : firm_title(results, firm);
}

std::string of_hundred(double share) {
    const double percent = 100 * share;
    // The ends are not rounded away: 99.7 is not "100 of 100".
    if (percent > 99.9 && percent < 100) return "more than 99.9 of 100";
    if (percent > 0 && percent < 0.1) return "fewer than 0.1 of 100";
    const bool plain = percent == 0 || percent == 100 || (percent >= 1 && percent <= 99);
    return fmt::format("{:.{}f} of 100", percent, plain ? 0 : 1);
}

std::string figure_text(const Finding& finding) {
    if (std::isnan(finding.figure)) return "";
    const bool share = finding.unit.starts_with("share");
    if (finding.unit == "numbers") return fmt::format("{:.0f} {}", finding.figure, finding.figure == 1 ? "number" : "numbers");
    const auto amount = [&](double x) { return share ? fmt::format("{:.2f}%", 100 * x) : money_text(x); };
    const std::string unit = share ? finding.unit.substr(5) : " " + finding.unit;
    return amount(finding.figure) + (std::isnan(finding.se) ? "" : " (" + amount(finding.se) + ")") + unit;
}

std::string condition_told(const Results& results) {
    return fmt::format("Given that {}: every figure is of the {} of {} worlds in which this holds.", results.condition,
                       money_text(static_cast<double>(results.worlds)), money_text(static_cast<double>(results.drawn)));
}

std::vector<std::string> verdict(const Results& results) {
    std::vector<std::string> out;
    for (const std::string& firm : firms_of(results)) {
        for (const std::string& alternative : alternatives_of(results)) {
            const ComparisonRow* gain = comparison_row(results, alternative, firm, "gain");
            if (gain == nullptr) continue;
            const bool same = gain->mean == 0 && gain->se == 0;
            const std::string who = firm == "all" ? "All firms together" : firm_title(results, firm);
            const std::string what = alternative_title(results, alternative), other = alternative_title(results, results.baseline);
            if (same) {
                out.push_back(fmt::format("{}: '{}' changes nothing against '{}'.", who, what, other));
                continue;
            }
            out.push_back(
                fmt::format("{}: '{}' {} {} {} m on average [{}, {}] against '{}'; it pays in {} worlds. In one world of ten it "
                            "{} {} m or {}.",
                            who, what, gain->mean >= 0 ? "gains" : "loses", money_text(std::fabs(gain->mean)), results.currency,
                            money_text(gain->low95), money_text(gain->high95), other, of_hundred(gain->prob_positive),
                            gain->p10 < 0 ? "loses" : "gains", money_text(std::fabs(gain->p10)), gain->p10 < 0 ? "more" : "less"));
        }
    }
    return out;
}

namespace {

// The mean gain of each firm under a condition, "Ford +726, Volkswagen -12"; empty where no world has it.
std::string gains_given(const Results& results, const std::string& alternative, const std::string& condition) {
    std::string out;
    for (const GivenRow& row : results.given) {
        if (row.alternative != alternative || row.condition != condition || row.metric != "gain" || row.firm == "all") continue;
        if (row.worlds == 0) return "";
        const std::string begin = out.empty() ? " (" + of_hundred(row.probability) + " worlds) " : ", ";
        out += begin + firm_title(results, row.firm) + (out.empty() ? " gains " : " ") + signed_text(row.mean);
    }
    return out;
}

}  // namespace

std::vector<std::string> endings(const Results& results) {
    std::vector<std::string> out;
    for (const std::string& alternative : alternatives_of(results)) {
        const std::string lasting = gains_given(results, alternative, "stayed"), ending = gains_given(results, alternative, "exited");
        if (lasting.empty() && ending.empty()) continue;
        out.push_back(alternative_title(results, alternative) + ": " + (lasting.empty() ? "" : "where the alliance lasts" + lasting) +
                      (lasting.empty() || ending.empty() ? "" : "; ") + (ending.empty() ? "" : "where it ends early" + ending));
    }
    return out;
}

}  // namespace entente
