// The CSV files: RFC 4180, columns as docs/files.md fixes them, numbers that read back to the same bits.
#include "write/csv.hpp"

namespace entente {

namespace {

NamedFile summary_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("summary.csv",
            "scenario,alternative,firm,metric,unit,worlds,mean,se,sd,min,p1,p5,p10,p20,p25,p50,p75,p80,p90,p95,p99,max,tail10,"
            "tail5,p50_low,p50_high,p80_low,p80_high,p90_low,p90_high,mean_low,mean_high,tail10_low,tail10_high,tail5_low,tail5_high",
            dialect);
    for (const SummaryRow& r : results.summary) {
        const Statistics& s = r.statistics;
        csv.row(scenario, r.alternative, r.firm, r.metric, r.unit, s.worlds, s.mean, s.se, s.sd, s.min, s.p1, s.p5, s.p10, s.p20, s.p25,
                s.p50, s.p75, s.p80, s.p90, s.p95, s.p99, s.max, s.tail10, s.tail5, s.p50_low, s.p50_high, s.p80_low, s.p80_high, s.p90_low,
                s.p90_high, s.mean_low, s.mean_high, s.tail10_low, s.tail10_high, s.tail5_low, s.tail5_high);
    }
    return csv.finish();
}

NamedFile comparison_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("comparison.csv",
            "scenario,alternative,baseline,firm,metric,unit,worlds,mean,se,low95,high95,p5,p10,p50,p90,p95,prob_positive,prob_low95,"
            "prob_high95",
            dialect);
    for (const ComparisonRow& r : results.comparison) {
        csv.row(scenario, r.alternative, results.baseline, r.firm, r.metric, r.unit, r.worlds, r.mean, r.se, r.low95, r.high95, r.p5, r.p10,
                r.p50, r.p90, r.p95, r.prob_positive, r.prob_low95, r.prob_high95);
    }
    return csv.finish();
}

NamedFile annual_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("annual.csv", "scenario,alternative,firm,flow,year,mean,p10,p50,p80,p90", dialect);
    for (const AnnualRow& r : results.annual) csv.row(scenario, r.alternative, r.firm, r.flow, r.year, r.mean, r.p10, r.p50, r.p80, r.p90);
    return csv.finish();
}

NamedFile irr_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("irr.csv", "scenario,alternative,baseline,firm,metric,unit,worlds,irr,se,low95,high95,sign_changes,rates,remark", dialect);
    for (const ReturnRow& r : results.returns) {
        csv.row(scenario, r.alternative, results.baseline, r.firm, r.metric, "a year", r.worlds, r.rate, r.se, r.low95, r.high95,
                r.sign_changes, r.rates, r.remark);
    }
    return csv.finish();
}

NamedFile programs_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("programs.csv",
            "scenario,alternative,program,firm,probability_completed,completion_p10,completion_p50,completion_p80,completion_p90,"
            "cost_mean,cost_p50,cost_p80",
            dialect);
    for (const ProgramRow& r : results.programs) {
        csv.row(scenario, r.alternative, r.program, r.firm, r.probability_completed, r.completion_p10, r.completion_p50, r.completion_p80,
                r.completion_p90, r.cost_mean, r.cost_p50, r.cost_p80);
    }
    return csv.finish();
}

NamedFile exits_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("exits.csv", "scenario,alternative,trigger,leaver,probability,low95,high95,date_mean,date_p10,date_p50,date_p90", dialect);
    for (const ExitRow& r : results.exits) {
        csv.row(scenario, r.alternative, r.trigger, r.leaver, r.probability, r.low95, r.high95, r.date_mean, r.date_p10, r.date_p50,
                r.date_p90);
    }
    return csv.finish();
}

NamedFile joint_csv(const Results& results, const std::string& scenario, const CsvDialect& dialect) {
    Csv csv("joint.csv", "scenario,alternative,program,firm,cost,date,probability", dialect);
    for (const JointRow& r : results.joint) csv.row(scenario, r.alternative, r.program, r.firm, r.cost, r.date, r.probability);
    return csv.finish();
}

NamedFile worlds_csv(const Results& results, const CsvDialect& dialect) {
    Csv csv("worlds.csv", "world,alternative,firm,cost_npv,transfer_npv,benefit_npv,npv,peak,over_budget,exit_date", dialect);
    for (const WorldRow& r : results.samples) {
        csv.row(r.world, r.alternative, r.firm, r.cost_npv, r.transfer_npv, r.benefit_npv, r.npv, r.peak, r.over_budget, r.exit_date);
    }
    return csv.finish();
}

}  // namespace

std::vector<NamedFile> csv_files(const Results& results, const std::string& scenario, bool samples, const CsvDialect& dialect) {
    std::vector<NamedFile> files{summary_csv(results, scenario, dialect), comparison_csv(results, scenario, dialect),
                                 annual_csv(results, scenario, dialect),  programs_csv(results, scenario, dialect),
                                 exits_csv(results, scenario, dialect),   joint_csv(results, scenario, dialect),
                                 irr_csv(results, scenario, dialect)};
    if (samples) files.push_back(worlds_csv(results, dialect));
    return files;
}

}  // namespace entente
