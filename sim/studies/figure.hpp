// The figures that conditions and goals speak of: a statistic of a metric over the worlds, with what its sampling error rests on.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "model/condition.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"

namespace entente {

// What is made of a metric's values in all worlds.
struct Statistic {
    enum class Kind { mean, sd, tail, quantile, chance, certainty_equivalent };
    Kind kind = Kind::mean;
    double parameter = 0;      // share of a tail, probability of a quantile, risk tolerance of a certainty equivalent
    bool high_is_bad = false;  // of a tail
    bool of_present = false;   // over the worlds that have a value: of dates, those in which they come
};

// A figure is a statistic of one metric, or the sum of several firms' (the certainty equivalent of all).
struct Figure {
    struct Part {
        Metric metric;
        Statistic statistic;
    };
    std::string name;         // as it was written
    std::string alternative;  // of which it is told
    bool is_money = true;     // not a share
    std::vector<Part> parts;
};

// METRIC.FIRM of an alternative, as summary.csv and comparison.csv name it; METRIC alone is of all firms. Nothing, and in `fault` what is
// wrong, where the scenario has no such figure.
std::optional<Metric> metric_of(const std::string& text, const std::string& alternative, const Scenario& scenario, Problem& fault);

// The figure of an operand: [STATISTIC.]METRIC.FIRM, or of completion.PROGRAM.FIRM (the date of access, over the worlds that have one) or
// late_by_money.PROGRAM.FIRM (years that limited funding delays it by, likewise), with mean (the default), sd, tail10, tail5, p1 .. p99 or
// chance (the share of worlds above 0) before the metric; or ce.FIRM, the certainty equivalent of its npv, -T ln E exp(-npv/T) with T its
// `tolerance` (Pratt 1964). `alternative` is meant where the operand names none. A fault's column is the operand's.
std::optional<Figure> figure_of(const Operand& operand, const std::string& alternative, const Scenario& scenario, Problem& fault);

// A figure's value, and its influence function: what each world adds to its error, with mean 0. The standard error of the mean of that
// is the figure's, and of a sum of figures' that of the sum's (Hampel 1974).
struct Measured {
    double value = 0;
    std::vector<double> influence;
};
// Of a statistic over a column of worlds, at least one. Where it is over those that have a value: the others have no influence, and no
// number comes of it where none has one.
Measured measured(const Statistic& statistic, std::span<const double> column);

}  // namespace entente
