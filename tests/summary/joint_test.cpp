// The table of joint confidence against its closed form.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

TEST_CASE("joint confidence of cost and date is that of a bivariate normal", "[summary]") {
    const std::string stage = "cost = { dist = \"normal\", mean = 100, sd = 10 }\nduration = { dist = \"normal\", mean = 3, sd = 0.3 }\n";
    const std::string correlation =
        R"([[correlation]]
between = ["program.p.stage.work.cost", "program.p.stage.work.duration"]
rho = 0.6
)";
    const Results r = run_text(one_firm(stage, correlation), 100'000);
    const Results independent = run_text(one_firm(stage), 100'000);
    const auto middle = [](const Results& results) {
        // The row whose cost and date are both at their medians: 10 of 0..20 in each.
        return results.joint[10 * 21 + 10].probability;
    };
    const double exact = 0.25 + std::asin(0.6) / (2 * M_PI);
    CHECK(std::fabs(middle(r) - exact) < 6 * std::sqrt(exact * (1 - exact) / 1e5));
    CHECK(std::fabs(middle(independent) - 0.25) < 6 * std::sqrt(0.25 * 0.75 / 1e5));
}
