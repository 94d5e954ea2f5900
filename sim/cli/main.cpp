// entente: the command line.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <system_error>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/signals.hpp"
#include "run/ranks.hpp"
#include "write/files.hpp"

namespace {

using namespace entente;

// What every command may be asked for.
struct Arguments {
    RunArguments run;  // of check and selftest too
    SweepArguments sweep;
    FairArguments fair;
    ClausesArguments clauses;
    SensitivityArguments sensitivity;
    FitArguments fit;
    ReportArguments report;
    ShareArguments share;
    std::string explained, example, color = "auto";
    bool of_results = false;  // of schema
};

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what, const std::vector<std::string>& examples) {
    CLI::App* command = app.add_subcommand(name, what);
    std::string lines = examples.size() > 1 ? "Examples:" : "Example:";
    for (const std::string& example : examples) lines += "\n  entente " + name + (example.empty() ? "" : " ") + example;
    command->footer(lines);
    return command;
}

// What -o takes: an empty text, as of a variable that is not set, would be the root of the file system.
CLI::Validator a_folder() {
    const auto fault = [](const std::string& name) {
        return name.empty() ? std::string("'' is no folder; expected -o DIR") : std::string();
    };
    return {fault, ""};
}

void add_settings(CLI::App& command, std::vector<std::string>& settings) {
    command.add_option("--set", settings, "KEY=VALUE: any scenario key (repeatable)")->allow_extra_args(false);
}

void add_run_options(CLI::App& command, RunArguments& arguments) {
    add_settings(command, arguments.settings);
    command.add_option("-o,--output", arguments.output, "folder for the results")->capture_default_str()->check(a_folder());
    command.add_option("--worlds", arguments.worlds, "number of worlds");
    command.add_option("--seed", arguments.seed, "seed of every stream");
    command.add_option("--threads", arguments.threads, "threads; as many as the machine has by default");
    command.add_option("--sampling", arguments.sampling, "mc (independent worlds), lhs (Latin hypercube) or sobol");
    command.add_flag("--quiet", arguments.quiet, "no progress, no table");
}

void add_checkpoint_options(CLI::App& command, RunArguments& arguments, const std::string& what) {
    command.add_flag("--checkpoint", arguments.checkpoint, "keep finished " + what + " on disk from the start, not only past a minute");
    command.add_option("--checkpoint-every", arguments.checkpoint_every,
                       "seconds from one checkpoint to the next (implies --checkpoint); 15");
    command.add_flag("--resume", arguments.resume, "go on from what was kept when it was ended");
}

void add_one_scenario(CLI::App& command, RunArguments& arguments) {
    command.add_option("scenario", arguments.scenarios, "scenario file")->required()->expected(1);
    add_run_options(command, arguments);
}

void add_run(CLI::App& app, RunArguments& arguments) {
    CLI::App* run = add_command(app, "run", "simulate; one folder of results a scenario",
                                {"scenarios/ford-vw-2019.toml --worlds 100000 -o out", "scenarios/ --format csv",
                                 "scenarios/gm-fiat.toml --sampling sobol --precision gain.fiat=5",
                                 "scenarios/two-carmakers.toml --set program.ev.likeness=0.5 --world 7"});
    run->add_option("scenario", arguments.scenarios, "scenario files, or directories of them; - for standard input")->required();
    add_run_options(*run, arguments);
    run->add_option("--precision", arguments.precision,
                    "REL: stop when every mean's relative standard error is below; METRIC=ABS or METRIC.FIRM=ABS (repeatable)")
        ->allow_extra_args(false);
    run->add_option("--format", arguments.format, "what is written: csv, xlsx, html")->capture_default_str();
    run->add_option("--csv-dialect", arguments.csv_dialect, "rfc4180, or eu: semicolons and decimal commas")->capture_default_str();
    run->add_flag("--csv-bom", arguments.csv_bom, "begin CSV files with the mark by which Excel knows UTF-8");
    run->add_option("--world", arguments.world, "replay this one world (0 is the first) and tell what happens in it; writes nothing");
    run->add_option("--memory", arguments.memory, "columns that would take more give way to histograms (quantiles to 6e-5); 2GiB");
    add_checkpoint_options(*run, arguments, "worlds");
    run->add_flag("--samples", arguments.samples, "write every world to worlds.csv");
    run->add_flag("--json", arguments.json, "the summary (or the world of --world) on standard output as JSON");
}

// What asks for many runs.
void add_studies(CLI::App& app, Arguments& arguments) {
    CLI::App* sweep = add_command(app, "sweep", "a grid of scenario keys, one row a point, the same worlds at every point",
                                  {"scenarios/two-carmakers.toml --over program.ev.likeness=0:1:5 --worlds 10000"});
    add_one_scenario(*sweep, arguments.sweep.run);
    sweep->add_option("--over", arguments.sweep.over, "KEY=a,b,c or KEY=low:high:steps (repeatable)")->required()->allow_extra_args(false);
    sweep->add_option("--lhs", arguments.sweep.lhs, "so many points of a Latin hypercube over the ranges, instead of the grid");
    add_checkpoint_options(*sweep, arguments.sweep.run, "points");
    CLI::App* clauses = add_command(app, "clauses", "what each term of a deal is worth to each firm",
                                    {"scenarios/two-carmakers.toml --alternative exit --worlds 10000"});
    add_one_scenario(*clauses, arguments.clauses.run);
    clauses->add_option("--alternative", arguments.clauses.alternative, "the deal")->required();
    CLI::App* fair = add_command(app, "fair", "the value of a term at which a condition holds, with its interval",
                                 {"scenarios/ford-vw-2019.toml --solve alternative.alliance.arrangement.ev.royalty --for \"gain.vw = "
                                  "4000\" --between 0:5 --worlds 5000"});
    add_one_scenario(*fair, arguments.fair.run);
    fair->add_option("--solve", arguments.fair.solve, "the key to solve for")->required();
    fair->add_option("--for", arguments.fair.condition, "METRIC.FIRM = NUMBER, e.g. \"gain.ford = 0\"")->required();
    fair->add_option("--between", arguments.fair.between, "low:high, the values to search between")->required();
    fair->add_option("--alternative", arguments.fair.alternative, "whose metric; the key's own by default");
    CLI::App* sensitivity = add_command(app, "sensitivity", "which inputs an outcome depends on: tornado, rank correlations, Sobol indices",
                                        {"scenarios/ford-vw-2019.toml --metric gain.ford --alternative autolatina-exit"});
    add_one_scenario(*sensitivity, arguments.sensitivity.run);
    sensitivity->add_option("--metric", arguments.sensitivity.metric, "METRIC.FIRM, e.g. gain.ford; METRIC alone: of all firms")
        ->required();
    sensitivity->add_option("--alternative", arguments.sensitivity.alternative, "whose; the scenario's first by default");
    CLI::App* report = add_command(app, "report", "the report of a finished run once more, from the same worlds", {"out/ford-vw-2019"});
    report->add_option("folder", arguments.report.folder, "the folder of its results")->required();
    report->add_option("--threads", arguments.report.run.threads, "threads; as many as the machine has by default");
    report->add_flag("--quiet", arguments.report.run.quiet, "no progress");
}

// What simulates nothing, or nothing of the user's.
void add_inquiries(CLI::App& app, Arguments& arguments) {
    CLI::App* check = add_command(app, "check", "read and check, run nothing", {"scenarios/autolatina.toml"});
    check->add_option("scenario", arguments.run.scenarios, "scenario files, or directories of them")->required();
    add_settings(*check, arguments.run.settings);
    CLI::App* explain = add_command(app, "explain", "the resolved model in words and tables", {"scenarios/ford-vw-2019.toml"});
    explain->add_option("scenario", arguments.explained, "scenario file")->required();
    add_settings(*explain, arguments.run.settings);
    CLI::App* share = add_command(app, "share", "every sharing rule side by side, core and excesses, for a scenario's pools or a game",
                                  {"scenarios/renault-nissan-mitsubishi.toml", "--game tests/reference/games/tva.json --json"});
    share->add_option("scenario", arguments.share.scenario, "scenario file");
    add_settings(*share, arguments.share.settings);
    share->add_option("--game", arguments.share.game, "JSON file: players, kind, cost or value by coalition");
    share->add_option("-o,--output", arguments.share.output, "folder for share.csv")->check(a_folder());
    share->add_flag("--json", arguments.share.json, "the allocations on standard output as JSON");
    CLI::App* fit = add_command(app, "fit", "fit the distribution families to data, ranked, each as a line for a scenario",
                                {"docs/cases/durations.csv --column years"});
    fit->add_option("data", arguments.fit.file, "CSV file with a header row")->required();
    fit->add_option("--column", arguments.fit.column, "header of the column with the data")->required();
    fit->add_option("--weights", arguments.fit.weights, "header of the column with their weights");
    fit->add_option("--families", arguments.fit.families, "families to fit, joined by commas; all by default");
    fit->add_option("--bootstrap", arguments.fit.bootstrap, "samples behind each chance; 199, and 0 for none");
    fit->add_option("-o,--output", arguments.fit.output, "folder for fit.csv");
    fit->add_flag("--json", arguments.fit.json, "the fits on standard output as JSON");
    fit->add_flag("--quiet", arguments.fit.quiet, "no progress");
    CLI::App* selftest = add_command(app, "selftest", "run what is known exactly on this machine", {"--worlds 20000"});
    selftest->add_option("--worlds", arguments.run.worlds, "worlds of each case; 100000 by default");
    CLI::App* schema = add_command(app, "schema", "the JSON Schema of scenario files, for editors", {"", "--results"});
    schema->add_flag("--results", arguments.of_results, "the metrics and the columns of the result files instead, as JSON");
    CLI::App* examples = add_command(app, "examples", "list or print the built-in scenarios", {"", "two-carmakers"});
    examples->add_option("name", arguments.example, "the scenario to print");
}

int dispatch(int argc, char** argv, const Ranks& ranks, const Stop& stop) {
    CLI::App app("Develop alone, pool the work with a rival, or be left by one: costs, benefits and exits in the same worlds.", "entente");
    app.set_version_flag("--version", "entente " + version() + " (" + build() + ")");
    Arguments arguments;
    app.add_option("--color", arguments.color, "always, never, or auto: on a terminal, unless NO_COLOR is set")
        ->check(CLI::IsMember({"always", "never", "auto"}));
    app.require_subcommand(1);
    app.fallthrough();
    app.footer("Examples:\n  entente examples two-carmakers > deal.toml\n  entente explain deal.toml\n  entente run deal.toml");
    if (!check_arguments(argc, argv)) return bad_input;
    add_run(app, arguments.run);
    add_studies(app, arguments);
    add_inquiries(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        app.exit(error);
        return bad_input;
    }
    const Surroundings around{stop, ranks, Bold(arguments.color)};
    const std::string command = app.get_subcommands().front()->get_name();
    if (command == "run") return run_command(arguments.run, around);
    if (!ranks.root()) return done;  // the other commands are root's alone
    const std::map<std::string, std::function<int()>> commands{
        {"sweep", [&] { return sweep_command(arguments.sweep, around); }},
        {"clauses", [&] { return clauses_command(arguments.clauses, around); }},
        {"fair", [&] { return fair_command(arguments.fair, around); }},
        {"sensitivity", [&] { return sensitivity_command(arguments.sensitivity, around); }},
        {"report", [&] { return report_command(arguments.report, around); }},
        {"check", [&] { return check_command(arguments.run.scenarios, arguments.run.settings); }},
        {"explain", [&] { return explain_command(arguments.explained, arguments.run.settings, around); }},
        {"share", [&] { return share_command(arguments.share, around); }},
        {"fit", [&] { return fit_command(arguments.fit, around); }},
        {"selftest", [&] { return selftest_command(arguments.run.worlds, around); }},
        {"schema", [&] { return arguments.of_results ? schema_results_command() : schema_command(); }},
        {"examples", [&] { return examples_command(arguments.example); }},
    };
    return commands.at(command)();
}

// Only root speaks; the others keep a way to say what made them fail.
std::FILE* silence() {
    std::FILE* errors = fdopen(dup(2), "w");
    if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr) std::abort();
    return errors;
}

// What could not be done, and the status that says so. A reader who has gone, as head(1) does, has asked for no more and is told nothing.
int tell_failure(const std::exception& error, const Ranks& ranks, std::FILE* errors) {
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    const bool output = system != nullptr && std::ferror(stdout) != 0;
    if (output && system->code() == std::errc::broken_pipe) return failed;
    const std::string message =
        fmt::format("entente: {}failed: {}\n", ranks.count() > 1 ? fmt::format("rank {} ", ranks.rank()) : "",
                    output ? "standard output cannot be written: " + system->code().message() : shown(error.what()));
    std::fwrite(message.data(), 1, message.size(), errors);
    std::fflush(errors);
    return failed;
}

// A library that cannot start a thread of its own has nobody to throw to.
[[noreturn]] void end_without_catcher() {
    try {
        if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
    } catch (const std::exception& error) {
        tell("entente: failed: {}\n", shown(error.what()));
    }
    std::_Exit(failed);
}

// A command from its arguments to the last byte that it prints.
int carry_out(int argc, char** argv, const Ranks& ranks, const Stop& stop) {
    int status = interrupted;
    try {
        status = dispatch(argc, argv, ranks, stop);
    } catch (const Interrupted&) {
        if (ranks.count() > 1) ranks.abort(128 + stop.signal());
        tell("entente: interrupted before anything was finished\n");
    }
    finish_output();
    return stop.requested() && (status == done || status == interrupted) ? 128 + stop.signal() : status;
}

}  // namespace

int main(int argc, char** argv) {
    occupy_standard_streams();
    const Stop& stop = listen_for_signals();
    std::set_terminate(end_without_catcher);
    Ranks ranks;
    std::FILE* errors = stderr;
    try {
        ranks = Ranks::join();
        if (!ranks.root()) errors = silence();
        const int status = carry_out(argc, argv, ranks, stop);
        Ranks::leave();
        return status;
    } catch (const std::exception& error) {
        const int status = tell_failure(error, ranks, errors);
        if (ranks.count() > 1) ranks.abort(status);
        return status;
    }
}
