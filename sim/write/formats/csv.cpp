// The CSV files: RFC 4180, columns as docs/files.md fixes them, numbers that read back to the same bits.
#include <array>
#include <charconv>
#include <cmath>

#include "write/files.hpp"

namespace entente {

namespace {

class Csv {
public:
    Csv(std::string name, std::string_view header) {
        file_.name = std::move(name);
        file_.content = header;
        file_.content += "\r\n";
    }

    template <class... Cell>
    void row(const Cell&... cells) {
        bool first = true;
        const auto add = [&](const auto& value) {
            if (!first) file_.content += ',';
            first = false;
            cell(value);
        };
        (add(cells), ...);
        file_.content += "\r\n";
    }

    NamedFile finish() { return std::move(file_); }

private:
    void cell(double value) {
        if (!std::isfinite(value)) return;  // an empty cell: there is no such number
        std::array<char, 32> buffer{};
        file_.content.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
    }
    void cell(std::int64_t value) { file_.content += std::to_string(value); }
    void cell(int value) { file_.content += std::to_string(value); }
    void cell(const std::string& text) {
        // A spreadsheet would run a cell that begins like a formula.
        const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
        const std::string safe = formula ? "'" + text : text;
        if (safe.find_first_of(",\"\r\n") == std::string::npos) {
            file_.content += safe;
            return;
        }
        file_.content += '"';
        for (const char c : safe) file_.content += c == '"' ? std::string("\"\"") : std::string(1, c);
        file_.content += '"';
    }

    NamedFile file_;
};

NamedFile summary_csv(const Results& results, const std::string& scenario) {
    Csv csv("summary.csv",
            "scenario,alternative,firm,metric,unit,worlds,mean,se,sd,min,p1,p5,p10,p20,p25,p50,p75,p80,p90,p95,p99,max,tail10,"
            "tail5,p50_low,p50_high,p80_low,p80_high,p90_low,p90_high,mean_low,mean_high,tail10_low,tail10_high,tail5_low,tail5_high");
    for (const SummaryRow& r : results.summary) {
        const Statistics& s = r.statistics;
        csv.row(scenario, r.alternative, r.firm, r.metric, r.unit, s.worlds, s.mean, s.se, s.sd, s.min, s.p1, s.p5, s.p10, s.p20, s.p25,
                s.p50, s.p75, s.p80, s.p90, s.p95, s.p99, s.max, s.tail10, s.tail5, s.p50_low, s.p50_high, s.p80_low, s.p80_high, s.p90_low,
                s.p90_high, s.mean_low, s.mean_high, s.tail10_low, s.tail10_high, s.tail5_low, s.tail5_high);
    }
    return csv.finish();
}

NamedFile comparison_csv(const Results& results, const std::string& scenario) {
    Csv csv("comparison.csv",
            "scenario,alternative,baseline,firm,metric,unit,worlds,mean,se,low95,high95,p5,p10,p50,p90,p95,prob_positive,prob_low95,"
            "prob_high95");
    for (const ComparisonRow& r : results.comparison) {
        csv.row(scenario, r.alternative, results.baseline, r.firm, r.metric, r.unit, r.worlds, r.mean, r.se, r.low95, r.high95, r.p5, r.p10,
                r.p50, r.p90, r.p95, r.prob_positive, r.prob_low95, r.prob_high95);
    }
    return csv.finish();
}

NamedFile annual_csv(const Results& results, const std::string& scenario) {
    Csv csv("annual.csv", "scenario,alternative,firm,flow,year,mean,p10,p50,p80,p90");
    for (const AnnualRow& r : results.annual) csv.row(scenario, r.alternative, r.firm, r.flow, r.year, r.mean, r.p10, r.p50, r.p80, r.p90);
    return csv.finish();
}

NamedFile programs_csv(const Results& results, const std::string& scenario) {
    Csv csv("programs.csv",
            "scenario,alternative,program,firm,probability_completed,completion_p10,completion_p50,completion_p80,completion_p90,"
            "cost_mean,cost_p50,cost_p80");
    for (const ProgramRow& r : results.programs) {
        csv.row(scenario, r.alternative, r.program, r.firm, r.probability_completed, r.completion_p10, r.completion_p50, r.completion_p80,
                r.completion_p90, r.cost_mean, r.cost_p50, r.cost_p80);
    }
    return csv.finish();
}

NamedFile exits_csv(const Results& results, const std::string& scenario) {
    Csv csv("exits.csv", "scenario,alternative,trigger,leaver,probability,low95,high95,date_mean,date_p10,date_p50,date_p90");
    for (const ExitRow& r : results.exits) {
        csv.row(scenario, r.alternative, r.trigger, r.leaver, r.probability, r.low95, r.high95, r.date_mean, r.date_p10, r.date_p50,
                r.date_p90);
    }
    return csv.finish();
}

NamedFile joint_csv(const Results& results, const std::string& scenario) {
    Csv csv("joint.csv", "scenario,alternative,program,firm,cost,date,probability");
    for (const JointRow& r : results.joint) csv.row(scenario, r.alternative, r.program, r.firm, r.cost, r.date, r.probability);
    return csv.finish();
}

NamedFile worlds_csv(const Results& results) {
    Csv csv("worlds.csv", "world,alternative,firm,cost_npv,transfer_npv,benefit_npv,npv,peak,over_budget,exit_date");
    for (const WorldRow& r : results.samples) {
        csv.row(r.world, r.alternative, r.firm, r.cost_npv, r.transfer_npv, r.benefit_npv, r.npv, r.peak, r.over_budget, r.exit_date);
    }
    return csv.finish();
}

}  // namespace

std::vector<NamedFile> csv_files(const Results& results, const std::string& scenario, bool samples) {
    std::vector<NamedFile> files{summary_csv(results, scenario),  comparison_csv(results, scenario), annual_csv(results, scenario),
                                 programs_csv(results, scenario), exits_csv(results, scenario),      joint_csv(results, scenario)};
    if (samples) files.push_back(worlds_csv(results));
    return files;
}

}  // namespace entente
