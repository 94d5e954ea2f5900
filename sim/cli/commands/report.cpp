// entente report: the report of a finished run once more. Its worlds are simulated again, and must give the files that are there.
#include <fmt/core.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/options.hpp"
#include "read/read.hpp"
#include "run/run.hpp"
#include "write/files.hpp"

namespace entente {

namespace {

using Json = nlohmann::json;

// What the manifest says of the run.
struct Recorded {
    std::string file, sha256, version, build, sampling;
    std::vector<std::string> settings;
    std::int64_t worlds = 0, asked = 0;
    std::uint64_t seed = 0;
    bool histograms = false;
    Json files;  // their hashes, by name
};

Recorded read_manifest(const std::string& path) {
    const Json json = Json::parse(read_file(path), nullptr, false);
    if (json.is_discarded()) throw Failure("'" + path + "' is damaged: it is no JSON");
    Recorded out;
    const auto get = [&](const char* key, auto& value) {
        try {
            json.at(key).get_to(value);
        } catch (const Json::exception&) {
            throw Failure("'" + path + "' lacks '" + key + "': it is of an older version; run the scenario again");
        }
    };
    get("file", out.file);
    if (json.contains("file_encoded") && json["file_encoded"].is_string())
        out.file = percent_decoded(json["file_encoded"].get<std::string>());
    get("sha256", out.sha256);
    get("version", out.version);
    get("build", out.build);
    get("sampling", out.sampling);
    get("settings", out.settings);
    get("worlds", out.worlds);
    get("worlds_asked", out.asked);
    get("seed", out.seed);
    get("histograms", out.histograms);
    get("files", out.files);
    return out;
}

// Throws Failure where a file is not the run's.
void compare(const Recorded& recorded, const std::vector<NamedFile>& files) {
    for (const NamedFile& file : files) {
        if (!recorded.files.contains(file.name) || recorded.files[file.name] == sha256(file.content)) continue;
        const bool same_program = recorded.version == version() && recorded.build == build();
        throw Failure(file.name + " of the same worlds is not the run's" +
                      (same_program ? std::string("; it was written under other options (--precision with lhs?)")
                                    : "; the run is of version " + recorded.version + " (" + recorded.build + "), this is " + version() +
                                          " (" + build() + ")") +
                      "; run the scenario again");
    }
}

}  // namespace

int report_command(const ReportArguments& arguments, const Surroundings& around) {
    const std::string path = arguments.folder + "/manifest.json";
    if (!std::filesystem::exists(path)) {
        tell("entente: error: '{}' has no manifest.json; expected the folder of a finished run\n", shown(arguments.folder));
        return bad_input;
    }
    const Recorded recorded = read_manifest(path);
    if (recorded.file == standard_input) {
        tell("entente: error: the run read its scenario from standard input; expected the run of a file\n");
        return bad_input;
    }
    RunArguments run_arguments = arguments.run;
    run_arguments.settings = recorded.settings;
    run_arguments.sampling = recorded.sampling;
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    if (!read_options(run_arguments, read) || !load_all({recorded.file}, recorded.settings, loaded)) return bad_input;
    const LoadedScenario& scenario = loaded.front();
    if (sha256(scenario.text) != recorded.sha256) {
        tell("entente: error: '{}' has changed since the run; expected the file with SHA-256 {}\n", shown(recorded.file), recorded.sha256);
        return bad_input;
    }
    RunOptions options = options_of(scenario.scenario, run_arguments, read, around);
    options.worlds = recorded.worlds;
    options.seed = recorded.seed;
    options.samples = recorded.files.contains("worlds.csv");
    options.precision.clear();
    options.keep_partial = false;
    options.memory = recorded.histograms ? 0 : HUGE_VAL;
    Results results;
    {
        Progress progress(scenario.stem, options.worlds, arguments.run.quiet);
        options.progress = [&](std::int64_t finished) { progress(finished); };
        results = run(scenario.scenario, options);
    }
    const Stop::Keeping keeping(around.stop);
    results.asked = recorded.asked;
    const std::vector<NamedFile> files = csv_files(results, scenario.stem, options.samples);
    compare(recorded, files);
    const RunRecord record{scenario.stem, scenario.file, scenario.text, recorded.settings, options.samples};
    write_file(arguments.folder, {"report.html", report_html(results, record, files)});
    fmt::print("{}/report.html: {} worlds simulated again give the run's files, hash {}\n", shown(arguments.folder), results.worlds,
               result_hash(files).substr(0, 16));
    return done;
}

}  // namespace entente
