// Every rule of the audit finds its fault where a scenario has it, and nothing where it has not; figures are those of runs.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "studies/audit/audit.hpp"
#include "studies/audit/figure.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Two firms that earn 20 m a year from a program of 100 m and two years, with what a case has to say of it.
struct Case {
    std::string scenario, stage = "cost = 100\nduration = 2", benefit, more, margin = "margin = 2", growth = "growth = 0";

    std::string text() const {
        std::string out = "[scenario]\nstart = 2020.0\nhorizon = 12\npilot = 512\n" + scenario +
                          "\n[firm.a]\ndiscount = 0.05\n[firm.b]\ndiscount = 0.05\n[market.m]\nsize = 100\n" + growth +
                          "\n[program.p]\n[[program.p.stage]]\nname = \"work\"\n" + stage + "\n";
        for (const char* firm : {"a", "b"}) {
            out += std::string("[[program.p.benefit]]\nfirm = \"") + firm + "\"\nmarket = \"m\"\nshare = 0.1\n" + margin + "\n" + benefit +
                   "\n";
        }
        return out + more;
    }
};

std::string pool(const std::string& name, const std::string& weights, const std::string& terms = "", const std::string& formation = "") {
    return "[alternative." + name + "]\n" + formation + "[[alternative." + name +
           ".arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n" + terms +
           "\nshare = { rule = \"fixed\", weights = " + weights + " }\n";
}
const std::string even = "{ a = 0.5, b = 0.5 }";
std::string leaves(const std::string& trigger, const std::string& unwind) {
    return "[[alternative.together.exit]]\nleaver = \"a\"\n" + trigger + "\n[alternative.together.unwind]\n" + unwind + "\n";
}

RunOptions options_with(std::int64_t worlds, int threads = 2) {
    RunOptions out;
    out.worlds = worlds;
    out.threads = threads;
    return out;
}

std::vector<Finding> findings(const std::string& text, const std::string& rule, std::int64_t worlds = 2048) {
    Audit audit = audit_of(scenario_of(text), options_with(worlds), {});
    std::erase_if(audit.findings, [&](const Finding& finding) { return finding.rule != rule; });
    return audit.findings;
}

// Each finding as "grade key".
std::vector<std::string> found(const std::string& text, const std::string& rule) {
    std::vector<std::string> out;
    for (const Finding& finding : findings(text, rule)) out.push_back(word_of(finding.grade) + " " + finding.key);
    return out;
}
using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("audit: a program that a firm carries out alone and loses by is found, and one that pays is not", "[studies]") {
    Case losing;
    losing.margin = "margin = 0.5";
    CHECK(found(losing.text(), "forced") == Strings{"warning program.p.needs", "warning program.p.needs"});
    losing.more = pool("together", even);
    CHECK(found(losing.text(), "forced") == Strings{"serious program.p.needs", "serious program.p.needs"});
    Case paying;
    paying.more = losing.more;
    CHECK(found(paying.text(), "forced").empty());
    // The figure is a run's: npv alone less npv without it.
    losing.more = "[alternative.none]\nwithout = { a = [\"p\"] }\n";
    const Results results = run_text(losing.text(), 2048);
    CHECK(findings(losing.text(), "forced").front().figure == Approx(-comparison_of(results, "none", "a", "gain").mean));
}

TEST_CASE("audit: a firm that something else serves better than the deal praised is found", "[studies]") {
    Case losing;
    losing.margin = "margin = 0.2";
    losing.more = pool("together", even);
    CHECK(found(losing.text(), "outside") == Strings{"serious alternative.together", "serious alternative.together"});
    Case two;
    two.more = pool("together", even, "synergy = 0.1") + pool("generous", "{ a = 0.2, b = 0.8 }");
    CHECK(found(two.text(), "outside") == Strings{"warning alternative.together"});
    CHECK(findings(two.text(), "outside").front().found.find("'generous'") != std::string::npos);
    two.more = pool("together", even, "synergy = 0.1");
    CHECK(found(two.text(), "outside").empty());
}

TEST_CASE("audit: talks that pay by failing are found where products live on from access on a growing market", "[studies]") {
    Case growing;
    growing.growth = "growth = 0.2";
    growing.benefit = "life = 3";
    growing.more = pool("together", even, "", "formation = { probability = 0.5, delay = 1, cost = { a = 30, b = 30 } }\n");
    CHECK(found(growing.text(), "unformed") == Strings(2, "serious alternative.together.formation.delay"));
    growing.benefit = "";
    CHECK(found(growing.text(), "unformed").empty());
}

TEST_CASE("audit: benefits that are worth more a year later are found, with the life that makes them so", "[studies]") {
    Case growing;
    growing.growth = "growth = 0.2";
    growing.benefit = "life = 3";
    CHECK(found(growing.text(), "waiting") == Strings{"serious program.p.benefit.a.m.life", "serious program.p.benefit.b.m.life"});
    growing.growth = "growth = 0.0506";
    CHECK(found(growing.text(), "waiting") == Strings{"warning program.p.benefit.a.m.life", "warning program.p.benefit.b.m.life"});
    growing.growth = "growth = 0.2";
    growing.benefit = "life = 3\nuntil = 2025.0";
    CHECK(found(growing.text(), "waiting").empty());
    // A firm that takes half the time waits a whole year all the same, and a program that waits for it is not counted.
    Case quick;
    quick.growth = "growth = 0.2";
    quick.benefit = "life = 3";
    quick.more =
        "[program.p.firm.a]\nduration_factor = 0.5\n[program.q]\nafter = [\"p\"]\n[[program.q.stage]]\nname = \"s\"\ncost = 1\nduration = "
        "0\n"
        "[[program.q.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 5\n";
    const auto waiting = findings(quick.text(), "waiting");
    REQUIRE(waiting.size() == 2);
    // Three years from 2021 on, and from 2022 on: a year's growth and discounting more, whatever the year.
    CHECK(waiting.front().found.find("14.3% more") != std::string::npos);
}

TEST_CASE("audit: an exit by which the leaver always loses or always gains is found, one that is open is not", "[studies]") {
    Case exit;
    exit.more = pool("together", even) + leaves("trigger = \"date\"\ndate = 2021.0", "fee = 40");
    CHECK(found(exit.text(), "leaver") == Strings{"serious alternative.together.exit.date"});
    exit.more = pool("together", "{ a = 1.0, b = 0.0 }", "overhead = 0.5") + leaves("trigger = \"date\"\ndate = 2021.0", "");
    CHECK(found(exit.text(), "leaver") == Strings{"warning alternative.together.exit.date"});
    const std::string either = "level = { a = { dist = \"uniform\", min = 0.5, max = 2.5 } }";
    exit.more = pool("together", even) + leaves("trigger = \"date\"\ndate = 2021.0", either);
    CHECK(found(exit.text(), "leaver").empty());
}

TEST_CASE("audit: terms that never bind are found, those that do are not", "[studies]") {
    Case spread;
    spread.stage = "cost = { dist = \"lognormal\", mean = 100, cv = 0.4 }\nduration = 2";
    const auto capped = [&](const std::string& cap) {
        std::string text = pool("together", even);
        const std::string rule = "weights = " + even;
        text.replace(text.find(rule), rule.size(), rule + ", cap = " + cap + ", beyond = { a = 1.0, b = 0.0 }");
        spread.more = text;
        return found(spread.text(), "binding");
    };
    CHECK(capped("100_000") == Strings{"warning alternative.together.arrangement.p.share.cap"});
    CHECK(capped("100").empty());
    spread.more = pool("together", even) + leaves("trigger = \"hazard\"\nrate = 1e-7", "");
    CHECK(found(spread.text(), "binding") == Strings{"warning alternative.together.exit.hazard"});
    spread.more = pool("together", even) + leaves("trigger = \"hazard\"\nrate = 0.1", "");
    CHECK(found(spread.text(), "binding").empty());
    spread.more =
        "[alternative.bought]\n[[alternative.bought.arrangement]]\nprogram = \"p\"\nmode = \"supply\"\nmaker = \"a\"\nbuyers = "
        "[\"b\"]\nfee = 1\nspare_capacity = ";
    const std::string bought = spread.more;
    spread.more = bought + "11\n";
    CHECK(found(spread.text(), "binding") == Strings{"warning alternative.bought.arrangement.p.spare_capacity"});
    spread.more = bought + "9\n";
    CHECK(found(spread.text(), "binding").empty());
}

TEST_CASE("audit: a budget that nobody passes is noted, one that binds is not", "[studies]") {
    Case limited;
    const auto budget = [&](const std::string& amount) {
        std::string text = limited.text();
        return text.replace(text.find("[firm.b]"), 0, "budget = " + amount + "\n");
    };
    CHECK(found(budget("1000"), "binding") == Strings{"note firm.a.budget"});
    CHECK(found(budget("40"), "binding").empty());
}

TEST_CASE("audit: weights that too few pilot worlds tell are found", "[studies]") {
    Case game;
    game.stage = "cost = { dist = \"lognormal\", mean = 100, cv = 1.5 }\nduration = 2";
    std::string text = pool("together", even);
    text.replace(text.find("share ="), std::string::npos, "share = { rule = \"shapley\" }\n");
    game.more = text + "[program.p.firm.a]\ncost_factor = { dist = \"lognormal\", mean = 1.5, cv = 1 }\n";
    const auto of_few = found(game.text(), "pilot");
    REQUIRE_FALSE(of_few.empty());
    CHECK(of_few.front().ends_with("scenario.pilot"));
    std::string many = game.text();
    many.replace(many.find("pilot = 512"), 11, "pilot = 500_000");
    CHECK(found(many, "pilot").empty());
}

TEST_CASE("audit: an uncertain term that changes nothing is found", "[studies]") {
    Case idle;
    const std::string fee = "fee = { dist = \"uniform\", min = 10, max = 20 }";
    idle.more = pool("together", even) + leaves("trigger = \"hazard\"\nrate = 1e-7", fee);
    const auto warned = found(idle.text(), "influence");
    CHECK(std::count(warned.begin(), warned.end(), "warning unwind.fee") == 1);
    idle.more = pool("together", even) + leaves("trigger = \"hazard\"\nrate = 0.3", fee);
    const auto now = found(idle.text(), "influence");
    CHECK(std::count(now.begin(), now.end(), "warning unwind.fee") == 0);
}

TEST_CASE("audit: what is earned at the end of the horizon and past it is told", "[studies]") {
    Case late;
    late.growth = "growth = 0.1";
    late.benefit = "terminal = 20";
    CHECK(found(late.text(), "horizon") == Strings{"serious program.p.benefit.a.m.terminal", "serious program.p.benefit.b.m.terminal"});
    late.growth = "growth = 0";
    late.benefit = "";
    // Three of ten years, the last of them: 3 q^9.. of what ten years bring.
    const auto noted = findings(late.text(), "horizon");
    REQUIRE(noted.size() == 2);
    CHECK(noted.front().grade == Grade::note);
    CHECK(noted.front().key == "scenario.horizon");
    const double q = 1 / 1.05;
    CHECK(noted.front().figure == Approx((std::pow(q, 7) - std::pow(q, 10)) / (1 - std::pow(q, 10))));
    late.benefit = "life = 5";
    CHECK(found(late.text(), "horizon").empty());
}

TEST_CASE("audit: numbers without a source, and sources of another time, are found", "[studies]") {
    Case silent;
    CHECK(found(silent.text(), "sources") == Strings{"warning sources"});
    silent.more = "[sources]\n\"program\" = { source = \"us\", mark = \"judgement\" }\n";
    CHECK(found(silent.text(), "sources") ==
          Strings{"warning sources.\"firm.a\"", "warning sources.\"firm.b\"", "warning sources.\"market.m\""});
    silent.more = "[sources]\n\"*\" = { source = \"us\", mark = \"judgement\" }\n";
    CHECK(found(silent.text(), "sources").empty());
    silent.scenario = "as_of = 2020-06-30\n";
    silent.more += "\"market\" = { source = \"a history\", date = 2021-01-01, mark = \"derived\" }\n";
    CHECK(found(silent.text(), "sources") == Strings{"serious sources.\"market\""});
    silent.scenario = "";
    CHECK(found(silent.text(), "sources") == Strings{"note scenario.as_of"});
}

TEST_CASE("audit: the gravest findings come first, and threads change nothing", "[studies]") {
    Case losing;
    losing.margin = "margin = { dist = \"uniform\", min = 0.1, max = 0.9 }";
    losing.growth = "growth = { dist = \"normal\", mean = 0.05, sd = 0.02 }";
    losing.benefit = "life = 4";
    losing.more = pool("together", even, "", "formation = { probability = 0.8, delay = 0.5 }\n");
    const Scenario scenario = scenario_of(losing.text());
    const Audit one = audit_of(scenario, options_with(2048, 1), {}), four = audit_of(scenario, options_with(2048, 4), {});
    REQUIRE(one.findings.size() > 3);
    REQUIRE(one.findings.size() == four.findings.size());
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
        if (i > 0) CHECK(one.findings[i - 1].grade >= one.findings[i].grade);
        CHECK(one.findings[i].found == four.findings[i].found);
        CHECK((one.findings[i].figure == four.findings[i].figure || std::isnan(one.findings[i].figure)));
        CHECK((one.findings[i].se == four.findings[i].se || std::isnan(one.findings[i].se)));
    }
}

TEST_CASE("a figure's difference and quotient have the errors of paired worlds", "[studies]") {
    AuditFigure a, b, first, rest;
    std::vector<double> x(4096), y(4096);
    std::mt19937_64 draw(7);  // the standard says what it gives
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = static_cast<double>(draw() % 1000);
        y[i] = 2 * x[i] + 5;
    }
    a.add(x);
    b.add(y);
    CHECK(a.worlds() == 4096);
    CHECK(difference(b, a).value == Approx(b.mean() - a.mean()));
    // y - x is x + 5: its error is that of x.
    CHECK(difference(b, a).error == Approx(a.se()).epsilon(0.35));
    CHECK(quotient(b, a).value == Approx(b.mean() / a.mean()));
    y = x;
    AuditFigure same;
    same.add(y);
    CHECK(difference(same, a).error == 0);
    CHECK(quotient(same, a).error == 0);
    // In parts it is the same, and worlds that do not count are left out.
    first.add(std::span(x).first(2048));
    rest.add(std::span(x).subspan(2048));
    first.merge(rest);
    CHECK(first.mean() == Approx(a.mean()));
    CHECK(first.se() == Approx(a.se()));
    for (std::size_t i = 0; i < x.size(); i += 4) x[i] = std::nan("");
    AuditFigure some;
    some.add(x);
    CHECK(some.worlds() == 3072);
    CHECK(some.share().value == Approx(0.75));
}
