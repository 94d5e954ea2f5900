// Money that an exit itself costs (see unwind.hpp).
#include <numeric>

#include "exit/unwind.hpp"

namespace entente {

namespace {

// What the other members hold of the pools left, by firm: the fee is split in these proportions. Without any pool in
// scope the partners of the leaver's licences and supplies share it equally.
std::vector<double> receivers(const DealModel& deal, const Exit& exit, std::size_t firms) {
    std::vector<double> weight(firms, 0.0), partner(firms, 0.0);
    for (const ArrangementModel& arrangement : deal.arrangements) {
        if (!exit.covers(arrangement.program) || !takes_part(arrangement, exit.leaver)) continue;
        std::vector<int> sides = arrangement.members;
        sides.insert(sides.end(), arrangement.users.firms.begin(), arrangement.users.firms.end());
        if (arrangement.provider >= 0) sides.push_back(arrangement.provider);
        for (const int firm : sides) partner[static_cast<std::size_t>(firm)] = 1;
        const auto& members = arrangement.members;
        if (!contains(members, exit.leaver)) continue;
        for (std::size_t m = 0; m < members.size(); ++m) weight[static_cast<std::size_t>(members[m])] += arrangement.share.base[m];
    }
    const auto leaver = static_cast<std::size_t>(exit.leaver);
    weight[leaver] = partner[leaver] = 0;
    // Weights of the cost game may be below 0: then those firms pay a part of the fee too.
    return std::accumulate(weight.begin(), weight.end(), 0.0) > 0 ? weight : partner;
}

// In one world that has an exit.
void settle_one(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealWorld& world, const Exit& exit,
                std::size_t lane, Flows& flows) {
    const UnwindModel& unwind = exits.unwind;
    const int period = context.grid.booked(exit.tau);
    const std::size_t firms = context.firms.size();
    for (int f = 0; f < static_cast<int>(firms); ++f) {
        if (const Slot* cost = unwind.cost.find(f)) flows.spend(lane, f, world.at(*cost), period, unwind.nominal);
    }
    // A put is paid for by its counterparty instead of a fee by the leaver.
    const auto* option = std::get_if<OptionSlots>(&exits.exits[static_cast<std::size_t>(exit.terms)].trigger);
    if (option != nullptr && option->counterparty >= 0)
        return flows.pay(lane, option->counterparty, exit.leaver, world.at(option->strike), period, option->nominal);
    const double fee = world.at(unwind.fee);
    if (fee == 0) return;
    const std::vector<double> weight = receivers(deal, exit, firms);
    double total = 0;
    for (const double w : weight) total += w;
    for (std::size_t f = 0; f < firms && total > 0; ++f) {
        if (weight[f] != 0) flows.pay(lane, exit.leaver, static_cast<int>(f), fee * weight[f] / total, period, unwind.nominal);
    }
}

}  // namespace

void settle_unwinding(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealtPack& pack, Flows& flows) {
    pack.each([&](std::size_t lane) {
        const Exit& exit = pack.state.exits[lane];
        if (exit.happens()) settle_one(context, deal, exits, pack.world(lane), exit, lane, flows);
    });
}

}  // namespace entente
