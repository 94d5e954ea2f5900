// The markets of a pack of worlds (see world.hpp).
#include "market/world.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "lanes/lane_kernels.hpp"
#include "lanes/wide.hpp"

namespace entente {

MarketPack::MarketPack(const ResolvedMarkets& model, const Grid& grid, std::size_t firms) : model_(&model), grid_(&grid) {
    demand_.resize(model.segments.size(), grid.periods);
    factor_.resize(model.markets.size(), grid.periods);
    margin_.resize(model.markets.size(), grid.periods);
    outlay_.resize(firms, grid.periods);
    known_outlay_.resize(firms, grid.periods);
    grown_.resize(model.markets.size(), grid.periods);
    arrival_.resize(model.events.size());
    for (const MarketId market : model.markets.ids()) {
        const double growth = log(1 + model.markets[market].growth.constant);
        for (Period k = 0; k < grid.periods; ++k) grown_[market][k] = exp((grid.middle[k] - grid.start) * growth);
    }
    margin_moves_.resize(model.markets.size());
}

namespace {

// out[k] = size * grown[k].
void grow_evenly(const Lanes& size, std::span<const double> grown, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> s = size;
        for (std::size_t k = 0; k < out.size(); ++k) (s * grown[k]).store(out[k]);
    });
}

// out[k] = size * (1 + rate)^(date[k] - start), growth = ln(1 + rate).
void grow_by_draws(const Lanes& size, const Lanes& growth, std::span<const double> date, double start, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> g = growth;
        for (std::size_t k = 0; k < out.size(); ++k) (g * (date[k] - start)).store(out[k]);
    });
    exponentials(out);
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> s = size;
        for (Lanes& x : out) (s * Wide<V>(x)).store(x);
    });
}

// out[k] *= high where state[k x stride] is 1, low where it is 0, by lane.
void multiply_by_two_regimes(const std::uint8_t* state, std::size_t stride, double low, double high, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        using Word = vectors::Words<typename V::Vector>;
        for (std::size_t k = 0; k < out.size(); ++k) {
            // The bytes of a vector's lanes are loaded as one word, and each lane shifts its own down. A double whose bits are those of
            // 2^52 with a small whole number n in its lowest bits is 2^52 + n: so the byte becomes a double that can be compared without
            // converting an integer of 64 bits, which vectors before AVX-512 cannot; the compiler would do that lane by lane.
            Wide<V> is_high;
            for (std::size_t i = 0; i < V::parts; ++i) {
                std::uint64_t bytes = 0;
                std::memcpy(&bytes, state + k * stride + V::first + i * V::width, V::width);
                Word shift;
                for (std::size_t j = 0; j < V::width; ++j) shift[j] = 8 * (std::endian::native == std::endian::little ? j : 7 - j);
                is_high.part[i] = (typename V::Vector)(((Word{} + bytes) >> shift & 0xFF) | 0x4330000000000000ULL);
            }
            (Wide<V>(out[k]) * if_less(0x1p52, is_high, high, low)).store(out[k]);
        }
    });
}

// out[k] *= demand[state[k x stride]], by lane.
void multiply_by_regimes(const std::uint8_t* state, std::size_t stride, std::span<const double> demand, std::span<Lanes> out) {
    // Most markets have two regimes, and for two the choice is one comparison in vectors.
    if (demand.size() == 2) return multiply_by_two_regimes(state, stride, demand[0], demand[1], out);
    const double* by_state = demand.data();
    for (std::size_t k = 0; k < out.size(); ++k, state += stride) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) out[k][lane] *= by_state[state[lane]];
    }
}

// An adoption curve in a pack of worlds.
struct CurveLanes {
    Lanes ceiling, midpoint, rate;
};

// out[k] = base[k] * ceiling / (1 + e^(-rate (date[k] - midpoint))).
void adopt_logistically(std::span<const Lanes> base, const CurveLanes& curve, std::span<const double> date, std::span<Lanes> out) {
    Lanes slope;
    for (std::size_t lane = 0; lane < pack_size; ++lane) slope[lane] = -curve.rate[lane];
    exponentials_of_dates(slope, curve.midpoint, date, 0, out);
    in_lanes([=, &curve]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> c = curve.ceiling;
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(base[k]) * c / (Wide<V>(out[k]) + 1.0)).store(out[k]);
    });
}

}  // namespace

// Size, growth and regimes.
void MarketPack::grow(const Draws& draws, const Regimes& regimes, int first) {
    for (const MarketId m : model_->markets.ids()) {
        const ResolvedMarket& market = model_->markets[m];
        const auto factor = factor_[m];
        Lanes size = draws.lanes(market.size, first), growth = draws.lanes(market.growth, first);
        for (std::size_t lane = 0; lane < pack_size; ++lane) size[lane] *= grid_->step();
        if (market.growth.column < 0) {
            grow_evenly(size, grown_[m], factor);
        } else {
            for (std::size_t lane = 0; lane < pack_size; ++lane) growth[lane] = log(1 + growth[lane]);
            grow_by_draws(size, growth, grid_->middle, grid_->start, factor);
        }
        if (!market.has_regimes) continue;
        multiply_by_regimes(regimes.states(m, 0) + first, Sampler::block_size, regimes.chain(m).demand, factor);
    }
}

void MarketPack::clear_events() {
    for (const MarketId m : margin_moves_.ids()) {
        if (margin_moves_[m] == 0) continue;
        const auto change = margin_[m];
        std::fill(change.begin(), change.end(), Lanes{});
        margin_moves_[m] = 0;
    }
    for (auto* rows : {&outlay_, &known_outlay_}) {
        if (has_outlay_) std::fill(rows->all().begin(), rows->all().end(), Lanes{});
    }
    has_outlay_ = false;
}

// One event in one world. Its outlay is spread evenly over its duration, and is one lump where that is 0 or infinite; what falls past the
// horizon is dropped.
void MarketPack::arrive(const Draws& draws, EventId e, int first, std::size_t lane) {
    const ResolvedEvent& event = model_->events[e];
    const int world = first + static_cast<int>(lane);
    const auto at = [&](const Slot& slot) { return draws[slot][world]; };
    double arrival = never;
    if (event.arrives) {
        arrival = grid_->start + at(event.waiting) / at(event.rate);
    } else if (event.happens.in(draws, world)) {
        arrival = std::max(at(event.date), grid_->start);
    }
    arrival_[e][lane] = arrival;
    if (!(arrival < grid_->end())) return;
    const double duration = at(event.duration);
    // The effects are on at these periods' middles.
    const std::size_t from = grid_->first_middle_from(arrival), to = grid_->first_middle_from(arrival + duration);
    for (const auto& effect : event.demand) {
        const auto factor = factor_[effect.of];
        for (std::size_t k = from; k < to; ++k) factor[k][lane] *= at(effect.amount);
    }
    for (const auto& effect : event.margin) {
        margin_moves_[effect.of] = 1;
        const auto change = margin_[effect.of];
        for (std::size_t k = from; k < to; ++k) change[k][lane] += grid_->escalation[k] * at(effect.amount);
    }
    for (const auto& effect : event.outlay) {
        has_outlay_ = true;
        const auto outlay = outlay_[effect.of];
        // Spread over less than dates can tell it would be lost.
        const bool lump = !(duration > 1e-9) || duration == never;
        const auto spend = [&](Period k, double amount) {
            outlay[k][lane] += amount;
            if (arrival <= grid_->date(k) + 1e-9) known_outlay_[effect.of][k][lane] += amount;
        };
        if (lump) spend(grid_->period(arrival), at(effect.amount));
        for (Period k = grid_->period(arrival); !lump && k < grid_->periods; ++k) {
            const double low = std::max(grid_->date(k), arrival), high = std::min(grid_->date(k + 1), arrival + duration);
            if (!(high > low)) break;
            spend(k, at(effect.amount) * (high - low) / duration);
        }
    }
}

void MarketPack::adopt(const Draws& draws, int first) {
    for (const SegmentId s : model_->segments.ids()) {
        const Segment& segment = model_->segments[s];
        const auto factor = factor_[segment.market], out = demand_[s];
        if (!segment.adoption) {
            std::copy(factor.begin(), factor.end(), out.begin());
            continue;
        }
        const auto& curve = model_->markets[segment.market].adoption[segment.adoption];
        const CurveLanes lanes{draws.lanes(curve.ceiling, first), draws.lanes(curve.midpoint, first), draws.lanes(curve.rate, first)};
        adopt_logistically(factor, lanes, grid_->middle, out);
    }
}

void MarketPack::evaluate(const Draws& draws, const Regimes& regimes, int first, std::size_t count) {
    grow(draws, regimes, first);
    clear_events();
    for (const EventId e : model_->events.ids()) {
        for (std::size_t lane = 0; lane < count; ++lane) arrive(draws, e, first, lane);
    }
    adopt(draws, first);
}

}  // namespace entente
