// Sales past the horizon (see past.hpp).
#include "settle/past.hpp"

#include <algorithm>
#include <cmath>

namespace entente {

namespace {

constexpr double most_terms = 1000;  // added up one by one

// What a year of successors costs at the middle of the horizon's last year: nominal and discounted, by lane.
Lanes refresh_a_year(const Pack& pack, const ResolvedBenefit& benefit) {
    if (!benefit.refresh.given) return {};
    const Grid& grid = pack.context.grid;
    const Period first = grid.last_year(), count = grid.periods - first, half = first + count / 2;
    const double middle = (grid.dates[first] + grid.end()) / 2;
    // The middle of an even number of periods lies between two of them.
    const double escalation = count % 2 == 1 ? grid.escalation[half] : std::sqrt(grid.escalation[half - 1] * grid.escalation[half]);
    const double discount = power(1 + pack.context.firms[benefit.firm].rate, grid.start - middle);
    const Lanes cost = pack.at(benefit.refresh.cost), every = pack.at(benefit.refresh.every);
    Lanes out;
    pack.each([&](std::size_t lane) { out[lane] = cost[lane] / std::max(every[lane], least_refresh_years) * escalation * discount; });
    return out;
}

}  // namespace

double annuity(double q, double years) {
    if (!(years > 0)) return 0;
    const double whole = std::floor(years);
    if (whole > most_terms) {
        const double last = std::isfinite(whole) ? power(q, whole) : 0;  // such a q is below 1: the check has seen to it
        return q * (1 - last) / (1 - q) + (std::isfinite(years) ? (years - whole) * last * q : 0);
    }
    double sum = 0, term = q;
    for (double year = 1; year <= whole; ++year) {
        sum += term;
        term *= q;
    }
    return sum + (years - whole) * term;
}

Lanes sell_past(const Pack& pack, const ResolvedBenefit& benefit, const SaleLanes& sale, std::span<const Lanes> cut, SalesPast& out) {
    const Grid& grid = pack.context.grid;
    const ResolvedFirm& firm = pack.context.firms[benefit.firm];
    const Period begin = grid.last_year();
    out.firm = benefit.firm;
    out.years = out.selling = {};
    Lanes worth{};
    out.growth = pack.at(benefit.terminal_growth);
    std::fill(out.units.begin(), out.units.end(), Lanes{});
    const auto change = pack.markets.margin_change(benefit.market);
    const Lanes& margin = sale.terms->margin;
    Lanes brought{};
    for (Period k = std::max(begin, sale.periods.first); k < sale.periods.end(); ++k) {
        Lanes& units = out.units[k - begin];
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            units[lane] = sale.units[k][lane] * (cut.empty() ? 1 : cut[k - sale.periods.first][lane]);
            const double each = margin[lane] * grid.escalation[k] + (change.empty() ? 0 : change[k][lane]);
            brought[lane] += units[lane] * each * firm.discount[k];
        }
    }
    const Lanes terminal = pack.at(benefit.terminal), refreshes = refresh_a_year(pack, benefit);
    pack.each([&](std::size_t lane) {
        const double years = std::min(terminal[lane], sale.life_end[lane] - grid.end());
        if (!(years > 0) || !sale.access->at(grid.middle.back(), lane)) return;
        const double selling = sale.access->years(grid.dates[begin], grid.end(), lane);
        const double a_year = brought[lane] / selling - refreshes[lane];
        if (!(a_year > 0)) return;
        out.years[lane] = years;
        out.selling[lane] = selling;
        worth[lane] = a_year * annuity((1 + out.growth[lane]) / (1 + firm.rate), years);
    });
    return worth;
}

}  // namespace entente
