// What is paid for each vehicle, and for vehicles that a minimum promised (see settle.hpp).
#include <algorithm>

#include "deal/settle.hpp"

namespace entente {

namespace {

class RoyaltySettler {
public:
    RoyaltySettler(const DealContext& context, const ArrangementModel& arrangement, const DealWorld& world, const DealState& state,
                   SettleScratch& scratch, Flows& flows)
        : grid_(context.grid),
          arrangement_(arrangement),
          benefits_(context.programs[static_cast<std::size_t>(arrangement.program)].benefits),
          world_(world),
          parts_(state.parts[static_cast<std::size_t>(arrangement.program)]),
          scratch_(scratch),
          blocks_(scratch.sold[static_cast<std::size_t>(arrangement.program)]),
          flows_(flows) {}

    // Royalty or fee on each vehicle of a licensee or buyer.
    void charge(int user) {
        const double fee = world_.at(arrangement_.users.fee);
        if (fee == 0) return;
        auto& vehicles = scratch_.vehicles;
        int begin = grid_.periods, end = 0;
        for (std::size_t b = 0; b < benefits_.size(); ++b) {
            const Sales& block = *blocks_[b].current;
            if (benefits_[b].firm != user || block.begin >= block.end) continue;
            // The periods between two blocks' sales hold no vehicles.
            if (begin >= end) begin = end = block.begin;
            for (; begin > block.begin; --begin) vehicles[static_cast<std::size_t>(begin - 1)] = 0;
            for (; end < block.end; ++end) vehicles[static_cast<std::size_t>(end)] = 0;
            for (int k = block.begin; k < block.end; ++k) vehicles[static_cast<std::size_t>(k)] += block.units[static_cast<std::size_t>(k)];
        }
        if (begin < end) {
            auto& paid = scratch_.paid;
            for (int k = begin; k < end; ++k) {
                const auto at = static_cast<std::size_t>(k);
                paid[at] = vehicles[at] * fee * (arrangement_.nominal ? 1.0 : grid_.escalation[at]);
            }
            if (arrangement_.provider >= 0) transfer(user, arrangement_.provider, 1, begin, end);
            for (std::size_t m = 0; m < arrangement_.members.size(); ++m)
                transfer(user, arrangement_.members[m], arrangement_.share.base[m], begin, end);
        }
        if (arrangement_.users.has_minimum) charge_shortfall(user, fee, begin, end);
    }

private:
    void transfer(int user, int provider, double weight, int begin, int end) {
        double* from = flows_.transfers_of(user).data();
        double* to = flows_.transfers_of(provider).data();
        const double* paid = scratch_.paid.data();
        for (int k = begin; k < end; ++k) from[k] -= paid[k] * weight;
        for (int k = begin; k < end; ++k) to[k] += paid[k] * weight;
    }

    // What is missing of the minimum at the end of its term, at the royalty; cut in proportion by the horizon.
    void charge_shortfall(int user, double royalty, int first, int last) {
        const Access& access = parts_[static_cast<std::size_t>(user)].access;
        const double years = world_.at(arrangement_.users.term_years);
        const double end = access.first + years;
        if (access.first >= grid_.end() || access.until < end) return;
        const double covered = std::min(end, grid_.end()) - access.first;
        double sold = 0;
        for (int k = grid_.period(access.first); k < grid_.periods && grid_.date(k) < end; ++k) {
            const double low = grid_.date(k), high = grid_.date(k + 1);
            const double open = overlap(low, high, access.first, never), inside = overlap(low, high, access.first, end);
            if (open > 0 && k >= first && k < last) sold += scratch_.vehicles[static_cast<std::size_t>(k)] * inside / open;
        }
        const double shortfall = world_.at(arrangement_.users.minimum) * covered / years - sold;
        if (shortfall > 0) pay_providers(arrangement_, user, shortfall * royalty, grid_.booked(end), flows_);
    }

    const Grid& grid_;
    const ArrangementModel& arrangement_;
    const std::vector<BenefitSlots>& benefits_;
    const DealWorld& world_;
    const std::vector<Part>& parts_;
    SettleScratch& scratch_;
    const std::vector<SoldBlock>& blocks_;
    Flows& flows_;
};

}  // namespace

void settle_royalties(const DealContext& context, const ArrangementModel& arrangement, const DealWorld& world, const DealState& state,
                      SettleScratch& scratch, Flows& flows) {
    RoyaltySettler settler(context, arrangement, world, state, scratch, flows);
    for (const int user : arrangement.users.firms) settler.charge(user);
}

}  // namespace entente
