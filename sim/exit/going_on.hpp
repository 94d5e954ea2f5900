// Whether a firm that an exit leaves without the pool's work goes on alone, by what it then knows (docs/model.md, section 5).
#pragma once

#include <optional>
#include <span>

#include "deal/pack.hpp"
#include "exit/exit.hpp"
#include "exit/observed.hpp"
#include "stats/polynomial.hpp"

namespace entente {

// One firm's rule in one program.
struct ResolvedGoingOn {
    OnExit rule = OnExit::resume;
    Observed markets;                     // that it sells the program's result in
    std::optional<Polynomial> advantage;  // of going on over stopping, under `best`; none: it goes on

    // The share of the work that it would begin with, demand and levels of adoption, years since formation.
    std::size_t variables() const { return markets.variables() + 1; }
};

// One firm before its decision.
struct BeforeDecision {
    const Pack& pack;
    std::size_t lane;
    double tau, formation;
    double done;  // share of the work that it would begin with
};

// What it knows, by variable.
void observe(const ResolvedGoingOn& terms, const BeforeDecision& at, std::span<double> out);

// Whether going on is worth more by what is known; true where no policy has been found.
bool pays_to_go_on(const ResolvedGoingOn& terms, const BeforeDecision& at);

}  // namespace entente
