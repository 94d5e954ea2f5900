// What each term of a deal is worth to each firm: the deal with it against the deal without it, in the same worlds.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "run/options.hpp"

namespace entente {

struct Alternative;
struct Scenario;

// A term that an alternative has, and what takes it away.
struct Clause {
    std::string name;
    std::function<void(Alternative&)> drop;
};

// The terms of an alternative, in the order of a scenario file.
std::vector<Clause> clauses_of(const Alternative& alternative);

// A firm's npv with a term less its npv without it.
struct ClauseWorth {
    std::string firm;
    double mean = 0, se = 0, low95 = 0, high95 = 0;
};
struct ClauseRow {
    std::string term;
    std::vector<ClauseWorth> worth;  // by firm; "all" last
};
struct ClauseWorths {
    std::string currency;
    std::int64_t worlds = 0;
    std::vector<std::string> firms;
    std::vector<ClauseRow> terms;
};

// Of a scenario's alternative; all its variants run together. Of the options worlds, seed, sampling, threads, memory, precision and stop
// are heeded. Throws Interrupted where it is stopped, Failure as run() does.
ClauseWorths worth_of_clauses(const Scenario& scenario, const std::string& alternative, RunOptions options);

}  // namespace entente
