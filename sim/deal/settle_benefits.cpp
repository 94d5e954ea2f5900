// Vehicles, benefits and what is paid for each vehicle (see settle.hpp).
#include <algorithm>

#include "deal/settle.hpp"

namespace entente {

namespace {

double overlap(double low, double high, double from, double to) { return std::max(std::min(high, to) - std::max(low, from), 0.0); }

class BenefitSettler {
public:
    BenefitSettler(const DealContext& context, const DealWorld& world, const MarketWorld& markets, const DealState& state, int program,
                   SettleScratch& scratch, Flows& flows)
        : grid_(context.grid), firms_(context.firms), program_(program), model_(context.programs[static_cast<std::size_t>(program)]), world_(world), markets_(markets),
          parts_(state.parts[static_cast<std::size_t>(program)]), scratch_(scratch), flows_(flows) {}

    // Units of each benefit block: MODEL's formula at mid-period times the part of the period with access.
    void sell() {
        for (std::size_t b = 0; b < model_.benefits.size(); ++b) {
            const BenefitSlots& benefit = model_.benefits[b];
            auto& units = scratch_.units[b];
            std::fill(units.begin(), units.end(), 0.0);
            const Part& part = parts_[static_cast<std::size_t>(benefit.firm)];
            const Access& access = part.access;
            const int begin = grid_.period(access.first);
            if (access.first == never || begin >= grid_.periods) continue;
            const double life_end = access.first + world_.at(benefit.life);
            const double late = world_.at(benefit.late), ramp = world_.at(benefit.ramp), rivalry = world_.at(benefit.rivalry);
            double scale = world_.at(benefit.share);
            if (late > 0 && access.first > benefit.due) scale *= exp(-late * (access.first - benefit.due));
            const double* demand = markets_.demand(benefit.segment);
            for (int k = begin; k < grid_.periods && grid_.date(k) < life_end; ++k) {
                const double low = grid_.date(k), high = grid_.date(k + 1), middle = grid_.middle[static_cast<std::size_t>(k)];
                const double within = overlap(low, high, access.first, std::min(access.until, life_end)) +
                                      overlap(low, high, std::max(access.again, access.until), life_end);
                if (!(within > 0)) continue;
                const bool whole = within >= grid_.step() * (1 - 1e-12);
                double value = scale * demand[k] * (whole ? 1.0 : within / grid_.step());
                if (ramp > 0) value *= std::clamp((middle - access.first) / ramp, 0.0, 1.0);
                if (rivalry > 0) value *= std::max(0.0, 1 - rivalry * rivals(benefit.firm, middle));
                if (!part.position.flat) value *= part.position.at(middle);
                units[static_cast<std::size_t>(k)] = value;
            }
        }
    }

    // Buyers' units together are cut to the maker's spare capacity.
    void limit(const UserTerms& users) {
        const double capacity = world_.at(users.spare_capacity) * grid_.step();
        for (std::size_t k = 0; k < static_cast<std::size_t>(grid_.periods); ++k) {
            double sum = 0;
            for_users(users, [&](std::size_t b) { sum += scratch_.units[b][k]; });
            if (sum > capacity) {
                for_users(users, [&](std::size_t b) { scratch_.units[b][k] *= capacity / sum; });
            }
        }
    }

    void earn() {
        for (std::size_t b = 0; b < model_.benefits.size(); ++b) {
            const BenefitSlots& benefit = model_.benefits[b];
            const double margin = world_.at(benefit.margin);
            const double* change = markets_.margin_change(benefit.market);
            const auto out = flows_.row(flows_.benefit, benefit.firm);
            const auto& units = scratch_.units[b];
            const auto& discount = firms_[static_cast<std::size_t>(benefit.firm)].discount;
            double vehicles = 0, discounted = 0;
            for (std::size_t k = 0; k < out.size(); ++k) {
                const double earned = units[k] * (margin + (change != nullptr ? change[k] : 0.0)) * grid_.escalation[k];
                out[k] += earned;
                vehicles += units[k];
                discounted += earned * discount[k];
            }
            flows_.program_units[flows_.index(program_, benefit.firm)] += vehicles;
            flows_.program_benefit[flows_.index(program_, benefit.firm)] += discounted;
        }
    }

    void charge(const ArrangementModel& arrangement, int user) {
        auto& vehicles = scratch_.vehicles;
        std::fill(vehicles.begin(), vehicles.end(), 0.0);
        for (std::size_t b = 0; b < model_.benefits.size(); ++b) {
            if (model_.benefits[b].firm != user) continue;
            for (std::size_t k = 0; k < vehicles.size(); ++k) vehicles[k] += scratch_.units[b][k];
        }
        const double fee = world_.at(arrangement.users.fee);
        for (int k = 0; k < grid_.periods && fee != 0; ++k) {
            const double sold = vehicles[static_cast<std::size_t>(k)];
            if (sold != 0) pay_providers(arrangement, user, fee * sold, k, flows_);
        }
        if (arrangement.users.has_minimum) charge_shortfall(arrangement, user, fee);
    }

private:
    int rivals(int firm, double date) const {
        int count = 0;
        for (std::size_t g = 0; g < parts_.size(); ++g) count += static_cast<int>(g) != firm && parts_[g].access.at(date) ? 1 : 0;
        return count;
    }

    template <class Visit>
    void for_users(const UserTerms& users, const Visit& visit) const {
        for (std::size_t b = 0; b < model_.benefits.size(); ++b) {
            if (std::find(users.firms.begin(), users.firms.end(), model_.benefits[b].firm) != users.firms.end()) visit(b);
        }
    }

    // What is missing of the minimum at the end of its term, at the royalty; cut in proportion by the horizon.
    void charge_shortfall(const ArrangementModel& arrangement, int user, double royalty) {
        const Access& access = parts_[static_cast<std::size_t>(user)].access;
        const double years = world_.at(arrangement.users.term_years);
        const double end = access.first + years;
        if (access.first >= grid_.end() || access.until < end) return;
        const double covered = std::min(end, grid_.end()) - access.first;
        double sold = 0;
        for (int k = grid_.period(access.first); k < grid_.periods && grid_.date(k) < end; ++k) {
            const double low = grid_.date(k), high = grid_.date(k + 1);
            const double open = overlap(low, high, access.first, never), inside = overlap(low, high, access.first, end);
            if (open > 0) sold += scratch_.vehicles[static_cast<std::size_t>(k)] * inside / open;
        }
        const double shortfall = world_.at(arrangement.users.minimum) * covered / years - sold;
        if (shortfall > 0) pay_providers(arrangement, user, shortfall * royalty, grid_.booked(end), flows_);
    }

    const Grid& grid_;
    std::span<const FirmModel> firms_;
    int program_;
    const ProgramModel& model_;
    const DealWorld& world_;
    const MarketWorld& markets_;
    const std::vector<Part>& parts_;
    SettleScratch& scratch_;
    Flows& flows_;
};

}  // namespace

void settle_benefits(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                     const DealState& state, SettleScratch& scratch, Flows& flows) {
    for (int p = 0; p < static_cast<int>(context.programs.size()); ++p) {
        const int a = state.formed ? deal.arrangement_of[static_cast<std::size_t>(p)] : -1;
        const ArrangementModel* arrangement = a >= 0 ? &deal.arrangements[static_cast<std::size_t>(a)] : nullptr;
        BenefitSettler settler(context, world, markets, state, p, scratch, flows);
        settler.sell();
        if (arrangement != nullptr && arrangement->users.limited) settler.limit(arrangement->users);
        settler.earn();
        if (arrangement == nullptr) continue;
        for (const int user : arrangement->users.firms) settler.charge(*arrangement, user);
    }
}

}  // namespace entente
