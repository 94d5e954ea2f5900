// What a run finds, as plain rows: each struct is a row of the CSV file of the same name.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "model/finding.hpp"

namespace entente {

// Where a figure does not exist: an empty cell.
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

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

// What is aimed at: a metric's value (--target).
struct Target {
    std::string alternative;  // empty: every one that has the metric
    std::string metric, firm;
    double value = 0;
};

struct SummaryRow {
    std::string alternative, firm, metric, unit;
    Statistics statistics;
};

// A share of the worlds between two values; the first and last bin of a histogram hold what lies beyond them too.
struct HistogramBin {
    double low = 0, high = 0, share = 0;
};

// The probabilities of a curve's points: evenly spread over 0 .. 1, none at the ends, where a single world decides.
constexpr std::size_t curve_points = 200;
constexpr double curve_level(std::size_t point) { return (static_cast<double>(point) + 0.5) / curve_points; }

struct ComparisonRow {
    std::string alternative, firm, metric, unit;
    std::int64_t worlds = 0;
    double mean = 0, se = 0, low95 = 0, high95 = 0, p5 = 0, p10 = 0, p50 = 0, p90 = 0, p95 = 0;
    double prob_positive = 0, prob_low95 = 0, prob_high95 = 0;
    std::vector<HistogramBin> histogram = {};  // of saving and gain
    std::vector<double> curve = {};            // of gain: its quantiles at curve_level(0), curve_level(1), ..
    // Whether the alternative's npv (of a saving: its net cost) dominates the baseline's: no, yes, undecided, or empty.
    std::string first_order = {}, second_order = {};
};

// The chance of doing worse than a target (--target).
struct TargetRow {
    std::string alternative, firm, metric, unit;
    double target = 0;
    std::int64_t worlds = 0;
    double worse = 0, low95 = 0, high95 = 0;
};

// The mean gain of a firm over bands of an input, from its lowest values to its highest (ten; two of an event), and the share of the gain's
// variance that they explain.
struct TornadoRow {
    std::string alternative, firm, input;
    std::vector<double> means, errors;  // by band
    double share = 0, share_se = 0;
    std::vector<double> inputs = {};  // the input's own mean in each band
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

// What limited funding costs a firm in an alternative: its npv, or what it has of one program's sales and of penalties avoided, without
// limits on anybody's funding less with them, in the same worlds.
struct FundingRow {
    std::string alternative, firm, program, metric;  // program: `all` for the firm's npv
    double late_p50 = 0, late_p80 = 0;               // years, as of ProgramRow; NaN of npv
    std::int64_t worlds = 0;                         // that the costs rest on
    double cost = 0, se = 0, low95 = 0, high95 = 0;
    // Another alternative - in which the firm carries the program out alone; of npv the baseline - and what limits cost there less here.
    std::string against = {};
    double bought = no_number, bought_low95 = no_number, bought_high95 = no_number;
};

struct ExitRow {
    std::string alternative, trigger, leaver;
    double probability = 0, low95 = 0, high95 = 0, date_mean = 0, date_p10 = 0, date_p50 = 0, date_p90 = 0;
    // What the leaver, and all others together, have more than they would had nobody left, over the worlds with this exit, and the share
    // in which that is above 0; NaN where there is nothing to stay in.
    double leaver_gain = no_number, leaver_gain_low95 = no_number, leaver_gain_high95 = no_number, leaver_better = no_number;
    double others_gain = no_number, others_gain_low95 = no_number, others_gain_high95 = no_number, others_better = no_number;
    double leaver_worse = no_number;         // the share in which the leaver loses
    bool by_choice = true;                   // the leaver could as well have stayed
    std::vector<HistogramBin> by_year = {};  // of the worlds with this exit
};

// A metric of one firm over the worlds in which an alliance ended early, lasted, or ended by one exit.
struct GivenRow {
    std::string alternative, firm, metric, condition;
    std::int64_t worlds = 0;
    double probability = 0, mean = 0, low95 = 0, high95 = 0, p10 = 0, p50 = 0, p90 = 0;
};

// The mean gain of a firm over the worlds in which an alliance ends in one year.
struct EndingRow {
    std::string alternative, firm;
    int year = 0;
    std::int64_t worlds = 0;
    double mean = 0, se = 0;
};

// A number that the scenario takes for given.
struct AssumptionRow {
    std::string group;     // program, market, event, deal, firm, correlation or prices
    std::string of;        // which of them: an id
    std::string quantity;  // in words
    std::string key;       // its path
    std::string meaning, unit;
    std::string value;  // as the scenario gives it
    double p10 = no_number, p50 = no_number, p90 = no_number;
    std::string source, date, mark;  // empty: none
    std::string like;                // of a deal: the alternative that it has the number from; empty: its own
};

// What a firm does about a program, and what that is worth to it: carrying it out less not doing so. Not a number where it had no choice.
struct ChoiceRow {
    std::string alternative, firm, program, choice;
    double probability = 1, value = 0, se = 0;
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
    double saving = no_number, gain = no_number;  // none of the baseline
    double formed = no_number;                    // 0 or 1, where there is an arrangement
    std::string exit = {}, leaver = {};
};

// One firm's access to one program in one world of one alternative (--samples).
struct AccessRow {
    std::int64_t world = 0;
    std::string alternative, program, firm;
    double access_date = 0, cost = 0;
};

// What was drawn in every world (--samples): a column a quantity, events and gates as 0 or 1.
struct DrawTable {
    std::vector<std::string> names;
    std::vector<std::vector<double>> columns;
    std::vector<std::int64_t> numbers = {};  // of the worlds in their run, where others are left out; empty: 0, 1, ..
};

// What a scenario's ids are called for people, in the order of the file.
struct Titles {
    std::vector<std::pair<std::string, std::string>> firms, programs, alternatives;
};

// A weight of a sharing rule with its standard error over the pilot worlds.
struct WeightRow {
    std::string alternative, program, firm, rule;
    double weight = 0, se = 0;
};

// What sharing a run took of one of its processes.
struct RankRow {
    std::int64_t rank = 0, sent = 0, received = 0;  // bytes
    std::int64_t messages = 0;                      // sent
    std::int64_t peak_memory = 0;                   // bytes
    double processor_seconds = 0;
    double passing_seconds = 0;  // of these, in passing on and taking in, waiting for others included
};

struct Results {
    std::string name, currency, baseline;
    Titles titles;
    std::int64_t worlds = 0;  // simulated
    std::int64_t asked = 0;   // asked for; more than `worlds` when the run was interrupted
    int threads = 0, ranks = 1;
    std::vector<RankRow> of_ranks;  // by rank, where there are several
    int merge_depth = 0;            // steps from any rank to the first
    bool histograms = false;        // quantiles come from histograms, not from every world
    std::int64_t sampled = 0;       // worlds on which the quantiles of annual and joint rest
    std::uint64_t seed = 0;
    std::vector<SummaryRow> summary;
    std::vector<ComparisonRow> comparison;
    std::vector<AnnualRow> annual;
    std::vector<ReturnRow> returns;
    std::vector<TargetRow> targets;
    std::vector<ProgramRow> programs;
    std::vector<FundingRow> funding;  // where some firm's is limited
    std::vector<ExitRow> exits;
    std::vector<JointRow> joint;
    std::vector<GivenRow> given;
    std::vector<ChoiceRow> choices;  // where a firm has any
    std::vector<WorldRow> samples;
    std::vector<AccessRow> access;
    DrawTable draws;
    std::vector<BudgetRow> budgets;
    std::vector<TornadoRow> tornado;  // the inputs that move a gain most, by alternative and firm
    std::vector<EndingRow> endings;   // years with enough worlds, where every world is kept
    std::vector<AssumptionRow> assumptions;
    std::string as_of;  // the day whose knowledge the numbers rest on; empty: not said
    std::vector<WeightRow> weights;
    std::vector<Finding> findings;           // of the audit, where one was asked for
    std::int64_t audited = 0;                // worlds that it looked at
    std::string sampling = "mc", precision;  // how worlds were laid out; what was asked of the precision and reached
    std::string condition;                   // the condition on which everything rests; empty: none
    std::int64_t drawn = 0;                  // then: the worlds of which those in which it holds were kept
    std::vector<std::string> warnings;
    std::vector<std::pair<std::string, double>> seconds;  // by phase

    bool partial() const { return worlds < asked; }
};

}  // namespace entente
