// Loops over a block's periods (see vehicles.hpp).
#include "deal/vehicles.hpp"

#include <algorithm>

#include "lanes/wide_exp.hpp"

namespace entente {

namespace {

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

}  // namespace

void BenefitLanes::prepare() {
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        pace[lane] = 1.0 / ramp[lane];
        no_ramp[lane] = ramp[lane] > 0 ? 0 : 1;
    }
    is_late = any_lane(late, [](double x) { return x > 0; });
    has_rivalry = any_lane(rivalry, [](double x) { return x > 0; });
}

void prepare(BlockLanes& block, double end) {
    block.first = block.closes = never;
    block.last = block.opened = block.full = -never;
    block.reopens = false;
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = block.access->first, life_end = first + Wide<V>(block.terms->life), ramp = block.terms->ramp;
        const Wide<V> first_end = lesser(Wide<V>(block.access->until), life_end);
        const Wide<V> sells = if_less(first, end, 1.0, 0.0);
        life_end.store(block.life_end);
        first_end.store(block.first_end);
        const Wide<V> scale = if_less(0.0, sells, Wide<V>(block.terms->share), 0.0);
        scale.store(block.scale);
        if_less(0.0, scale, first, never).store(block.sells_from);
        block.first = std::min(block.first, least(first));
        block.last = std::max(block.last, greatest(if_less(0.0, sells, life_end, -never)));
        block.opened = std::max(block.opened, greatest(if_less(0.0, sells, first, -never)));
        block.full = std::max(block.full, greatest(if_less(0.0, sells, first + greater(ramp, 0.0), -never)));
        block.closes = std::min(block.closes, least(if_less(0.0, sells, first_end, never)));
        block.reopens = block.reopens || least(Wide<V>(block.access->again)) < never;
    });
}

void be_late(BlockLanes& block, double due) {
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = block.access->first, late = block.terms->late, scale = block.scale;
        const Wide<V> years = if_less(first, never, greater(first - due, 0.0), 0.0);
        (scale * exponential(if_less(0.0, years, -1.0 * late * years, 0.0))).store(block.scale);
    });
}

void sell(const BlockLanes& block, const BlockRows& rows, const Phases& phases, Lanes* units_row, Lanes* vehicles, Lanes* earned) {
    in_lanes([=, &block]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> scale = block.scale, margin = block.terms->margin;
        const auto book = [&](std::size_t k, Wide<V> units) ENTENTE_IN_VECTORS {
            if (!rows.factor.empty()) units = units * Wide<V>(rows.factor[k]);
            if (units_row != nullptr) return units.store(units_row[k]);
            if (vehicles != nullptr) (Wide<V>(vehicles[k]) + units).store(vehicles[k]);
            (Wide<V>(earned[k]) + earned_by(units, margin, rows, k)).store(earned[k]);
        };
        const Wide<V> first = block.access->first, first_end = block.first_end, life_end = block.life_end, sells_from = block.sells_from;
        const Wide<V> pace = block.terms->pace, no_ramp = block.terms->no_ramp;
        const Wide<V> reopening = greater(Wide<V>(block.access->again), Wide<V>(block.access->until));
        // Share of the full volume.
        const auto ramped = [&](std::size_t k)
                                ENTENTE_IN_VECTORS { return greater(no_ramp, held_to_unit((rows.middle[k] - first) * pace)); };
        // Years of access in a period; once more of it; the part of the period that years are: one that is open from end to end counts as a
        // whole, whatever its dates round to.
        const auto years = [&](std::size_t k) ENTENTE_IN_VECTORS { return overlapped(rows.dates[k], rows.dates[k + 1], first, first_end); };
        const auto again = [&](std::size_t k)
                               ENTENTE_IN_VECTORS { return overlapped(rows.dates[k], rows.dates[k + 1], reopening, life_end); };
        const auto part = [&](const Wide<V>& within) ENTENTE_IN_VECTORS {
            const Wide<V> open = within * rows.steps_per_year;
            return if_less(open, 1 - 1e-9, open, 1.0);
        };
        // Nothing, whatever the demand, where there is no access: infinite demand times 0 would be no number, in some packs and not in
        // others.
        const auto where_selling = [&](std::size_t k, const Wide<V>& units)
                                       ENTENTE_IN_VECTORS { return if_less(sells_from, rows.dates[k], units, 0.0); };
        const auto where_open = [&](const Wide<V>& open, const Wide<V>& units)
                                    ENTENTE_IN_VECTORS { return if_less(0.0, open * scale, units * open, 0.0); };
        const auto full = [&](std::size_t k) ENTENTE_IN_VECTORS { return Wide<V>(rows.demand[k]) * scale; };
        const bool reopens = block.reopens, is_full = phases.full < phases.closing;
        const std::size_t end = rows.demand.size();
        std::size_t k = 0;
        for (; k < phases.opened; ++k) book(k, where_open(part(years(k)), full(k) * ramped(k)));
        for (; k < phases.full; ++k) book(k, where_selling(k, full(k) * ramped(k)));
        for (; k < phases.closing; ++k) book(k, where_selling(k, full(k)));
        if (reopens) {
            for (; k < end; ++k) book(k, where_open(part(years(k) + again(k)), full(k) * ramped(k)));
        } else if (is_full) {
            for (; k < end; ++k) book(k, where_open(part(years(k)), full(k)));
        } else {
            for (; k < end; ++k) book(k, where_open(part(years(k)), full(k) * ramped(k)));
        }
    });
}

void count_access(const Access& access, std::span<const double> middle, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = access.first, until = access.until, again = access.again;
        for (std::size_t k = 0; k < out.size(); ++k) {
            const double at = middle[k];
            // The end of the access that is open, or no later date.
            const Wide<V> end = if_at_most(again, at, never, if_at_most(first, at, until, at));
            (Wide<V>(out[k]) + if_less(at, end, 1.0, 0.0)).store(out[k]);
        }
    });
}

void rival_factors(const Lanes& rivalry, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> each = rivalry;
        for (Lanes& x : out) greater(1.0 - each * Wide<V>(x), 0.0).store(x);
    });
}

void earn(const BlockLanes& block, const BlockRows& rows, std::span<const Lanes> units_row, std::span<const Lanes> cut,
          std::span<const double> discount, Lanes* vehicles, Lanes* earned, Lanes& sum, Lanes& present) {
    in_lanes([=, &block, &sum, &present]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> margin = block.terms->margin;
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

bool limit_factors(std::span<const Lanes> total, const Lanes& most, std::span<Lanes> out) {
    Lanes excess;
    in_lanes([=, &excess]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> limit = most;
        Wide<V> over;
        for (const Lanes& x : total) over = greater(Wide<V>(x) - limit, over);
        over.store(excess);
    });
    if (!any_lane(excess, [](double x) { return x > 0; })) return false;
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> limit = most;
        for (std::size_t k = 0; k < total.size(); ++k) {
            const Wide<V> all = total[k];
            if_at_most(all, limit, 1.0, limit / all).store(out[k]);
        }
    });
    return true;
}

}  // namespace entente
