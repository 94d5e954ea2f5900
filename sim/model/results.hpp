// What a run finds, as plain rows: each struct is a row of the CSV file of the same name.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace entente {

// The statistics of one outcome over the worlds.
struct Statistics {
    std::int64_t worlds = 0;
    double mean = 0, se = 0, sd = 0, min = 0;
    double p1 = 0, p5 = 0, p10 = 0, p20 = 0, p25 = 0, p50 = 0, p75 = 0, p80 = 0, p90 = 0, p95 = 0, p99 = 0;
    double max = 0, tail10 = 0, tail5 = 0;
    double p50_low = 0, p50_high = 0, p80_low = 0, p80_high = 0, p90_low = 0, p90_high = 0;
    double mean_low = 0, mean_high = 0, tail10_low = 0, tail10_high = 0, tail5_low = 0, tail5_high = 0;
    bool heavy_tailed = false;  // the normal interval of the mean would be unsafe
};

// Which figure: a metric as summary.csv and comparison.csv name it.
struct Metric {
    std::string alternative, metric, firm;

    bool operator==(const Metric&) const = default;
};

struct SummaryRow {
    std::string alternative, firm, metric, unit;
    Statistics statistics;
};

// A share of the worlds between two values; the first and last bin of a histogram hold what lies beyond them too.
struct HistogramBin {
    double low = 0, high = 0, share = 0;
};

struct ComparisonRow {
    std::string alternative, firm, metric, unit;
    std::int64_t worlds = 0;
    double mean = 0, se = 0, low95 = 0, high95 = 0, p5 = 0, p10 = 0, p50 = 0, p90 = 0, p95 = 0;
    double prob_positive = 0, prob_low95 = 0, prob_high95 = 0;
    std::vector<HistogramBin> histogram = {};  // of saving and gain
};

// The mean gain of a firm in the tenth of the worlds in which an input is lowest, and highest.
struct TornadoRow {
    std::string alternative, firm, input;
    double low10 = 0, low10_se = 0, high10 = 0, high10_se = 0;

    double swing() const { return high10 - low10; }
};

struct BudgetRow {
    std::string firm;
    int year = 0;
    double amount = 0;
};

struct AnnualRow {
    std::string alternative, firm, flow;
    int year = 0;
    double mean = 0, p10 = 0, p50 = 0, p80 = 0, p90 = 0;
};

// The internal rate of return of a firm's expected flows in an alternative ("npv"), or of what they are more than the baseline's ("gain").
struct ReturnRow {
    std::string alternative, firm, metric;
    std::int64_t worlds = 0;
    double rate = 0, se = 0, low95 = 0, high95 = 0;  // NaN where there is no one rate
    int sign_changes = 0, rates = 0;
    std::string remark;  // why there is none
};

struct ProgramRow {
    std::string alternative, program, firm;
    double probability_completed = 0, completion_p10 = 0, completion_p50 = 0, completion_p80 = 0, completion_p90 = 0;
    double cost_mean = 0, cost_p50 = 0, cost_p80 = 0;
    double late_by_money_mean = 0, late_by_money_p80 = 0, waiting_cost_mean = 0;
    double late_by_money_p50 = 0;
};

struct ExitRow {
    std::string alternative, trigger, leaver;
    double probability = 0, low95 = 0, high95 = 0, date_mean = 0, date_p10 = 0, date_p50 = 0, date_p90 = 0;
    std::vector<HistogramBin> by_year = {};  // of the worlds with this exit
};

struct JointRow {
    std::string alternative, program, firm;
    double cost = 0, date = 0, probability = 0;
};

// One world of one alternative for one firm (--samples).
struct WorldRow {
    std::int64_t world = 0;
    std::string alternative, firm;
    double cost_npv = 0, transfer_npv = 0, benefit_npv = 0, npv = 0, peak = 0, over_budget = 0, exit_date = 0;
};

// A weight of a sharing rule with its standard error over the pilot worlds.
struct WeightRow {
    std::string alternative, program, firm, rule;
    double weight = 0, se = 0;
};

struct Results {
    std::string name, currency, baseline;
    std::int64_t worlds = 0;  // simulated
    std::int64_t asked = 0;   // asked for; more than `worlds` when the run was interrupted
    int threads = 0, ranks = 1;
    bool histograms = false;   // quantiles come from histograms, not from every world
    std::int64_t sampled = 0;  // worlds on which the quantiles of annual and joint rest
    std::uint64_t seed = 0;
    std::vector<SummaryRow> summary;
    std::vector<ComparisonRow> comparison;
    std::vector<AnnualRow> annual;
    std::vector<ReturnRow> returns;
    std::vector<ProgramRow> programs;
    std::vector<ExitRow> exits;
    std::vector<JointRow> joint;
    std::vector<WorldRow> samples;
    std::vector<BudgetRow> budgets;
    std::vector<TornadoRow> tornado;  // the inputs that move a gain most, by alternative and firm
    std::vector<WeightRow> weights;
    std::string sampling = "mc", precision;  // how worlds were laid out; what was asked of the precision and reached
    std::vector<std::string> warnings;
    std::vector<std::pair<std::string, double>> seconds;  // by phase

    bool partial() const { return worlds < asked; }
};

}  // namespace entente
