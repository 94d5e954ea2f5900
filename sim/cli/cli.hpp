// What the commands share: loading scenarios, printing problems, the progress bar, the result table.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/folder_lock.hpp"
#include "base/input.hpp"
#include "base/stop.hpp"
#include "cli/output.hpp"
#include "model/results.hpp"
#include "read/inputs.hpp"
#include "run/ranks.hpp"
#include "studies/replay.hpp"
#include "studies/scenario_with.hpp"
#include "write/set.hpp"

namespace entente {

struct Scenario;

// `interrupted` becomes 128 and the signal's number.
enum ExitStatus { done = 0, failed = 1, bad_input = 2, interrupted = 130 };

// What a command finds around it: who may stop it, the processes that share its work, whether text may be bold.
struct Surroundings {
    const Stop& stop;
    Ranks ranks;
    Bold bold;
};

// A scenario that was read without problems.
struct LoadedScenario {
    // The same file, as it was read, with other settings; data files that it then names are inputs too. Where it is at fault: nothing, and
    // what is wrong is printed.
    std::shared_ptr<const Scenario> with(const std::vector<std::string>& settings);

    std::string file;
    std::string folder;  // of its results: the file's stem
    std::string stem;    // the same as files name it, UTF-8
    std::string text, sha256;
    std::vector<Input> inputs;  // the data files that it rests on
    std::shared_ptr<const Scenario> scenario;
    std::shared_ptr<Inputs> read;  // all that the command has read
};

// The scenario with its own settings and more: what a study asks for. `loaded` must live as long.
ScenarioWith with_settings(LoadedScenario& loaded, const std::vector<std::string>& own);

// Reads every file of the call (directories stand for the .toml files in them, in order of name). Prints every problem of
// every file to standard error; false if there was any. Those without problems are in `out` all the same.
// What is wrong with those that are not is in `refused`, where that is asked for.
struct RefusedFile {
    std::string file;
    Problems problems;
};
bool load_all(const std::vector<std::string>& paths, const std::vector<std::string>& settings, std::vector<LoadedScenario>& out,
              std::vector<RefusedFile>* refused = nullptr);

// FILE:LINE:COLUMN: error (or warning): FOUND; expected EXPECTED, the line with a caret, the hint.
std::string formatted(const Problem& problem, const std::string& file, const std::string& text, std::string_view grade = "error");

// The folder of what is found out about a file: in `output`, by the file's stem; nothing, and a message, where that is no name for one.
std::optional<std::string> folder_for(const std::string& output, const std::string& file);

// Whether every argument is text that everybody can see; prints what is not. Names of files that are there may be of any bytes.
bool check_arguments(int count, char** arguments);

// A whole number from a command line, or a Problem's worth of words in `error`.
bool parse_whole(const std::string& text, std::int64_t low, std::int64_t high, std::int64_t& out, std::string& error);
// A finite number from a command line, and nothing after it.
bool parse_number(std::string_view text, double& out);

// Tells what is wrong with a command's options; false, to be returned.
bool refuse(std::string_view teller, const std::string& what);

// "1 firm", "2 firms"
std::string counted(std::size_t count, std::string_view what);

// A progress bar on standard error, only when that is a terminal; at most ten redraws a second, erased at the end.
class Progress {
public:
    Progress(std::string title, std::int64_t total, bool quiet, std::string unit = "worlds");
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void operator()(std::int64_t finished);

private:
    std::string title_, unit_;
    std::int64_t total_;
    bool shown_;
    double begin_ = 0, last_ = 0;
};

// The table that run prints: per firm, what each alternative costs and whether it pays.
std::string result_table(const Results& results, const Bold& bold);

// Makes the folders of a call's results, before anything is simulated; `option` is the one that names them. False, and a message, where one
// cannot be written.
bool claim_folders(const std::vector<std::string>& folders, std::string_view option = "-o DIR");
// The same, and locks them: no other process writes there while the locks live. Throws Failure where one does.
bool claim_folders(const std::vector<std::string>& folders, std::vector<FolderLock>& locks);

// What the manifest of a study says of the scenario that it is about.
StudyRecord study_of(const std::string& command, const LoadedScenario& loaded, const std::vector<std::string>& settings);

// The commands; each is declared at the end of its file (command.hpp).
struct RunArguments {
    std::vector<std::string> scenarios, settings;
    std::string output = "out", worlds, seed, threads, format = "csv,xlsx,html", sampling, world, csv_dialect = "rfc4180";
    std::vector<std::string> precision, targets;
    std::string memory, checkpoint_every, given, charts;
    bool samples = false, audit = false, quiet = false, json = false, csv_bom = false, checkpoint = false, resume = false,
         keep_going = false;
};
int run_command(const RunArguments& arguments, const Surroundings& around);
// Tells everything that happens in one world, in words or as JSON.
void print_world(const WorldStory& story, std::uint64_t seed, const Bold& bold);
void print_world_json(const WorldStory& story, std::uint64_t seed);
struct SweepArguments {
    RunArguments run;
    std::vector<std::string> over, alternatives;
    std::string lhs, table;
};
int sweep_command(const SweepArguments& arguments, const Surroundings& around);
struct FairArguments {
    RunArguments run;
    std::string solve, condition, alternative, between;
};
int fair_command(const FairArguments& arguments, const Surroundings& around);
struct ClausesArguments {
    RunArguments run;
    std::string alternative;
    std::vector<std::string> levels;
};
int clauses_command(const ClausesArguments& arguments, const Surroundings& around);
struct TermsArguments {
    RunArguments run;
    std::string alternative, maximise = "sum", points = "9";
    std::vector<std::string> vary, subject, power, frontier;
};
int terms_command(const TermsArguments& arguments, const Surroundings& around);
struct SensitivityArguments {
    RunArguments run;
    std::string metric, alternative;
};
int sensitivity_command(const SensitivityArguments& arguments, const Surroundings& around);
struct VoiArguments {
    RunArguments run;
    std::string firm, between, cost;
    std::vector<std::string> groups;
};
int voi_command(const VoiArguments& arguments, const Surroundings& around);
struct DiffArguments {
    RunArguments run;
    std::string first, second, metric, alternative;
};
int diff_command(const DiffArguments& arguments, const Surroundings& around);
struct AuditArguments {
    RunArguments run;
    bool strict = false;
};
int audit_command(const AuditArguments& arguments, const Surroundings& around);
struct FitArguments {
    std::string file, column, weights, families, bootstrap, output;
    bool json = false, quiet = false;
};
int fit_command(const FitArguments& arguments, const Surroundings& around);
struct ReportArguments {
    RunArguments run;
    std::string folder;
};
int report_command(const ReportArguments& arguments, const Surroundings& around);
int check_command(const RunArguments& arguments);
struct ExplainArguments {
    std::string scenario;
    std::vector<std::string> settings;
    bool json = false;
};
int explain_command(const ExplainArguments& arguments, const Surroundings& around);
struct ShareArguments {
    std::string scenario, game, output;
    std::vector<std::string> settings;
    bool json = false;
};
int share_command(const ShareArguments& arguments, const Surroundings& around);
// Runs every case with a known answer; `worlds` of each as text, or "".
int selftest_command(const RunArguments& arguments, const Surroundings& around);
struct SchemaArguments {
    bool results = false, json = true;
};
// The JSON Schema of scenario files, for editors.
int schema_command();
// The metrics, and the result files with their columns, as JSON.
int schema_results_command();
struct ImportArguments {
    std::vector<std::string> files;
    std::string range = "P10-P90", unit, firms = "first,second", start = "2026", output;
    bool json = false;
};
// A scenario from cost sheets and risk registers, on standard output or in a file that is not there yet.
int import_command(const ImportArguments& arguments);
struct ExamplesArguments {
    std::string name;
    bool json = false;
};
int examples_command(const ExamplesArguments& arguments);

}  // namespace entente
