// The closed forms (see selftest_cases.hpp). Firms discount at 0 and prices stand still unless a case says otherwise.
#include "cli/selftest_cases.hpp"

#include <cmath>
#include <numbers>

#include "lanes/elementary.hpp"

namespace entente {

namespace {

constexpr double pi = std::numbers::pi;

// Firm a (and b where asked) with one program of one stage from 2020 to 2030.
struct Setting {
    std::string stage;
    std::string more = "";
    std::string firm = "discount = 0.0\n";
    std::string scenario = "";
    bool two = false;
};

std::string text(const Setting& s) {
    return "[scenario]\nstart = 2020.0\nhorizon = 10\n" + s.scenario + "\n[firm.a]\n" + s.firm + (s.two ? "[firm.b]\n" + s.firm : "") +
           "[program.p]\n[[program.p.stage]]\nname = \"s\"\n" + s.stage + "\n" + s.more;
}
std::string cost(const std::string& law) { return "cost = " + law + "\nduration = 0.5"; }

SelfCase mean_cost(const std::string& name, const std::string& law, double expected, double wrong) {
    return {name, text({cost(law)}), SelfFigure::mean, "solo", "a", "cost_npv", expected, wrong};
}

std::string pool(const std::string& terms, const std::string& more = "") {
    return "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = "
           "\"equal\" "
           "}\n" +
           terms + more;
}
std::string exit(const std::string& terms) { return "[[alternative.x.exit]]\nleaver = \"a\"\n" + terms; }

// Lognormal of mean 100 and coefficient of variation 0.5.
const double s2 = std::log1p(0.25), sd = std::sqrt(s2), mu = std::log(100.0) - s2 / 2;
const std::string lognormal = "{ dist = \"lognormal\", mean = 100, cv = 0.5 }";

void add_families(std::vector<SelfCase>& out) {
    out.push_back(mean_cost("lognormal: mean", lognormal, 100, std::exp(mu)));
    out.push_back({"lognormal: 80% point", text({cost(lognormal)}), SelfFigure::p80, "solo", "a", "cost_npv",
                   std::exp(mu + sd * normal_quantile(0.8)), 100 + 50 * normal_quantile(0.8)});
    out.push_back(mean_cost("PERT: (min + 4 mode + max) / 6", "{ dist = \"pert\", min = 10, mode = 20, max = 60 }", 25, 30));
    out.push_back(mean_cost("PERT with shape 2", "{ dist = \"pert\", min = 10, mode = 20, max = 60, shape = 2 }", 27.5, 25));
    out.push_back(mean_cost("triangular", "{ dist = \"triangular\", min = 10, mode = 20, max = 60 }", 30, 25));
    out.push_back(mean_cost("uniform", "{ dist = \"uniform\", min = 10, max = 40 }", 25, 26));
    out.push_back(mean_cost("gamma by mean and cv", "{ dist = \"gamma\", mean = 50, cv = 0.4 }", 50, 50 / 1.16));
    out.push_back(mean_cost("inverse gamma by shape and scale", "{ dist = \"inverse_gamma\", shape = 4, scale = 90 }", 30, 22.5));
    out.push_back(mean_cost("Weibull", "{ dist = \"weibull\", shape = 2, scale = 100 }", 50 * std::sqrt(pi), 100));
    out.push_back(mean_cost("exponential", "{ dist = \"exponential\", mean = 40 }", 40, 40 * std::log(2.0)));
    out.push_back(mean_cost("log-logistic: (pi/k) / sin(pi/k)", "{ dist = \"loglogistic\", shape = 4, scale = 100 }",
                            100 * (pi / 4) / std::sin(pi / 4), 100));
    out.push_back(mean_cost("Pareto", "{ dist = \"pareto\", min = 30, alpha = 4 }", 40, 30));
    out.push_back(mean_cost("beta on an interval", "{ dist = \"beta\", alpha = 2, beta = 6, min = 10, max = 50 }", 20, 30));
    out.push_back(mean_cost("discrete", "{ dist = \"discrete\", values = [10, 20, 60], weights = [1, 2, 1] }", 27.5, 30));
    out.push_back(mean_cost("mixture",
                            "{ dist = \"mixture\", of = [{ dist = \"uniform\", min = 10, max = 30 }, { dist = \"normal\", mean = "
                            "100, sd = 10 }], weights = [0.75, 0.25] }",
                            40, 60));
    // Type 7 quantiles join the values by lines: the mean of [10, 20, 60] is that of two equal pieces.
    out.push_back(mean_cost("empirical, type 7", "{ dist = \"empirical\", values = [10, 20, 60] }", 27.5, 30));
    out.push_back(
        mean_cost("truncated normal", "{ dist = \"normal\", mean = 50, sd = 10, truncate = [50, 1000] }", 50 + 10 * std::sqrt(2 / pi), 50));
    out.push_back(mean_cost("Student's t, shifted", "{ dist = \"student_t\", df = 5, location = 60, scale = 4, shift = 10 }", 70, 60));
}

void add_costs(std::vector<SelfCase>& out) {
    const std::string risks =
        "[[program.p.risk]]\nname = \"r\"\nstage = \"s\"\nprobability = 0.3\ncost = 40\n"
        "[[program.p.risk]]\nname = \"q\"\nstage = \"s\"\nprobability = 0.1\ncost = 200\n";
    out.push_back({"register of risks: mean", text({cost("100"), risks}), SelfFigure::mean, "solo", "a", "cost_npv", 132, 100});
    out.push_back({"register of risks: chance of none", text({cost("100"), risks, "discount = 0.0\nbudget = 100\n"}), SelfFigure::mean,
                   "solo", "a", "over_budget", 1 - 0.7 * 0.9, 0.4});
    const double late = normal_cdf(-(std::log(120.0) - mu) / sd);
    out.push_back({"lognormal cost above a budget", text({cost(lognormal), "", "discount = 0.0\nbudget = 120\n"}), SelfFigure::mean, "solo",
                   "a", "over_budget", late, normal_cdf(-20.0 / 50)});
    // Black (1976): E max(X - K, 0) of a lognormal.
    const double d = (mu - std::log(120.0)) / sd;
    out.push_back({"expected overrun: Black's formula", text({cost(lognormal), "", "discount = 0.0\nbudget = 120\n"}), SelfFigure::mean,
                   "solo", "a", "worst_overrun", 100 * normal_cdf(d + sd) - 120 * normal_cdf(d), 0});
    const std::string rework =
        "cost = 100\nduration = 0.5\nsuccess = 0.5\non_failure = \"rework\"\nrework = { cost = 0.5, time = 0, limit = 2 }";
    out.push_back({"rework: expected cost of three tries", text({rework}), SelfFigure::mean, "solo", "a", "cost_npv",
                   100 * (0.5 + 0.25 * 1.5 + 0.25 * 2), 150});
    out.push_back({"rework: chance to complete", text({rework}), SelfFigure::share_completed, "solo", "a", "p", 0.875, 0.75});
    out.push_back({"standing costs follow the duration",
                   text({"cost = 10\nstanding = 20\nduration = { dist = \"uniform\", min = 1, max = 3 }"}), SelfFigure::mean, "solo", "a",
                   "cost_npv", 50, 30});
    out.push_back({"duration = cost / rate", text({"cost = { dist = \"uniform\", min = 20, max = 60 }\nrate = 20\nstanding = 1"}),
                   SelfFigure::mean, "solo", "a", "cost_npv", 42, 41});
    const std::string parallel =
        "cost = 1\nduration = { dist = \"normal\", mean = 3, sd = 0.5 }\n[[program.p.stage]]\nname = \"t\"\ncost = 1\nduration = { dist = "
        "\"normal\", mean = 3, sd = 0.5 }\nafter = []\n[[program.p.stage]]\nname = \"u\"\ncost = 0\nduration = 0\nafter = [\"s\", \"t\"]";
    out.push_back({"parallel stages: median of the later", text({parallel}), SelfFigure::median_completion, "solo", "a", "p",
                   2023 + 0.5 * normal_quantile(std::sqrt(0.5)), 2023});
    // Two costs above their medians: 1/4 + asin(rho) / 2 pi of the bivariate normal (Sheppard 1899).
    const std::string both =
        "cost = 0\nduration = 0.5\n[[program.p.risk]]\nname = \"r\"\nstage = \"s\"\nprobability = 0.5\ncost = 1\n"
        "[[program.p.risk]]\nname = \"q\"\nstage = \"s\"\nprobability = 0.5\ncost = 1\n"
        "[[correlation]]\nbetween = [\"program.p.risk.*.event\"]\nrho = 0.5\n";
    const double orthant = 0.25 + std::asin(0.5) / (2 * pi);
    out.push_back({"correlated events happen together", text({both, "", "discount = 0.0\nbudget = 1.5\n"}), SelfFigure::mean, "solo", "a",
                   "over_budget", orthant, 0.25});
    out.push_back({"under a t copula too", text({both, "", "discount = 0.0\nbudget = 1.5\n", "copula = \"t\"\ndf = 3"}), SelfFigure::mean,
                   "solo", "a", "over_budget", orthant, 0.25});
    // With likeness L the two firms' scores have correlation L: both stay within their medians in 1/4 + asin(L) / 2 pi.
    const std::string alike = "cost = { dist = \"lognormal\", median = 100, sigma = 0.4 }\nduration = 0.5\n";
    out.push_back({"likeness: two firms above their medians",
                   text({alike + "[program.p.firm.a]\n", "", "discount = 0.0\nbudget = 100\n", "", true}), SelfFigure::mean, "solo", "all",
                   "over_budget", 0.75 - std::asin(0.5) / (2 * pi), 0.75});
}

void add_time_and_money(std::vector<SelfCase>& out) {
    out.push_back({"discounting from mid-period", text({"cost = 100\nduration = 1", "", "discount = 0.1\n"}), SelfFigure::mean, "solo", "a",
                   "cost_npv", 25 * (std::pow(1.1, -0.125) + std::pow(1.1, -0.375) + std::pow(1.1, -0.625) + std::pow(1.1, -0.875)),
                   100 * std::pow(1.1, -0.5)});
    out.push_back({"escalation to mid-period", text({"cost = 100\nduration = 0.25", "", "discount = 0.0\n", "escalation = 0.08"}),
                   SelfFigure::mean, "solo", "a", "cost", 100 * std::pow(1.08, 0.125), 100});
    out.push_back({"Norden-Rayleigh: first of two years", text({"cost = 100\nduration = 2\nprofile = \"rayleigh\""}), SelfFigure::annual,
                   "solo", "a", "cost", 100 * (1 - std::exp(-3.5 / 4)) / (1 - std::exp(-3.5)), 50, 2020});
    out.push_back({"beta profile: first of two years", text({"cost = 100\nduration = 2\nprofile = { beta = [2, 3] }"}), SelfFigure::annual,
                   "solo", "a", "cost", 100 * 11.0 / 16, 50, 2020});
    const std::string market = "[market.m]\nsize = 100\n[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 2.0\n";
    out.push_back({"a ramp of two years loses one year's sales", text({"cost = 0\nduration = 1", market + "ramp = 2.0\n"}),
                   SelfFigure::mean, "solo", "a", "benefit_npv", 100 * 0.1 * 2 * 8, 180});
    const std::string regimes =
        "[market.m]\nsize = 100\nregime.good = { demand = 1.0, duration = 3, initial = 0.6 }\nregime.bad = { demand = 0.5, duration = 2, "
        "initial "
        "= 0.4 }\n[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 2.0\n";
    out.push_back({"regimes that begin in balance stay in it", text({"cost = 0\nduration = 0", regimes}), SelfFigure::mean, "solo", "a",
                   "benefit_npv", 200 * (0.6 + 0.4 * 0.5), 200});
    out.push_back({"event at a rate: chance within ten years",
                   text({"cost = 0\nduration = 0", "[[event]]\nname = \"e\"\nrate = 0.1\nduration = inf\noutlay = { a = 100 }\n"}),
                   SelfFigure::mean, "solo", "a", "cost_npv", 100 * (1 - std::exp(-1.0)), 100});
}

void add_deals(std::vector<SelfCase>& out) {
    const std::string factors =
        "[program.p.firm.a]\ncost_factor = { dist = \"uniform\", min = 1, max = 2 }\n[program.p.firm.b]\ncost_factor = { "
        "dist = \"uniform\", min = 1, max = 2 }\n";
    out.push_back({"a pool takes the better of two firms",
                   text({"cost = 120\nduration = 0.5", factors + pool(""), "discount = 0.0\n", "", true}), SelfFigure::mean, "x", "all",
                   "cost_npv", 160, 180});
    out.push_back({"overhead and synergy",
                   text({"cost = 100\nduration = 0.5", pool("overhead = 0.1\nsynergy = 0.2\n"), "discount = 0.0\n", "", true}),
                   SelfFigure::mean, "x", "a", "cost_npv", 50 * 1.1 * 0.8, 45});
    const std::string hazard = pool("", exit("trigger = \"hazard\"\nrate = 0.1\n") + "[alternative.x.unwind]\n");
    const Setting lasting{"cost = 10\nduration = 40", hazard, "discount = 0.0\n", "steps_per_year = 12", true};
    out.push_back(
        {"exit by hazard: chance within ten years", text(lasting), SelfFigure::exit_share, "x", "a", "hazard", 1 - std::exp(-1.0), 1});
    out.push_back({"exit by hazard: mean date", text(lasting), SelfFigure::exit_date, "x", "a", "hazard",
                   2020 + (10 - 20 * std::exp(-1.0)) / (1 - std::exp(-1.0)), 2030});
    const std::string life = pool("", exit("trigger = \"hazard\"\nlife = { dist = \"loglogistic\", shape = 1.8, scale = 7 }\n"));
    out.push_back({"life of a venture: log-logistic survival", text({"cost = 10\nduration = 40", life, "discount = 0.0\n", "", true}),
                   SelfFigure::exit_share, "x", "a", "hazard", 1 - 1 / (1 + std::pow(10.0 / 7, 1.8)), 0.5});
}

}  // namespace

std::vector<SelfCase> selftest_cases() {
    std::vector<SelfCase> out;
    add_families(out);
    add_costs(out);
    add_time_and_money(out);
    add_deals(out);
    return out;
}

}  // namespace entente
