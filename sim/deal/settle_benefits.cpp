// Vehicles and benefits (see settle.hpp).
#include <algorithm>

#include "base/elementary.hpp"
#include "base/lane_kernels.hpp"
#include "base/wide.hpp"
#include "deal/position.hpp"
#include "deal/settle.hpp"

namespace entente {

namespace {

// Sets what follows from access, share, life and ramp, for a grid that ends at `end`.
void prepare(BlockLanes& block, double end) {
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = block.access->first, life_end = first + Wide<V>(block.life), ramp = block.ramp;
        const Wide<V> first_end = lesser(Wide<V>(block.access->until), life_end);
        const Wide<V> sells = if_less(first, end, 1.0, 0.0), no_ramp = if_less(0.0, ramp, 0.0, 1.0);
        life_end.store(block.life_end);
        first_end.store(block.first_end);
        if_less(0.0, sells, Wide<V>(block.share), 0.0).store(block.scale);
        (1.0 / ramp).store(block.pace);
        no_ramp.store(block.no_ramp);
        block.first = least(first);
        block.last = greatest(if_less(0.0, sells, life_end, -never));
        block.full = greatest(if_less(0.0, sells, first + greater(ramp, 0.0), -never));
        block.closes = least(if_less(0.0, sells, first_end, never));
    });
}

// Rows of the periods in which a block may sell; `factor` and `change` may be empty.
struct BlockRows {
    std::span<const double> middle, dates, escalation;
    double steps_per_year;
    std::span<const Lanes> demand, factor, change;
};

// What units earn in a period: units * (margin * escalation + change).
template <class V>
ENTENTE_INLINE Wide<V> earned_by(const Wide<V>& units, const Wide<V>& margin, const BlockRows& rows, std::size_t k) {
    Wide<V> each = margin * rows.escalation[k];
    if (!rows.change.empty()) each += Wide<V>(rows.change[k]);
    return units * each;
}

template <class V>
ENTENTE_INLINE Wide<V> overlapped(double low, double high, const Wide<V>& from, const Wide<V>& to) {
    return greater(lesser(to, high) - greater(from, low), 0.0);
}

// A block's units, by the model's formula at mid-period times the part of the period with access. In the `plain` periods every world
// that sells has access all the time and its full volume: the same numbers, made sooner. They become `units`, if that is asked for;
// else they are added to `vehicles`, if that is asked for, and what they earn to `earned`.
void sell(const BlockLanes& block, const BlockRows& rows, const Periods& plain, Lanes* units_row, Lanes* vehicles, Lanes* earned) {
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> scale = block.scale, margin = block.margin;
        const auto book = [&](std::size_t k, Wide<V> units) ENTENTE_IN_VECTORS {
            if (!rows.factor.empty()) units = units * Wide<V>(rows.factor[k]);
            if (units_row != nullptr) return units.store(units_row[k]);
            if (vehicles != nullptr) (Wide<V>(vehicles[k]) + units).store(vehicles[k]);
            (Wide<V>(earned[k]) + earned_by(units, margin, rows, k)).store(earned[k]);
        };
        const Wide<V> first = block.access->first, first_end = block.first_end, life_end = block.life_end, pace = block.pace;
        const Wide<V> again = greater(Wide<V>(block.access->again), Wide<V>(block.access->until)), no_ramp = block.no_ramp;
        const auto open_or_not = [&](std::size_t k) ENTENTE_IN_VECTORS {
            const double low = rows.dates[k], high = rows.dates[k + 1];
            const Wide<V> within = overlapped(low, high, first, first_end) + overlapped(low, high, again, life_end);
            // A period that is open from end to end counts as a whole, whatever its dates round to.
            const Wide<V> part = within * rows.steps_per_year, open = if_less(part, 1 - 1e-9, part, 1.0);
            const Wide<V> ramped = greater(no_ramp, held_to_unit((rows.middle[k] - first) * pace));
            book(k, if_less(0.0, open * scale, Wide<V>(rows.demand[k]) * scale * ramped * open, 0.0));
        };
        std::size_t k = 0;
        for (; k < plain.first; ++k) open_or_not(k);
        for (; k < plain.end(); ++k) book(k, if_less(0.0, scale, Wide<V>(rows.demand[k]) * scale, 0.0));
        for (; k < rows.demand.size(); ++k) open_or_not(k);
    });
}

// out[k] += 1 where a firm has access at the middle of the period.
void count_access(const AccessLanes& access, std::span<const double> middle, std::span<Lanes> out) {
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = access.first, until = access.until, again = access.again;
        for (std::size_t k = 0; k < out.size(); ++k) {
            const double at = middle[k];
            // The end of the access that is open, or no later date.
            const Wide<V> end = if_at_most(again, at, never, if_at_most(first, at, until, at));
            (Wide<V>(out[k]) + if_less(at, end, 1.0, 0.0)).store(out[k]);
        }
    });
}

// out[k] = max(0, 1 - rivalry * out[k]), out[k] the number of rivals.
void rival_factors(const Lanes& rivalry, std::span<Lanes> out) {
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> each = rivalry;
        for (Lanes& x : out) greater(1.0 - each * Wide<V>(x), 0.0).store(x);
    });
}

// The same for units that are known by now: they and `cut` (unless it is empty) are multiplied, added to `vehicles` and what they earn
// to `earned`; `sum` becomes the units', and `present` what they earn, discounted.
void earn(const BlockLanes& block, const BlockRows& rows, std::span<const Lanes> units_row, std::span<const Lanes> cut,
          std::span<const double> discount, Lanes* vehicles, Lanes* earned, Lanes& sum, Lanes& present) {
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> margin = block.margin;
        Wide<V> all, value;
        for (std::size_t k = 0; k < units_row.size(); ++k) {
            Wide<V> units = units_row[k];
            if (!cut.empty()) units = units * Wide<V>(cut[k]);
            const Wide<V> money = earned_by(units, margin, rows, k);
            (Wide<V>(vehicles[k]) + units).store(vehicles[k]);
            (Wide<V>(earned[k]) + money).store(earned[k]);
            all += units;
            value += money * discount[k];
        }
        all.store(sum);
        value.store(present);
    });
}

// out[k] = most / total[k] where the total is above it, else 1. Returns whether it ever is.
bool limit_factors(std::span<const Lanes> total, const Lanes& most, std::span<Lanes> out) {
    Lanes excess;
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> limit = most;
        Wide<V> over;
        for (const Lanes& x : total) over = greater(Wide<V>(x) - limit, over);
        over.store(excess);
    });
    if (!any_lane(excess, [](double x) { return x > 0; })) return false;
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> limit = most;
        for (std::size_t k = 0; k < total.size(); ++k) {
            const Wide<V> all = total[k];
            if_at_most(all, limit, 1.0, limit / all).store(out[k]);
        }
    });
    return true;
}

class BenefitSettler {
public:
    BenefitSettler(const DealContext& context, const DealPack& pack, const MarketPack& markets, const ArrangementModel* arrangement,
                   int program, SettleScratch& scratch, Flows& flows)
        : grid_(context.grid),
          firms_(context.firms),
          pack_(pack),
          markets_(markets),
          arrangement_(arrangement),
          program_(program),
          blocks_(context.programs[static_cast<std::size_t>(program)].benefits),
          scratch_(scratch),
          flows_(flows) {
        for (std::size_t f = 0; f < firms_.size(); ++f) {
            AccessLanes& access = scratch.access[f];
            access = {};
            pack.each([&](std::size_t lane, const DealState& state) {
                const Access& one = state.part(program, f).access;
                access.first[lane] = one.first;
                access.until[lane] = one.until;
                access.again[lane] = one.again;
            });
        }
        if (arrangement == nullptr || !arrangement->users.limited) return;
        pack.each([&](std::size_t lane, const DealState& state) {
            if (state.formed) capacity_[lane] = pack.world(lane).at(arrangement->users.spare_capacity) * grid_.step();
        });
    }

    void settle() {
        for (std::size_t f = 0; f < firms_.size(); ++f) {
            if (asks_for_vehicles(static_cast<int>(f))) clear(scratch_.vehicles[f]);
        }
        bool any_later = false;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            BlockLanes& block = scratch_.blocks[b];
            prepare_block(blocks_[b], block);
            if (block.periods.count == 0) continue;
            any_later = any_later || is_later(blocks_[b].firm);
            sell_block(blocks_[b], block);
        }
        if (any_later) earn_later();
    }

private:
    void prepare_block(const BenefitSlots& benefit, BlockLanes& block) const {
        block.access = &scratch_.access[static_cast<std::size_t>(benefit.firm)];
        block.share = pack_.at(benefit.share);
        block.life = pack_.at(benefit.life);
        block.ramp = pack_.at(benefit.ramp);
        block.margin = pack_.at(benefit.margin);
        prepare(block, grid_.end());
        block.periods = {};
        if (!(block.first < grid_.end())) return;
        be_late(benefit, block);
        block.periods.first = static_cast<std::size_t>(grid_.period(block.first));
        block.periods.count = std::min(static_cast<std::size_t>(grid_.period(block.last)) + 1, grid_.middle.size()) - block.periods.first;
    }

    void sell_block(const BenefitSlots& benefit, BlockLanes& block) {
        const Periods& periods = block.periods;
        BlockRows rows = rows_of(benefit, block);
        rows.middle = periods.part(grid_.middle);
        rows.dates = std::span(grid_.dates).subspan(periods.first, periods.count + 1);
        rows.steps_per_year = grid_.steps_per_year;
        rows.demand = periods.part(markets_.demand(benefit.segment));
        rows.factor = factors(benefit, periods);
        const auto vehicles = periods.part(scratch_.vehicles[static_cast<std::size_t>(benefit.firm)]);
        sell(block, rows, plain_periods(block), is_later(benefit.firm) ? periods.part(block.units).data() : nullptr,
             asks_for_vehicles(benefit.firm) ? vehicles.data() : nullptr, periods.part(flows_.row(flows_.benefit, benefit.firm)).data());
    }

    bool is_user(int firm) const { return arrangement_ != nullptr && contains(arrangement_->users.firms, firm); }
    bool is_limited(int firm) const { return is_user(firm) && arrangement_->users.limited; }
    // Whether a firm's units earn only when all are known: buyers of a limited capacity cut each other's.
    bool is_later(int firm) const { return is_limited(firm) || flows_.by_program; }
    bool asks_for_vehicles(int firm) const { return is_user(firm) || flows_.by_program; }

    // The periods, counted from the block's first, in which all worlds that sell have their full volume. A period less at either end,
    // so that rounding does not matter.
    Periods plain_periods(const BlockLanes& block) const {
        const Periods& periods = block.periods;
        const std::size_t full = std::clamp(grid_.first_middle_from(block.full) + 1, periods.first, periods.end());
        const auto last = static_cast<std::size_t>(grid_.period(block.closes));
        return {full - periods.first, std::clamp(last > 0 ? last - 1 : 0, full, periods.end()) - full};
    }

    // What earning needs.
    BlockRows rows_of(const BenefitSlots& benefit, const BlockLanes& block) const {
        const auto change = markets_.margin_change(benefit.market);
        return {{}, {}, block.periods.part(grid_.escalation), 0, {}, {}, change.empty() ? change : block.periods.part(change)};
    }

    // What the blocks earn whose units are kept, cut where buyers together have more than the maker's spare capacity.
    void earn_later() {
        Periods all;
        auto &total = scratch_.paid, &cut = scratch_.factors[0];
        const auto each = [&](const auto& holds, const auto& visit) {
            for (std::size_t b = 0; b < blocks_.size(); ++b) {
                BlockLanes& block = scratch_.blocks[b];
                if (block.periods.count > 0 && holds(blocks_[b].firm)) visit(blocks_[b], block);
            }
        };
        const auto limited = [&](int firm) { return is_limited(firm); };
        each(limited, [&](const BenefitSlots&, const BlockLanes& block) { all = joined(all, block.periods); });
        clear(all.part(total));
        each(limited,
             [&](const BenefitSlots&, const BlockLanes& block) { add(block.periods.part(block.units), block.periods.part(total)); });
        const bool cuts = limit_factors(all.part(total), capacity_, all.part(cut));
        each([&](int firm) { return is_later(firm); },
             [&](const BenefitSlots& benefit, const BlockLanes& block) {
                 const Periods& periods = block.periods;
                 Lanes units, present;
                 earn(block, rows_of(benefit, block), periods.part(block.units),
                      cuts && is_limited(benefit.firm) ? std::span<const Lanes>(periods.part(cut)) : std::span<const Lanes>(),
                      periods.part(firms_[static_cast<std::size_t>(benefit.firm)].discount),
                      periods.part(scratch_.vehicles[static_cast<std::size_t>(benefit.firm)]).data(),
                      periods.part(flows_.row(flows_.benefit, benefit.firm)).data(), units, present);
                 const std::size_t at = flows_.index(program_, benefit.firm);
                 for (std::size_t lane = 0; lane < pack_size; ++lane) {
                     flows_.program_units[at][lane] += units[lane];
                     flows_.program_benefit[at][lane] += present[lane];
                 }
             });
    }

    // What is lost by being late.
    void be_late(const BenefitSlots& benefit, BlockLanes& block) const {
        const Lanes late = pack_.at(benefit.late);
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            const double first = block.access->first[lane];
            if (late[lane] > 0 && first > benefit.due && first < never) block.scale[lane] *= exp(-late[lane] * (first - benefit.due));
        }
    }

    // What rivals with access and the firm's market position make of its units; empty where nothing.
    std::span<const Lanes> factors(const BenefitSlots& benefit, const Periods& periods) {
        const Lanes rivalry = pack_.at(benefit.rivalry);
        const bool rivals = any_lane(rivalry, [](double x) { return x > 0; });
        const PositionLanes* position = nullptr;
        if (!pack_.positions.empty()) position = &pack_.positions[flows_.index(program_, benefit.firm)];
        if (position != nullptr && !position->moves()) position = nullptr;
        if (!rivals && position == nullptr) return {};
        const auto out = periods.part(scratch_.factors[0]);
        const auto middle = periods.part(std::span<const double>(grid_.middle));
        if (rivals) {
            clear(out);
            for (std::size_t g = 0; g < firms_.size(); ++g) {
                if (static_cast<int>(g) != benefit.firm) count_access(scratch_.access[g], middle, out);
            }
            rival_factors(rivalry, out);
        }
        if (position == nullptr) return out;
        const auto by_position = periods.part(scratch_.factors[1]);
        position->curve(middle, periods.part(scratch_.factors[2]), by_position);
        if (!rivals) return by_position;
        multiply(by_position, out);
        return out;
    }

    const Grid& grid_;
    std::span<const FirmModel> firms_;
    const DealPack& pack_;
    const MarketPack& markets_;
    const ArrangementModel* arrangement_;
    int program_;
    const std::vector<BenefitSlots>& blocks_;
    SettleScratch& scratch_;
    Flows& flows_;
    Lanes capacity_ = all_lanes(never);
};

}  // namespace

void settle_benefits(const DealContext& context, const DealModel& deal, const DealPack& pack, const MarketPack& markets,
                     SettleScratch& scratch, Flows& flows) {
    for (int p = 0; p < static_cast<int>(context.programs.size()); ++p) {
        const int a = deal.arrangement_of[static_cast<std::size_t>(p)];
        const ArrangementModel* arrangement = a >= 0 ? &deal.arrangements[static_cast<std::size_t>(a)] : nullptr;
        BenefitSettler(context, pack, markets, arrangement, p, scratch, flows).settle();
        if (arrangement != nullptr) settle_royalties(context, deal, static_cast<std::size_t>(a), pack, scratch, flows);
    }
}

}  // namespace entente
