// Market positions once exits are known (see settle.hpp).
#include <algorithm>

#include "settle/settle.hpp"

namespace entente {

namespace {

// The positions of one world.
class WorldPositions {
public:
    WorldPositions(const ResolvedUnwind& unwind, const DealtPack& dealt, std::size_t lane)
        : unwind_(unwind),
          deal_(dealt.deal),
          schedule_(dealt.schedule),
          exit_(dealt.exits[lane]),
          world_(dealt.pack.world(lane)),
          lane_(lane) {}

    // A firm's in every arrangement; `drift_end` is the alliance's own end.
    void find(FirmId firm, double drift_end, PositionTable& out) const {
        const Position everywhere = position_of(firm, drift_end);
        const bool moves = unwind_.decline.find(firm) != nullptr || unwind_.level.find(firm) != nullptr;
        for (const ResolvedArrangement& arrangement : deal_.arrangements) {
            const bool left = exit_.covers(arrangement.program);
            // A position that never differs from 1 is not set.
            if (everywhere.drift == 0 && !(left && moves)) continue;
            Position position = everywhere;
            if (left) {
                position.own = own_access(arrangement.program, firm);
            } else {
                position.left = never;
            }
            out[arrangement.program][firm].set(lane_, position);
        }
    }

private:
    double of(const ResolvedByFirm& slots, FirmId firm, double otherwise) const {
        const Slot* slot = slots.find(firm);
        return slot != nullptr ? world_.at(*slot) : otherwise;
    }

    // What is the same in all arrangements.
    Position position_of(FirmId firm, double drift_end) const {
        Position out;
        out.formed = schedule_.formation[lane_];
        if (const double rate = of(deal_.drift, firm, 0); rate != 0) out.drift = log(1 + rate);
        out.drift_end = drift_end;
        if (!exit_.happens()) return out;
        out.left = exit_.tau;
        out.decline = log(1 - of(unwind_.decline, firm, 0));
        out.level = of(unwind_.level, firm, -1);
        out.recover = of(unwind_.recover, firm, never);
        return out;
    }

    // Access of one's own: what one redoes where one may not keep, else the access one has.
    double own_access(ProgramId program, FirmId firm) const {
        const Access& access = schedule_.part(program, firm).access;
        return std::max(access.until[lane_] < never ? access.again[lane_] : access.first[lane_], exit_.tau);
    }

    const ResolvedUnwind& unwind_;
    const ResolvedDeal& deal_;
    const Schedule& schedule_;
    const Exit& exit_;
    DealWorld world_;
    std::size_t lane_;
};

}  // namespace

void find_positions(const ResolvedUnwind& unwind, const DealtPack& dealt, const Lanes& term, PositionTable& out) {
    for (PositionLanes& position : out.all()) position.reset();
    dealt.pack.each([&](std::size_t lane) {
        if (!dealt.schedule.is_formed(lane)) return;
        const WorldPositions world(unwind, dealt, lane);
        for (const FirmId firm : dealt.pack.context.firms.ids()) world.find(firm, term[lane], out);
    });
}

}  // namespace entente
