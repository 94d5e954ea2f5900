// What is paid for each vehicle, and for vehicles that a minimum promised (see settle.hpp).
#include <algorithm>

#include "base/kernels.hpp"
#include "deal/settle.hpp"

namespace entente {

namespace {

class RoyaltySettler {
public:
    RoyaltySettler(const DealContext& context, const ArrangementModel& arrangement, const PoolState& pool, const DealWorld& world,
                   const std::vector<Part>& parts, SettleScratch& scratch, Flows& flows)
        : grid_(context.grid),
          arrangement_(arrangement),
          pool_(pool),
          benefits_(context.programs[static_cast<std::size_t>(arrangement.program)].benefits),
          world_(world),
          parts_(parts),
          scratch_(scratch),
          blocks_(scratch.sold[static_cast<std::size_t>(arrangement.program)]),
          flows_(flows) {}

    // Royalty or fee on each vehicle of a licensee or buyer.
    void charge(int user) {
        const double fee = world_.at(arrangement_.users.fee);
        if (fee == 0) return;
        const auto vehicles = std::span(scratch_.vehicles), paid = std::span(scratch_.paid);
        std::fill(vehicles.begin(), vehicles.end(), 0.0);
        std::size_t first = vehicles.size(), end = 0;
        for (std::size_t b = 0; b < benefits_.size(); ++b) {
            const Sales& sales = *blocks_[b].current;
            if (benefits_[b].firm != user || sales.periods.count == 0) continue;
            add_scaled(sales.periods.part(sales.units), 1, sales.periods.part(vehicles));
            first = std::min(first, sales.periods.first);
            end = std::max(end, sales.periods.end());
        }
        if (first < end) {
            const Periods sold{first, end - first};
            if (arrangement_.nominal) {
                scaled(sold.part(vehicles), fee, sold.part(paid));
            } else {
                scaled_products(sold.part(vehicles), sold.part(grid_.escalation), fee, sold.part(paid));
            }
            // A pool's member who has left gets no part of what is paid for vehicles sold afterwards.
            const std::size_t leaves = pool_.leaver < 0 ? end : std::clamp(grid_.first_middle_from(pool_.left), first, end);
            hand_over(user, {first, leaves - first}, -1);
            hand_over(user, {leaves, end - leaves}, pool_.leaver);
        }
        if (arrangement_.users.has_minimum) charge_shortfall(user, fee);
    }

private:
    bool gone(double date) const { return pool_.leaver >= 0 && date >= pool_.left; }

    void hand_over(int user, const Periods& periods, int left) {
        if (periods.count == 0) return;
        const auto money = periods.part(std::span<const double>(scratch_.paid));
        each_provider(arrangement_, left, [&](int provider, double weight) {
            add_scaled(money, -weight, periods.part(flows_.row(flows_.transfer, user)));
            add_scaled(money, weight, periods.part(flows_.row(flows_.transfer, provider)));
        });
    }

    // What is missing of the minimum at the end of its term, at the royalty; cut in proportion by the horizon.
    void charge_shortfall(int user, double royalty) {
        const Access& access = parts_[static_cast<std::size_t>(user)].access;
        const double years = world_.at(arrangement_.users.term_years);
        const double end = access.first + years;
        if (access.first >= grid_.end() || access.until < end) return;
        const double covered = std::min(end, grid_.end()) - access.first;
        // Of the period in which the term ends, the part before it.
        const auto first = static_cast<std::size_t>(grid_.period(access.first)), last = static_cast<std::size_t>(grid_.period(end));
        double sold = sum(std::span(scratch_.vehicles).subspan(first, last - first));
        if (last < scratch_.vehicles.size()) {
            const double low = grid_.dates[last], high = grid_.dates[last + 1];
            sold += scratch_.vehicles[last] * overlap(low, high, access.first, end) / overlap(low, high, access.first, never);
        }
        const double shortfall = world_.at(arrangement_.users.minimum) * covered / years - sold;
        if (!(shortfall > 0)) return;
        each_provider(arrangement_, gone(end) ? pool_.leaver : -1, [&](int provider, double weight) {
            flows_.pay(user, provider, shortfall * royalty * weight, grid_.booked(end), arrangement_.nominal);
        });
    }

    const Grid& grid_;
    const ArrangementModel& arrangement_;
    const PoolState& pool_;
    const std::vector<BenefitSlots>& benefits_;
    const DealWorld& world_;
    const std::vector<Part>& parts_;
    SettleScratch& scratch_;
    const std::vector<SoldBlock>& blocks_;
    Flows& flows_;
};

}  // namespace

void settle_royalties(const DealContext& context, const DealModel& deal, std::size_t index, const DealWorld& world, const DealState& state,
                      SettleScratch& scratch, Flows& flows) {
    const ArrangementModel& arrangement = deal.arrangements[index];
    const std::vector<Part>& parts = state.parts[static_cast<std::size_t>(arrangement.program)];
    RoyaltySettler settler(context, arrangement, state.pools[index], world, parts, scratch, flows);
    for (const int user : arrangement.users.firms) settler.charge(user);
}

}  // namespace entente
