// Names of figures, and statistics with their influence functions (see figure.hpp).
#include "studies/figure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/text.hpp"
#include "outcome/metrics.hpp"
#include "stats/moments.hpp"
#include "stats/quantiles.hpp"

namespace entente {

namespace {

using Words = std::vector<std::string>;

bool holds(const Words& words, const std::string& word) { return std::find(words.begin(), words.end(), word) != words.end(); }

template <class Wanted>
Words names_of_metrics(const Wanted& wanted) {
    Words out;
    for (const MetricKind& metric : metrics) {
        if (wanted(metric)) out.emplace_back(metric.name);
    }
    return out;
}

Words firms_of(const Scenario& scenario) {
    Words out;
    for (const auto& [id, unused] : scenario.firm) out.push_back(id.text);
    out.emplace_back("all");
    return out;
}

std::nullopt_t fail(Problem& fault, std::string found, std::string expected, std::string hint = "") {
    fault.found = std::move(found);
    fault.expected = std::move(expected);
    fault.hint = std::move(hint);
    return std::nullopt;
}

// mean, sd, chance, tail10, tail5, p1 .. p99.
std::optional<Statistic> statistic_named(const std::string& word) {
    using Kind = Statistic::Kind;
    if (word == "mean") return Statistic{Kind::mean};
    if (word == "sd") return Statistic{Kind::sd};
    if (word == "chance") return Statistic{Kind::chance};
    if (word == "tail10") return Statistic{Kind::tail, 0.1};
    if (word == "tail5") return Statistic{Kind::tail, 0.05};
    int percent = 0;
    const char* const end = word.data() + word.size();
    if (word.size() < 2 || word[0] != 'p' || std::from_chars(word.data() + 1, end, percent).ptr != end || percent < 1 || percent > 99)
        return std::nullopt;
    return Statistic{Kind::quantile, percent / 100.0};
}

// The certainty equivalents of one firm, or of all: their sum.
std::optional<Figure> certainty_equivalent(const std::string& firm, Figure out, const Scenario& scenario, Problem& fault) {
    const Words firms = firms_of(scenario);
    if (!holds(firms, firm)) return fail(fault, "no firm '" + firm + "'", "ce.FIRM", suggestion(firm, firms));
    for (const auto& [id, terms] : scenario.firm) {
        if (firm != "all" && id.text != firm) continue;
        if (!terms.tolerance)
            return fail(fault, "firm '" + id.text + "' has no tolerance, which ce rests on",
                        "firm." + id.text + ".tolerance in the scenario",
                        "--set firm." + id.text + ".tolerance=1000, the money with which it weighs risk");
        out.parts.push_back({{out.alternative, "npv", id.text}, {Statistic::Kind::certainty_equivalent, *terms.tolerance}});
    }
    return out;
}

Measured of_mean(std::span<const double> column) {
    Measured out{moments(column).mean, {column.begin(), column.end()}};
    for (double& x : out.influence) x -= out.value;
    return out;
}

Measured of_sd(std::span<const double> column) {
    const Moments m = moments(column);
    Measured out{m.sd(), std::vector<double>(column.size(), 0.0)};
    if (!(out.value > 0)) return out;
    for (std::size_t w = 0; w < column.size(); ++w) {
        const double off = column[w] - m.mean;
        out.influence[w] = (off * off - m.variance) / (2 * out.value);
    }
    return out;
}

Measured of_tail(const Statistic& statistic, std::span<const double> column) {
    const std::array shares{statistic.parameter};
    const Quantiles quantiles(column, {}, {}, shares);
    const Tail tail = quantiles.tail(statistic.parameter, statistic.high_is_bad);
    Measured out{tail.mean(), std::vector<double>(column.size())};
    for (std::size_t w = 0; w < column.size(); ++w) {
        const double off = column[w] - tail.edge, beyond = statistic.high_is_bad ? std::max(off, 0.0) : std::min(off, 0.0);
        out.influence[w] = tail.edge + beyond / statistic.parameter - out.value;
    }
    return out;
}

// The density that its influence rests on is that between its confidence limits.
Measured of_quantile(double p, std::span<const double> column) {
    const std::array asked{p};
    const Quantiles quantiles(column, asked, asked);
    Measured out{quantiles.quantile(p), std::vector<double>(column.size())};
    const Interval limits = quantiles.limits(p);
    const double spread = std::sqrt(p * (1 - p) / static_cast<double>(column.size()));
    const double scale = (limits.high - limits.low) / (2 * normal_975 * spread);  // 1 / density
    for (std::size_t w = 0; w < column.size(); ++w) out.influence[w] = scale * (p - (column[w] <= out.value ? 1.0 : 0.0));
    return out;
}

Measured of_chance(std::span<const double> column) {
    std::vector<double> above(column.size());
    for (std::size_t w = 0; w < column.size(); ++w) above[w] = column[w] > 0 ? 1.0 : 0.0;
    return of_mean(above);
}

// Losses beyond the worst world's do not occur, so exponents counted from there are at most 0.
Measured of_certainty_equivalent(double tolerance, std::span<const double> column) {
    const double worst = *std::min_element(column.begin(), column.end());
    std::vector<double> disutility(column.size());
    for (std::size_t w = 0; w < column.size(); ++w) disutility[w] = std::exp((worst - column[w]) / tolerance);
    const double mean = moments(disutility).mean;
    Measured out{worst - tolerance * std::log(mean), std::move(disutility)};
    for (double& x : out.influence) x = -tolerance * (x / mean - 1);
    return out;
}

}  // namespace

std::optional<Metric> metric_of(const std::string& text, const std::string& alternative, const Scenario& scenario, Problem& fault) {
    Words alternatives{"solo"};
    for (const auto& [id, unused] : scenario.alternative) alternatives.push_back(id.text);
    const Words firms = firms_of(scenario);
    if (!holds(alternatives, alternative))
        return fail(fault, "no alternative '" + alternative + "'", "one of the scenario's", suggestion(alternative, alternatives));
    const std::size_t dot = text.find('.');
    Metric out{alternative, text.substr(0, dot), dot == std::string::npos ? "all" : text.substr(dot + 1)};
    const MetricKind* metric = find_metric(out.metric);
    if (metric == nullptr) {
        const Words known = names_of_metrics([](const MetricKind&) { return true; });
        return fail(fault, "no metric '" + out.metric + "'", "METRIC.FIRM", suggestion(out.metric, known));
    }
    if (!holds(firms, out.firm)) return fail(fault, "no firm '" + out.firm + "'", "METRIC.FIRM", suggestion(out.firm, firms));
    if (metric->whose == Whose::all_only && out.firm != "all")
        return fail(fault, "'" + out.metric + "' of '" + out.firm + "', for it is of all firms together", out.metric + ".all");
    if (metric->of == ToldOf::comparisons && alternative == scenario.scenario.baseline.text) {
        const Words known = names_of_metrics([](const MetricKind& m) { return m.of == ToldOf::alternatives; });
        return fail(fault, "'" + alternative + "' is the baseline, which has no " + out.metric, "another alternative, or " + listed(known));
    }
    if (metric->of == ToldOf::deals && alternative == "solo")
        return fail(fault, "'solo' is no deal that could be formed", "another alternative");
    return out;
}

namespace {

// completion.PROGRAM.FIRM and late_by_money.PROGRAM.FIRM, as programs.csv has them.
bool is_date(const std::string& text) { return text.starts_with("completion.") || text.starts_with("late_by_money."); }

std::optional<Metric> date_of(const std::string& text, const std::string& alternative, const Scenario& scenario, Problem& fault) {
    const std::size_t first = text.find('.'), last = text.rfind('.');
    const std::string kind = text.substr(0, first), firm = text.substr(last + 1);
    if (first == last) return fail(fault, "'" + text + "' of no firm", kind + ".PROGRAM.FIRM");
    const std::string program = text.substr(first + 1, last - first - 1);
    Words alternatives{"solo"}, programs, firms;
    for (const auto& [id, unused] : scenario.alternative) alternatives.push_back(id.text);
    for (const auto& [id, unused] : scenario.program) programs.push_back(id.text);
    for (const auto& [id, unused] : scenario.firm) firms.push_back(id.text);
    if (!holds(alternatives, alternative))
        return fail(fault, "no alternative '" + alternative + "'", "one of the scenario's", suggestion(alternative, alternatives));
    if (!holds(programs, program))
        return fail(fault, "no program '" + program + "'", kind + ".PROGRAM.FIRM", suggestion(program, programs));
    if (!holds(firms, firm)) return fail(fault, "no firm '" + firm + "'", kind + ".PROGRAM.FIRM", suggestion(firm, firms));
    return Metric{alternative, kind + "." + program, firm};
}

}  // namespace

std::optional<Figure> figure_of(const Operand& operand, const std::string& alternative, const Scenario& scenario, Problem& fault) {
    fault.source = {1, operand.column};
    if (operand.is_number()) return fail(fault, "a number", "a figure, e.g. gain.ford");
    Figure out{operand.name, operand.alternative.empty() ? alternative : operand.alternative, true, {}};
    if (out.alternative.empty())
        return fail(fault, "'" + operand.name + "' of no alternative", "ALTERNATIVE: " + operand.name, "or --alternative NAME");
    const std::size_t dot = operand.name.find('.');
    const std::string first = operand.name.substr(0, dot);
    if (first == "ce") return certainty_equivalent(dot == std::string::npos ? "all" : operand.name.substr(dot + 1), out, scenario, fault);
    std::optional<Statistic> statistic = dot == std::string::npos ? std::nullopt : statistic_named(first);
    const std::string rest = statistic ? operand.name.substr(dot + 1) : operand.name;
    if (is_date(rest)) {
        const auto date = date_of(rest, out.alternative, scenario, fault);
        if (!date) return std::nullopt;
        if (!statistic) statistic.emplace();
        statistic->high_is_bad = statistic->of_present = true;
        out.is_money = false;
        out.parts.push_back({*date, *statistic});
        return out;
    }
    const auto metric = metric_of(rest, out.alternative, scenario, fault);
    if (!metric) return std::nullopt;
    if (!statistic) statistic.emplace();
    const MetricKind& kind = *find_metric(metric->metric);
    statistic->high_is_bad = kind.high_is_bad;
    out.is_money = kind.unit == Unit::money && statistic->kind != Statistic::Kind::chance;
    out.parts.push_back({*metric, *statistic});
    return out;
}

namespace {

Measured measured_in_all(const Statistic& statistic, std::span<const double> column) {
    switch (statistic.kind) {
        case Statistic::Kind::mean: return of_mean(column);
        case Statistic::Kind::sd: return of_sd(column);
        case Statistic::Kind::tail: return of_tail(statistic, column);
        case Statistic::Kind::quantile: return of_quantile(statistic.parameter, column);
        case Statistic::Kind::chance: return of_chance(column);
        case Statistic::Kind::certainty_equivalent: return of_certainty_equivalent(statistic.parameter, column);
    }
    return {};
}

}  // namespace

Measured measured(const Statistic& statistic, std::span<const double> column) {
    if (!statistic.of_present) return measured_in_all(statistic, column);
    std::vector<double> present;
    std::copy_if(column.begin(), column.end(), std::back_inserter(present), [](double x) { return std::isfinite(x); });
    if (present.empty()) return {std::nan(""), std::vector<double>(column.size(), 0.0)};
    Measured some = measured_in_all(statistic, present);
    Measured out{some.value, std::vector<double>(column.size(), 0.0)};
    // Of a share of the worlds: each moves it by so much more.
    const double weight = static_cast<double>(column.size()) / static_cast<double>(present.size());
    for (std::size_t w = 0, at = 0; w < column.size(); ++w) {
        if (std::isfinite(column[w])) out.influence[w] = weight * some.influence[at++];
    }
    return out;
}

}  // namespace entente
