// What the markets do in a pack of worlds: regimes, adoption and events, period by period (docs/model.md, section 3).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/grid.hpp"
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
        std::vector<int> markets;
        Eigen::MatrixXd root;
    };
    Regimes(std::vector<RegimeChain> chains, std::vector<Group> groups, int periods);

    // As Sampler::assign_coordinates, one a period and market.
    int assign_coordinates(int next);

    // Draws a market's path from another stream.
    void set_stream(int market, const Stream& stream) { chains_[static_cast<std::size_t>(market)].coordinate.stream = stream; }

    // Markets whose path is random, each correlated group as one.
    std::vector<std::vector<int>> factors() const;
    // Draws these markets from the world so many further on.
    void redraw(const std::vector<int>& markets, std::uint64_t offset);

    void draw(const Design& design, std::uint64_t first, int count);
    // State of a market's chain in a period of one world.
    std::uint8_t state(int market, int period, int world) const { return states(market, period)[world]; }
    // The same, of all worlds of the block one after another.
    const std::uint8_t* states(int market, int period) const {
        return state_.data() + (static_cast<std::size_t>(market * periods_) + static_cast<std::size_t>(period)) * Sampler::block_size;
    }
    const RegimeChain& chain(int market) const { return chains_[static_cast<std::size_t>(market)]; }

private:
    void step(std::size_t market, int period, std::span<const double> draws);

    std::vector<RegimeChain> chains_;
    std::vector<Group> groups_;
    std::vector<int> alone_;  // random markets that are in no group
    int periods_ = 0;
    std::vector<std::uint8_t> state_;  // by market, period, world
    std::vector<double> scratch_;
};

struct EventSlots {
    bool arrives = false;  // by rate; otherwise at a date with a probability
    Slot waiting, rate;    // Exp(1) time, arrivals a year
    Chance happens;        // at its date
    Slot date, duration;
    struct Effect {
        int index;  // market or firm
        Slot amount;
    };
    std::vector<Effect> demand, margin, outlay;
};

struct MarketSlots {
    Slot size, growth;
    struct Curve {
        Slot ceiling, midpoint, rate;
    };
    std::vector<Curve> adoption;
    bool has_regimes = false;
};

// One market, or one adoption curve in it, that some benefit sells into.
struct Segment {
    int market = 0;
    int adoption = -1;  // -1: the whole market
};

// Everything about markets that is fixed before the run.
struct MarketModel {
    std::vector<MarketSlots> markets;
    std::vector<EventSlots> events;
    std::vector<Segment> segments;
};

// The markets of a pack of worlds. Rows are by period; a period's demand is in thousand vehicles, its length included.
class MarketPack {
public:
    MarketPack() = default;
    MarketPack(const MarketModel& model, const Grid& grid, int firms);

    // Of `count` worlds of a block, from `first` on.
    void evaluate(const Draws& draws, const Regimes& regimes, int first, int count);

    // Adopted demand of a segment.
    std::span<const Lanes> demand(int segment) const { return row(demand_, segment); }
    // Nominal change of margins in a market by events; empty when no event touches it in these worlds.
    std::span<const Lanes> margin_change(int market) const {
        return margin_moves_[static_cast<std::size_t>(market)] != 0 ? row(margin_, market) : std::span<const Lanes>();
    }
    // Real outlay of a firm for events; empty when there is none in these worlds.
    std::span<const Lanes> outlay(int firm) const { return has_outlay_ ? row(outlay_, firm) : std::span<const Lanes>(); }
    // Arrival of an event in one of the worlds: a date, or never.
    double arrival(int event, std::size_t lane) const { return arrival_[static_cast<std::size_t>(event)][lane]; }

private:
    std::span<const Lanes> row(const std::vector<Lanes>& rows, int index) const {
        return std::span(rows).subspan(static_cast<std::size_t>(index) * grid_->middle.size(), grid_->middle.size());
    }
    std::span<Lanes> row(std::vector<Lanes>& rows, int index) const {
        return std::span(rows).subspan(static_cast<std::size_t>(index) * grid_->middle.size(), grid_->middle.size());
    }
    void grow(const Draws& draws, const Regimes& regimes, int first);
    void clear_events();
    void arrive(const Draws& draws, std::size_t event, int first, std::size_t lane);
    void adopt(const Draws& draws, int first);

    const MarketModel* model_ = nullptr;
    const Grid* grid_ = nullptr;
    std::vector<Lanes> demand_, factor_, margin_, outlay_, arrival_;
    std::vector<double> grown_;       // growth factors of markets whose growth is constant
    std::vector<char> margin_moves_;  // by market, in these worlds
    bool has_outlay_ = false;
};

}  // namespace entente
