#!/usr/bin/env python3
"""One leaf of each kind is added to a copy of the project as CONTRIBUTING.md says: how many files that takes, and that all of it works.

Usage: leaves.py [FOLDER]. The copy is built without optimisation in FOLDER (a temporary one by default): the program, and the tests of the new
leaves alone. Its own file, one registration, one test: three files each; pages are written by scripts/reference.
"""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# By kind: new files with their texts, and what is put into others: (before what, text).
LEAVES = {
    "family": {
"sim/chance/families/rayleigh.hpp": """// The length of a vector of two normals with mean 0.
#pragma once

#include <cmath>
#include <numbers>
#include <string>

#include "base/fields.hpp"
#include "chance/families/weibull.hpp"

namespace entente {

struct RayleighLaw {
    static constexpr std::string_view name = "rayleigh_law";
    double sd = 1;
    template <class S = RayleighLaw>
    static constexpr auto fields() {
        return std::tuple{needed("sd", &S::sd, Range::positive, "standard deviation of each normal")};
    }
};

inline std::string resolve(RayleighLaw&) { return ""; }
inline double quantile(const RayleighLaw& d, Probability p) { return d.sd * std::sqrt(2 * exponential_quantile(p)); }
inline Probability cdf(const RayleighLaw& d, double x) {
    if (x < 0) return {0, 1};
    const double h = x / d.sd * (x / d.sd) / 2;
    return {-std::expm1(-h), exp(-h)};
}
inline double mean(const RayleighLaw& d) { return d.sd * std::sqrt(std::numbers::pi / 2); }
inline double variance(const RayleighLaw& d) { return d.sd * d.sd * (2 - std::numbers::pi / 2); }

}  // namespace entente
""",
            "sim/chance/distribution.hpp": [
                ('#include "chance/families/student_t.hpp"', '#include "chance/families/rayleigh.hpp"\n'),
                ("Empirical, Metalog>;", "RayleighLaw, "),
            ],
            "tests/chance/families_test.cpp": [("made(Exponential{3}),", "made(RayleighLaw{3}), ")],
    },
    "profile": {
            "sim/plan/profiles/early.hpp": """// Spending that falls evenly to nothing at the stage's end.
#pragma once

#include <cmath>

#include "lanes/wide.hpp"

namespace entente {

struct EarlyProfile {
    static constexpr const char* name = "early";
};

inline double progress(const EarlyProfile&, double x) { return x * (2 - x); }
template <class V>
ENTENTE_INLINE Wide<V> progress(const EarlyProfile&, const Wide<V>& x) {
    return x * (2.0 - x);
}
inline double inverse_progress(const EarlyProfile&, double y) { return 1 - std::sqrt(1 - y); }

}  // namespace entente
""",
            "sim/plan/program.hpp": [
                ('#include "plan/profiles/rayleigh.hpp"', '#include "plan/profiles/early.hpp"\n'),
                ("BetaProfile>;", "EarlyProfile, "),
            ],
            "tests/plan/early_test.cpp": """// A profile that the test of leaves adds.
#include "support/scenario.hpp"

#include <catch2/catch.hpp>

using namespace entente;

TEST_CASE("three quarters are spent in the first half", "[leaf]") {
    const Results results = test::run_text(test::one_firm("cost = 100\\nduration = 2\\nprofile = \\"early\\""), 100);
    CHECK(test::annual_of(results, "solo", "a", "cost", 2020) == Approx(75));
}
""",
    },
    "trigger": {
            "sim/exit/triggers/anniversary.hpp": """// Leaves so many years after formation.
#pragma once

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "chance/words.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedAnniversary {
    Slot years;
};

struct AnniversaryTrigger {
    static constexpr std::string_view name = "anniversary";
    using Resolved = ResolvedAnniversary;
    Quantity years;
    template <class S = AnniversaryTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("years", &S::years, Range::positive, "years after formation")};
    }
};

inline ResolvedAnniversary resolve(const AnniversaryTrigger& trigger, ExitBuilder& exit) { return {exit.value(trigger.years, Sign::not_negative)}; }
template <class View>
Firing fire(const ResolvedAnniversary& slots, const View& view, const Leaver&) {
    return {view.formation() + view.world.at(slots.years)};
}
inline std::string told(const AnniversaryTrigger& trigger, const ExitWords&) { return number(trigger.years) + " years after formation"; }

}  // namespace entente
""",
            "sim/exit/exit.hpp": [
                ('#include "exit/triggers/date.hpp"', '#include "exit/triggers/anniversary.hpp"\n'),
                ("PutTrigger, OptimalTrigger>;", "AnniversaryTrigger, "),
            ],
            "tests/exit/anniversary_test.cpp": """// A trigger that the test of leaves adds.
#include "support/scenario.hpp"

#include <catch2/catch.hpp>

using namespace entente;

TEST_CASE("the exit comes so many years after formation", "[leaf]") {
    const std::string text = test::one_firm("cost = 100\\nduration = 6", R"(
[firm.b]
discount = 0.0
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "alone" }
[[alternative.x.exit]]
trigger = "anniversary"
leaver = "a"
years = 2.5
)");
    const Results results = test::run_text(text, 100);
    CHECK(test::exit_of(results, "x", "anniversary", "a").probability == 1);
    CHECK(test::exit_of(results, "x", "anniversary", "a").date_mean == Approx(2022.5));
}
""",
    },
    "mode": {
            "sim/deal/modes/grant.hpp": """// A grant: the giver develops, others use the result for nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "deal/mode.hpp"

namespace entente {

struct Grant {
    static constexpr std::string_view name = "grant";
    Name giver;
    std::vector<Name> takers;
    template <class S = Grant>
    static constexpr auto fields() {
        return std::tuple{needed("giver", &S::giver, "who develops it"), needed("takers", &S::takers, "who may use it for nothing")};
    }
};

inline Parties parties(const Grant& grant) { return {{}, grant.giver, grant.takers}; }
inline void check(const Grant& grant, ModeCheck& mode) {
    mode.firm(grant.giver, ".giver");
    mode.distinct(grant.takers, ".takers");
    for (const Name& firm : grant.takers) mode.participant(firm, ".takers");
}
inline void resolve(const Grant& grant, ModeBuilder& mode) { mode.provided(grant.giver, grant.takers); }
inline std::vector<std::string> told(const Grant& grant, const ModeWords& words) {
    return {words.firm(grant.giver.text) + " develops it; " + words.firms(grant.takers) + " may use it for nothing."};
}

}  // namespace entente
""",
            "sim/deal/arrangement.hpp": [
                ('#include "deal/modes/license.hpp"', '#include "deal/modes/grant.hpp"\n'),
                ("Supply>;", "Grant, "),
            ],
            "tests/deal/grant_test.cpp": """// A mode that the test of leaves adds.
#include "support/scenario.hpp"

#include <catch2/catch.hpp>

using namespace entente;

TEST_CASE("who is given the result pays nothing", "[leaf]") {
    const std::string text = test::one_firm("cost = 100\\nduration = 2", R"(
[firm.b]
discount = 0.0
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "grant"
giver = "a"
takers = ["b"]
)");
    const Results results = test::run_text(text, 100);
    CHECK(test::summary_of(results, "solo", "b", "cost_npv").mean == Approx(100));
    CHECK(test::summary_of(results, "x", "a", "cost_npv").mean == Approx(100));
    CHECK(test::summary_of(results, "x", "b", "cost_npv").mean == 0);
}
""",
    },
    "rule": {
            "sim/game/rules/alone.hpp": """// Each member pays in proportion to what it would pay alone.
#pragma once

#include "game/rules/cost_rules.hpp"

namespace entente {

struct AloneRule {
    static constexpr std::string_view name = "alone";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const AloneRule&, const GameView& view) {
    double sum = 0;
    for (int i = 0; i < view.game.players; ++i) sum += view.game.alone(i);
    Allocation out;
    if (!(sum > 0)) out.undefined = "nobody would pay anything alone";
    for (int i = 0; i < view.game.players && sum > 0; ++i) out.paid.push_back(view.game.of_all() * view.game.alone(i) / sum);
    return out;
}

}  // namespace entente
""",
            "sim/game/sharing.hpp": [
                ('#include "game/rules/cost_rules.hpp"', '#include "game/rules/alone.hpp"\n'),
                ("KalaiSmorodinskyRule>;", "AloneRule, "),
            ],
            "tests/game/alone_test.cpp": """// A sharing rule that the test of leaves adds.
#include <algorithm>
#include <catch2/catch.hpp>

#include "game/all_rules.hpp"

using namespace entente;

TEST_CASE("a quarter and three quarters of what both pay", "[leaf]") {
    const auto rules = all_rules({2, {0, 10, 30, 20}}, {HUGE_VAL, HUGE_VAL});
    const auto found = std::find_if(rules.begin(), rules.end(), [](const auto& rule) { return rule.rule == "alone"; });
    REQUIRE(found != rules.end());
    CHECK(found->allocation.paid == std::vector<double>{5, 15});
}
""",
    },
    "format": {
            "sim/write/formats/markdown.cpp": """// summary.md: the means as a table that people and repositories read.
#include <fmt/core.h>

#include "write/format.hpp"

namespace entente {

extern const Format markdown_format{"md", "summary.md", 0, [] { return std::vector<std::string>{"summary.md"}; },
                                    [](FileSet& set, const RunFiles& run) {
                                        std::string out = "| alternative | firm | metric | mean |\\n|---|---|---|---|\\n";
                                        for (const SummaryRow& row : run.results.summary)
                                            out += fmt::format("| {} | {} | {} | {:.3f} |\\n", row.alternative, row.firm, row.metric,
                                                               row.statistics.mean);
                                        set.add({"summary.md", out});
                                    }};

}  // namespace entente
""",
            "sim/write/formats.cpp": [
                ("report_format;", "markdown_format, "),
                ("&report_format}", "&markdown_format, "),
            ],
            "tests/write/markdown_test.cpp": """// A format that the test of leaves adds.
#include <catch2/catch.hpp>

#include "write/format.hpp"

using namespace entente;

TEST_CASE("a format is known by its name", "[leaf]") {
    REQUIRE(find_format("md") != nullptr);
    CHECK(find_format("md")->files() == std::vector<std::string>{"summary.md"});
}
""",
    },
    "command": {
            "sim/cli/commands/metrics.cpp": """// entente metrics: what can be asked for.
#include <fmt/core.h>

#include "cli/command.hpp"
#include "outcome/metrics.hpp"

namespace entente::command {

Command metrics();
Command metrics() {
    return {"metrics", "every metric and what it means", {""}, {}, [](const Surroundings&) {
                for (const MetricKind& metric : entente::metrics) fmt::print("{:<14} {}\\n", metric.name, metric.meaning);
                return static_cast<int>(done);
            }};
}

}  // namespace entente::command
""",
            "sim/cli/commands.cpp": [
                ("examples();", "metrics(), "),
                ("examples()}", "metrics(), "),
            ],
            "tests/cli/metrics_test.cpp": """// A command that the test of leaves adds.
#include <algorithm>
#include <catch2/catch.hpp>

#include "cli/command.hpp"

using namespace entente;

TEST_CASE("a command is known by its name", "[leaf]") {
    const auto all = commands();
    CHECK(std::any_of(all.begin(), all.end(), [](const Command& command) { return command.name == "metrics"; }));
}
""",
    },
    "metric": {
            "sim/outcome/metrics/net_cost.hpp": """// Costs less what others pay.
#pragma once

#include "outcome/metric_kind.hpp"

namespace entente::metric {

inline constexpr MetricKind net_cost{.name = "net_cost",
                                     .high_is_bad = true,
                                     .meaning = "cost_npv - transfer_npv",
                                     .derive = [](const Subject& s, const Leaf& leaf, std::span<double> out) {
                                         outcome::net_cost(s.layout, leaf, s.alternative, s.firm, out);
                                     }};

}  // namespace entente::metric
""",
            "sim/outcome/metrics.hpp": [
                ("\nnamespace entente {", '#include "outcome/metrics/net_cost.hpp"\n'),
                ("metric::saving,", "metric::net_cost, "),
            ],
            "tests/outcome/net_cost_test.cpp": """// A metric that the test of leaves adds.
#include "support/scenario.hpp"

#include <catch2/catch.hpp>

using namespace entente;

TEST_CASE("a metric has its row", "[leaf]") {
    const Results results = test::run_text(test::one_firm("cost = 100\\nduration = 1"), 100);
    CHECK(test::summary_of(results, "solo", "a", "net_cost").mean == Approx(100));
}
""",
    },
}
MOST = 3

SCENARIO = """
[scenario]
name = "leaves"
start = 2020.0
horizon = 10
[firm.a]
discount = 0.05
[firm.b]
discount = 0.05
[program.p]
[[program.p.stage]]
name = "work"
cost = { dist = "rayleigh_law", sd = 50 }
duration = 6
profile = "early"
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "alone" }
[[alternative.x.exit]]
trigger = "anniversary"
leaver = "a"
years = 2.5
[alternative.y]
[[alternative.y.arrangement]]
program = "p"
mode = "grant"
giver = "a"
takers = ["b"]
"""


def put(path, change):
    """A new file, or texts put before what stands in an old one."""
    if isinstance(change, str):
        assert not path.exists(), f"{path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change, encoding="utf-8")
        return
    text, at = path.read_text(encoding="utf-8"), 0
    for before, new in change:
        at = text.index(before, at)
        text = text[:at] + new + text[at:]
        at += len(new) + len(before)
    path.write_text(text, encoding="utf-8")


def call(*arguments, **more):
    print("+", *arguments, flush=True)
    return subprocess.run([str(a) for a in arguments], check=True, **more)


def build(copy):
    """The program, and a test program of the new leaves' tests only."""
    touched = {name for files in LEAVES.values() for name in files}
    for test in copy.glob("tests/**/*_test.cpp"):
        if test.relative_to(copy).as_posix() not in touched:
            test.unlink()
    call("cmake", "-S", copy, "-B", copy / "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O0", "-DENTENTE_MPI=OFF",
         *(["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []), stdout=subprocess.DEVNULL)
    call("cmake", "--build", copy / "build", "--target", "entente", "entente_tests", "--", "--quiet")


def use(copy, program):
    """One command for each leaf."""
    scenario, out = copy / "leaves.toml", copy / "out"
    scenario.write_text(SCENARIO, encoding="utf-8")
    call(program, "run", scenario, "--worlds", "200", "--quiet", "--format", "csv,md", "-o", out)
    assert "| x | a | net_cost |" in (out / "leaves" / "summary.md").read_text()
    with open(out / "leaves" / "exits.csv", newline="") as file:
        dates = {row["leaver"]: row["date_mean"] for row in csv.DictReader(file)}
    assert abs(float(dates["a"]) - 2022.5) < 1e-9, dates
    assert "net_cost" in call(program, "metrics", capture_output=True, text=True).stdout
    explained = call(program, "explain", scenario, capture_output=True, text=True).stdout
    for words in ("a leaves the whole alliance 2.5 years after formation", "p (grant): a develops it; b may use it for nothing."):
        assert words in explained, explained
    said = call(program, "share", scenario, "--json", capture_output=True, text=True).stdout
    assert '"alone"' in said, said
    schema = json.loads(call(program, "schema", "--results", capture_output=True, text=True).stdout)
    assert any(metric["name"] == "net_cost" for metric in schema["metrics"])
    wrong = subprocess.run([program, "check", "--set", "program.p.stage.work.profile=\"earli\"", scenario], capture_output=True, text=True)
    assert wrong.returncode == 2 and "did you mean 'early'?" in wrong.stderr, wrong.stderr


def main():
    for kind, files in LEAVES.items():
        print(f"{kind}: {len(files)} files: {', '.join(files)}")
        assert len(files) <= MOST, f"a {kind} touches {len(files)} files"
    with tempfile.TemporaryDirectory() as temporary:
        copy = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else temporary) / "entente"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ROOT, copy, ignore=lambda folder, names: [n for n in names if n in ("build", ".git", "out") and folder == str(ROOT)])
        for files in LEAVES.values():
            for name, change in files.items():
                put(copy / name, change)
        call(copy / "scripts" / "rules")
        build(copy)
        program = copy / "build" / "entente"
        call(copy / "build" / "tests" / "entente_tests", "[leaf],quantiles rise*", cwd=copy)
        # The pages are written, not edited, and nothing else is asked for.
        call(copy / "scripts" / "reference", program)
        call(copy / "scripts" / "reference", program, "--check")
        for page, words in (("reference.md", "rayleigh_law"), ("reference.md", "anniversary"), ("reference.md", "grant"), ("files.md", "net_cost"), ("model.md", "rayleigh_law")):
            assert words in (copy / "docs" / page).read_text(encoding="utf-8"), f"{words} is missing from {page}"
        use(copy, program)
    print("leaves: good")


os.environ.pop("ENTENTE", None)
main()
