// What a firm that may leave knows at a date: the state on which an optimal exit rests (docs/model.md, section 5).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "chance/sampler.hpp"

namespace entente {

// Where the state of one leaver is found: for each of its pools progress and stage, then the demand of its markets'
// regimes, the levels of the adoption curves it sells into, and the years since formation.
struct Observed {
    static constexpr std::size_t most_variables = 128;

    struct Curve {
        Slot ceiling, midpoint, rate;
    };
    std::vector<ArrangementId> pools;
    std::vector<MarketId> markets;  // with regimes
    std::vector<Curve> curves;
    std::vector<std::string> names;  // by variable, for people

    std::size_t variables() const { return 2 * pools.size() + markets.size() + curves.size() + 1; }
};

struct ExitView;
struct Pack;

// The part of the state that markets are: demand and levels of adoption at a date in one world, after one another.
void observe_markets(const Observed& observed, const Pack& pack, std::size_t lane, double date, std::span<double> out);

// The state at a date of the alternative as it would go on, by variable.
void observe(const Observed& observed, const ExitView& view, double date, std::span<double> out);

}  // namespace entente
