// entente selftest: on the user's own machine, does the program still find what is known exactly?
#include <fmt/core.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/problem.hpp"
#include "cli/command.hpp"
#include "cli/examples.hpp"
#include "cli/selftest_cases.hpp"
#include "read/read.hpp"
#include "run/run.hpp"
#include "stats/quantiles.hpp"
#include "write/files.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

struct CaseFigure {
    double value = 0, error = 0;
};

double half_width(double low, double high) { return (high - low) / (2 * normal_975); }

// The figure of a case and its standard error; throws Failure where a run has no such row.
CaseFigure figure_of(const Results& r, const SelfCase& c) {
    const double n = static_cast<double>(r.worlds);
    const auto share = [&](double p) { return CaseFigure{p, std::sqrt(std::max(p * (1 - p), 1 / n) / n)}; };
    if (c.figure == SelfFigure::mean || c.figure == SelfFigure::p80) {
        for (const SummaryRow& row : r.summary) {
            if (row.alternative != c.alternative || row.firm != c.firm || row.metric != c.metric) continue;
            const Statistics& s = row.statistics;
            return c.figure == SelfFigure::mean ? CaseFigure{s.mean, s.se} : CaseFigure{s.p80, half_width(s.p80_low, s.p80_high)};
        }
    }
    for (const ProgramRow& row : r.programs) {
        if (row.alternative != c.alternative || row.firm != c.firm || row.program != c.metric) continue;
        if (c.figure == SelfFigure::share_completed) return share(row.probability_completed);
        // The spread between the 10% and the 80% point gives the density's scale; twice what a normal would need.
        if (c.figure == SelfFigure::median_completion)
            return {row.completion_p50, (row.completion_p80 - row.completion_p10) / std::sqrt(n)};
    }
    for (const ExitRow& row : r.exits) {
        if (row.alternative != c.alternative || row.leaver != c.firm || row.trigger != c.metric) continue;
        if (c.figure == SelfFigure::exit_share) return share(row.probability);
        if (c.figure == SelfFigure::exit_date) return {row.date_mean, (row.date_p90 - row.date_p10) / std::sqrt(n * row.probability) / 2};
    }
    for (const AnnualRow& row : r.annual) {
        if (c.figure == SelfFigure::annual && row.alternative == c.alternative && row.firm == c.firm && row.flow == c.metric &&
            row.year == c.year)
            return {row.mean, 0};
    }
    throw Failure("the self-test '" + c.name + "' has no such figure");
}

// Within six standard errors, and the likely mistake further away than that.
bool holds(const CaseFigure& found, const SelfCase& c) {
    const double room = 6 * found.error + 1e-9 * std::fabs(c.expected);
    return std::fabs(found.value - c.expected) <= room && std::fabs(found.value - c.wrong) > room;
}

Results run_text(const std::string& text, const RunOptions& options) {
    ReadResult read = read_scenario_text(text, {});
    if (!read.scenario) throw Failure("a self-test cannot be read: " + read.problems.front().found);
    return run(*read.scenario, options);
}

}  // namespace

int selftest_command(const RunArguments& arguments, const Surroundings& around) {
    RunOptions options;
    std::string error;
    options.worlds = 100'000;
    if (!arguments.worlds.empty() && !parse_whole(arguments.worlds, 10'000, 1'000'000'000, options.worlds, error)) {
        tell("entente: error: --worlds {}\n", error);
        return bad_input;
    }
    options.stop = &around.stop;
    options.keep_partial = false;
    int failures = 0;
    Json out{{"worlds", options.worlds}, {"cases", Json::array()}};
    if (!arguments.json) fmt::print("{:<48} {:>14} {:>14} {:>8}\n", fmt::format("{} worlds each", options.worlds), "exact", "found", "z");
    const std::vector<SelfCase> cases = selftest_cases();
    for (const SelfCase& c : cases) {
        ++options.seed;  // so that a bad draw does not repeat itself in every case
        const CaseFigure found = figure_of(run_text(c.scenario, options), c);
        const bool good = holds(found, c);
        failures += good ? 0 : 1;
        const bool exact = !(found.error > 1e-12 * std::fabs(c.expected));
        const double z = exact ? 0 : (found.value - c.expected) / found.error;
        if (!arguments.json)
            fmt::print("{:<48} {:>14.8g} {:>14.8g} {:>8.2f}  {}\n", c.name, c.expected, found.value, z, good ? "ok" : "WRONG");
        out["cases"].push_back({{"name", c.name}, {"exact", c.expected}, {"found", found.value}, {"se", found.error}, {"good", good}});
    }
    // One hash for machines to compare: the same on every one.
    for (const Example& example : examples()) {
        if (example.name != "two-carmakers") continue;
        options.worlds = 4096;
        options.seed = 1;
        const Results r = run_text(std::string(example.text), options);
        const std::string hash = result_hash(csv_files(r, "two-carmakers", false)).substr(0, 16);
        if (!arguments.json) fmt::print("two-carmakers, 4096 worlds, seed 1: result hash {}\n", hash);
        out["hash"] = hash;
    }
    out["good"] = cases.size() - static_cast<std::size_t>(failures);
    if (arguments.json) {
        fmt::print("{}\n", out.dump(2));
    } else {
        fmt::print("{} of {} good\n", cases.size() - static_cast<std::size_t>(failures), cases.size());
    }
    return failures == 0 ? done : failed;
}

namespace command {

Command selftest();
Command selftest() {
    const auto arguments = std::make_shared<RunArguments>();
    return {"selftest",
            "run what is known exactly on this machine",
            {"--worlds 20000"},
            {{"--worlds", "worlds of each case; 100000 by default", &arguments->worlds}, json_option(arguments->json)},
            [arguments](const Surroundings& around) { return selftest_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
