// The language of conditions: what it reads, and in which column it finds a fault.
#include "read/condition.hpp"

#include <catch2/catch.hpp>

using namespace entente;

namespace {

Condition read(const std::string& text) {
    Problem fault;
    const auto condition = condition_of(text, fault);
    INFO(text << ": " << fault.found << " at " << fault.source.column);
    REQUIRE(condition);
    return *condition;
}

Problem fault_of(const std::string& text) {
    Problem fault;
    INFO(text);
    REQUIRE_FALSE(condition_of(text, fault));
    CHECK(fault.source.line == 1);
    CHECK_FALSE(fault.expected.empty());
    return fault;
}

}  // namespace

TEST_CASE("a comparison has two sides, and an alternative before the left is the right one's too", "[read]") {
    const Condition one = read("alliance: cost_npv.ford > 9_000.5");
    CHECK(one.kind == Condition::Kind::comparison);
    CHECK(one.relation == Relation::more);
    CHECK(one.left.alternative == "alliance");
    CHECK(one.left.name == "cost_npv.ford");
    CHECK(one.left.column == 11);
    CHECK(one.right.is_number());
    CHECK(one.right.number == 9000.5);
    CHECK(read("x: gain.a = gain.b").right.alternative == "x");
    CHECK(read("x: gain.a = y: gain.b").right.alternative == "y");
    CHECK(read("gain.a<=-1e3").right.number == -1000);
    CHECK(read("-5 != gain.a").left.number == -5);
    CHECK(read("a >= +.5").right.number == 0.5);
}

TEST_CASE("names have what the scenario's names have, and in quotes anything", "[read]") {
    CHECK(read("program.ev.stage.platform.cost@ford+vw > 1").left.name == "program.ev.stage.platform.cost@ford+vw");
    CHECK(read("exit.go-it-alone").left.name == "exit.go-it-alone");
    CHECK(read("program.p.stage.\"two (or) words\".cost > 1").left.name == "program.p.stage.two (or) words.cost");
    CHECK(read("'not' = 1").left.name == "not");
}

TEST_CASE("and binds more than or, not more than both, and brackets most", "[read]") {
    const Condition all = read("a or b and not c");
    CHECK(all.kind == Condition::Kind::any_of);
    REQUIRE(all.parts.size() == 2);
    CHECK(all.parts[0].left.name == "a");
    CHECK(all.parts[1].kind == Condition::Kind::all_of);
    CHECK(all.parts[1].parts[1].kind == Condition::Kind::negation);
    CHECK(all.parts[1].parts[1].parts[0].left.name == "c");
    const Condition brackets = read("(a or b) and c and d");
    CHECK(brackets.kind == Condition::Kind::all_of);
    CHECK(brackets.parts.size() == 3);
    std::string names;
    each_operand(brackets, [&](const Operand& operand) { names += operand.name; });
    CHECK(names == "abcd");
}

TEST_CASE("a fault is told with its column", "[read]") {
    CHECK(fault_of("").source.column == 1);
    CHECK(fault_of("gain.ford >").source.column == 12);
    CHECK(fault_of("gain.ford > and").source.column == 13);
    CHECK(fault_of("gain.ford > 0 gain.vw > 0").source.column == 15);
    CHECK(fault_of("0 < gain.ford < 5").source.column == 15);
    CHECK(fault_of("(a and (b or c)").source.column == 16);
    CHECK(fault_of("a)").source.column == 2);
    CHECK(fault_of("a & b").source.column == 3);
    CHECK(fault_of("a > 1x").source.column == 5);
    CHECK(fault_of("a > 1e999").source.column == 5);
    CHECK(fault_of("5").source.column == 2);
    CHECK(fault_of("\"abc").source.column == 1);
    CHECK(fault_of("alliance: > 5").source.column == 11);
    // Columns count characters.
    CHECK(fault_of("\"\xC3\xA4\" > \xC3\xA4").source.column == 7);
    CHECK(fault_of(std::string(200, '(') + "a" + std::string(200, ')')).source.column == 102);
}
