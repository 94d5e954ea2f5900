// The pictures of a firm's section (see chart.hpp).
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "model/rows.hpp"
#include "model/words.hpp"
#include "write/report/chart.hpp"
#include "write/report/funding.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

std::string capital(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

class FirmCharts {
public:
    FirmCharts(const Results& results, const Shown& shown, const std::string& firm)
        : r_(results),
          shown_(shown),
          firm_(firm),
          who_(called(results, firm)),
          s_(firm == "all" ? "" : "s"),
          unit_(results.currency + " m") {
        for (const std::string& alternative : shown.alternatives) {
            if (comparison_row(r_, alternative, firm, "gain") != nullptr) deals_.push_back(alternative);
        }
        std::stable_sort(deals_.begin(), deals_.end(),
                         [&](const std::string& a, const std::string& b) { return gain(a).mean > gain(b).mean; });
    }

    std::vector<Chart> list() {
        if (!deals_.empty()) {
            add(boxes());
            add(curves());
            for (Chart& chart : ending_charts(r_, deals_, firm_)) add(std::move(chart));
            add(steps());
        }
        Chart funded = funding_chart(r_, shown_, firm_);
        add(funded.rows.empty() ? years() : std::move(funded));
        if (!deals_.empty()) add(drivers());
        return std::move(charts_);
    }

private:
    void add(Chart chart) {
        if (chart.rows.empty()) return;
        chart.signals["unit"] = unit_;
        charts_.push_back(std::move(chart));
    }
    const ComparisonRow& gain(const std::string& alternative) const { return *comparison_row(r_, alternative, firm_, "gain"); }
    std::string name(const std::string& alternative) const { return alternative_title(r_, alternative); }
    std::string baseline() const { return name(r_.baseline); }

    Chart boxes() {
        Chart out{.drawing = "boxes", .head = {"alternative", "mean", "95% low", "95% high", "P10", "P50", "P90", "chance that it pays"}};
        for (const std::string& alternative : deals_) {
            const ComparisonRow& row = gain(alternative);
            out.rows.push_back({{"name", name(alternative)},
                                {"mean", rounded(row.mean)},
                                {"p10", rounded(row.p10)},
                                {"p50", rounded(row.p50)},
                                {"p90", rounded(row.p90)},
                                {"note", signed_text(row.mean) + "; pays in " + of_hundred(row.prob_positive)}});
            out.figures.push_back({name(alternative), signed_text(row.mean), money_text(row.low95), money_text(row.high95),
                                   money_text(row.p10), money_text(row.p50), money_text(row.p90), percent(row.prob_positive)});
        }
        const ComparisonRow& best = gain(deals_.front());
        out.finding = best.mean > 0 ? fmt::format("{} gain{} most by '{}': {} {} on average against '{}', and something in {} worlds",
                                                  capital(who_), s_, name(best.alternative), signed_text(best.mean), unit_, baseline(),
                                                  of_hundred(best.prob_positive))
                                    : fmt::format("No deal gains {} anything on average against '{}'; the least bad is '{}' with {} {}",
                                                  who_, baseline(), name(best.alternative), signed_text(best.mean), unit_);
        return out;
    }

    Chart curves() {
        Chart out{.drawing = "curves", .head = {"alternative", "P5", "P10", "P50", "P90", "P95"}};
        for (const std::string& alternative : deals_) {
            const ComparisonRow& row = gain(alternative);
            for (std::size_t i = 0; i < row.curve.size(); ++i)
                out.rows.push_back({{"name", name(alternative)}, {"p", curve_level(i)}, {"x", rounded(row.curve[i])}});
            out.figures.push_back({name(alternative), money_text(row.p5), money_text(row.p10), money_text(row.p50), money_text(row.p90),
                                   money_text(row.p95)});
        }
        const ComparisonRow& best = gain(deals_.front());
        out.signals["words"] = "chance of that much gain or less";
        out.signals["target"] = 0;
        out.finding = fmt::format("'{}': in one world of ten {} end{} at {} {} or lower, in one of ten at {} or higher",
                                  name(best.alternative), who_, s_, signed_text(best.p10), unit_, signed_text(best.p90));
        return out;
    }

    // From the baseline to a deal: what is saved, received and earned make the gain.
    Chart steps() {
        Chart out{.drawing = "steps", .head = {"alternative", "costs saved", "received from partners", "earned by sales", "gain"}};
        // What all pay each other is worth something to all where they discount at rates of their own.
        const bool has_partners = std::any_of(deals_.begin(), deals_.end(), [&](const std::string& alternative) {
            return std::fabs(summary_row(r_, alternative, firm_, "transfer_npv")->statistics.mean -
                             summary_row(r_, r_.baseline, firm_, "transfer_npv")->statistics.mean) >= 0.5;
        });
        for (const std::string& alternative : deals_) {
            const auto more = [&](const char* metric) {
                return summary_row(r_, alternative, firm_, metric)->statistics.mean -
                       summary_row(r_, r_.baseline, firm_, metric)->statistics.mean;
            };
            const double saved = -more("cost_npv"), received = more("transfer_npv"), earned = more("benefit_npv");
            double at = 0;
            const auto step = [&](const char* word, double amount) {
                out.rows.push_back(
                    {{"name", name(alternative)}, {"step", word}, {"from", rounded(at)}, {"to", rounded(at + amount)}, {"total", false}});
                at += amount;
            };
            step("costs", saved);
            if (has_partners) step("partners", received);
            step("sales", earned);
            out.rows.push_back({{"name", name(alternative)}, {"step", "gain"}, {"from", 0}, {"to", rounded(at)}, {"total", true}});
            out.figures.push_back({name(alternative), signed_text(saved), signed_text(received), signed_text(earned), signed_text(at)});
        }
        const TableRow& best = out.figures.front();
        out.finding = fmt::format(
            "The gain of {} by '{}' is {} {}: {} in costs, {}{} in sales", who_, best[0], best[4], unit_, best[1],
            has_partners && best[2] != "0.00" ? best[2] + (firm_ == "all" ? " in payments" : " from partners") + ", " : "", best[3]);
        return out;
    }

    Chart years() {
        Chart out{.drawing = "years", .head = {"alternative", "year", "mean", "P10", "P50", "P90", "limit"}};
        double peak = 0;
        const AnnualRow* highest = nullptr;
        for (const AnnualRow& row : r_.annual) {
            if (row.firm != firm_ || row.flow != "cost" || !shown_.holds(row.alternative) || !is_busy(row.year)) continue;
            const double limit = limit_in(row.year);
            out.rows.push_back({{"name", name(row.alternative)},
                                {"year", row.year},
                                {"p10", rounded(row.p10)},
                                {"p50", rounded(row.p50)},
                                {"p90", rounded(row.p90)},
                                {"limit", rounded(limit)}});
            out.figures.push_back({name(row.alternative), std::to_string(row.year), money_text(row.mean), money_text(row.p10),
                                   money_text(row.p50), money_text(row.p90), std::isfinite(limit) ? money_text(limit) : "-"});
            if (row.p90 > peak) highest = &row;
            peak = std::max(peak, row.p90);
        }
        if (highest != nullptr)
            out.finding = fmt::format("The most that {} spend{} in a year: {} {} or more with a chance of one in ten, by '{}' in {}", who_,
                                      s_, money_text(highest->p90), unit_, name(highest->alternative), highest->year);
        return out;
    }
    // Whether anything is spent in a year that would be seen beside the highest.
    bool is_busy(int year) {
        if (busy_.empty()) {
            double most = 0;
            for (const AnnualRow& row : r_.annual) {
                if (row.firm == firm_ && row.flow == "cost") most = std::max(most, row.p90);
            }
            for (const AnnualRow& row : r_.annual) {
                if (row.firm == firm_ && row.flow == "cost" && row.p90 > 0.005 * most) busy_.push_back(row.year);
            }
            if (busy_.empty()) busy_.push_back(INT_MAX);
        }
        const auto [first, last] = std::minmax_element(busy_.begin(), busy_.end());
        return year >= *first && year <= *last;
    }
    double limit_in(int year) const {
        for (const BudgetRow& row : r_.budgets) {
            if (row.firm == firm_ && row.year == year) return row.amount;
        }
        return HUGE_VAL;
    }

    // Which inputs the gain of the best deal hangs on.
    Chart drivers() {
        const std::string& best = deals_.front();
        Chart out{.drawing = "drivers",
                  .head = {"input", "key", "share of the variance", "mean gain where it is lowest", "where it is in the middle",
                           "where it is highest"}};
        for (const TornadoRow& row : r_.tornado) {
            if (row.alternative != best || row.firm != firm_) continue;
            const std::string words = in_words(r_.titles, row.input);
            for (std::size_t b = 0; b < row.means.size(); ++b)
                out.rows.push_back({{"name", words},
                                    {"at", row.means.size() > 1 ? static_cast<double>(b) / static_cast<double>(row.means.size() - 1) : 1},
                                    {"x", rounded(row.means[b])}});
            out.figures.push_back({words, row.input, percent(row.share), money_text(row.means.front()),
                                   money_text(row.means[row.means.size() / 2]), money_text(row.means.back())});
        }
        if (out.rows.empty()) return out;
        out.signals["middle"] = rounded(gain(best).mean);
        // That it hangs on being formed is no news.
        const bool is_formation = out.figures.front()[1].starts_with("formation") && out.figures.size() > 1;
        out.finding = fmt::format("What moves the gain of {} by '{}' most{}: {}", who_, name(best),
                                  is_formation ? ", once it is formed" : "", out.figures[is_formation ? 1 : 0].front());
        return out;
    }

    const Results& r_;
    const Shown& shown_;
    const std::string& firm_;
    std::string who_, s_, unit_;      // who it is about, the ending of what they do, the unit of money
    std::vector<std::string> deals_;  // those compared with the baseline, the best first
    std::vector<int> busy_;
    std::vector<Chart> charts_;
};

}  // namespace

nlohmann::ordered_json rounded(double x) {
    return std::isfinite(x) ? nlohmann::ordered_json(std::round(100 * x) / 100) : nlohmann::ordered_json(nullptr);
}

Shown::Shown(const Results& results) {
    const std::vector<std::string> all = alternatives_of(results), firms = firms_of(results);
    const auto same_figures = [&](const std::string& a, const std::string& b) {
        const auto figures = [&](const std::string& alternative) {
            std::vector<double> out;
            for (const SummaryRow& row : results.summary) {
                if (row.alternative != alternative || row.metric == "formed") continue;
                out.insert(out.end(), {row.statistics.mean, row.statistics.sd, row.statistics.min, row.statistics.max, row.statistics.p50});
            }
            return out;
        };
        return figures(a) == figures(b);
    };
    std::vector<std::string> order{results.baseline};
    std::copy_if(all.begin(), all.end(), std::back_inserter(order), [&](const std::string& id) { return id != results.baseline; });
    for (const std::string& alternative : order) {
        const auto twin = std::find_if(alternatives.begin(), alternatives.end(),
                                       [&](const std::string& known) { return same_figures(known, alternative); });
        if (twin == alternatives.end()) {
            alternatives.push_back(alternative);
        } else {
            same.push_back(fmt::format("'{}' is the same as '{}' in every world.", alternative_title(results, alternative),
                                       alternative_title(results, *twin)));
        }
    }
}

bool Shown::holds(const std::string& alternative) const {
    return std::find(alternatives.begin(), alternatives.end(), alternative) != alternatives.end();
}

std::vector<Chart> charts_of(const Results& results, const Shown& shown, const std::string& firm) {
    return FirmCharts(results, shown, firm).list();
}

std::string best_of(const Results& results, const Shown& shown, const std::string& firm) {
    std::string best = results.baseline;
    double most = 0;
    for (const std::string& alternative : shown.alternatives) {
        const ComparisonRow* row = comparison_row(results, alternative, firm, "gain");
        if (row == nullptr || row->mean <= most) continue;
        most = row->mean;
        best = alternative;
    }
    return best;
}

}  // namespace entente
