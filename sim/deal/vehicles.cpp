// Loops over a sale's periods (see vehicles.hpp).
#include "deal/vehicles.hpp"

#include <algorithm>

#include "lanes/wide_exp.hpp"

namespace entente {

namespace {

// What units earn in a period: units x (margin x escalation + change).
template <class V>
ENTENTE_INLINE Wide<V> earned_by(const Wide<V>& units, const Wide<V>& margin, const SaleRows& rows, std::size_t k) {
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
        pace[lane] = std::min(1.0 / ramp[lane], 1e300);  // infinite, it would be no number at the access itself
        no_ramp[lane] = ramp[lane] > 0 ? 0 : 1;
    }
    is_late = any_lane(late, [](double x) { return x > 0; });
    has_rivalry = any_lane(rivalry, [](double x) { return x > 0; });
}

void begin_sale(const BenefitLanes& terms, const Access& access, double end, SaleLanes& sale) {
    sale.terms = &terms;
    sale.access = &access;
    sale.first = sale.closes = never;
    sale.last = sale.opened = sale.full = -never;
    sale.reopens = false;
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = sale.access->first, ramp = sale.terms->ramp;
        const Wide<V> life_end = lesser(first + Wide<V>(sale.terms->life), Wide<V>(sale.terms->until));
        const Wide<V> first_end = lesser(Wide<V>(sale.access->until), life_end);
        const Wide<V> sells = if_less(first, lesser(life_end, end), 1.0, 0.0);
        life_end.store(sale.life_end);
        first_end.store(sale.first_end);
        const Wide<V> scale = if_less(0.0, sells, Wide<V>(sale.terms->share), 0.0);
        scale.store(sale.scale);
        if_less(0.0, scale, first, never).store(sale.sells_from);
        sale.first = std::min(sale.first, least(if_less(0.0, sells, first, never)));
        sale.last = std::max(sale.last, greatest(if_less(0.0, sells, life_end, -never)));
        sale.opened = std::max(sale.opened, greatest(if_less(0.0, sells, first, -never)));
        sale.full = std::max(sale.full, greatest(if_less(0.0, sells, first + greater(ramp, 0.0), -never)));
        sale.closes = std::min(sale.closes, least(if_less(0.0, sells, first_end, never)));
        sale.reopens = sale.reopens || least(Wide<V>(sale.access->again)) < never;
    });
}

void be_late(SaleLanes& sale, double due) {
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> first = sale.access->first, late = sale.terms->late, scale = sale.scale;
        const Wide<V> years = if_less(first, never, greater(first - due, 0.0), 0.0);
        (scale * exponential(if_less(0.0, years, -1.0 * late * years, 0.0))).store(sale.scale);
    });
}

namespace {

// The loop over a sale's periods: book(k, units) is told the units of each.
template <class V, class Book>
ENTENTE_INLINE void each_period(const SaleLanes& sale, const SaleRows& rows, const Phases& phases, const Book& book) {
    const Wide<V> scale = sale.scale;
    const Wide<V> first = sale.access->first, first_end = sale.first_end, life_end = sale.life_end, sells_from = sale.sells_from;
    const Wide<V> pace = sale.terms->pace, no_ramp = sale.terms->no_ramp;
    const Wide<V> reopening = greater(Wide<V>(sale.access->again), Wide<V>(sale.access->until));
    // Share of the full volume.
    const auto ramped = [&](std::size_t k) ENTENTE_IN_VECTORS { return greater(no_ramp, held_to_unit((rows.middle[k] - first) * pace)); };
    // Years of access in a period, and once more of it.
    const auto years = [&](std::size_t k) ENTENTE_IN_VECTORS { return overlapped(rows.dates[k], rows.dates[k + 1], first, first_end); };
    const auto again = [&](std::size_t k) ENTENTE_IN_VECTORS { return overlapped(rows.dates[k], rows.dates[k + 1], reopening, life_end); };
    // The part of the period that years are. A period's two dates are rounded, so one that is open from end to end may come to a little
    // less than 1: it counts as 1, or else the loops of the phases would not agree.
    const auto part = [&](const Wide<V>& within) ENTENTE_IN_VECTORS {
        const Wide<V> open = within * rows.steps_per_year;
        return if_less(open, 1 - 1e-9, open, 1.0);
    };
    // Units are 0 where there is no access, whatever the demand: infinite demand times 0 would be no number, and only in packs whose
    // other worlds keep the loop at work in that period.
    const auto where_selling = [&](std::size_t k, const Wide<V>& units)
                                   ENTENTE_IN_VECTORS { return if_less(sells_from, rows.dates[k], units, 0.0); };
    const auto where_open = [&](const Wide<V>& open, const Wide<V>& units)
                                ENTENTE_IN_VECTORS { return if_less(0.0, open * scale, units * open, 0.0); };
    const auto full = [&](std::size_t k) ENTENTE_IN_VECTORS { return Wide<V>(rows.demand[k]) * scale; };
    const bool reopens = sale.reopens, is_full = phases.full < phases.closing;
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
}

}  // namespace

void sell(const SaleLanes& sale, const SaleRows& rows, const Phases& phases, const SaleSums& out) {
    in_lanes([=, &sale, vehicles = out.vehicles.data(), earned = out.earned.data()]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> margin = sale.terms->margin;
        each_period<V>(sale, rows, phases, [&](std::size_t k, Wide<V> units) ENTENTE_IN_VECTORS {
            if (!rows.factor.empty()) units = units * Wide<V>(rows.factor[k]);
            if (vehicles != nullptr) (Wide<V>(vehicles[k]) + units).store(vehicles[k]);
            (Wide<V>(earned[k]) + earned_by(units, margin, rows, k)).store(earned[k]);
        });
    });
}

void find_units(const SaleLanes& sale, const SaleRows& rows, const Phases& phases, std::span<Lanes> units_row) {
    in_lanes([=, &sale]<class V>() ENTENTE_IN_VECTORS {
        each_period<V>(sale, rows, phases, [&](std::size_t k, Wide<V> units) ENTENTE_IN_VECTORS {
            if (!rows.factor.empty()) units = units * Wide<V>(rows.factor[k]);
            units.store(units_row[k]);
        });
    });
}

SaleTotals earn(const SaleLanes& sale, const SaleRows& rows, std::span<const Lanes> cut, std::span<const double> discount,
                const SaleSums& out) {
    SaleTotals totals;
    const auto found = sale.periods.part(sale.units);
    in_lanes([=, &sale, &totals, vehicles = out.vehicles, earned = out.earned]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> margin = sale.terms->margin;
        Wide<V> all, value;
        for (std::size_t k = 0; k < found.size(); ++k) {
            Wide<V> units = found[k];
            if (!cut.empty()) units = units * Wide<V>(cut[k]);
            const Wide<V> money = earned_by(units, margin, rows, k);
            (Wide<V>(vehicles[k]) + units).store(vehicles[k]);
            (Wide<V>(earned[k]) + money).store(earned[k]);
            all += units;
            value += money * discount[k];
        }
        all.store(totals.units);
        value.store(totals.present);
    });
    return totals;
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
