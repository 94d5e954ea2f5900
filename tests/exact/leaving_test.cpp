// What a firm that leaves loses, and what those who stay keep, by hand.
#include <catch2/catch.hpp>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

constexpr const char* three_firms =
    "[scenario]\nstart = 2020.0\nhorizon = 10\nsteps_per_year = 1\n[firm.a]\ndiscount = 0.0\n[firm.b]\ndiscount = 0.0\n[firm.c]\n"
    "discount = 0.0\n[market.m]\nsize = 10\n[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 100\nduration = 2\n";

}  // namespace

TEST_CASE("a licensee that leaves loses its own licence, and no other's", "[exact]") {
    const Results r =
        run_text(std::string(three_firms) +
                     "[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 1\nmargin = 2\n"
                     "[[program.p.benefit]]\nfirm = \"c\"\nmarket = \"m\"\nshare = 1\nmargin = 2\n"
                     "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"license\"\nlicensor = \"a\"\n"
                     "licensees = [\"b\", \"c\"]\nroyalty = 0.5\n"
                     "payment = [{ from = \"a\", to = \"c\", amount = 1, every = \"year\", since = 2020.5, until = 2029.5 },\n"
                     "{ from = \"a\", to = \"b\", amount = 1, every = \"year\", since = 2020.5, until = 1e15 }]\n"
                     "[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2025.0\nleaver = \"c\"\n"
                     "[alternative.x.unwind]\nlicences_survive = false\n",
                 5);
    CHECK(annual_of(r, "x", "b", "benefit", 2024) == Approx(20));
    CHECK(annual_of(r, "x", "c", "benefit", 2024) == Approx(20));
    CHECK(annual_of(r, "x", "b", "benefit", 2025) == Approx(20));
    CHECK(annual_of(r, "x", "c", "benefit", 2025) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "b", "transfer", 2025) == Approx(1 - 5));
    CHECK(annual_of(r, "x", "c", "transfer", 2025) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "c", "transfer", 2024) == Approx(1 - 5));
}

TEST_CASE("a pool that waited in vain for its leaver begins without it", "[exact]") {
    const Results r = run_text(std::string(three_firms) +
                                   "[program.q]\nafter = [\"p\"]\n[[program.q.stage]]\nname = \"s\"\ncost = 30\nduration = 1\n"
                                   "[[program.q.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 1\nmargin = 1\n"
                                   "[alternative.x]\nterm = 2029.0\nwithout = { c = [\"p\"] }\n"
                                   "[[alternative.x.arrangement]]\nprogram = \"q\"\nmode = \"pool\"\nmembers = [\"a\", \"b\", \"c\"]\n"
                                   "share = { rule = \"fixed\", weights = { a = 0.2, b = 0.4, c = 0.4 } }\n"
                                   "adaptation = { b = { cost = 5, duration = 1 } }\n"
                                   "payment = [{ from = \"a\", to = \"b\", amount = 7, on = \"completion\" }]\n"
                                   "[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2024.0\nleaver = \"c\"\n",
                               5);
    // c does without p, so q cannot begin while c is in its pool.
    CHECK(annual_of(r, "x", "all", "cost", 2023) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "a", "cost", 2024) == Approx(10));
    CHECK(annual_of(r, "x", "b", "cost", 2024) == Approx(20));
    CHECK(annual_of(r, "x", "b", "cost", 2025) == Approx(5));
    CHECK(annual_of(r, "x", "b", "transfer", 2025) == Approx(7));
    CHECK(annual_of(r, "x", "b", "benefit", 2026) == Approx(10));
    CHECK(program_of(r, "x", "q", "c").probability_completed == 0);
}

TEST_CASE("all of the work done is all of its gates passed, whatever the profile", "[exact]") {
    for (const std::string profile : {"\"uniform\"", "\"rayleigh\"", "{ beta = [1.6, 3.1] }"}) {
        CAPTURE(profile);
        const Results r = run_text(
            "[scenario]\nstart = 2020.0\nhorizon = 12\n[firm.a]\ndiscount = 0\n[firm.b]\ndiscount = 0\n[program.p]\nlikeness = 0\n"
            "[[program.p.stage]]\nname = \"s\"\ncost = { dist = \"uniform\", min = 50, max = 150 }\nduration = { dist = \"uniform\", min "
            "= 1, max = 3 }\nprofile = " +
                profile +
                "\n[[program.p.stage]]\nname = \"t\"\ncost = { dist = \"uniform\", min = 10, max = 30 }\nduration = 0.7\nprofile = " +
                profile +
                "\nsuccess = 0.5\n[alternative.x]\nterm = 2030.0\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers "
                "= [\"a\", \"b\"]\nshare = { rule = \"equal\" }\n[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2029.0\nleaver = "
                "\"b\"\n"
                "[alternative.x.unwind]\nkeeps = { a = false }\nretention = { a = 1 }\nrunoff = 0\n",
            2000);
        // a has access again at once, at no cost, so its benefit of completion is the pool's.
        CHECK(annual_of(r, "x", "a", "cost", 2029) == Approx(0).margin(1e-9));
        CHECK(program_of(r, "x", "p", "a").probability_completed == program_of(r, "x", "p", "b").probability_completed);
    }
}

TEST_CASE("an overrun of a named program is of its pool alone", "[exact]") {
    const auto probability = [](const std::string& named) {
        const Results r =
            run_text(std::string(three_firms) +
                         "[program.q]\n[[program.q.stage]]\nname = \"s\"\ncost = { dist = \"uniform\", min = 1, max = 3 }\nduration = 1\n"
                         "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", "
                         "\"b\"]\nshare = { rule "
                         "= \"equal\" }\n[[alternative.x.arrangement]]\nprogram = \"q\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare "
                         "= { rule = "
                         "\"equal\" }\n[[alternative.x.exit]]\ntrigger = \"overrun\"\ncost = 1.2\nleaver = \"a\"\nscope = "
                         "\"program\"\nprogram = \"" +
                         named + "\"\n",
                     1000, 1, 2, {"scenario.pilot=4096"});
        return exit_of(r, "x", "overrun", "a").probability;
    };
    CHECK(probability("p") == 0);
    CHECK(probability("q") == Approx(0.3).margin(0.05));
}
