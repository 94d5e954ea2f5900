// entente report: the report of a finished run once more. Its worlds are simulated again, and must give the files that are there.
#include <fmt/core.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "read/read.hpp"
#include "run/run.hpp"
#include "studies/audit/audit.hpp"
#include "write/files.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

// What the manifest says of the run.
struct Recorded {
    std::string file, sha256, version, build, sampling;
    std::vector<std::string> settings;
    std::int64_t worlds = 0, asked = 0, seed = 0;
    std::string given;  // the run's condition, or ""
    bool histograms = false;
    std::int64_t audited = 0;                                 // worlds
    std::map<std::string, std::string> inputs, files, plain;  // hashes, by name
    Json json;                                                // all of it
};

// Reads one member after another of a manifest. Throws Failure, naming the member, where it is not what a run writes there.
class ManifestReader {
public:
    ManifestReader(std::string path, const Json& json) : path_(std::move(path)), json_(json) {}

    void get(const char* key, std::string& out) const { out = member(key, &Json::is_string, "a text").get<std::string>(); }
    void get(const char* key, bool& out) const { out = member(key, &Json::is_boolean, "true or false").get<bool>(); }
    void get(const char* key, std::int64_t low, std::int64_t high, std::int64_t& out) const {
        const Json& found = member(key, &Json::is_number_integer, "a whole number");
        const bool above = found.is_number_unsigned() && found.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
        if (above || found.get<std::int64_t>() < low || found.get<std::int64_t>() > high)
            fail(key, "is " + found.dump() + ", expected a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        out = found.get<std::int64_t>();
    }
    void get(const char* key, std::vector<std::string>& out) const {
        for (const Json& text : member(key, &Json::is_array, "a list")) out.push_back(text_of(key, text));
    }
    void get(const char* key, std::map<std::string, std::string>& out) const {
        for (const auto& [name, hash] : member(key, &Json::is_object, "hashes by name").items()) out[name] = text_of(key, hash);
    }
    // [{"file": name, "sha256": hash}]
    void get_inputs(const char* key, std::map<std::string, std::string>& out) const {
        for (const Json& input : member(key, &Json::is_array, "a list")) {
            if (!input.is_object() || !input.contains("file") || !input.contains("sha256")) fail(key, "holds something else than files");
            out[text_of(key, input["file"])] = text_of(key, input["sha256"]);
        }
    }

private:
    [[noreturn]] void fail(const std::string& key, const std::string& what) const {
        throw Failure("'" + path_ + "' is no manifest of a run: '" + key + "' " + what + "; run the scenario again");
    }
    const Json& member(const char* key, bool (Json::*is)() const noexcept, const std::string& expected) const {
        if (!json_.contains(key)) fail(key, "is missing");
        if (!(json_[key].*is)()) fail(key, "is not " + expected);
        return json_[key];
    }
    std::string text_of(const char* key, const Json& value) const {
        if (!value.is_string()) fail(key, "holds something else than texts");
        return value.get<std::string>();
    }

    std::string path_;
    const Json& json_;
};

Recorded read_manifest(const std::string& path) {
    Recorded out;
    out.json = Json::parse(read_file(path), nullptr, false);
    if (!out.json.is_object()) throw Failure("'" + path + "' is damaged: it is no JSON object");
    const ManifestReader reader(path, out.json);
    reader.get("file", out.file);
    if (out.json.contains("file_encoded")) {
        reader.get("file_encoded", out.file);
        out.file = percent_decoded(out.file);
    }
    reader.get("sha256", out.sha256);
    reader.get("version", out.version);
    reader.get("build", out.build);
    reader.get("sampling", out.sampling);
    reader.get("settings", out.settings);
    reader.get("worlds", 1, most_worlds, out.worlds);
    reader.get("worlds_asked", out.worlds, most_worlds, out.asked);
    if (out.json.contains("given")) {
        reader.get("given", out.given);
        reader.get("worlds_drawn", out.worlds, most_worlds, out.worlds);
    }
    reader.get("seed", 0, INT64_MAX, out.seed);
    reader.get("histograms", out.histograms);
    if (out.json.contains("audited")) reader.get("audited", 1, most_worlds, out.audited);
    reader.get_inputs("inputs", out.inputs);
    reader.get("files", out.files);
    reader.get("plain", out.plain);
    return out;
}

// A word of what the run read otherwise than it stands now, or "".
std::string changed(const Recorded& recorded, const LoadedScenario& scenario) {
    const auto differs = [](const std::string& name, const std::string& hash) {
        return fmt::format("'{}' has changed since the run; expected the file with SHA-256 {} (or run the scenario again)", name, hash);
    };
    if (scenario.sha256 != recorded.sha256) return differs(recorded.file, recorded.sha256);
    for (const Input& input : scenario.inputs) {
        const auto known = recorded.inputs.find(input.name);
        if (known == recorded.inputs.end())
            return fmt::format("the run did not read '{}', which its scenario names; expected the scenario as it was", input.name);
        if (known->second != input.sha256) return differs(input.path, known->second);
    }
    return "";
}

// Throws Failure where a file is not the run's.
void compare(const Recorded& recorded, const std::vector<NamedFile>& files) {
    for (const NamedFile& file : files) {
        const auto known = recorded.plain.find(file.name);
        if (known == recorded.plain.end() || known->second == sha256(file.content)) continue;
        const bool same_program = recorded.version == version() && recorded.build == build();
        throw Failure(file.name + " of the same worlds is not the run's" +
                      (same_program ? std::string("; it was written under other options (--precision with lhs?)")
                                    : "; the run is of version " + recorded.version + " (" + recorded.build + "), this is " + version() +
                                          " (" + build() + ")") +
                      "; run the scenario again");
    }
}

// Throws Failure where a file in the folder is not the one that the manifest tells of.
void check_folder(const std::string& folder, const Recorded& recorded) {
    for (const auto& [name, hash] : recorded.files) {
        const std::string path = folder + "/" + name;
        if (name.find('/') != std::string::npos || !std::filesystem::is_regular_file(path) || sha256(read_file(path)) == hash) continue;
        throw Failure("'" + path + "' is not the file that the run wrote there; run the scenario again");
    }
}

// The same run's, so its manifest stands beside it all the time and then tells of it too.
void write_report(const std::string& folder, const Recorded& recorded, const std::string& page) {
    Json manifest = recorded.json;
    manifest["files"]["report.html"] = sha256(page);
    write_file(folder, "report.html", page);
    write_file(folder, "manifest.json", manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void tell_result(const ReportArguments& arguments, std::int64_t worlds, const std::string& hash) {
    if (arguments.run.json) {
        const Json out{{"folder", as_utf8(arguments.folder)}, {"file", "report.html"}, {"worlds", worlds}, {"result", hash}};
        fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
        return;
    }
    fmt::print("{}/report.html: {} worlds simulated again give the run's files, hash {}\n", shown(arguments.folder), worlds,
               hash.substr(0, 16));
}

}  // namespace

int report_command(const ReportArguments& arguments, const Surroundings& around) {
    const std::string path = arguments.folder + "/manifest.json";
    if (!std::filesystem::exists(path)) {
        tell("entente: error: '{}' has no manifest.json; expected the folder of a finished run\n", shown(arguments.folder));
        return bad_input;
    }
    const FolderLock lock(arguments.folder);
    tidy_folder(arguments.folder);
    const Recorded recorded = read_manifest(path);
    check_folder(arguments.folder, recorded);
    if (recorded.file == standard_input) {
        tell("entente: error: the run read its scenario from standard input; expected the run of a file\n");
        return bad_input;
    }
    RunArguments run_arguments = arguments.run;
    run_arguments.settings = recorded.settings;
    run_arguments.sampling = recorded.sampling;
    run_arguments.given = recorded.given;
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    if (!read_options(run_arguments, read) || !load_all({recorded.file}, recorded.settings, loaded)) return bad_input;
    if (!read_given(run_arguments, loaded, read.given)) return bad_input;
    const LoadedScenario& scenario = loaded.front();
    if (const int status = check_charts(arguments.run, {scenario.folder}); status != done) return status;
    if (const std::string what = changed(recorded, scenario); !what.empty()) {
        refuse("entente", what);
        return bad_input;
    }
    RunOptions options = options_of(*scenario.scenario, run_arguments, read, around);
    options.worlds = recorded.worlds;
    options.given = read.given;
    options.seed = static_cast<std::uint64_t>(recorded.seed);
    options.samples = recorded.plain.contains("worlds.csv");
    options.precision.clear();
    options.keep_partial = false;
    options.memory = recorded.histograms ? 0 : HUGE_VAL;
    Results results;
    {
        Progress progress(scenario.stem, options.worlds, arguments.run.quiet || arguments.run.json);
        options.progress = [&](std::int64_t finished) { progress(finished); };
        results = run(*scenario.scenario, options);
    }
    if (recorded.audited > 0) {
        options.worlds = recorded.audited;
        results.findings = audit_of(*scenario.scenario, options, {}).findings;
        results.audited = recorded.audited;
    }
    const Stop::Keeping keeping(around.stop);
    results.asked = recorded.asked;
    const std::vector<NamedFile> files = csv_files(results, scenario.stem, options.samples);
    compare(recorded, files);
    const RunRecord record{scenario.stem,   scenario.file,     scenario.text,  scenario.sha256,
                           scenario.inputs, recorded.settings, options.samples};
    write_report(arguments.folder, recorded, report_html(results, record, files));
    draw_charts(arguments.run, results, scenario.folder, scenario.stem);
    tell_result(arguments, results.worlds, result_hash(files));
    return done;
}

namespace command {

Command report();
Command report() {
    const auto arguments = std::make_shared<ReportArguments>();
    return {"report",
            "the report of a finished run once more, from the same worlds",
            {"out/ford-vw-2019"},
            {OptionKind{"folder", "the folder of its results", &arguments->folder}.needed(),
             {"--threads", "threads; as many as the machine has by default", &arguments->run.threads},
             {"--quiet", "no progress", &arguments->run.quiet},
             charts_option(arguments->run),
             json_option(arguments->run.json)},
            [arguments](const Surroundings& around) { return report_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
