// While talks last: who works on alone, and with what work and gates behind it a pool then begins (docs/model.md, section 4).
#pragma once

#include <cstdint>
#include <span>

#include "deal/schedule.hpp"

namespace entente {

// Whether a member or user works on while talks last: it carries the program out where there is no deal too.
inline bool works_on(const ResolvedDeal& deal, const DealContext& context, const ResolvedArrangement& arrangement, FirmId firm) {
    const ProgramId program = arrangement.program;
    return contains(arrangement.work_on, firm) && context.programs[program].needs[firm] && !deal.forgoes[program][firm];
}
// Whether some member does: then the cost game and the levels of cost look at the pool from formation on.
bool some_member_works_on(const ResolvedDeal& deal, const DealContext& context, const ResolvedArrangement& arrangement);

// The share of a pool's work that some of its members (a bit each) bring, from the parts that each would bring alone.
double joined(const ResolvedContribution& terms, std::uint32_t members, std::span<const double> parts);
// The same in one world: of what the pool can use of what each had done, by member, or of its `spent` where that is more.
double share_brought(const ResolvedArrangement& arrangement, std::uint32_t members, const DealWorld& world, std::span<const double> done);
inline std::uint32_t all_members(const ResolvedArrangement& arrangement) { return (1U << arrangement.members.size()) - 1U; }

// Begins the own work of those who work on, and leaves in `out` what is cut at formation and what is kept.
void work_in_talks(const ResolvedDeal& deal, ArrangementId arrangement, const Pack& pack, Schedule& out);

// A pool in one world of an alternative that is being scheduled.
struct PoolInTalks {
    const ResolvedArrangement& arrangement;
    ArrangementId index;
    const Schedule& schedule;
    std::size_t lane;
};
// Sets the pool's work, as the talks have left it, to begin at a date. Returns the share of it that was done before.
double start_pool(Course& course, const DealWorld& world, const PoolInTalks& pool, double begin);

// The share of a pool's work that is spent by a date, what was done before it included.
double pool_share_spent(const ResolvedArrangement& arrangement, const PoolState& pool, const Course& course, double date, std::size_t lane);

}  // namespace entente
