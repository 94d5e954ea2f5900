// entente: the command line.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <system_error>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/signals.hpp"
#include "run/ranks.hpp"
#include "write/files.hpp"

namespace {

using namespace entente;

// An empty text, as of a variable that is not set, would mean something else: as a folder the root of the file system, as a condition none.
CLI::Validator something() {
    const auto fault = [](const std::string& text) { return text.empty() ? std::string("nothing behind it") : std::string(); };
    return {fault, ""};
}

void add_option(CLI::App& app, const OptionKind& kind) {
    if (const auto* flag = std::get_if<bool*>(&kind.value)) {
        app.add_flag(kind.names, **flag, kind.meaning);
        return;
    }
    const auto* several = std::get_if<std::vector<std::string>*>(&kind.value);
    CLI::Option* option = several != nullptr ? app.add_option(kind.names, **several, kind.meaning)
                                             : app.add_option(kind.names, *std::get<std::string*>(kind.value), kind.meaning);
    // One value each time that it is given, unless it takes many.
    if (several != nullptr && kind.names.starts_with('-')) option->allow_extra_args(kind.is_many);
    if (kind.is_needed) option->required();
    if (kind.is_one) option->expected(1);
    if (kind.tells_default) option->capture_default_str();
    if (kind.names.starts_with('-')) option->check(something());
}

void add_command(CLI::App& app, const Command& command) {
    CLI::App* added = app.add_subcommand(command.name, command.what);
    std::string lines = command.examples.size() > 1 ? "Examples:" : "Example:";
    for (const std::string& example : command.examples) lines += "\n  entente " + command.name + (example.empty() ? "" : " ") + example;
    added->footer(lines);
    for (const OptionKind& option : command.options) add_option(*added, option);
}

// The arguments that no option of the command takes, and a command that there is not, in the words of all other faults.
void tell_usage(const CLI::App& app, const CLI::ParseError& error, const std::vector<Command>& all) {
    const auto hint = [](const std::string& found, const std::vector<std::string>& known) {
        const std::string near = nearest(found, known);
        return near.empty() ? std::string() : "    hint: did you mean '" + near + "'?\n";
    };
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    std::vector<std::string> left = app.remaining(true);
    if (chosen.empty()) {
        std::vector<std::string> names;
        for (const Command& command : all) names.push_back(command.name);
        const auto word = std::find_if(left.begin(), left.end(), [](const std::string& text) { return !text.starts_with('-'); });
        if (word == left.end()) return tell("entente: error: no command; expected one of {}\n", listed(names));
        return tell("entente: error: unknown command '{}'; expected one of {}\n{}", shown(*word), listed(names), hint(*word, names));
    }
    const std::string command = "entente " + chosen.front()->get_name();
    if (left.empty()) return tell("{}: error: {}; expected what `{} --help` lists\n", command, shown(error.what()), command);
    std::vector<std::string> options;
    for (const CLI::App* level : {static_cast<const CLI::App*>(chosen.front()), &app}) {
        for (const CLI::Option* option : level->get_options()) options.push_back(option->get_name());
    }
    // What follows an unknown option may be its value.
    const bool any_option = std::any_of(left.begin(), left.end(), [](const std::string& text) { return text.starts_with('-'); });
    for (const std::string& text : left) {
        const std::string name = text.substr(0, text.find('='));
        if (!any_option) tell("{}: error: unknown argument '{}'; expected what `{} --help` lists\n", command, shown(text), command);
        if (text.starts_with('-'))
            tell("{}: error: unknown option '{}'; expected what `{} --help` lists\n{}", command, shown(name), command, hint(name, options));
    }
}

int dispatch(int argc, char** argv, const Ranks& ranks, const Stop& stop) {
    CLI::App app("Develop alone, pool the work with a rival, or be left by one: costs, benefits and exits in the same worlds.", "entente");
    app.set_version_flag("--version", "entente " + version() + " (" + build() + ")");
    std::string color = "auto";
    app.add_option("--color", color, "always, never, or auto: on a terminal, unless NO_COLOR is set")
        ->check(CLI::IsMember({"always", "never", "auto"}));
    app.require_subcommand(1);
    app.fallthrough();
    app.footer("Examples:\n  entente examples two-carmakers > deal.toml\n  entente explain deal.toml\n  entente run deal.toml");
    if (!check_arguments(argc, argv)) return bad_input;
    const std::vector<Command> all = commands();
    for (const Command& command : all) add_command(app, command);
    if (argc == 1) {
        if (ranks.root()) fmt::print("{}", app.help());
        return done;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        tell_usage(app, error, all);
        return bad_input;
    }
    const Surroundings around{stop, ranks, Bold(color)};
    const std::string name = app.get_subcommands().front()->get_name();
    const auto chosen = std::find_if(all.begin(), all.end(), [&](const Command& command) { return command.name == name; });
    if (!ranks.root() && !chosen->on_every_rank) return done;
    return chosen->carry_out(around);
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
