// A scenario as it was written: plain structs, checked for form by the reader and for sense by check().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "deal/arrangement.hpp"
#include "exit/exit.hpp"
#include "market/market.hpp"
#include "plan/program.hpp"
#include "random/design.hpp"

namespace entente {

enum class Copula { gaussian, t };
constexpr std::array<std::string_view, 2> words(Copula) { return {"gaussian", "t"}; }

struct Settings {
    std::string name;
    double start = 0;
    double horizon = 0;
    int steps_per_year = 4;
    std::string currency = "USD";
    std::optional<double> price_year;  // default: start
    double escalation = 0;
    Name baseline{"solo", {}};
    Copula copula = Copula::gaussian;
    std::optional<double> df;  // of the t copula
    int pilot = 65536;
    Source source;
    static constexpr auto fields() {
        return std::tuple{field("name", &Settings::name, "title"),
                          needed("start", &Settings::start, "first date, decimal years"),
                          needed("horizon", &Settings::horizon, Range::positive, "years simulated"),
                          field("steps_per_year", &Settings::steps_per_year, "1, 2, 4 or 12"),
                          field("currency", &Settings::currency, "money is in millions of it"),
                          field("price_year", &Settings::price_year, "date whose prices real money is in"),
                          field("escalation", &Settings::escalation, Range::rate_above_minus_one, "price rise a year"),
                          field("baseline", &Settings::baseline, "the alternative that others are compared with"),
                          field("copula", &Settings::copula, "'gaussian' or 't'"),
                          field("df", &Settings::df, Range::positive, "degrees of freedom of the t copula"),
                          field("pilot", &Settings::pilot, Range::positive, "worlds for weights and targets")};
    }
};

struct RunSettings {
    std::int64_t worlds = 100'000;
    std::int64_t seed = 1;
    static constexpr auto fields() {
        return std::tuple{field("worlds", &RunSettings::worlds, Range::positive, "number of worlds"),
                          field("seed", &RunSettings::seed, Range::non_negative, "seed of every stream"),
                          field("sampling", &RunSettings::sampling, "'mc', 'lhs' or 'sobol'"),
                          field("precision", &RunSettings::precision, Range::positive, "relative standard error at which to stop")};
    }
    Sampling sampling = Sampling::mc;
    std::optional<double> precision;
};

// A yearly amount: one number, or numbers from given years on. Empty: no limit.
struct Budget {
    std::vector<std::pair<int, double>> from_year;  // ascending; the first also holds before it
};

struct Firm {
    std::string name;
    double discount = 0;
    Budget budget;
    static constexpr auto fields() {
        return std::tuple{field("name", &Firm::name, "title"),
                          needed("discount", &Firm::discount, Range::rate_above_minus_one, "discount rate a year"),
                          field("budget", &Firm::budget, Range::non_negative, "yearly R&D limit, or { YEAR = limit }")};
    }
};

struct Correlation {
    std::vector<Name> between;
    std::optional<double> rho;
    std::vector<std::vector<double>> matrix;
    bool repair = false;
    Source source;
    static constexpr auto fields() {
        return std::tuple{needed("between", &Correlation::between, "names; * stands for any text"),
                          field("rho", &Correlation::rho, "correlation of each pair, -1 to 1"),
                          field("matrix", &Correlation::matrix, "rows in the order of the names"),
                          field("repair", &Correlation::repair, "take the nearest possible matrix where this one is not")};
    }
};

struct Alternative {
    std::optional<Name> like;
    Keyed<std::vector<Name>> without;
    std::optional<Formation> formation;
    std::optional<double> term;
    Keyed<Quantity> erosion;
    Keyed<Quantity> drift;
    std::vector<Arrangement> arrangement;
    std::vector<ExitTerms> exit;
    std::optional<UnwindTerms> unwind;
    static constexpr auto fields() {
        return std::tuple{field("like", &Alternative::like, "the alternative that it copies"),
                          field("without", &Alternative::without, "programs that a firm forgoes"),
                          field("formation", &Alternative::formation, "how it comes about"),
                          field("term", &Alternative::term, "date of the alliance's own end"),
                          field("erosion", &Alternative::erosion, Range::rate_above_minus_one, "unlearning a year"),
                          field("drift", &Alternative::drift, Range::rate_above_minus_one, "market position a year"),
                          field("arrangement", &Alternative::arrangement, "one a program"),
                          field("exit", &Alternative::exit, "what may end it early"),
                          field("unwind", &Alternative::unwind, "what an early end costs")};
    }
};

struct Scenario {
    Settings scenario;
    RunSettings run;
    Keyed<Firm> firm;
    Keyed<Market> market;
    std::vector<Event> event;
    Keyed<Program> program;
    std::vector<Correlation> correlation;
    Keyed<Alternative> alternative;
    static constexpr auto fields() {
        return std::tuple{needed("scenario", &Scenario::scenario, "time, money, baseline"),
                          field("run", &Scenario::run, "worlds, seed, sampling"),
                          needed("firm", &Scenario::firm, "the firms"),
                          field("market", &Scenario::market, "the markets"),
                          field("event", &Scenario::event, "what may happen to all"),
                          needed("program", &Scenario::program, "the programs"),
                          field("correlation", &Scenario::correlation, "scores that move together"),
                          field("alternative", &Scenario::alternative, "what the firms may do")};
    }
};

}  // namespace entente
