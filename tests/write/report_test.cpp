// The report of a new user's case: who should do what, what would reverse it, and what it rests on.
#include <catch2/catch.hpp>
#include <regex>

#include "support/scenario.hpp"
#include "write/files.hpp"
#include "write/report/chart.hpp"

using namespace entente;
using namespace entente::test;
using Catch::Matchers::Contains;

namespace {

const Results& new_users_case() {
    static const Results results = run_text(text_of_file("tests/support/two-firms.toml"), 4096, 7, 1);
    return results;
}
std::string page_of(const Results& results) {
    RunRecord record;
    record.scenario = "two-firms";
    return report_html(results, record, {});
}
std::size_t count_of(const std::string& text, const std::string& word) {
    std::size_t out = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++out;
    return out;
}

}  // namespace

TEST_CASE("the first screen names each firm's best deal, what ends do to it, and when it pays", "[write]") {
    const std::string page = page_of(new_users_case());
    const std::string first = page.substr(0, page.find("<nav"));
    CHECK_THAT(first, Contains("Adler Motoren") && Contains("Boréal &amp; Fils"));
    CHECK_THAT(first, Contains("Half and half, for good</p>") && Contains("Adler licenses Boréal&#39;s cells</p>"));
    CHECK_THAT(first, Contains("Nobody can leave it; where &#39;Half and half, and Boréal may leave&#39; ends early: -"));
    CHECK_THAT(first, Contains("that one would pay only while the exit rate stays below about") && Contains("% a year; it is 8%"));
    // The warnings of the run are folded away.
    CHECK(first.find("<details><summary>Warning") != std::string::npos);
}

TEST_CASE("a firm's section has at most eight pictures, each with its figures", "[write]") {
    const Results& results = new_users_case();
    const Shown shown(results);
    for (const std::string firm : {"adler", "boreal", "all"}) {
        const std::vector<Chart> charts = charts_of(results, shown, firm);
        CHECK(charts.size() >= 6);
        CHECK(charts.size() <= 8);
        for (const Chart& chart : charts) {
            INFO(chart.drawing << ": " << chart.finding);
            CHECK_FALSE(chart.finding.empty());
            CHECK_FALSE(chart.figures.empty());
            for (const TableRow& row : chart.figures) CHECK(row.size() == chart.head.size());
        }
    }
}

TEST_CASE("gains by the year of the end follow the worlds", "[write]") {
    const Results& results = new_users_case();
    double worlds = 0, sum = 0, exited = 0, mean = 0;
    for (const EndingRow& row : results.endings) {
        if (row.alternative != "shaky" || row.firm != "adler") continue;
        CHECK(row.worlds >= 30);
        worlds += static_cast<double>(row.worlds);
        sum += static_cast<double>(row.worlds) * row.mean;
    }
    for (const GivenRow& row : results.given) {
        if (row.alternative != "shaky" || row.firm != "adler" || row.metric != "gain" || row.condition != "exited") continue;
        exited = static_cast<double>(row.worlds);
        mean = row.mean;
    }
    // Years with fewer than thirty worlds are left out.
    CHECK(worlds <= exited);
    CHECK(worlds > 0.8 * exited);
    CHECK(sum / worlds == Approx(mean).epsilon(0.1));
}

TEST_CASE("what is taken for given is told with its sources, copies by what differs", "[write]") {
    const std::string page = page_of(new_users_case());
    const std::size_t begin = page.find("What is taken for given"), end = page.find("Behind the figures</h2>");
    REQUIRE(begin < end);
    const std::string told = page.substr(begin, end - begin);
    CHECK_THAT(told, Contains("as known on 2026-01-15") && Contains("two fires in thirty plants (trade press, 2024) (2024-11-02)"));
    CHECK_THAT(told, Contains("<td>pareto: min 150, alpha 1.8 (EUR m)</td>") && Contains("<td>fact</td>"));
    CHECK_THAT(told,
               Contains("The same with a fee for leaving, as &#39;Half and half, and Boréal may leave&#39; but for: 1 without a source"));
    CHECK_FALSE(std::regex_search(told, std::regex("[a-z]+\\.[a-z]+\\.[a-z]+\\.[a-z]+")));  // no path of a key
}

TEST_CASE("lines of cost and date that lie upon each other are one", "[write]") {
    const Results& results = new_users_case();
    const std::vector<Chart> charts = common_charts(results, Shown(results));
    REQUIRE(charts.back().drawing == "frontier");
    bool alike = false;
    for (const auto& row : charts.back().rows) alike = alike || row["name"].get<std::string>().find("alike") != std::string::npos;
    CHECK(alike);
    CHECK(count_of(page_of(results), "data-chart=\"frontier\"") == 1);
}
