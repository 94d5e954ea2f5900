// entente: the command line.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/problem.hpp"
#include "cli/cli.hpp"
#include "engine/ranks.hpp"
#include "write/files.hpp"

namespace {

void request_stop(int signal) {
    entente::stop_signal.store(signal);
    entente::stop_requested.store(true);
    std::signal(signal, SIG_DFL);  // a second signal ends at once
}

int dispatch(int argc, char** argv, const entente::Ranks& ranks) {
    using namespace entente;
    CLI::App app("Develop alone, pool the work with a rival, or be left by one: costs, benefits and exits in the same worlds.", "entente");
    app.set_version_flag("--version", "entente " + version() + " (" + build() + ")");
    app.add_option("--color", color_mode, "always, never, or auto: on a terminal, unless NO_COLOR is set")
        ->check(CLI::IsMember({"always", "never", "auto"}));
    app.require_subcommand(1);
    app.fallthrough();

    RunArguments run_arguments;
    SweepArguments sweep_arguments;
    FairArguments fair_arguments;
    ClausesArguments clauses_arguments;
    SensitivityArguments sensitivity_arguments;
    std::string one_scenario, example;
    const auto add_settings = [](CLI::App& command, std::vector<std::string>& settings) {
        command.add_option("--set", settings, "KEY=VALUE: any scenario key (repeatable)")->allow_extra_args(false);
    };
    const auto add_run_options = [&](CLI::App& command, RunArguments& arguments) {
        add_settings(command, arguments.settings);
        command.add_option("-o,--output", arguments.output, "folder for the results")->capture_default_str();
        command.add_option("--worlds", arguments.worlds, "number of worlds");
        command.add_option("--seed", arguments.seed, "seed of every stream");
        command.add_option("--threads", arguments.threads, "threads; as many as the machine has by default");
        command.add_option("--sampling", arguments.sampling, "mc (independent worlds), lhs (Latin hypercube) or sobol");
        command.add_flag("--quiet", arguments.quiet, "no progress, no table");
    };
    const auto add_checkpoint_options = [](CLI::App& command, RunArguments& arguments, const std::string& what) {
        command.add_flag("--checkpoint", arguments.checkpoint, "keep finished " + what + " on disk from the start, not only past a minute");
        command.add_option("--checkpoint-every", arguments.checkpoint_every,
                           "seconds from one checkpoint to the next (implies --checkpoint); 15");
        command.add_flag("--resume", arguments.resume, "go on from what was kept when it was ended");
    };
    const auto add_one_scenario = [&](CLI::App& command, RunArguments& arguments) {
        command.add_option("scenario", arguments.scenarios, "scenario file")->required()->expected(1);
        add_run_options(command, arguments);
    };
    const auto add_scenarios = [&](CLI::App& command) {
        command.add_option("scenario", run_arguments.scenarios, "scenario files, or directories of them")->required();
    };
    CLI::App* run = app.add_subcommand("run", "simulate; one folder of results a scenario");
    add_scenarios(*run);
    add_run_options(*run, run_arguments);
    run->add_option("--precision", run_arguments.precision,
                    "REL: stop when every mean's relative standard error is below; METRIC=ABS or METRIC.FIRM=ABS (repeatable)")
        ->allow_extra_args(false);
    run->add_option("--format", run_arguments.format, "what is written: csv, xlsx, html")->capture_default_str();
    run->add_option("--csv-dialect", run_arguments.csv_dialect, "rfc4180, or eu: semicolons and decimal commas")->capture_default_str();
    run->add_flag("--csv-bom", run_arguments.csv_bom, "begin CSV files with the mark by which Excel knows UTF-8");
    run->add_option("--world", run_arguments.world, "replay this one world (0 is the first) and tell what happens in it; writes nothing");
    run->add_option("--memory", run_arguments.memory, "columns that would take more give way to histograms (quantiles to 6e-5); 2GiB");
    add_checkpoint_options(*run, run_arguments, "worlds");
    run->add_flag("--samples", run_arguments.samples, "write every world to worlds.csv");
    run->add_flag("--json", run_arguments.json, "the summary on standard output as JSON");
    CLI::App* sweep = app.add_subcommand("sweep", "a grid of scenario keys, one row a point, the same worlds at every point");
    add_one_scenario(*sweep, sweep_arguments.run);
    sweep->add_option("--over", sweep_arguments.over, "KEY=a,b,c or KEY=low:high:steps (repeatable)")->required()->allow_extra_args(false);
    sweep->add_option("--lhs", sweep_arguments.lhs, "so many points of a Latin hypercube over the ranges, instead of the grid");
    add_checkpoint_options(*sweep, sweep_arguments.run, "points");
    CLI::App* clauses = app.add_subcommand("clauses", "what each term of a deal is worth to each firm");
    add_one_scenario(*clauses, clauses_arguments.run);
    clauses->add_option("--alternative", clauses_arguments.alternative, "the deal")->required();
    CLI::App* fair = app.add_subcommand("fair", "the value of a term at which a condition holds, with its interval");
    add_one_scenario(*fair, fair_arguments.run);
    fair->add_option("--solve", fair_arguments.solve, "the key to solve for")->required();
    fair->add_option("--for", fair_arguments.condition, "METRIC.FIRM = NUMBER, e.g. \"gain.ford = 0\"")->required();
    fair->add_option("--between", fair_arguments.between, "low:high, the values to search between")->required();
    fair->add_option("--alternative", fair_arguments.alternative, "whose metric; the key's own by default");
    CLI::App* sensitivity =
        app.add_subcommand("sensitivity", "which inputs an outcome depends on: tornado, rank correlations, Sobol indices");
    add_one_scenario(*sensitivity, sensitivity_arguments.run);
    sensitivity->add_option("--metric", sensitivity_arguments.metric, "METRIC.FIRM, e.g. gain.ford or saving.all")->required();
    sensitivity->add_option("--alternative", sensitivity_arguments.alternative, "whose; the scenario's first by default");
    FitArguments fit_arguments;
    CLI::App* fit = app.add_subcommand("fit", "fit the distribution families to data, ranked, each as a line for a scenario");
    fit->add_option("data", fit_arguments.file, "CSV file with a header row")->required();
    fit->add_option("--column", fit_arguments.column, "header of the column with the data")->required();
    ReportArguments report_arguments;
    CLI::App* report = app.add_subcommand("report", "the report of a finished run once more, from the same worlds");
    report->add_option("folder", report_arguments.folder, "the folder of its results")->required();
    report->add_option("--threads", report_arguments.run.threads, "threads; as many as the machine has by default");
    report->add_flag("--quiet", report_arguments.run.quiet, "no progress");
    CLI::App* check = app.add_subcommand("check", "read and check, run nothing");
    add_scenarios(*check);
    add_settings(*check, run_arguments.settings);
    CLI::App* explain = app.add_subcommand("explain", "the resolved model in words and tables");
    explain->add_option("scenario", one_scenario, "scenario file")->required();
    add_settings(*explain, run_arguments.settings);
    ShareArguments share_arguments;
    CLI::App* share = app.add_subcommand("share", "every sharing rule side by side, core and excesses, for a scenario's pools or a game");
    share->add_option("scenario", share_arguments.scenario, "scenario file");
    add_settings(*share, share_arguments.settings);
    share->add_option("--game", share_arguments.game, "JSON file: players, kind, cost or value by coalition");
    share->add_option("-o,--output", share_arguments.output, "folder for share.csv");
    share->add_flag("--json", share_arguments.json, "the allocations on standard output as JSON");
    CLI::App* selftest = app.add_subcommand("selftest", "run what is known exactly on this machine");
    selftest->add_option("--worlds", run_arguments.worlds, "worlds of each case; 100000 by default");
    CLI::App* schema = app.add_subcommand("schema", "the JSON Schema of scenario files, for editors");
    CLI::App* examples = app.add_subcommand("examples", "list or print the built-in scenarios");
    examples->add_option("name", example, "the scenario to print");

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        app.exit(error);
        return bad_input;
    }
    run_arguments.ranks = ranks;
    if (*run) return run_command(run_arguments);
    if (!ranks.root()) return done;  // the other commands are root's alone
    if (*sweep) return sweep_command(sweep_arguments);
    if (*clauses) return clauses_command(clauses_arguments);
    if (*fair) return fair_command(fair_arguments);
    if (*sensitivity) return sensitivity_command(sensitivity_arguments);
    if (*fit) return fit_command(fit_arguments);
    if (*report) return report_command(report_arguments);
    if (*check) return check_command(run_arguments.scenarios, run_arguments.settings);
    if (*share) return share_command(share_arguments);
    if (*selftest) return selftest_command(run_arguments.worlds);
    if (*schema) return schema_command();
    if (*explain) return explain_command(one_scenario, run_arguments.settings);
    return examples_command(example);
}

// Only root speaks; the others keep a way to say what made them fail.
std::FILE* silence() {
    std::FILE* errors = fdopen(dup(2), "w");
    if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr) std::abort();
    return errors;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);
    entente::Ranks ranks;
    std::FILE* errors = stderr;
    try {
        ranks = entente::Ranks::join();
        if (!ranks.root()) errors = silence();
        const int status = dispatch(argc, argv, ranks);
        entente::Ranks::leave();
        return status == entente::interrupted && entente::stop_signal != 0 ? 128 + entente::stop_signal : status;
    } catch (const std::exception& error) {
        fmt::print(errors, "entente: {}failed: {}\n", ranks.count() > 1 ? fmt::format("rank {} ", ranks.rank()) : "", error.what());
        std::fflush(errors);
    }
    if (ranks.count() > 1) ranks.abort(entente::failed);
    return entente::failed;
}
