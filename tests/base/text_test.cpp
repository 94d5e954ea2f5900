// Text helpers and the grid of time.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "base/grid.hpp"
#include "base/text.hpp"

using namespace entente;

TEST_CASE("a pattern's star stands for any text", "[base]") {
    CHECK(matches("program.*.cost", "program.ev.stage.platform.cost"));
    CHECK(matches("*", ""));
    CHECK(matches("a*b*c", "axxbyyc"));
    CHECK_FALSE(matches("a*b", "axbx"));
    CHECK_FALSE(matches("program.ev", "program.ev2"));
}

TEST_CASE("the nearest known word is found, a far one is not", "[base]") {
    const std::vector<std::string> known{"hazard", "date", "recovery"};
    CHECK(nearest("hazzard", known) == "hazard");
    CHECK(nearest("dtae", known) == "date");
    CHECK(nearest("zzzzzz", known).empty());
    CHECK(suggestion("zzzzzz", known) == "known: hazard, date, recovery");
}

TEST_CASE("numbers read back to the same bits", "[base]") {
    for (const double x : {0.1, 1.0 / 3, 1e300, 4.9e-324, -0.0, 123456789.123456789}) CHECK(std::strtod(shortest(x).c_str(), nullptr) == x);
}

TEST_CASE("malformed UTF-8 is found where it begins", "[base]") {
    std::size_t offset = 0;
    CHECK(is_utf8("Z\xC3\xBCrich", offset));
    CHECK_FALSE(is_utf8("ab\xC3(", offset));
    CHECK(offset == 2);
    CHECK_FALSE(is_utf8("\xED\xA0\x80", offset));  // a surrogate
    CHECK_FALSE(is_utf8("\xC0\xAF", offset));      // too long for '/'
}

TEST_CASE("a boundary belongs to the period that it opens", "[base]") {
    const Grid grid(2019.5, 2, 4, 2019.0, 0.02);
    CHECK(grid.periods == 8);
    CHECK(grid.period(2019.5) == 0);
    CHECK(grid.period(2019.75) == 1);
    CHECK(grid.period(2019.749) == 0);
    CHECK(grid.period(2021.5) == 8);
    CHECK(grid.booked(2030) == 7);
    CHECK(grid.first_year == 2019);
    CHECK(grid.years == 3);
    CHECK(grid.year[1] == 0);
    CHECK(grid.year[2] == 1);
    CHECK(grid.escalation[0] == Approx(std::pow(1.02, 0.625)).epsilon(1e-14));
    CHECK(grid.discount(0.1)[0] == Approx(std::pow(1.1, -0.125)).epsilon(1e-14));
}

TEST_CASE("months fall where they should in spite of rounding", "[base]") {
    const Grid grid(2000, 40, 12, 2000, 0);
    for (Period k = 0; k < grid.periods; ++k) REQUIRE(grid.period(grid.date(k)) == k);
}

TEST_CASE("the first middle from a date is where a search finds it", "[base]") {
    for (const int steps : {1, 4, 12}) {
        const Grid grid(2019.3, 10, steps, 2019, 0);
        std::vector<double> dates{1900, 2019.3, 2029.3, 2100, never};
        for (const auto* row : {&grid.middle, &grid.dates}) {
            for (const double date : *row) dates.insert(dates.end(), {std::nextafter(date, 0), date, std::nextafter(date, 1e9)});
        }
        for (const double date : dates) {
            const auto found = std::lower_bound(grid.middle.begin(), grid.middle.end(), date) - grid.middle.begin();
            REQUIRE(grid.first_middle_from(date) == static_cast<std::size_t>(found));
        }
    }
}

TEST_CASE("characters that nobody sees are found, others are not", "[base]") {
    CHECK_FALSE(unfit_character("Z\xC3\xBCrich, \xE2\x82\xAC 5 m").has_value());
    for (const char* text :
         {"a\x1B[31m", "a\x7F", "a\xC2\x9B", "a\xE2\x80\xAE", "a\xE2\x80\x8B", "a\xEF\xBB\xBF", "a\xEF\xBF\xBE", "a\xF3\xA0\x81\x81"}) {
        REQUIRE(unfit_character(text).has_value());
        CHECK(unfit_character(text)->offset == 1);
        CHECK_FALSE(unfit_character(shown(text)).has_value());
    }
    CHECK(wording(*unfit_character("\xE2\x80\xAE")) == "the character U+202E (it turns the direction of writing)");
    CHECK(shown("a\tb\x1B[m\xFF") == "a\tb\\u{1B}[m\xEF\xBF\xBD");
}

TEST_CASE("texts become UTF-8, and links", "[base]") {
    CHECK(as_utf8("gr\xF6\xDF") == "gr\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(as_utf8("Z\xC3\xBCrich") == "Z\xC3\xBCrich");
    CHECK(percent_encoded("javascript:a #1%/\xF6") == "javascript%3Aa%20%231%25/%F6");
    CHECK(percent_decoded(percent_encoded("a%2 \xF6%")) == "a%2 \xF6%");
}
