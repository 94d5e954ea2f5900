// entente fair: the value of a term at which a condition on the means holds, in the same worlds at every trial.
#include <fmt/core.h>

#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <memory>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "stats/quantiles.hpp"
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

struct Mean {
    double value = 0, error = 0;
};

class Search {
public:
    Search(const FairArguments& arguments, const Condition& condition, const ReadOptions& read, LoadedScenario& loaded,
           const Surroundings& around)
        : arguments_(arguments), condition_(condition), read_(read), loaded_(loaded), around_(around) {}

    // The metric's mean less the wanted value, with the key at x. Throws Failure when the key or row does not exist, Interrupted when
    // not every world was carried out: means are compared in the same worlds only.
    Mean at(double x) const {
        std::vector<std::string> settings = arguments_.run.settings;
        settings.push_back(arguments_.solve + "=" + shortest(x));
        const std::optional<Scenario> scenario = loaded_.with(settings);
        if (!scenario) throw Failure("the key does not take the value " + shortest(x));
        RunOptions options = options_of(*scenario, arguments_.run, read_, around_);
        options.tables = options.keep_partial = false;
        const Results results = run(*scenario, options);
        if (const auto* row = comparison_row(results, arguments_.alternative, condition_.firm, condition_.metric))
            return {row->mean - condition_.value, row->se};
        if (const auto* row = summary_row(results, arguments_.alternative, condition_.firm, condition_.metric))
            return {row->statistics.mean - condition_.value, row->statistics.se};
        throw Failure("no metric '" + condition_.metric + "' of '" + condition_.firm + "' in alternative '" + arguments_.alternative + "'");
    }

private:
    const FairArguments& arguments_;
    const Condition& condition_;
    const ReadOptions& read_;
    LoadedScenario& loaded_;
    const Surroundings& around_;
};

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
    if (!read_metric("--for", condition.metric + "." + condition.firm, arguments.alternative, loaded.front().scenario)) return bad_input;
    const Search search(arguments, condition, read, loaded.front(), around);
    const Mean at_low = search.at(low), at_high = search.at(high);
    fmt::print("{}.{} in '{}' is {} at {} = {} and {} at {}\n", condition.metric, condition.firm, arguments.alternative,
               money_text(at_low.value + condition.value), arguments.solve, shortest(low), money_text(at_high.value + condition.value),
               shortest(high));
    if ((at_low.value > 0) == (at_high.value > 0)) {
        fmt::print("it does not pass {} between them; widen --between\n", shortest(condition.value));
        return failed;
    }
    // Worlds are the same at every trial, so the mean is a smooth function of the term: Alefeld, Potra and Shi (1995).
    std::uintmax_t trials = 40;
    const auto bracket = boost::math::tools::toms748_solve([&](double x) { return search.at(x).value; }, low, high, at_low.value,
                                                           at_high.value, boost::math::tools::eps_tolerance<double>(20), trials);
    const double x = (bracket.first + bracket.second) / 2, step = (high - low) / 200;
    const Mean here = search.at(x);
    const double slope = (search.at(std::min(x + step, high)).value - search.at(std::max(x - step, low)).value) /
                         (std::min(x + step, high) - std::max(x - step, low));
    const double half = slope != 0 ? normal_975 * here.error / std::fabs(slope) : HUGE_VAL;
    fmt::print("{} = {:.6g} [{:.6g}, {:.6g}] makes {}.{} = {} (95% interval from the sampling error of the mean)\n", arguments.solve, x,
               x - half, x + half, condition.metric, condition.firm, shortest(condition.value));
    return done;
}

namespace command {

Command fair();
Command fair() {
    const auto arguments = std::make_shared<FairArguments>();
    return {"fair",
            "the value of a term at which a condition holds, with its interval",
            {"scenarios/ford-vw-2019.toml --solve alternative.alliance.arrangement.ev.royalty --for \"gain.vw = 4000\" --between 0:5 "
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
