// A scenario as it was written: plain structs, checked for form by the reader and for sense by check().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/grid.hpp"
#include "deal/arrangement.hpp"
#include "exit/exit.hpp"
#include "market/market.hpp"
#include "model/citation.hpp"
#include "plan/program.hpp"
#include "random/design.hpp"

namespace entente {

enum class Copula { gaussian, t };
constexpr std::array<std::string_view, 2> words(Copula) { return {"gaussian", "t"}; }

// What a firm carries out where it works alone: all that it needs, or only what pays.
enum class Alone { all, best };
constexpr std::array<std::string_view, 2> words(Alone) { return {"all", "best"}; }

struct Settings {
    std::string name;
    double start = 0;
    double horizon = 0;
    int steps_per_year = 4;
    std::string currency = "USD";
    std::optional<double> price_year;  // default: start
    double escalation = 0;
    Discounting discounting = Discounting::middle;
    Name baseline{"solo", {}};
    Alone alone = Alone::all;
    Copula copula = Copula::gaussian;
    std::optional<double> df;  // of the t copula
    int pilot = 65536;
    std::vector<Name> priority;
    std::optional<double> as_of;
    Source source;
    template <class S = Settings>
    static constexpr auto fields() {
        return std::tuple{field("name", &S::name, "title"),
                          needed("start", &S::start, Range::date, "first date, decimal years"),
                          needed("horizon", &S::horizon, Range::positive, "years simulated"),
                          field("steps_per_year", &S::steps_per_year, "1, 2, 4 or 12"),
                          field("currency", &S::currency, "money is in millions of it"),
                          field("price_year", &S::price_year, Range::date, "date whose prices real money is in"),
                          field("escalation", &S::escalation, Range::rate_above_minus_one, "price rise a year"),
                          field("discounting", &S::discounting, "date of its period to which money is discounted"),
                          field("baseline", &S::baseline, "the alternative that others are compared with"),
                          field("alone", &S::alone, "what firms carry out alone: all that they need, or what is best for them"),
                          field("copula", &S::copula, "'gaussian' or 't'"),
                          field("df", &S::df, Range::positive, "degrees of freedom of the t copula"),
                          field("pilot", &S::pilot, Range::positive, "worlds for weights and targets"),
                          field("as_of", &S::as_of, Range::date, "date whose knowledge the numbers rest on"),
                          field("priority", &S::priority, "programs that limited funding goes to first, most urgent first")};
    }
};

struct RunSettings {
    std::int64_t worlds = 131'072;
    std::int64_t seed = 1;
    template <class S = RunSettings>
    static constexpr auto fields() {
        return std::tuple{
            field("worlds", &S::worlds, Range::positive, "number of worlds"),
            field("seed", &S::seed, Range::non_negative, "seed of every stream"),
            field("sampling", &S::sampling, "how worlds are laid out: 'sobol' points, a Latin hypercube ('lhs') or independently ('mc')"),
            field("precision", &S::precision, Range::positive, "relative standard error at which to stop")};
    }
    Sampling sampling = Sampling::sobol;
    std::optional<double> precision;
};

// A yearly amount: one number, or numbers from given years on. Empty: no limit.
struct Budget {
    std::vector<std::pair<int, double>> from_year;  // ascending; the first also holds before it
};

// What a firm can spend a year on its work, nominal: one amount, or amounts from given years on. Neither: as much as it takes.
struct Funding {
    std::optional<Quantity> flat;
    Keyed<Quantity> by_year;  // the first also holds before its year

    bool given() const { return flat || !by_year.empty(); }
};

struct Firm {
    std::string name;
    double discount = 0;
    Budget budget;
    std::optional<double> tolerance;
    Funding funding;
    template <class S = Firm>
    static constexpr auto fields() {
        return std::tuple{field("name", &S::name, "title"),
                          needed("discount", &S::discount, Range::rate_above_minus_one, "discount rate a year"),
                          field("budget", &S::budget, Range::non_negative, "yearly R&D limit, or { YEAR = limit }"),
                          field("tolerance", &S::tolerance, Range::positive, "risk tolerance: money, for the certainty equivalent ce"),
                          field("funding", &S::funding, Range::non_negative,
                                "money a year that its work can have and waits for, nominal, or { YEAR = money }")};
    }
};

struct Correlation {
    std::vector<Name> between;
    std::optional<double> rho;
    std::vector<std::vector<double>> matrix;
    bool rank = false;
    bool repair = false;
    Source source;
    template <class S = Correlation>
    static constexpr auto fields() {
        return std::tuple{needed("between", &S::between, "names; * stands for any text"),
                          field("rho", &S::rho, "correlation of each pair, -1 to 1"),
                          field("matrix", &S::matrix, "rows in the order of the names"),
                          field("rank", &S::rank, "rho or matrix are rank correlations (Spearman's)"),
                          field("repair", &S::repair, "take the nearest possible matrix where this one is not")};
    }
};

struct Alternative {
    std::string name;
    std::optional<Name> like;
    std::optional<Alone> alone;  // default: the scenario's
    Keyed<std::vector<Name>> without;
    std::optional<Formation> formation;
    std::optional<double> term;
    Keyed<Quantity> erosion;
    Keyed<Quantity> drift;
    std::vector<Arrangement> arrangement;
    std::vector<ExitTerms> exit;
    std::optional<UnwindTerms> unwind;
    template <class S = Alternative>
    static constexpr auto fields() {
        return std::tuple{field("name", &S::name, "title"),
                          field("like", &S::like, "the alternative that it copies, but for its name"),
                          field("alone", &S::alone, "what firms carry out outside its arrangements"),
                          field("without", &S::without, "programs that a firm forgoes"),
                          field("formation", &S::formation, "how it comes about"),
                          field("term", &S::term, Range::date, "date of the alliance's own end"),
                          field("erosion", &S::erosion, Range::rate_above_minus_one, "unlearning a year"),
                          field("drift", &S::drift, Range::rate_above_minus_one, "market position a year"),
                          field("arrangement", &S::arrangement, "one a program"),
                          field("exit", &S::exit, "what may end it early"),
                          field("unwind", &S::unwind, "what an early end costs")};
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
    Keyed<Citation> sources;
    template <class S = Scenario>
    static constexpr auto fields() {
        return std::tuple{needed("scenario", &S::scenario, "time, money, baseline"),
                          field("run", &S::run, "worlds, seed, sampling"),
                          needed("firm", &S::firm, "the firms"),
                          field("market", &S::market, "the markets"),
                          field("event", &S::event, "what may happen to all"),
                          needed("program", &S::program, "the programs"),
                          field("correlation", &S::correlation, "scores that move together"),
                          field("alternative", &S::alternative, "what the firms may do"),
                          field("sources", &S::sources, "where numbers come from, by key; * stands for any text")};
    }
};

}  // namespace entente
