// One worker's memory, and how it draws worlds: block by block, each visited pack by pack.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <vector>

#include "resolve/run_model.hpp"
#include "settle/own_spending.hpp"
#include "settle/settle.hpp"
#include "world/funding.hpp"

namespace entente {

// Worlds drawn together: every quantity, how all work goes, and the markets' regimes.
struct Block {
    explicit Block(const RunModel& model);

    Draws draws;
    Plans plans;
    Regimes regimes;
    std::vector<std::int64_t> below_zero;  // by clamped quantity: worlds of the block that were drawn below 0
};

// Draws worlds first .. first + count - 1, count up to Sampler::block_size.
void draw_block(const RunModel& model, std::int64_t first, int count, Block& out);

// What the alternatives of one pack share. The first that needs something finds it, the others read it: that saves work and changes no
// number.
class Shared {
public:
    explicit Shared(const DealContext& context) : spending(context) {}

    // Forgets all: what is found in one pack is of no use in another.
    void begin_pack();
    // An alternative as it would go on if nobody left. Stands until the next call.
    const Schedule& going_on(const ResolvedAlternative& alternative, const Pack& pack);

    // The same with nobody's funding limited. Stands until the next call.
    const Schedule& going_on_unfunded(const ResolvedAlternative& alternative, const Pack& pack);
    // The clocks of what going_on() has found; only where some firm has limited funding.
    const FundingMemory& funding() const { return funding_; }

    OwnSpending spending;

private:
    // An alternative's schedule, and which one's that is.
    struct Scheduled {
        AlternativeId as;  // none, or ResolvedAlternative::scheduled_as
        Schedule schedule;

        bool is_of(const ResolvedAlternative& alternative);
    };
    Scheduled going_on_, unfunded_;
    FundingMemory funding_;
};

// Present values of each firm's money, with what is past the horizon.
struct FirmValues {
    Lanes cost, transfer, benefit;
    double npv(std::size_t lane) const { return benefit[lane] + transfer[lane] - cost[lane]; }
};

// What firms would have had nobody left an alternative.
struct Stay {
    bool known = false;   // in this pack
    bool shared = false;  // another alternative with exits has the same, or the same costs
    ById<FirmId, FirmValues> firms;
};

// Memory that evaluating an alternative writes before it reads: no message from one call to the next.
struct EvaluationMemory {
    EvaluationMemory(const RunModel& model, FlowDetail detail);

    Schedule with_exits;
    FundingMemory funding;  // of that
    PositionTable positions;
    Table<FirmId, Period, Lanes> outlay;
    SettleMemory settle;
    Flows flows;
};

struct Workspace {
    explicit Workspace(const RunModel& model, FlowDetail detail = FlowDetail::firms);

    DealContext context;
    Block block;
    MarketPack markets;
    ById<ProgramId, std::vector<BenefitLanes>> benefits;
    Shared shared;
    ById<AlternativeId, Stay> stays;  // by ResolvedAlternative::stays_as
    EvaluationMemory evaluation;
};

// The pack of a drawn block that begins at its world `first`, a multiple of pack_size. Stands until the next.
Pack begin_pack(const RunModel& model, int first, Workspace& work);

// Calls visit(pack) for each pack of the block that has been drawn.
template <class Visit>
void for_each_pack(const RunModel& model, Workspace& work, const Visit& visit) {
    for (int first = 0; first < work.block.draws.count; first += static_cast<int>(pack_size)) visit(begin_pack(model, first, work));
}

}  // namespace entente
