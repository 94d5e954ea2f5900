// Headers, units and ranges of cost sheets: what they are taken for.
#include "read/import.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "chance/distribution.hpp"
#include "read/cost_headers.hpp"
#include "read/cost_range.hpp"

using namespace entente;

namespace {

void means(const std::string& text, CostColumn column, OfWhat of = OfWhat::cost, const std::string& unit = "") {
    INFO(text);
    const auto header = header_of(text);
    REQUIRE(header);
    CHECK(header->column == column);
    CHECK(header->of == of);
    CHECK(header->unit == unit);
}

}  // namespace

TEST_CASE("headers have usual names in any case, with units in brackets or behind a comma", "[read]") {
    means("Low", CostColumn::low);
    means("BEST CASE", CostColumn::low);
    means("Cost (low)", CostColumn::low);
    means("Low estimate [k€]", CostColumn::low, OfWhat::cost, "k€");
    means("most_likely_cost", CostColumn::point);
    means("Cost, EUR m", CostColumn::point, OfWhat::cost, " EUR m");
    means("Impact", CostColumn::point);
    means("cost impact high (USD m)", CostColumn::high, OfWhat::cost, "USD m");
    means("Duration low (months)", CostColumn::low, OfWhat::duration, "months");
    means("Schedule impact (weeks)", CostColumn::point, OfWhat::delay, "weeks");
    means("Delay", CostColumn::point, OfWhat::delay);
    means("Likelihood (%)", CostColumn::probability, OfWhat::cost, "%");
    means("Probability %", CostColumn::probability, OfWhat::cost, "%");
    means("WBS element", CostColumn::stage);
    means("Risk title", CostColumn::risk);
    means("P50", CostColumn::median);
    for (const char* const text : {"", "owner", "cost code", "low risk", "P0", "P100", "2,000", "cost of delay", "cost duration"}) {
        INFO(text);
        CHECK_FALSE(header_of(text));
    }
    CHECK(header_of("P10")->level == 0.1);
    CHECK(header_of("cost P 90")->level == 0.9);
    CHECK(header_of("minimum")->level == 0.0);
    CHECK_FALSE(header_of("lower")->level);
}

TEST_CASE("units of money have a scale, a currency, or both, and may have a year of prices", "[read]") {
    CHECK(money_unit("EUR m") == MoneyUnit{1, "EUR", 0});
    CHECK(money_unit("m") == MoneyUnit{1, "", 0});
    CHECK(money_unit("US$m") == MoneyUnit{1, "USD", 0});
    CHECK(money_unit("MEUR 2024") == MoneyUnit{1, "EUR", 2024});
    CHECK(money_unit("k£") == MoneyUnit{1e-3, "GBP", 0});
    CHECK(money_unit("TEUR") == MoneyUnit{1e-3, "EUR", 0});
    CHECK(money_unit("bn JPY") == MoneyUnit{1e3, "JPY", 0});
    CHECK(money_unit("EUR") == MoneyUnit{1e-6, "EUR", 0});
    for (const char* const text : {"", "months", "%", "EUR USD", "m k", "2024", "vehicles"}) {
        INFO(text);
        CHECK_FALSE(money_unit(text));
    }
    CHECK(time_unit("Months") == 1.0 / 12);
    CHECK_FALSE(time_unit("m"));
}

TEST_CASE("a range becomes the family that has its points", "[read]") {
    const RangePoint low{0.1, 100}, high{0.9, 260};
    CHECK(range_text({low, high, 150, {}, ""}).text == R"({ dist = "pert", mode = 150, quantiles = [[0.1, 100], [0.9, 260]] })");
    CHECK(range_text({RangePoint{0, 100}, RangePoint{1, 260}, 150, {}, "Triangle"}).text ==
          R"({ dist = "triangular", min = 100, mode = 150, max = 260 })");
    CHECK(range_text({low, high, {}, {}, "uniform"}).text == R"({ dist = "uniform", min = 80, max = 280 })");
    CHECK(range_text({low, high, {}, {}, "normal"}).text.starts_with(R"({ dist = "normal", mean = 180, sd = 62.4)"));
    CHECK(range_text({low, high, {}, {}, ""}).text.starts_with(R"({ dist = "lognormal")"));
    CHECK(range_text({RangePoint{0, 100}, RangePoint{1, 260}, {}, {}, ""}).text == R"({ dist = "uniform", min = 100, max = 260 })");
    CHECK(range_text({low, high, {}, 170, ""}).text.starts_with(R"({ dist = "metalog")"));
    CHECK(range_text({{}, {}, 150, {}, ""}).text == "150");
    CHECK(range_text({low, RangePoint{0.9, 100}, 100, {}, ""}).text == "100");
    CHECK_FALSE(range_text({low, high, 150, {}, "lognormal"}).note.empty());
    CHECK(range_text({low, high, 150, {}, "pert"}).note.empty());
    for (const WrittenRange& wrong :
         {WrittenRange{low, {}, 150, {}, ""}, WrittenRange{low, high, 300, {}, ""}, WrittenRange{high, low, 150, {}, ""},
          WrittenRange{{}, {}, {}, {}, ""}, WrittenRange{low, high, {}, {}, "pert"}, WrittenRange{low, high, 150, {}, "pret"},
          WrittenRange{RangePoint{0, 100}, high, {}, {}, "lognormal"}}) {
        const RangeText text = range_text(wrong);
        CHECK(text.text.empty());
        CHECK_FALSE(text.found.empty());
        CHECK_FALSE(text.expected.empty());
    }
}

TEST_CASE("names become ids", "[read]") {
    CHECK(id_of("Battery platform", "program") == "battery-platform");
    CHECK(id_of("Driver's assistant (2)", "program") == "drivers-assistant-2");
    CHECK(id_of("1.2 Concept", "stage") == "stage-1-2-concept");
    CHECK(id_of("\xC3\x9C", "risk") == "risk");
    CHECK(id_of("a_b", "stage") == "a_b");
}
