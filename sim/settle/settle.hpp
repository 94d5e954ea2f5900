// From dates to money: who pays for which work, who pays whom, who earns what (docs/model.md, sections 3 and 4).
#pragma once

#include <array>

#include "deal/exits.hpp"
#include "deal/position.hpp"
#include "deal/schedule.hpp"
#include "deal/vehicles.hpp"
#include "exit/model.hpp"
#include "settle/coalition_costs.hpp"
#include "settle/flows.hpp"
#include "settle/own_spending.hpp"
#include "settle/share.hpp"

namespace entente {

// A deal in a pack of worlds, once it is known who leaves: all that settling looks at.
struct DealtPack {
    const ResolvedDeal& deal;
    const Pack& pack;
    const Schedule& schedule;  // with the exits
    const Exits& exits;
};

using PositionTable = Table<ProgramId, FirmId, PositionLanes>;

// How one benefit goes on selling past the horizon, by lane.
struct SalesPast {
    FirmId firm;
    Lanes years, growth;       // 0 years: not at all
    Lanes selling;             // years of the horizon's last in which it sold
    std::vector<Lanes> units;  // sold then, by period
};

// The vehicles of one program that firms have sold.
struct Sold {
    Table<FirmId, Period, Lanes> vehicles;  // where `periods` says that there are any
    ById<FirmId, Periods> periods;
    std::vector<SalesPast> past;  // of benefits that go on past the horizon, the first `goes_on` of them
    std::size_t goes_on = 0;

    double at(FirmId firm, Period period, std::size_t lane) const {
        const bool any = period >= periods[firm].first && period < periods[firm].end();
        return any ? vehicles[firm][period][lane] : 0;
    }
};

// A row of PositionLanes::fall, and whose it is.
struct FallenPosition {
    const PositionLanes* of = nullptr;
    std::vector<Lanes> row;  // by period
};

// Memory that settling writes before it reads: nothing in it is handed from one call to another.
struct SettleMemory {
    explicit SettleMemory(const DealContext& context);

    std::vector<double> ones;                   // by period; never changed
    std::vector<Lanes> work, later, paid;       // by period
    std::vector<Lanes> waiting, waiting_later;  // by period
    std::array<std::vector<Lanes>, 3> factors;  // by period
    PartSpending cut;                           // of work that talks have cut
    Sold sold;
    ById<FirmId, FallenPosition> fallen;
    std::vector<SaleLanes> sales;  // by benefit of one program
    CoalitionMemory coalitions;
    CoalitionGames games;
};

// Own work, shares of pools, adaptation, formation, outlays of events. `own` is what own work costs in this pack.
void settle_costs(const DealtPack& dealt, OwnSpending& own, SettleMemory& memory, Flows& flows);

// Penalties of firms without access, past the horizon too; and successors of what they sell.
void settle_penalties(const DealtPack& dealt, Flows& flows);
void settle_refreshes(const DealtPack& dealt, Flows& flows);

// Payments of the arrangements and fees at formation.
void settle_payments(const DealtPack& dealt, Flows& flows);

// Vehicles sold, the benefit from them, and the royalties or fees on them. `positions` is null
// where none ever moves.
void settle_benefits(const DealtPack& dealt, const PositionTable* positions, SettleMemory& memory, Flows& flows);

// Firms' market positions in the arranged programs. `term` is the alliance's own end.
void find_positions(const ResolvedUnwind& unwind, const DealtPack& dealt, const Lanes& term, PositionTable& out);

// The leaver's fee to the other members (or the strike of its put) and each firm's cost of unwinding, at tau.
void settle_unwinding(const ResolvedExits& exits, const DealtPack& dealt, Flows& flows);

// Royalties or fees on the vehicles that one arrangement's licensees or buyers have sold, and shortfalls of minimums; a part of
// settle_benefits. `ones` is 1 by period.
void settle_royalties(const DealtPack& dealt, ArrangementId arrangement, const Sold& sold, std::span<const double> ones, Flows& flows);

}  // namespace entente
