// entente fair: the value of a term at which the sides of a condition are equal, in the same worlds at every trial.
#include "studies/fair.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "cli/shares.hpp"
#include "cli/study_json.hpp"
#include "stats/quantiles.hpp"
#include "write/csv.hpp"

namespace entente {

namespace {

std::string side_text(const Side& side, double value) { return side.figure ? figure_text(*side.figure, value) : shortest(side.number); }
std::string side_name(const Side& side) {
    return side.figure ? side.figure->name + " in '" + side.figure->alternative + "'" : shortest(side.number);
}

// "gain.vw in 'x' is 3,000": of what the condition is about.
std::string told_at(const Difference& condition, const FairTrial& trial) {
    std::string out;
    const auto add = [&](const Side& side, double value) {
        if (side.figure) out += (out.empty() ? "" : ", ") + side_name(side) + " is " + side_text(side, value);
    };
    add(condition.left, trial.left);
    add(condition.right, trial.right);
    return out;
}

// Reads --for: a comparison by '='.
std::optional<Difference> read_equation(const FairArguments& arguments, const std::string& alternative, const Scenario& scenario) {
    const auto condition = read_condition("--for", arguments.condition);
    if (!condition) return std::nullopt;
    if (condition->kind == Condition::Kind::comparison && condition->relation != Relation::equal) {
        tell("{}",
             formatted({{1, condition->column}, "no equation", "'=' between the sides, e.g. gain.ford = 0 or gain.ford = gain.vw", ""},
                       "--for", arguments.condition));
        return std::nullopt;
    }
    return read_difference("--for", arguments.condition, *condition, alternative, scenario);
}

bool read_range(const std::string& text, double& low, double& high) {
    const std::size_t colon = text.find(':');
    const bool sound =
        colon != std::string::npos && parse_number(text.substr(0, colon), low) && parse_number(text.substr(colon + 1), high) && low < high;
    if (!sound) tell("entente: error: --between '{}'; expected low:high, the values of the key to search between\n", text);
    return sound;
}

void tell_found(const FairArguments& arguments, const FairQuestion& question, const FairAnswer& answer) {
    const double x = answer.at.value, half = normal_975 * answer.se;
    fmt::print("{} = {:.6g} [{:.6g}, {:.6g}] makes {} (standard error {:.3g}; 95% interval from the sampling error of the means)\n",
               arguments.solve, x, x - half, x + half, arguments.condition, answer.se);
    if (question.condition.left.figure && question.condition.right.figure) fmt::print("there {}\n", told_at(question.condition, answer.at));
    if (2 * half > question.high - question.low)
        fmt::print("it hardly matters: sampling error alone moves it over the whole of {}; more --worlds, or another key\n",
                   arguments.between);
    if (answer.solutions > 1)
        fmt::print("the sides change places {} times over {}; this is the first, and a narrower --between finds the others\n",
                   answer.solutions, arguments.between);
}

// What is said where no value makes the sides equal.
void tell_none(const FairArguments& arguments, const FairQuestion& question, const FairAnswer& answer) {
    if (answer.outcome == FairOutcome::jumps) {
        fmt::print("no value of {} makes {}: it acts in steps, and passes it in a jump at {:.8g}\njust below {}\njust above {}\n",
                   arguments.solve, arguments.condition, answer.above.value, told_at(question.condition, answer.at),
                   told_at(question.condition, answer.above));
        return;
    }
    const std::string missing = fmt::format("{:.6g}", std::fabs(answer.at.excess));
    if (answer.outcome == FairOutcome::hardly) {
        fmt::print(
            "{} hardly matters: over {} it moves the sides by {:.3g} against each other, where {} is missing; another key may do it\n",
            arguments.solve, arguments.between, answer.moved(), missing);
        return;
    }
    fmt::print("no value of {} between {} and {} does it: the nearest is {:.6g}, where {} is missing; a wider --between may do it\n",
               arguments.solve, shortest(question.low), shortest(question.high), answer.at.value, missing);
}

NamedFile csv_of(const FairArguments& arguments, const std::string& scenario, const FairAnswer& answer) {
    constexpr std::array<const char*, 4> outcomes{"found", "jumps", "none", "hardly"};
    const bool found = answer.outcome == FairOutcome::found;
    const double none = std::nan(""), half = found ? normal_975 * answer.se : none;
    Csv csv("fair.csv", "scenario,key,condition,outcome,value,se,low95,high95,solutions,trial,left,right,excess,excess_se", {});
    const auto row = [&](const FairTrial& trial) {
        csv.row(scenario, arguments.solve, arguments.condition, outcomes[static_cast<std::size_t>(answer.outcome)],
                found ? answer.at.value : none, found ? answer.se : none, answer.at.value - half, answer.at.value + half, answer.solutions,
                trial.value, trial.left, trial.right, trial.excess, trial.se);
    };
    for (const FairTrial& trial : answer.scan) row(trial);
    row(answer.at);
    return csv.finish();
}

void print(const FairArguments& arguments, const FairQuestion& question, const FairAnswer& answer, const Scenario& scenario) {
    fmt::print("{} at {} = {}\n{} at {}\n", told_at(question.condition, answer.scan.front()), arguments.solve, shortest(question.low),
               told_at(question.condition, answer.scan.back()), shortest(question.high));
    if (answer.outcome != FairOutcome::found) return tell_none(arguments, question, answer);
    tell_found(arguments, question, answer);
    const auto solved = question.scenario({question.key + "=" + shortest(answer.at.value)});
    for (const MovedShare& share : moved_shares(scenario, *solved, {arguments.solve}))
        fmt::print("with it {} is {:.6g}, not {:.6g}: shares sum to 1\n", share.key, share.now, share.before);
}

}  // namespace

int fair_command(const FairArguments& given, const Surroundings& around) {
    FairArguments arguments = given;
    ReadOptions read;
    FairQuestion question{arguments.solve};
    bool sound = read_options(arguments.run, read);
    sound = read_range(arguments.between, question.low, question.high) && sound;
    std::vector<LoadedScenario> all_loaded;
    if (!load_all(arguments.run.scenarios, arguments.run.settings, all_loaded)) return bad_input;
    LoadedScenario& loaded = all_loaded.front();
    const std::string alternative = arguments.alternative.empty() ? alternative_of_key(arguments.solve) : arguments.alternative;
    const auto condition = read_equation(arguments, alternative, *loaded.scenario);
    if (!condition || !sound) return bad_input;
    question.condition = *condition;
    question.scenario = with_settings(loaded, arguments.run.settings);
    for (const double end : {question.low, question.high}) {
        if (!question.scenario({question.key + "=" + shortest(end)})) return bad_input;
    }
    question.options = options_of(*loaded.scenario, arguments.run, read, around);
    const std::string folder = arguments.run.output + "/" + loaded.folder;
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const FairAnswer answer = [&] {
        Progress progress(loaded.stem, fair_trials_usual, arguments.run.quiet || arguments.run.json, "trials");
        question.progress = [&](int trials) { progress(std::min(trials, fair_trials_usual)); };
        return fair(question);
    }();
    StudyRecord record = study_of("fair", loaded, arguments.run.settings);
    record.options = {{"scenario", loaded.stem},          {"solve", arguments.solve},
                      {"for", arguments.condition},       {"between", arguments.between},
                      {"alternative", alternative},       {"seed", static_cast<std::int64_t>(question.options.seed)},
                      {"worlds", question.options.worlds}};
    const NamedFile file = csv_of(arguments, loaded.stem, answer);
    write_study(folder, SetKind::fair, record, {file});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, {file}));
    } else {
        print(arguments, question, answer, *loaded.scenario);
        if (!arguments.run.quiet) fmt::print("every trial of the range in {}/fair.csv\n", shown(folder));
    }
    return answer.outcome == FairOutcome::found ? done : failed;
}

namespace command {

Command fair();
Command fair() {
    const auto arguments = std::make_shared<FairArguments>();
    return {"fair",
            "the value of a term at which the sides of a condition are equal, with its interval",
            {"scenarios/ford-vw-2019.toml --solve alternative.without-argo.arrangement.ev.royalty --for \"gain.ford = 0\" --between 0:5 "
             "--worlds 5000",
             "scenarios/two-carmakers.toml --solve alternative.alliance.arrangement.ev.royalty --for \"gain.ford = gain.vw\" --between 0:8 "
             "--worlds 5000"},
            joined(one_scenario(arguments->run),
                   {OptionKind{"--solve", "the key to solve for", &arguments->solve}.needed(),
                    OptionKind{"--for", "the condition: \"gain.ford = 0\", \"gain.ford = gain.vw\", \"tail10.gain.vw = -500\"",
                               &arguments->condition}
                        .needed(),
                    OptionKind{"--between", "low:high, the values to search between", &arguments->between}.needed(),
                    {"--alternative", "whose figures, where none is named; the key's own by default", &arguments->alternative},
                    json_option(arguments->run.json)}),
            [arguments](const Surroundings& around) { return fair_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
