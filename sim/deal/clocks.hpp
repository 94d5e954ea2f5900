// The clocks of one alternative in a pack: of all its courses whose payers have limited funding (docs/model.md, section 7).
#pragma once

#include "deal/deal.hpp"
#include "plan/clock.hpp"

namespace entente {

struct Clocks {
    Table<ProgramId, FirmId, ClockLanes> own;  // of firms with funding
    ById<ArrangementId, ClockLanes> pools;     // of pools with a member that has funding
    const Clocks* before_exit = nullptr;       // with exits: as they would go on if nobody left; what talks cut goes by these
    bool complete = false;                     // they have run to the horizon; before, only what has happened is known
};

inline bool is_funded(SpanById<FirmId, const ResolvedFirm> firms, FirmId firm) { return !firms[firm].funding.empty(); }
inline bool is_funded(SpanById<FirmId, const ResolvedFirm> firms, const ResolvedArrangement& pool) {
    return std::any_of(pool.members.begin(), pool.members.end(), [&](FirmId member) { return is_funded(firms, member); });
}

}  // namespace entente
