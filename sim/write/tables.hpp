// The result files, each with its columns (docs/files.md).
#pragma once

#include "model/results.hpp"
#include "write/assumptions_table.hpp"
#include "write/column.hpp"
#include "write/funding_table.hpp"
#include "write/sample_tables.hpp"

namespace entente {

template <>
struct TableOf<SummaryRow> {
    static constexpr auto rows = &Results::summary;
    static constexpr std::string_view
        file = "summary.csv",
        row = "one outcome of one firm (or `all`) in one alternative: mean, standard error, quantiles, tails, limits";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &SummaryRow::alternative).in_brief(),
                          column("firm", "the firm, or all", &SummaryRow::firm).in_brief(),
                          column("metric", "the metric, below", &SummaryRow::metric).in_brief(),
                          column("unit", "millions of the currency, or share", &SummaryRow::unit).in_brief(),
                          column("worlds", "worlds that were simulated", &SummaryRow::statistics, &Statistics::worlds),
                          column("mean", "mean over the worlds", &SummaryRow::statistics, &Statistics::mean).in_brief(),
                          column("se", "standard error of the mean", &SummaryRow::statistics, &Statistics::se).in_brief(),
                          column("sd", "standard deviation over the worlds", &SummaryRow::statistics, &Statistics::sd).in_brief(),
                          column("min", "smallest value", &SummaryRow::statistics, &Statistics::min),
                          column("p1", "value that 1% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p1),
                          column("p5", "value that 5% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p5),
                          column("p10", "value that 10% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p10).in_brief(),
                          column("p20", "value that 20% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p20),
                          column("p25", "value that 25% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p25),
                          column("p50", "value that 50% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p50).in_brief(),
                          column("p75", "value that 75% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p75),
                          column("p80", "value that 80% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p80).in_brief(),
                          column("p90", "value that 90% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p90).in_brief(),
                          column("p95", "value that 95% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p95),
                          column("p99", "value that 99% of the worlds do not pass", &SummaryRow::statistics, &Statistics::p99),
                          column("max", "largest value", &SummaryRow::statistics, &Statistics::max),
                          column("tail10", "mean of the worst 10%: the high end for costs and outlays, the low end for the rest",
                                 &SummaryRow::statistics, &Statistics::tail10),
                          column("tail5", "mean of the worst 5%", &SummaryRow::statistics, &Statistics::tail5),
                          column("p50_low", "lower limit of p50, 95%", &SummaryRow::statistics, &Statistics::p50_low),
                          column("p50_high", "upper limit of p50, 95%", &SummaryRow::statistics, &Statistics::p50_high),
                          column("p80_low", "lower limit of p80, 95%", &SummaryRow::statistics, &Statistics::p80_low),
                          column("p80_high", "upper limit of p80, 95%", &SummaryRow::statistics, &Statistics::p80_high),
                          column("p90_low", "lower limit of p90, 95%", &SummaryRow::statistics, &Statistics::p90_low),
                          column("p90_high", "upper limit of p90, 95%", &SummaryRow::statistics, &Statistics::p90_high),
                          column("mean_low", "lower limit of the mean, 95%", &SummaryRow::statistics, &Statistics::mean_low),
                          column("mean_high", "upper limit of the mean, 95%", &SummaryRow::statistics, &Statistics::mean_high),
                          column("tail10_low", "lower limit of tail10, 95%", &SummaryRow::statistics, &Statistics::tail10_low),
                          column("tail10_high", "upper limit of tail10, 95%", &SummaryRow::statistics, &Statistics::tail10_high),
                          column("tail5_low", "lower limit of tail5, 95%", &SummaryRow::statistics, &Statistics::tail5_low),
                          column("tail5_high", "upper limit of tail5, 95%", &SummaryRow::statistics, &Statistics::tail5_high)};
    }
};

template <>
struct TableOf<ComparisonRow> {
    static constexpr auto rows = &Results::comparison;
    static constexpr std::string_view
        file = "comparison.csv",
        row = "`saving` or `gain` against the baseline, or `all_gain`: mean, interval, chance of being positive";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &ComparisonRow::alternative).in_brief(),
                          column("baseline", "the alternative that it is compared with", &RunNames::baseline),
                          column("firm", "the firm, or all", &ComparisonRow::firm).in_brief(),
                          column("metric", "saving, gain or all_gain", &ComparisonRow::metric).in_brief(),
                          column("unit", "millions of the currency, or share", &ComparisonRow::unit).in_brief(),
                          column("worlds", "worlds that were simulated", &ComparisonRow::worlds),
                          column("mean", "mean over the worlds", &ComparisonRow::mean).in_brief(),
                          column("se", "standard error of the mean", &ComparisonRow::se).in_brief(),
                          column("low95", "lower limit of the mean, 95%", &ComparisonRow::low95).in_brief(),
                          column("high95", "upper limit of the mean, 95%", &ComparisonRow::high95).in_brief(),
                          column("p5", "value that 5% of the worlds do not pass", &ComparisonRow::p5),
                          column("p10", "value that 10% of the worlds do not pass", &ComparisonRow::p10),
                          column("p50", "value that 50% of the worlds do not pass", &ComparisonRow::p50),
                          column("p90", "value that 90% of the worlds do not pass", &ComparisonRow::p90),
                          column("p95", "value that 95% of the worlds do not pass", &ComparisonRow::p95),
                          column("prob_positive", "share of the worlds in which it is above 0", &ComparisonRow::prob_positive).in_brief(),
                          column("prob_low95", "lower limit of that share, 95%", &ComparisonRow::prob_low95).in_brief(),
                          column("prob_high95", "upper limit of that share, 95%", &ComparisonRow::prob_high95).in_brief(),
                          column("first_order", "whether the alternative dominates the baseline: yes, no, undecided at so many worlds",
                                 &ComparisonRow::first_order),
                          column("second_order", "the same for everybody who fears risk", &ComparisonRow::second_order)};
    }
};

template <>
struct TableOf<AnnualRow> {
    static constexpr auto rows = &Results::annual;
    static constexpr std::string_view
        file = "annual.csv",
        row =
            "cost, transfer or benefit of one calendar year, nominal; or `funding_binds`, the share of the worlds in which limited funding "
            "held a firm's work back in it";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &AnnualRow::alternative),
                          column("firm", "the firm, or all", &AnnualRow::firm),
                          column("flow",
                                 "cost, transfer or benefit; of firms with limited funding: funding_binds, funding, and cost_unfunded, the "
                                 "cost if nobody's were "
                                 "limited",
                                 &AnnualRow::flow),
                          column("year", "calendar year", &AnnualRow::year),
                          column("mean", "mean over the worlds; of funding_binds the share of them", &AnnualRow::mean),
                          column("p10", "value that 10% of the first worlds do not pass", &AnnualRow::p10),
                          column("p50", "value that 50% of the first worlds do not pass", &AnnualRow::p50),
                          column("p80", "value that 80% of the first worlds do not pass", &AnnualRow::p80),
                          column("p90", "value that 90% of the first worlds do not pass", &AnnualRow::p90)};
    }
};

template <>
struct TableOf<ProgramRow> {
    static constexpr auto rows = &Results::programs;
    static constexpr std::string_view file = "programs.csv", row = "one firm's part in one program: chance and date of access, cost";
    static constexpr auto columns() {
        return std::tuple{
            column("scenario", "stem of the scenario file's name", &RunNames::scenario),
            column("alternative", "the alternative", &ProgramRow::alternative),
            column("program", "the program", &ProgramRow::program),
            column("firm", "the firm", &ProgramRow::firm),
            column("probability_completed", "share of the worlds in which the firm has access in the end",
                   &ProgramRow::probability_completed),
            column("completion_p10", "date that 10% of the worlds with access do not pass", &ProgramRow::completion_p10),
            column("completion_p50", "date that 50% of the worlds with access do not pass", &ProgramRow::completion_p50),
            column("completion_p80", "date that 80% of the worlds with access do not pass", &ProgramRow::completion_p80),
            column("completion_p90", "date that 90% of the worlds with access do not pass", &ProgramRow::completion_p90),
            column("cost_mean", "mean nominal cost of its part", &ProgramRow::cost_mean),
            column("cost_p50", "cost that half of the worlds do not pass", &ProgramRow::cost_p50),
            column("cost_p80", "cost that 80% of the worlds do not pass", &ProgramRow::cost_p80),
            column("late_by_money_mean", "mean years by which limited funding delays access, of the worlds with it either way",
                   &ProgramRow::late_by_money_mean),
            column("late_by_money_p80", "years that 80% of these do not pass", &ProgramRow::late_by_money_p80),
            column("waiting_cost_mean", "mean nominal cost of waiting for money", &ProgramRow::waiting_cost_mean)};
    }
};

template <>
struct TableOf<ExitRow> {
    static constexpr auto rows = &Results::exits;
    static constexpr std::string_view file = "exits.csv",
                                      row =
                                          "one exit and leaver: probability with interval, date, what it brings the leaver and the others";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &ExitRow::alternative),
                          column("trigger", "name of the exit", &ExitRow::trigger),
                          column("leaver", "the firm that leaves", &ExitRow::leaver),
                          column("probability", "share of the worlds in which it happens", &ExitRow::probability),
                          column("low95", "lower limit of that share, 95%", &ExitRow::low95),
                          column("high95", "upper limit of that share, 95%", &ExitRow::high95),
                          column("date_mean", "mean date of the end, of the worlds with it", &ExitRow::date_mean),
                          column("date_p10", "date that 10% of the worlds with it do not pass", &ExitRow::date_p10),
                          column("date_p50", "date that 50% of the worlds with it do not pass", &ExitRow::date_p50),
                          column("date_p90", "date that 90% of the worlds with it do not pass", &ExitRow::date_p90),
                          column("leaver_gain", "the leaver's npv less what it would be had nobody left, mean; none after a failure",
                                 &ExitRow::leaver_gain),
                          column("leaver_gain_low95", "its lower limit, 95%", &ExitRow::leaver_gain_low95),
                          column("leaver_gain_high95", "its upper limit, 95%", &ExitRow::leaver_gain_high95),
                          column("leaver_better", "share of the worlds with it in which the leaver gains", &ExitRow::leaver_better),
                          column("others_gain", "the same of all other firms together", &ExitRow::others_gain),
                          column("others_gain_low95", "its lower limit, 95%", &ExitRow::others_gain_low95),
                          column("others_gain_high95", "its upper limit, 95%", &ExitRow::others_gain_high95),
                          column("others_better", "share of the worlds with it in which they gain together", &ExitRow::others_better)};
    }
};

template <>
struct TableOf<GivenRow> {
    static constexpr auto rows = &Results::given;
    static constexpr std::string_view
        file = "given.csv",
        row = "one metric of one firm (or `all`) over the worlds in which an alliance that may end early did, lasted, or ended by one exit";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &GivenRow::alternative),
                          column("firm", "the firm, or all", &GivenRow::firm),
                          column("metric", "gain, saving, npv or cost_npv", &GivenRow::metric),
                          column("condition", "exited; stayed: formed, and nobody left; or an exit's name", &GivenRow::condition),
                          column("worlds", "worlds in which it holds", &GivenRow::worlds),
                          column("probability", "share of all worlds", &GivenRow::probability),
                          column("mean", "mean over these worlds", &GivenRow::mean),
                          column("low95", "lower limit of the mean, 95%", &GivenRow::low95),
                          column("high95", "upper limit of the mean, 95%", &GivenRow::high95),
                          column("p10", "value that 10% of these worlds do not pass", &GivenRow::p10),
                          column("p50", "value that 50% of these worlds do not pass", &GivenRow::p50),
                          column("p90", "value that 90% of these worlds do not pass", &GivenRow::p90)};
    }
};

template <>
struct TableOf<ChoiceRow> {
    static constexpr auto rows = &Results::choices;
    static constexpr std::string_view
        file = "choices.csv",
        row =
            "what a firm does about a program, where it may choose: its choice, how often it comes to that, and what carrying the "
            "program out is worth to it over doing without";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &ChoiceRow::alternative),
                          column("firm", "the firm", &ChoiceRow::firm),
                          column("program", "the program", &ChoiceRow::program),
                          column("choice",
                                 "alone: it carries the program out; forgo: it does without; deal: an arrangement's business; after_exit: "
                                 "it goes on alone after an exit",
                                 &ChoiceRow::choice),
                          column("probability",
                                 "chance of that: 1 of alone and forgo, that the deal is formed, that it goes on where an exit makes it "
                                 "decide",
                                 &ChoiceRow::probability),
                          column("value",
                                 "expected npv of carrying it out less that of doing without, others as they choose; of going on less that "
                                 "of stopping; empty where there is no choice",
                                 &ChoiceRow::value),
                          column("se", "its standard error over the pilot worlds", &ChoiceRow::se)};
    }
};

template <>
struct TableOf<JointRow> {
    static constexpr auto rows = &Results::joint;
    static constexpr std::string_view file = "joint.csv", row = "P(cost ≤ c and completion ≤ d) on each one's own 0, 5, .. 100% quantiles";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &JointRow::alternative),
                          column("program", "the program", &JointRow::program),
                          column("firm", "the firm", &JointRow::firm),
                          column("cost", "c", &JointRow::cost),
                          column("date", "d", &JointRow::date),
                          column("probability", "share of the worlds within both", &JointRow::probability)};
    }
};

template <>
struct TableOf<ReturnRow> {
    static constexpr auto rows = &Results::returns;
    static constexpr std::string_view file = "irr.csv",
                                      row =
                                          "internal rate of return of a firm's expected flows in one alternative (`npv`), or of their "
                                          "difference to the baseline's (`gain`): rate a year, standard error, limits, sign changes of the "
                                          "flow, rates found, and a remark where there is none ([how](model.md#6-outcomes))";
    static constexpr auto columns() {
        return std::tuple{column("scenario", "stem of the scenario file's name", &RunNames::scenario),
                          column("alternative", "the alternative", &ReturnRow::alternative),
                          column("baseline", "the alternative that it is compared with", &RunNames::baseline),
                          column("firm", "the firm, or all", &ReturnRow::firm),
                          column("metric", "npv or gain", &ReturnRow::metric),
                          column("unit", "a year", [](const ReturnRow&) { return "a year"; }),
                          column("worlds", "worlds that were simulated", &ReturnRow::worlds),
                          column("irr", "the rate", &ReturnRow::rate),
                          column("se", "its standard error", &ReturnRow::se),
                          column("low95", "its lower limit, 95%", &ReturnRow::low95),
                          column("high95", "its upper limit, 95%", &ReturnRow::high95),
                          column("sign_changes", "of the expected flow", &ReturnRow::sign_changes),
                          column("rates", "how many make it worth nothing", &ReturnRow::rates),
                          column("remark", "why there is no one rate", &ReturnRow::remark)};
    }
};

template <>
struct TableOf<TargetRow> {
    static constexpr auto rows = &Results::targets;
    static constexpr bool if_any = true;  // --target
    static constexpr std::string_view file = "targets.csv", row = "the chance of doing worse than a target (with `--target`)";
    static constexpr auto columns() {
        return std::tuple{
            column("scenario", "stem of the scenario file's name", &RunNames::scenario),
            column("alternative", "the alternative", &TargetRow::alternative),
            column("firm", "the firm, or all", &TargetRow::firm),
            column("metric", "the metric", &TargetRow::metric),
            column("unit", "millions of the currency, or share", &TargetRow::unit),
            column("target", "what is aimed at", &TargetRow::target),
            column("worlds", "worlds that were simulated", &TargetRow::worlds),
            column("worse", "share of the worlds that do worse: more for costs and outlays, less for the rest", &TargetRow::worse),
            column("low95", "lower limit of that share, 95%", &TargetRow::low95),
            column("high95", "upper limit of that share, 95%", &TargetRow::high95)};
    }
};

// Registration: one entry a file, in their order.
using Tables = std::tuple<TableOf<SummaryRow>, TableOf<ComparisonRow>, TableOf<AnnualRow>, TableOf<ProgramRow>, TableOf<ExitRow>,
                          TableOf<JointRow>, TableOf<ReturnRow>, TableOf<ChoiceRow>, TableOf<GivenRow>, TableOf<TargetRow>,
                          TableOf<FundingRow>, TableOf<AssumptionRow>, TableOf<WorldRow>, TableOf<AccessRow>>;

// Calls visit(table) for each.
template <class Visit>
void each_table(const Visit& visit) {
    std::apply([&](const auto&... table) { (visit(table), ...); }, Tables());
}

}  // namespace entente
