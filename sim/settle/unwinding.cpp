// Money that an exit itself costs (see unwind.hpp).
#include "settle/settle.hpp"

namespace entente {

namespace {

// What a firm holds of the pools left. Weights of the cost game may be below 0: then it pays a part of the fee too.
double stakes_of(const DealModel& deal, const Exit& exit, int firm) {
    double stakes = 0;
    for (const ArrangementModel& arrangement : deal.arrangements) {
        if (!exit.covers(arrangement.program) || !contains(arrangement.members, exit.leaver)) continue;
        for (std::size_t m = 0; m < arrangement.members.size(); ++m) {
            if (arrangement.members[m] == firm) stakes += arrangement.share.base[m];
        }
    }
    return stakes;
}

// 1 for a partner of what the leaver leaves, else 0.
double partnership_of(const DealModel& deal, const Exit& exit, int firm) {
    for (const ArrangementModel& arrangement : deal.arrangements) {
        if (exit.covers(arrangement.program) && takes_part(arrangement, exit.leaver) && takes_part(arrangement, firm)) return 1;
    }
    return 0;
}

// The leaver pays its fee to the others by what they hold of the pools left; without any pool in scope, or where that is nothing, to the
// partners of its licences and supplies in equal parts.
void pay_fee(const DealModel& deal, const Exit& exit, double fee, int period, bool nominal, int firms, std::size_t lane, Flows& flows) {
    for (const auto weight_of : {stakes_of, partnership_of}) {
        double total = 0;
        for (int f = 0; f < firms; ++f) total += f == exit.leaver ? 0 : weight_of(deal, exit, f);
        if (!(total > 0)) continue;
        for (int f = 0; f < firms; ++f) {
            const double weight = f == exit.leaver ? 0 : weight_of(deal, exit, f);
            if (weight != 0) flows.pay(lane, exit.leaver, f, fee * weight / total, period, nominal);
        }
        return;
    }
}

// In one world that has an exit.
void settle_one(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealWorld& world, const Exit& exit,
                std::size_t lane, Flows& flows) {
    const UnwindModel& unwind = exits.unwind;
    const int period = context.grid.booked(exit.tau);
    const int firms = static_cast<int>(context.firms.size());
    for (int f = 0; f < firms; ++f) {
        if (const Slot* cost = unwind.cost.find(f)) flows.spend(lane, f, world.at(*cost), period, unwind.nominal);
    }
    // A put is paid for by its counterparty instead of a fee by the leaver.
    const auto* option = std::get_if<OptionSlots>(&exits.exits[static_cast<std::size_t>(exit.terms)].trigger);
    if (option != nullptr && option->counterparty >= 0)
        return flows.pay(lane, option->counterparty, exit.leaver, world.at(option->strike), period, option->nominal);
    const double fee = world.at(unwind.fee);
    if (fee == 0) return;
    pay_fee(deal, exit, fee, period, unwind.nominal, firms, lane, flows);
}

}  // namespace

void settle_unwinding(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealtPack& pack, Flows& flows) {
    pack.each([&](std::size_t lane) {
        const Exit& exit = pack.state.exits[lane];
        if (exit.happens()) settle_one(context, deal, exits, pack.world(lane), exit, lane, flows);
    });
}

}  // namespace entente
