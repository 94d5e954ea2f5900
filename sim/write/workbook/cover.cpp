// The cover (see cover.hpp).
#include "write/workbook/cover.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "model/rows.hpp"
#include "write/funding.hpp"
#include "write/report/chart.hpp"
#include "write/report/reversal.hpp"
#include "write/verdict.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

constexpr lxw_col_t cover_width = 8;

class Cover {
public:
    Cover(Book& book, const Results& results) : book_(book), r_(results), shown_(results), sheet_(book.add("cover")) {
        constexpr std::array widths{24.0, 40.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 14.0};
        for (std::size_t c = 0; c < widths.size(); ++c)
            written(worksheet_set_column(sheet_, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c), widths[c], nullptr));
    }

    // A sentence over all columns, as high as it needs; a line takes some 165 characters.
    void line(const std::string& text, Look look) {
        written(worksheet_merge_range(sheet_, row_, 0, row_, cover_width, "", book_.format(look)));
        book_.text(sheet_, row_, 0, text, look);
        const double lines = 1 + static_cast<double>(text.size() / 165);
        written(worksheet_set_row(sheet_, row_, look == Look::title ? 24 : 15 * lines, nullptr));
        ++row_;
    }
    void skip() { ++row_; }

    // A row a firm and alternative, each firm's best first.
    void verdict_table() {
        const std::string unit = " (" + r_.currency + " m)";
        const std::vector<std::string> heads{
            "firm", "alternative", "gain" + unit, "95% low", "95% high", "P10 of the gain", "P90 of the gain", "pays in (%)", "npv" + unit};
        for (std::size_t c = 0; c < heads.size(); ++c)
            book_.text(sheet_, row_, static_cast<lxw_col_t>(c), heads[c], c < 2 ? Look::heading : Look::number_heading);
        written(worksheet_set_row(sheet_, row_++, 30, nullptr));
        for (const std::string& firm : firms_of(r_)) rows_of_firm(firm);
    }

    void reversals_of_best() {
        for (const std::string& firm : firms_of(r_)) {
            const std::string best = best_of(r_, shown_, firm);
            if (firm == "all" || best == r_.baseline) continue;
            for (const std::string& sentence : reversals(r_, best, firm))
                line(firm_title(r_, firm) + ", '" + alternative_title(r_, best) + "': " + sentence + ".", Look::wrapped);
        }
    }

    const Shown& shown() const { return shown_; }

private:
    void rows_of_firm(const std::string& firm) {
        std::vector<std::string> order = shown_.alternatives;
        const auto gain = [&](const std::string& alternative) {
            const ComparisonRow* row = comparison_row(r_, alternative, firm, "gain");
            return row == nullptr ? 0 : row->mean;
        };
        std::stable_sort(order.begin(), order.end(), [&](const std::string& a, const std::string& b) { return gain(a) > gain(b); });
        for (const std::string& alternative : order) {
            const bool best = alternative == order.front();
            const Look money = best ? Look::best : Look::money, words = best ? Look::bold : Look::plain;
            book_.text(sheet_, row_, 0, firm == "all" ? "all firms together" : firm_title(r_, firm), words);
            const std::string title = alternative_title(r_, alternative);
            book_.text(sheet_, row_, 1, alternative == r_.baseline ? title + " (baseline)" : title, words);
            if (const ComparisonRow* row = comparison_row(r_, alternative, firm, "gain")) {
                const std::array values{row->mean, row->low95, row->high95, row->p10, row->p90};
                for (std::size_t c = 0; c < values.size(); ++c) book_.number(sheet_, row_, static_cast<lxw_col_t>(c + 2), values[c], money);
                book_.number(sheet_, row_, 7, row->prob_positive, best ? Look::best_percent : Look::percent);
            }
            book_.number(sheet_, row_, cover_width, summary_row(r_, alternative, firm, "npv")->statistics.mean, money);
            ++row_;
        }
    }

    Book& book_;
    const Results& r_;
    Shown shown_;
    lxw_worksheet* sheet_;
    lxw_row_t row_ = 0;
};

}  // namespace

void add_cover(Book& book, const Results& results, const RunRecord& record, const std::string& hash) {
    Cover cover(book, results);
    cover.line(results.name.empty() ? record.scenario : results.name, Look::title);
    cover.line(fmt::format("{} worlds by {}, seed {}; money in {} m, discounted; gains against '{}'; dates are years with decimals",
                           money_text(static_cast<double>(results.worlds)), results.sampling, results.seed, results.currency,
                           alternative_title(results, results.baseline)),
               Look::plain);
    if (!results.condition.empty()) cover.line(condition_told(results), Look::wrapped);
    if (results.partial()) cover.line("This run was interrupted: its figures rest on the worlds that were finished.", Look::wrapped);
    cover.skip();
    cover.verdict_table();
    for (const std::string& sentence : cover.shown().same) cover.line(sentence, Look::plain);
    cover.skip();
    for (const std::string& sentence : endings(results)) cover.line(sentence + ".", Look::wrapped);
    for (const std::string& sentence : what_money_delays(results, cover.shown().alternatives)) cover.line(sentence + ".", Look::wrapped);
    if (const std::string basis = what_limits_rest_on(results); !basis.empty()) cover.line(basis, Look::wrapped);
    cover.reversals_of_best();
    cover.skip();
    cover.line("scenario " + as_utf8(record.file) + ", SHA-256 " + record.sha256, Look::plain);
    for (const Input& input : record.inputs) cover.line("data file " + as_utf8(input.name) + ", SHA-256 " + input.sha256, Look::plain);
    cover.line("entente " + version() + " (" + build() + "), result hash " + hash, Look::plain);
    for (const std::string& warning : results.warnings) cover.line("warning: " + warning, Look::wrapped);
}

}  // namespace entente
