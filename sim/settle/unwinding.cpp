// Money that an exit itself costs (see settle.hpp).
#include "settle/settle.hpp"

namespace entente {

namespace {

// What a firm holds of the pools left. Weights of the cost game may be below 0: then it pays a part of the fee too.
double stakes_of(const ResolvedDeal& deal, const Exit& exit, FirmId firm) {
    double stakes = 0;
    for (const ResolvedArrangement& arrangement : deal.arrangements) {
        if (!exit.covers(arrangement.program) || !contains(arrangement.members, exit.leaver)) continue;
        for (const MemberId m : arrangement.members.ids()) {
            if (arrangement.members[m] == firm) stakes += arrangement.share.base[m.place()];
        }
    }
    return stakes;
}

// 1 for a partner of what the leaver leaves, else 0.
double partnership_of(const ResolvedDeal& deal, const Exit& exit, FirmId firm) {
    for (const ResolvedArrangement& arrangement : deal.arrangements) {
        if (exit.covers(arrangement.program) && takes_part(arrangement, exit.leaver) && takes_part(arrangement, firm)) return 1;
    }
    return 0;
}

// One exit in one world.
class ExitSettler {
public:
    ExitSettler(const DealtPack& dealt, const ResolvedUnwind& unwind, std::size_t lane, Flows& flows)
        : deal_(dealt.deal),
          unwind_(unwind),
          exit_(dealt.exits[lane]),
          world_(dealt.pack.world(lane)),
          firms_(dealt.pack.context.firms.ids()),
          period_(dealt.pack.context.grid.booked(exit_.tau)),
          lane_(lane),
          flows_(flows) {}

    // `option` is the exit's where it is one, else null.
    void settle(const ResolvedOption* option) {
        for (const FirmId f : firms_) {
            if (const Slot* cost = unwind_.cost.find(f)) flows_.spend(f, world_.at(*cost), {lane_, period_, unwind_.nominal});
        }
        // A put is paid for by its counterparty instead of a fee by the leaver.
        if (option != nullptr && option->counterparty)
            return flows_.pay(option->counterparty, exit_.leaver, world_.at(option->strike), {lane_, period_, option->nominal});
        const double fee = world_.at(unwind_.fee);
        if (fee != 0) pay_fee(fee);
    }

private:
    // The leaver pays its fee to the others by what they hold of the pools left; without any pool in scope, or where that is nothing, to
    // the partners of its licences and supplies in equal parts.
    void pay_fee(double fee) {
        for (const auto weight_of : {stakes_of, partnership_of}) {
            double total = 0;
            for (const FirmId f : firms_) total += f == exit_.leaver ? 0 : weight_of(deal_, exit_, f);
            if (!(total > 0)) continue;
            for (const FirmId f : firms_) {
                const double weight = f == exit_.leaver ? 0 : weight_of(deal_, exit_, f);
                if (weight != 0) flows_.pay(exit_.leaver, f, fee * weight / total, {lane_, period_, unwind_.nominal});
            }
            return;
        }
    }

    const ResolvedDeal& deal_;
    const ResolvedUnwind& unwind_;
    const Exit& exit_;
    DealWorld world_;
    Ids<FirmId> firms_;
    Period period_;
    std::size_t lane_;
    Flows& flows_;
};

}  // namespace

void settle_unwinding(const ResolvedExits& exits, const DealtPack& dealt, Flows& flows) {
    dealt.pack.each([&](std::size_t lane) {
        const Exit& exit = dealt.exits[lane];
        if (!exit.happens()) return;
        const ResolvedExit& terms = exits.exits[exit.terms];
        ExitSettler(dealt, exits.unwind, lane, flows).settle(std::get_if<ResolvedOption>(&terms.trigger));
    });
}

}  // namespace entente
