// What is paid for each vehicle, and for vehicles that a minimum promised (see settle.hpp).
#include <algorithm>

#include "base/wide.hpp"
#include "deal/settle.hpp"

namespace entente {

namespace {

// Years that two spans of time have in common.
double overlap(double low, double high, double from, double to) { return std::max(std::min(high, to) - std::max(low, from), 0.0); }

// Moves vehicles[k] * fee * weight[k] * part from one row to another.
void pay_fees(std::span<const Lanes> vehicles, const Lanes& fee, std::span<const double> weight, double part, std::span<Lanes> from,
              std::span<Lanes> to) {
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> each = fee;
        for (std::size_t k = 0; k < vehicles.size(); ++k) {
            const Wide<V> paid = Wide<V>(vehicles[k]) * each * weight[k] * part;
            (Wide<V>(from[k]) - paid).store(from[k]);
            (Wide<V>(to[k]) + paid).store(to[k]);
        }
    });
}

class RoyaltySettler {
public:
    RoyaltySettler(const DealContext& context, const ArrangementModel& arrangement, std::size_t index, const DealPack& pack,
                   SettleScratch& scratch, Flows& flows)
        : grid_(context.grid), arrangement_(arrangement), index_(index), pack_(pack), scratch_(scratch), flows_(flows) {}

    // Royalty or fee on each vehicle of a licensee or buyer.
    void charge(int user) {
        Lanes fee;
        pack_.each([&](std::size_t lane, const DealState& state) {
            if (state.formed) fee[lane] = pack_.world(lane).at(arrangement_.users.fee);
        });
        if (!any_lane(fee, [](double x) { return x != 0; })) return;
        const std::vector<Lanes>& vehicles = scratch_.vehicles[static_cast<std::size_t>(user)];
        hand_over(user, vehicles, fee);
        if (!arrangement_.users.has_minimum) return;
        pack_.each([&](std::size_t lane, const DealState& state) {
            if (state.formed && fee[lane] != 0) charge_shortfall(user, vehicles, fee[lane], lane);
        });
    }

private:
    const PoolState& pool(std::size_t lane) const { return pack_.states[lane]->pools[index_]; }

    void hand_over(int user, std::span<const Lanes> vehicles, const Lanes& fee) {
        bool leaves = false;
        pack_.each([&](std::size_t lane, const DealState& state) { leaves = leaves || (state.formed && pool(lane).leaver >= 0); });
        if (leaves) return pack_.each([&](std::size_t lane, const DealState&) { hand_over(user, vehicles, fee[lane], lane); });
        const std::vector<double>& weight = arrangement_.nominal ? scratch_.ones : grid_.escalation;
        each_provider(arrangement_, -1, [&](int provider, double part) {
            pay_fees(vehicles, fee, weight, part, flows_.row(flows_.transfer, user), flows_.row(flows_.transfer, provider));
        });
    }

    // The same in one world. A pool's member who has left gets no part of what is paid for vehicles sold afterwards.
    void hand_over(int user, std::span<const Lanes> vehicles, double fee, std::size_t lane) {
        if (fee == 0) return;
        const PoolState& state = pool(lane);
        const std::size_t leaves = state.leaver < 0 ? vehicles.size() : grid_.first_middle_from(state.left);
        for (std::size_t k = 0; k < vehicles.size(); ++k) {
            each_provider(arrangement_, k < leaves ? -1 : state.leaver, [&](int provider, double part) {
                flows_.pay(lane, user, provider, vehicles[k][lane] * fee * part, static_cast<int>(k), arrangement_.nominal);
            });
        }
    }

    // What is missing of the minimum at the end of its term, at the royalty; cut in proportion by the horizon.
    void charge_shortfall(int user, std::span<const Lanes> vehicles, double royalty, std::size_t lane) {
        const DealWorld world = pack_.world(lane);
        const Access& access = pack_.part(lane, arrangement_.program, user).access;
        const double years = world.at(arrangement_.users.term_years);
        const double end = access.first + years;
        if (access.first >= grid_.end() || access.until < end) return;
        const double covered = std::min(end, grid_.end()) - access.first;
        // Of the period in which the term ends, the part before it.
        const auto first = static_cast<std::size_t>(grid_.period(access.first)), last = static_cast<std::size_t>(grid_.period(end));
        double sold = 0;
        for (std::size_t k = first; k < last; ++k) sold += vehicles[k][lane];
        if (last < vehicles.size()) {
            const double low = grid_.dates[last], high = grid_.dates[last + 1];
            sold += vehicles[last][lane] * overlap(low, high, access.first, end) / overlap(low, high, access.first, never);
        }
        const double shortfall = world.at(arrangement_.users.minimum) * covered / years - sold;
        if (!(shortfall > 0)) return;
        const PoolState& state = pool(lane);
        const bool gone = state.leaver >= 0 && end >= state.left;
        each_provider(arrangement_, gone ? state.leaver : -1, [&](int provider, double weight) {
            flows_.pay(lane, user, provider, shortfall * royalty * weight, grid_.booked(end), arrangement_.nominal);
        });
    }

    const Grid& grid_;
    const ArrangementModel& arrangement_;
    std::size_t index_;
    const DealPack& pack_;
    SettleScratch& scratch_;
    Flows& flows_;
};

}  // namespace

void settle_royalties(const DealContext& context, const DealModel& deal, std::size_t index, const DealPack& pack, SettleScratch& scratch,
                      Flows& flows) {
    RoyaltySettler settler(context, deal.arrangements[index], index, pack, scratch, flows);
    for (const int user : deal.arrangements[index].users.firms) settler.charge(user);
}

}  // namespace entente
