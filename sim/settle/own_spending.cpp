// Spending of own work, and when it may be given again (see own_spending.hpp).
#include "settle/own_spending.hpp"

#include "lanes/lane_kernels.hpp"
#include "plan/clock.hpp"

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
    const bool waits = part.own.any_begun() && part.own.clock != nullptr && part.own.clock->any_bound();
    if (!waits && known.known && known.dates == dates_of(part)) return out;
    clear(out.periods.part(out.row));
    out.total = out.waited = {};
    out.past = {};
    const Booking booking{pack.context.grid.escalation, out.row, out.total, out.past};
    if (waits) {
        out.periods = spend_by_clock(pack, part, booking, out.waited);
    } else {
        out.periods = spender_.add(part.own, pack.plans, pack.first, all_lanes(never), booking);
    }
    if (any_lane(part.adapt_from, [](double date) { return date < never; }))
        out.periods = joined(out.periods, spender_.add_evenly(part.adapt_cost, part.adapt_from, part.adapt_years, booking));
    known.dates = dates_of(part);
    known.known = !waits;
    return out;
}

Periods OwnSpending::spend_by_clock(const Pack& pack, const Part& part, const Booking& booking, Lanes& waited) {
    LaneFlags past{};
    const Booking waiting{booking.weight, booking.row, waited, past};
    const Periods periods = spender_.add_clocked(part.own, pack.plans, pack.first, all_lanes(never), {booking, waiting});
    for (std::size_t lane = 0; lane < pack_size; ++lane) booking.total[lane] += waited[lane];
    return periods;
}

}  // namespace entente
