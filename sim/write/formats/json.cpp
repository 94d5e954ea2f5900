// The manifest, and the summary as JSON for --json.
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "write/files.hpp"
#include "write/tables.hpp"

namespace entente {

namespace {
using Json = nlohmann::ordered_json;
}

std::string manifest_json(const Results& results, const RunRecord& record, const std::vector<NamedFile>& plain,
                          const std::vector<std::pair<std::string, std::string>>& written) {
    Json out;
    out["program"] = "entente";
    out["version"] = version();
    out["build"] = build();
    out["scenario"] = record.scenario;
    out["name"] = results.name;
    out["file"] = as_utf8(record.file);
    if (as_utf8(record.file) != record.file) out["file_encoded"] = percent_encoded(record.file);
    out["sha256"] = record.sha256;
    out["inputs"] = Json::array({{{"file", as_utf8(record.file)}, {"sha256", record.sha256}}});
    for (const Input& input : record.inputs) out["inputs"].push_back({{"file", as_utf8(input.name)}, {"sha256", input.sha256}});
    out["settings"] = record.settings;
    out["seed"] = results.seed;
    out["worlds"] = results.worlds;
    out["worlds_asked"] = results.asked;
    out["partial"] = results.partial();
    if (!results.condition.empty()) {
        out["given"] = results.condition;
        out["worlds_drawn"] = results.drawn;
    }
    out["sampling"] = results.sampling;
    if (!results.precision.empty()) out["precision"] = results.precision;
    out["baseline"] = results.baseline;
    out["histograms"] = results.histograms;
    out["worlds_behind_annual_and_joint_quantiles"] = results.sampled;
    out["warnings"] = results.warnings;
    if (results.audited > 0) out["audited"] = results.audited;
    out["weights"] = Json::array();
    for (const WeightRow& w : results.weights) {
        out["weights"].push_back({{"alternative", w.alternative},
                                  {"program", w.program},
                                  {"firm", w.firm},
                                  {"rule", w.rule},
                                  {"weight", w.weight},
                                  {"se", w.se}});
    }
    out["files"] = Json::object();
    for (const auto& [name, hash] : written) out["files"][name] = hash;
    for (const NamedFile& file : plain) out["plain"][file.name] = sha256(file.content);
    out["result"] = result_hash(plain);
    out["threads"] = results.threads;
    out["ranks"] = results.ranks;
    out["merge_depth"] = results.merge_depth;
    for (const RankRow& row : results.of_ranks) {
        out["of_ranks"].push_back({{"rank", row.rank},
                                   {"sent_bytes", row.sent},
                                   {"received_bytes", row.received},
                                   {"messages", row.messages},
                                   {"peak_memory_bytes", row.peak_memory},
                                   {"processor_seconds", row.processor_seconds},
                                   {"passing_seconds", row.passing_seconds}});
    }
    for (const auto& [phase, seconds] : results.seconds) out["seconds"][phase] = seconds;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string summary_json(const Results& results, const std::string& scenario) {
    Json out;
    out["scenario"] = scenario;
    out["worlds"] = results.worlds;
    out["seed"] = results.seed;
    out["partial"] = results.partial();
    if (!results.condition.empty()) out["given"] = results.condition;
    out["baseline"] = results.baseline;
    for (const SummaryRow& row : results.summary) out["summary"].push_back(brief_json(row));
    for (const ComparisonRow& row : results.comparison) out["comparison"].push_back(brief_json(row));
    out["warnings"] = results.warnings;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente
