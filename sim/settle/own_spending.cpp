// Spending of own work, and when it may be given again (see own_spending.hpp).
#include "settle/own_spending.hpp"

#include "lanes/lane_kernels.hpp"

namespace entente {

OwnSpending::OwnSpending(const DealContext& context) : spender_(context.grid), known_(context.programs.size(), context.firms.size()) {
    for (Known& known : known_.all()) known.spending.row.resize(context.grid.middle.size());
}

void OwnSpending::begin_pack() {
    for (Known& known : known_.all()) known.known = false;
}

const PartSpending& OwnSpending::of(const Pack& pack, ProgramId program, FirmId firm, const Part& part) {
    Known& known = known_[program][firm];
    PartSpending& out = known.spending;
    if (known.known && known.dates == dates_of(part)) return out;
    clear(out.periods.part(out.row));
    out.total = {};
    out.past = {};
    const Booking booking{pack.context.grid.escalation, out.row, out.total, out.past};
    out.periods = spender_.add(part.own, pack.plans, pack.first, all_lanes(never), booking);
    if (any_lane(part.adapt_from, [](double date) { return date < never; }))
        out.periods = joined(out.periods, spender_.add_evenly(part.adapt_cost, part.adapt_from, part.adapt_years, booking));
    known.dates = dates_of(part);
    known.known = true;
    return out;
}

}  // namespace entente
