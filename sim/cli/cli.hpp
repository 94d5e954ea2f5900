// What the commands share: loading scenarios, printing problems, the progress bar, the result table.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/folder_lock.hpp"
#include "base/input.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"
#include "read/inputs.hpp"
#include "run/run.hpp"
#include "studies/replay.hpp"
#include "write/set.hpp"

namespace entente {

// `interrupted` becomes 128 and the signal's number.
enum ExitStatus { done = 0, failed = 1, bad_input = 2, interrupted = 130 };

// A scenario that was read without problems.
struct LoadedScenario {
    // The same file, as it was read, with other settings; data files that it then names are inputs too. Where it is at fault: nothing, and
    // what is wrong is printed.
    std::optional<Scenario> with(const std::vector<std::string>& settings);

    std::string file, stem, text, sha256;
    std::vector<Input> inputs;  // the data files that it rests on
    Scenario scenario;
    std::shared_ptr<Inputs> read;  // all that the command has read
};

// Reads every file of the call (directories stand for the .toml files in them, in order of name). Prints every problem of
// every file to standard error; false if there was any.
bool load_all(const std::vector<std::string>& paths, const std::vector<std::string>& settings, std::vector<LoadedScenario>& out);

// FILE:LINE:COLUMN: error: FOUND; expected EXPECTED, the line with a caret, the hint.
std::string formatted(const Problem& problem, const std::string& file, const std::string& text);

// A whole number from a command line, or a Problem's worth of words in `error`.
bool parse_whole(const std::string& text, std::int64_t low, std::int64_t high, std::int64_t& out, std::string& error);
// A finite number from a command line, and nothing after it.
bool parse_number(std::string_view text, double& out);

// A progress bar on standard error, only when that is a terminal; at most ten redraws a second, erased at the end.
class Progress {
public:
    Progress(std::string title, std::int64_t total, bool quiet);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void operator()(std::int64_t finished);

private:
    std::string title_;
    std::int64_t total_;
    bool shown_;
    double begin_ = 0, last_ = 0;
};

// Whether text may be bold: always, never, or auto - on a terminal, unless NO_COLOR is set.
extern std::string color_mode;
// Bold text where standard output wants it.
std::string bold(const std::string& text);

// The table that run prints: per firm, what each alternative costs and whether it pays.
std::string result_table(const Results& results);

// Set by SIGINT and SIGTERM, and which of them it was.
extern std::atomic<bool> stop_requested;
extern std::atomic<int> stop_signal;

// Makes the folders of a call's results, before anything is simulated. False, and a message, where one cannot be written.
bool claim_folders(const std::vector<std::string>& folders);
// The same, and locks them: no other process writes there while the locks live. Throws Failure where one does.
bool claim_folders(const std::vector<std::string>& folders, std::vector<FolderLock>& locks);

// What the manifest of a study says of the scenario that it is about.
StudyRecord study_of(const std::string& command, const LoadedScenario& loaded, const std::vector<std::string>& settings);

// The commands: a row each in main's table.
struct RunArguments {
    std::vector<std::string> scenarios, settings;
    std::string output = "out", worlds, seed, threads, format = "csv,xlsx,html", sampling, world, csv_dialect = "rfc4180";
    std::vector<std::string> precision;
    std::string memory, checkpoint_every;
    bool samples = false, quiet = false, json = false, csv_bom = false, checkpoint = false, resume = false;
    Ranks ranks = {};
};
int run_command(const RunArguments& arguments);
// Tells everything that happens in one world, in words or as JSON.
void print_world(const WorldStory& story, std::uint64_t seed);
void print_world_json(const WorldStory& story, std::uint64_t seed);
struct SweepArguments {
    RunArguments run;
    std::vector<std::string> over;
    std::string lhs;
};
int sweep_command(const SweepArguments& arguments);
struct FairArguments {
    RunArguments run;
    std::string solve, condition, alternative, between;
};
int fair_command(const FairArguments& arguments);
struct ClausesArguments {
    RunArguments run;
    std::string alternative;
};
int clauses_command(const ClausesArguments& arguments);
struct SensitivityArguments {
    RunArguments run;
    std::string metric, alternative;
};
int sensitivity_command(const SensitivityArguments& arguments);
struct FitArguments {
    std::string file, column;
};
int fit_command(const FitArguments& arguments);
struct ReportArguments {
    RunArguments run;
    std::string folder;
};
int report_command(const ReportArguments& arguments);
int check_command(const std::vector<std::string>& scenarios, const std::vector<std::string>& settings);
int explain_command(const std::string& scenario, const std::vector<std::string>& settings);
struct ShareArguments {
    std::string scenario, game, output;
    std::vector<std::string> settings;
    bool json = false;
};
int share_command(const ShareArguments& arguments);
// Runs every case with a known answer; `worlds` of each as text, or "".
int selftest_command(const std::string& worlds);
// The JSON Schema of scenario files, for editors.
int schema_command();
int examples_command(const std::string& name);

}  // namespace entente
