// entente fair: the value of a term at which a condition on the means holds, in the same worlds at every trial.
#include "studies/fair.hpp"

#include <fmt/core.h>

#include <memory>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' '), end = text.find_last_not_of(' ');
    return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

// "gain.ford = 0": a metric of comparison.csv or summary.csv, a firm, a value.
struct Condition {
    std::string metric, firm;
    double value = 0;
};
bool read_condition(const std::string& text, Condition& out) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) return false;
    const std::string left = trimmed(text.substr(0, equals));
    const std::size_t dot = left.find('.');
    if (dot == std::string::npos || !parse_number(trimmed(text.substr(equals + 1)), out.value)) return false;
    out.metric = left.substr(0, dot);
    out.firm = left.substr(dot + 1);
    return !out.metric.empty() && !out.firm.empty();
}

// alternative.NAME. at the beginning of a key.
std::string alternative_of(const std::string& key) {
    const std::string head = "alternative.";
    if (!key.starts_with(head)) return "";
    return key.substr(head.size(), key.find('.', head.size()) - head.size());
}

}  // namespace

int fair_command(const FairArguments& given, const Surroundings& around) {
    FairArguments arguments = given;
    Condition condition;
    ReadOptions read;
    double low = 0, high = 0;
    bool sound = read_options(arguments.run, read);
    if (!read_condition(arguments.condition, condition)) {
        tell("entente: error: --for '{}'; expected METRIC.FIRM = NUMBER, e.g. gain.ford = 0\n", arguments.condition);
        sound = false;
    }
    const std::size_t colon = arguments.between.find(':');
    if (colon == std::string::npos || !parse_number(arguments.between.substr(0, colon), low) ||
        !parse_number(arguments.between.substr(colon + 1), high) || !(low < high)) {
        tell("entente: error: --between '{}'; expected low:high, the values of the key to search between\n", arguments.between);
        sound = false;
    }
    if (arguments.alternative.empty()) arguments.alternative = alternative_of(arguments.solve);
    if (arguments.alternative.empty()) {
        tell("entente: error: '{}' belongs to no alternative; expected --alternative NAME too\n", arguments.solve);
        sound = false;
    }
    std::vector<LoadedScenario> loaded;
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const auto metric = read_metric("--for", condition.metric + "." + condition.firm, arguments.alternative, *loaded.front().scenario);
    if (!metric) return bad_input;
    LoadedScenario& scenario = loaded.front();
    const FairQuestion question{arguments.solve,
                                low,
                                high,
                                *metric,
                                condition.value,
                                with_settings(scenario, arguments.run.settings),
                                options_of(*scenario.scenario, arguments.run, read, around)};
    const FairEnds ends = fair_ends(question);
    fmt::print("{}.{} in '{}' is {} at {} = {} and {} at {}\n", condition.metric, condition.firm, arguments.alternative,
               money_text(ends.low), arguments.solve, shortest(low), money_text(ends.high), shortest(high));
    if (!ends.hold(condition.value)) {
        fmt::print("it does not pass {} between them; widen --between\n", shortest(condition.value));
        return failed;
    }
    const FairValue found = fair_value(question, ends);
    fmt::print("{} = {:.6g} [{:.6g}, {:.6g}] makes {}.{} = {} (95% interval from the sampling error of the mean)\n", arguments.solve,
               found.value, found.value - found.half, found.value + found.half, condition.metric, condition.firm,
               shortest(condition.value));
    return done;
}

namespace command {

Command fair();
Command fair() {
    const auto arguments = std::make_shared<FairArguments>();
    return {"fair",
            "the value of a term at which a condition holds, with its interval",
            {"scenarios/ford-vw-2019.toml --solve alternative.without-argo.arrangement.ev.royalty --for \"gain.ford = 0\" --between 0:5 "
             "--worlds 5000"},
            joined(one_scenario(arguments->run),
                   {OptionKind{"--solve", "the key to solve for", &arguments->solve}.needed(),
                    OptionKind{"--for", "METRIC.FIRM = NUMBER, e.g. \"gain.ford = 0\"", &arguments->condition}.needed(),
                    OptionKind{"--between", "low:high, the values to search between", &arguments->between}.needed(),
                    {"--alternative", "whose metric; the key's own by default", &arguments->alternative}}),
            [arguments](const Surroundings& around) { return fair_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
