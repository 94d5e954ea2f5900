// Vehicles and benefits (see settle.hpp).
#include <algorithm>

#include "lanes/lane_kernels.hpp"
#include "settle/past.hpp"

namespace entente {

namespace {

// Firms' falling positions by period. A firm's positions in several programs mostly fall alike, so the last row of each firm is kept.
class FallenPositions {
public:
    FallenPositions(const Grid& grid, ById<FirmId, FallenPosition>& memory) : grid_(grid), memory_(memory) {
        for (FallenPosition& fallen : memory_) fallen.of = nullptr;
    }
    std::span<const Lanes> of(FirmId firm, const PositionLanes& position) {
        if (!position.drifts()) return {};
        FallenPosition& fallen = memory_[firm];
        if (fallen.of == nullptr || !position.falls_as(*fallen.of)) position.fall(grid_.middle, fallen.row);
        fallen.of = &position;
        return fallen.row;
    }

private:
    const Grid& grid_;
    ById<FirmId, FallenPosition>& memory_;
};

// The benefits of one program.
class BenefitSettler {
public:
    BenefitSettler(const DealtPack& dealt, const PositionTable* positions, FallenPositions& fallen, SettleMemory& memory, Flows& flows)
        : grid_(dealt.pack.context.grid),
          firms_(dealt.pack.context.firms),
          pack_(dealt.pack),
          dealt_(dealt),
          positions_(positions),
          fallen_(fallen),
          memory_(memory),
          flows_(flows) {}

    // Leaves the vehicles that users of the program have sold, or all where the flows tell programs apart, in memory.sold.
    void settle(ProgramId program) {
        program_ = program;
        const ArrangementId a = dealt_.deal.arrangement_of[program];
        arrangement_ = a ? &dealt_.deal.arrangements[a] : nullptr;
        const auto& benefits = pack_.context.programs[program].benefits;
        sales_ = std::span(memory_.sales).first(benefits.size());
        benefits_ = benefits;
        begin_sales();
        bool any_later = false;
        for (std::size_t b = 0; b < benefits_.size(); ++b) {
            if (sales_[b].periods.count == 0) continue;
            any_later = any_later || is_later(benefits_[b].firm);
            sell_one(benefits_[b], sales_[b]);
        }
        if (any_later) earn_later();
    }

private:
    void begin_sales() {
        Sold& sold = memory_.sold;
        std::fill(sold.periods.begin(), sold.periods.end(), Periods{});
        sold.goes_on = 0;
        for (std::size_t b = 0; b < benefits_.size(); ++b) {
            begin(benefits_[b], pack_.benefits[program_][b], sales_[b]);
            Periods& periods = sold.periods[benefits_[b].firm];
            periods = joined(periods, sales_[b].periods);
        }
        for (const FirmId f : firms_.ids()) {
            if (asks_for_vehicles(f)) clear(sold.periods[f].part(sold.vehicles[f]));
        }
    }

    void begin(const ResolvedBenefit& benefit, const BenefitLanes& terms, SaleLanes& sale) const {
        begin_sale(terms, dealt_.schedule.part(program_, benefit.firm).access, grid_.end(), sale);
        sale.periods = {};
        if (!(sale.first < grid_.end())) return;
        if (terms.is_late) be_late(sale, benefit.due);
        sale.periods.first = grid_.period(sale.first);
        sale.periods.count = std::min(grid_.period(sale.last) + 1, grid_.periods) - sale.periods.first;
    }

    void sell_one(const ResolvedBenefit& benefit, SaleLanes& sale) {
        const Periods& periods = sale.periods;
        SaleRows rows = rows_of(benefit, sale);
        rows.middle = periods.part(grid_.middle);
        rows.dates = std::span(grid_.dates).subspan(periods.first, periods.count + 1);
        rows.steps_per_year = grid_.steps_per_year;
        rows.demand = periods.part(pack_.markets.demand(benefit.segment));
        rows.factor = factors(benefit, *sale.terms, periods);
        if (is_later(benefit.firm)) return find_units(sale, rows, phases(sale), periods.part(sale.units));
        sell(sale, rows, phases(sale), sums_of(benefit.firm, periods));
    }

    bool is_user(FirmId firm) const { return arrangement_ != nullptr && contains(arrangement_->users.firms, firm); }
    bool is_limited(FirmId firm) const { return is_user(firm) && arrangement_->users.limited; }
    // Whether a firm's units earn only when all are known: buyers of a limited capacity cut each other's, and the last year's tell of the
    // sales past the horizon.
    bool is_later(FirmId firm) const { return is_limited(firm) || is_told(firm); }
    bool asks_for_vehicles(FirmId firm) const { return is_user(firm) || is_told(firm); }
    bool is_told(FirmId firm) const { return flows_.tells_programs() || pack_.context.programs[program_].goes_on[firm]; }

    SaleSums sums_of(FirmId firm, const Periods& periods) {
        const auto vehicles = periods.part(memory_.sold.vehicles[firm]);
        return {asks_for_vehicles(firm) ? std::span<Lanes>(vehicles) : std::span<Lanes>(), periods.part(flows_.benefit[firm])};
    }

    // Each phase begins a period later and ends a period earlier than its dates tell, so that a date which is rounded past a boundary
    // never puts a period into a phase whose loop leaves out what it needs. Where a world closes before another has opened there are none.
    Phases phases(const SaleLanes& sale) const {
        const Periods& periods = sale.periods;
        const auto all_from = [&](double date) {
            return std::clamp(grid_.first_middle_from(date) + 1, periods.first, periods.end()) - periods.first;
        };
        const Period last = grid_.period(sale.closes);
        const std::size_t closing = std::clamp(last > 0 ? last - 1 : 0, periods.first, periods.end()) - periods.first;
        const std::size_t opened = all_from(sale.opened);
        if (closing <= opened) return {0, 0, 0};
        return {opened, std::min(all_from(sale.full), closing), closing};
    }

    // What earning needs.
    SaleRows rows_of(const ResolvedBenefit& benefit, const SaleLanes& sale) const {
        const auto change = pack_.markets.margin_change(benefit.market);
        return {{}, {}, sale.periods.part(grid_.escalation), 0, {}, {}, change.empty() ? change : sale.periods.part(change)};
    }

    // Calls visit(benefit, its sale) for each that has periods and whose firm `holds`.
    template <class Holds, class Visit>
    void each_sale(const Holds& holds, const Visit& visit) {
        for (std::size_t b = 0; b < benefits_.size(); ++b) {
            if (sales_[b].periods.count > 0 && holds(benefits_[b].firm)) visit(benefits_[b], sales_[b]);
        }
    }

    // What sales earn whose units are kept, cut where buyers together have more than the maker's spare capacity.
    void earn_later() {
        auto &total = memory_.paid, &cut = memory_.factors[0];
        const bool cuts = find_cut(total, cut);
        each_sale([&](FirmId firm) { return is_later(firm); },
                  [&](const ResolvedBenefit& benefit, const SaleLanes& sale) {
                      const Periods& periods = sale.periods;
                      const auto own_cut = cuts && is_limited(benefit.firm) ? cut_of(benefit.firm, periods, cut) : std::span<const Lanes>();
                      const auto& discount = firms_[benefit.firm].discount;
                      const SaleTotals totals =
                          earn(sale, rows_of(benefit, sale), own_cut, periods.part(discount), sums_of(benefit.firm, periods));
                      if (flows_.tells_programs()) add_to_program(benefit.firm, totals);
                      if (benefit.goes_on) go_on(benefit, sale, own_cut);
                  });
    }

    // The part of its units by period that each buyer of a limited capacity gets; false where there is enough for all.
    bool find_cut(std::span<Lanes> total, std::span<Lanes> cut) {
        Periods all;
        const auto limited = [&](FirmId firm) { return is_limited(firm); };
        each_sale(limited, [&](const ResolvedBenefit&, const SaleLanes& sale) { all = joined(all, sale.periods); });
        if (all.count == 0) return false;
        clear(all.part(total));
        each_sale(limited, [&](const ResolvedBenefit& benefit, const SaleLanes& sale) {
            const auto sum = sale.periods.part(total);
            if (!may_keep_own(benefit.firm)) return add(sale.periods.part(sale.units), sum);
            each_lane_served(benefit.firm, [&](std::size_t lane) {
                for (std::size_t k = 0; k < sum.size(); ++k) sum[k][lane] += sale.units[sale.periods.first + k][lane];
            });
        });
        const Lanes spare = pack_.at(arrangement_->users.spare_capacity);
        Lanes capacity;
        for (std::size_t lane = 0; lane < pack_size; ++lane)
            capacity[lane] = dealt_.schedule.is_formed(lane) ? spare[lane] * grid_.step() : never;
        return limit_factors(all.part(total), capacity, all.part(cut));
    }

    // Who keeps what it had completed alone takes nothing of the maker's capacity: whether that may be so, and where it is not, by lane.
    bool may_keep_own(FirmId firm) const {
        const auto& in_talks = dealt_.schedule.in_talks[dealt_.deal.arrangement_of[program_]];
        return std::any_of(in_talks.begin(), in_talks.end(), [&](const WorkInTalks& own) { return own.firm == firm; });
    }
    template <class Visit>
    void each_lane_served(FirmId firm, const Visit& visit) const {
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            if (!dealt_.schedule.keeps_own(dealt_.deal.arrangement_of[program_], firm, lane)) visit(lane);
        }
    }
    std::span<const Lanes> cut_of(FirmId firm, const Periods& periods, std::span<const Lanes> cut) {
        if (!may_keep_own(firm)) return periods.part(cut);
        const auto own = periods.part(memory_.factors[1]);
        std::fill(own.begin(), own.end(), all_lanes(1));
        each_lane_served(firm, [&](std::size_t lane) {
            for (std::size_t k = 0; k < own.size(); ++k) own[k][lane] = cut[periods.first + k][lane];
        });
        return own;
    }

    void go_on(const ResolvedBenefit& benefit, const SaleLanes& sale, std::span<const Lanes> cut) {
        const Lanes worth = sell_past(pack_, benefit, sale, cut, memory_.sold.past[memory_.sold.goes_on++]);
        for (std::size_t lane = 0; lane < pack_size; ++lane) flows_.past.benefit[benefit.firm][lane] += worth[lane];
        if (flows_.tells_programs()) add_to_program(benefit.firm, {{}, worth});
    }

    void add_to_program(FirmId firm, const SaleTotals& totals) {
        Lanes &units = flows_.program_units[program_][firm], &benefit = flows_.program_benefit[program_][firm];
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            units[lane] += totals.units[lane];
            benefit[lane] += totals.present[lane];
        }
    }

    // What rivals with access and the firm's market position make of its units; empty where nothing.
    std::span<const Lanes> factors(const ResolvedBenefit& benefit, const BenefitLanes& terms, const Periods& periods) {
        const bool rivals = terms.has_rivalry;
        const PositionLanes* position = nullptr;
        if (positions_ != nullptr) position = &(*positions_)[program_][benefit.firm];
        if (position != nullptr && !position->moves()) position = nullptr;
        if (!rivals && position == nullptr) return {};
        const auto out = periods.part(memory_.factors[0]);
        const auto middle = periods.part(std::span<const double>(grid_.middle));
        if (rivals) {
            clear(out);
            for (const FirmId g : firms_.ids()) {
                if (g != benefit.firm) count_access(dealt_.schedule.part(program_, g).access, middle, out);
            }
            rival_factors(terms.rivalry, out);
        }
        if (position == nullptr) return out;
        const auto by_position = periods.part(memory_.factors[1]);
        position->curve(grid_, periods, fallen_.of(benefit.firm, *position), periods.part(memory_.factors[2]), by_position);
        if (!rivals) return by_position;
        multiply(by_position, out);
        return out;
    }

    const Grid& grid_;
    SpanById<FirmId, const ResolvedFirm> firms_;
    const Pack& pack_;
    const DealtPack& dealt_;
    const PositionTable* positions_;  // null: none ever moves
    FallenPositions& fallen_;
    SettleMemory& memory_;
    Flows& flows_;
    // Of the program at hand.
    ProgramId program_;
    const ResolvedArrangement* arrangement_ = nullptr;
    std::span<const ResolvedBenefit> benefits_;
    std::span<SaleLanes> sales_;
};

}  // namespace

void settle_benefits(const DealtPack& dealt, const PositionTable* positions, SettleMemory& memory, Flows& flows) {
    FallenPositions fallen(dealt.pack.context.grid, memory.fallen);
    BenefitSettler settler(dealt, positions, fallen, memory, flows);
    for (const ProgramId p : dealt.pack.context.programs.ids()) {
        settler.settle(p);
        const ArrangementId a = dealt.deal.arrangement_of[p];
        if (a) settle_royalties(dealt, a, memory.sold, memory.ones, flows);
    }
}

}  // namespace entente
