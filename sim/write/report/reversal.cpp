// Break-even points (see reversal.hpp).
#include "write/report/reversal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/rows.hpp"
#include "model/words.hpp"
#include "write/page.hpp"
#include "write/values.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

const GivenRow* given_row(const Results& results, const std::string& alternative, const std::string& firm, const char* condition) {
    for (const GivenRow& row : results.given) {
        if (row.alternative == alternative && row.firm == firm && row.metric == "gain" && row.condition == condition && row.worlds > 0)
            return &row;
    }
    return nullptr;
}

const AssumptionRow* assumption(const Results& results, const std::string& key) {
    for (const AssumptionRow& row : results.assumptions) {
        if (row.key == key) return &row;
    }
    return nullptr;
}

// The yearly rate of the one exit by which an alternative may end; none where there are several, or where it has another trigger.
const AssumptionRow* only_rate(const Results& results, const std::string& alternative) {
    std::string name;
    for (const ExitRow& row : results.exits) {
        if (row.alternative != alternative || row.probability == 0) continue;
        if (!name.empty() && name != row.trigger) return nullptr;
        name = row.trigger;
    }
    const AssumptionRow* rate = assumption(results, "alternative." + alternative + ".exit." + name + ".rate");
    return rate != nullptr && std::isfinite(rate->p50) && std::isnan(rate->p10) ? rate : nullptr;
}

double worst_of(const TornadoRow& row) { return std::min(row.means.front(), row.means.back()); }

// The input's value at which the mean gain passes 0 on the way from its better end to its worse.
std::optional<double> turning_point(const TornadoRow& row) {
    const bool rises = row.means.back() > row.means.front();
    const std::size_t last = row.means.size() - 1;
    const auto place = [&](std::size_t step) { return rises ? last - step : step; };
    for (std::size_t step = 0; step < last; ++step) {
        const std::size_t better = place(step), worse = place(step + 1);
        if (!(row.means[better] >= 0 && row.means[worse] < 0)) continue;
        const double part = row.means[better] / (row.means[better] - row.means[worse]);
        return row.inputs[better] + part * (row.inputs[worse] - row.inputs[better]);
    }
    return std::nullopt;
}

std::string by_input(const Results& results, const TornadoRow& row) {
    const std::string words = in_words(results.titles, row.input), worst = signed_text(worst_of(row));
    const bool rises = row.means.back() > row.means.front(), is_event = row.means.size() == 2;
    const std::string where = is_event ? (rises ? "where not" : "where so") : (rises ? "in its lowest tenth" : "in its highest tenth");
    if (worst_of(row) >= 0) return fmt::format("No single input reverses it; the nearest: {} - {} still {}", words, where, worst);
    const std::optional<double> turn = is_event ? std::nullopt : turning_point(row);
    if (!turn) return fmt::format("Reversed by: {} - {} {} on average", words, where, worst);
    const AssumptionRow* given = assumption(results, row.input.substr(0, row.input.find('@')));
    const std::string unit = given != nullptr ? given->unit : "";
    const std::string usual = given != nullptr && std::isfinite(given->p50) ? ", P50 " + figure_in(unit, given->p50) : "";
    return fmt::format("Pays on average only {} {} ({}{})", rises ? "above" : "below", value_in(unit, *turn), words, usual);
}

}  // namespace

std::string pays_while(const Results& results, const std::string& alternative, const std::string& firm) {
    const GivenRow *last = given_row(results, alternative, firm, "stayed"), *end = given_row(results, alternative, firm, "exited");
    if (last == nullptr || end == nullptr || end->mean >= last->mean) return "";
    const double formed = last->probability + end->probability, mean = comparison_row(results, alternative, firm, "gain")->mean;
    // What worlds in which it is not formed add to the mean.
    const double unformed = mean - last->probability * last->mean - end->probability * end->mean;
    const double now = end->probability / formed, most = (last->mean + unformed / formed) / (last->mean - end->mean);
    if (!(most > 0 && most < 1)) return "";
    const std::string begin = most > now ? "pays only while" : "would pay only while";
    if (const AssumptionRow* rate = only_rate(results, alternative); rate != nullptr && now < 0.99)
        return fmt::format("{} the exit rate stays below about {:.2g}% a year; it is {:.2g}%", begin,
                           100 * rate->p50 * std::log1p(-most) / std::log1p(-now), 100 * rate->p50);
    return fmt::format("{} fewer than {:.0f}% of such alliances end early; {:.0f}% do here", begin, 100 * most, 100 * now);
}

std::vector<std::string> reversals(const Results& results, const std::string& alternative, const std::string& firm) {
    std::vector<std::string> out;
    if (std::string line = pays_while(results, alternative, firm); line.starts_with('p')) out.push_back('P' + line.substr(1));
    const TornadoRow* most = nullptr;
    for (const TornadoRow& row : results.tornado) {
        // That a deal which is not formed brings nothing is no news.
        if (row.alternative != alternative || row.firm != firm || row.input.starts_with("formation")) continue;
        if (most == nullptr || worst_of(row) < worst_of(*most)) most = &row;
    }
    if (most != nullptr) out.push_back(by_input(results, *most));
    return out;
}

}  // namespace entente
