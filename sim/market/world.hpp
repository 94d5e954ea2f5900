// What the markets do in a pack of worlds: regimes, adoption and events, period by period (docs/model.md, section 3).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/grid.hpp"
#include "base/ids.hpp"
#include "chance/sampler.hpp"
#include "lanes/lanes.hpp"
#include "market/market.hpp"

namespace entente {

// Regimes of one market as a chain, its states in increasing order of demand.
struct RegimeChain {
    std::vector<double> demand;                   // by state
    std::vector<std::string> names;               // by state
    std::vector<double> initial;                  // cumulative probabilities (scores of them where correlated)
    std::vector<std::vector<double>> transition;  // the same by state, staying included
    Coordinate coordinate;
};

// The chain of a market with periods of `step` years. Left at a period's end with probability min(1, step / duration).
RegimeChain make_chain(const Market& market, double step, const Stream& stream);

// Regimes of all markets in a block of worlds.
class Regimes {
public:
    Regimes() = default;
    // Each group correlates the scores of some markets' draws, period by period: root over markets.
    struct Group {
        std::vector<MarketId> markets;
        Eigen::MatrixXd root;
    };
    Regimes(ById<MarketId, RegimeChain> chains, std::vector<Group> groups, Period periods);

    // A random market's path has a coordinate of Sobol points for each period, from this one on.
    void set_coordinate(MarketId market, int first) { chains_[market].coordinate.sobol = first; }

    // Draws a market's path from another stream.
    void set_stream(MarketId market, const Stream& stream) { chains_[market].coordinate.stream = stream; }

    // Markets whose path is random, each correlated group as one.
    std::vector<std::vector<MarketId>> factors() const;
    // Draws these markets from the world so many further on.
    void redraw(const std::vector<MarketId>& markets, std::uint64_t offset);

    void draw(const Design& design, std::uint64_t first, int count);
    // State of a market's chain in a period of one world.
    std::uint8_t state(MarketId market, Period period, int world) const { return states(market, period)[world]; }
    // The same, of all worlds of the block one after another.
    const std::uint8_t* states(MarketId market, Period period) const {
        return state_.data() + (market.place() * periods_ + period) * Sampler::block_size;
    }
    const RegimeChain& chain(MarketId market) const { return chains_[market]; }

private:
    void step(MarketId market, Period period, std::span<const double> draws);

    ById<MarketId, RegimeChain> chains_;
    std::vector<Group> groups_;
    std::vector<MarketId> alone_;      // random markets that are in no group
    Period periods_ = 0;               // how many
    std::vector<std::uint8_t> state_;  // by market, period, world
    std::vector<double> scratch_;
};

struct ResolvedEvent {
    bool arrives = false;  // by rate; otherwise at a date with a probability
    Slot waiting, rate;    // Exp(1) time, arrivals a year
    Chance happens;        // at its date
    Slot date, duration;
    template <class Of>
    struct Effect {
        Of of;
        Slot amount;
    };
    std::vector<Effect<MarketId>> demand, margin;
    std::vector<Effect<FirmId>> outlay;
};

struct ResolvedMarket {
    Slot size, growth;
    struct Curve {
        Slot ceiling, midpoint, rate;
    };
    ById<CurveId, Curve> adoption;
    bool has_regimes = false;
};

// One market, or one adoption curve in it, that some benefit sells into.
struct Segment {
    MarketId market;
    CurveId adoption;  // none: the whole market

    bool operator==(const Segment&) const = default;
};

// Everything about markets that is fixed before the run.
struct ResolvedMarkets {
    ById<MarketId, ResolvedMarket> markets;
    ById<EventId, ResolvedEvent> events;
    ById<SegmentId, Segment> segments;
};

// The markets of a pack of worlds. Rows are by period; a period's demand is in thousand vehicles, its length included.
class MarketPack {
public:
    MarketPack() = default;
    MarketPack(const ResolvedMarkets& model, const Grid& grid, std::size_t firms);

    // Of `count` worlds of a block, from `first` on.
    void evaluate(const Draws& draws, const Regimes& regimes, int first, std::size_t count);

    // Adopted demand of a segment.
    std::span<const Lanes> demand(SegmentId segment) const { return demand_[segment]; }
    // Nominal change of margins in a market by events; empty when no event touches it in these worlds.
    std::span<const Lanes> margin_change(MarketId market) const {
        return margin_moves_[market] != 0 ? margin_[market] : std::span<const Lanes>();
    }
    // Real outlay of a firm for events; empty when there is none in these worlds.
    std::span<const Lanes> outlay(FirmId firm) const { return has_outlay_ ? outlay_[firm] : std::span<const Lanes>(); }
    // The same as it is known at each period's beginning: without events that come within the period.
    std::span<const Lanes> known_outlay(FirmId firm) const { return has_outlay_ ? known_outlay_[firm] : std::span<const Lanes>(); }
    // Arrival of an event in one of the worlds: a date, or never.
    double arrival(EventId event, std::size_t lane) const { return arrival_[event][lane]; }

private:
    void grow(const Draws& draws, const Regimes& regimes, int first);
    void clear_events();
    void arrive(const Draws& draws, EventId event, int first, std::size_t lane);
    void adopt(const Draws& draws, int first);

    const ResolvedMarkets* model_ = nullptr;
    const Grid* grid_ = nullptr;
    Table<SegmentId, Period, Lanes> demand_;
    Table<MarketId, Period, Lanes> factor_, margin_;
    Table<FirmId, Period, Lanes> outlay_, known_outlay_;
    ById<EventId, Lanes> arrival_;
    Table<MarketId, Period, double> grown_;  // growth factors of markets whose growth is constant
    ById<MarketId, char> margin_moves_;      // in these worlds
    bool has_outlay_ = false;
};

}  // namespace entente
