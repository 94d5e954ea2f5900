// Money by firm in a pack of worlds under one alternative, nominal, by period (what a firm pays on balance in a period counts as
// outlay, what it receives does not).
#pragma once

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "base/grid.hpp"
#include "base/ids.hpp"
#include "lanes/lane_kernels.hpp"
#include "plan/spending.hpp"

namespace entente {

// Where an amount is booked: in which world and period; and whether it is nominal money, or real money to be escalated.
struct Due {
    std::size_t lane;
    Period period;
    bool nominal;
};

// What is past the horizon, discounted to the start at each firm's own rate. Empty where nothing goes on past it.
struct PastFlows {
    ById<FirmId, Lanes> cost, benefit, transfer;

    bool empty() const { return cost.empty(); }
    void resize(std::size_t firms) {
        for (auto* money : {&cost, &benefit, &transfer}) money->resize(firms);
    }
    void clear() {
        for (auto* money : {&cost, &benefit, &transfer}) std::fill(money->begin(), money->end(), Lanes{});
    }
};

// Whether flows tell what each program has sold and earned, besides what it cost.
enum class FlowDetail { firms, programs };

class Flows {
public:
    Flows(const Grid& grid, std::size_t firms, std::size_t programs, FlowDetail detail)
        : cost(firms, grid.periods),
          benefit(firms, grid.periods),
          transfer(firms, grid.periods),
          program_cost(programs, firms),
          program_units(detail == FlowDetail::programs ? programs : 0, firms),
          program_benefit(detail == FlowDetail::programs ? programs : 0, firms),
          program_spared(detail == FlowDetail::programs ? programs : 0, firms),
          grid_(&grid),
          detail_(detail) {}

    // As before anything is booked.
    void clear() {
        for (auto* rows : {&cost, &benefit, &transfer}) entente::clear(rows->all());
        for (auto* rows : {&program_cost, &program_units, &program_benefit, &program_spared, &waiting}) entente::clear(rows->all());
        past_horizon = unsettled = {};
        past.clear();
    }

    bool tells_programs() const { return detail_ == FlowDetail::programs; }

    // One firm pays another: what one pays the other receives, so transfers sum to zero.
    void pay(FirmId from, FirmId to, double amount, const Due& due) {
        const double paid = nominal(amount, due);
        transfer[from][due.period][due.lane] -= paid;
        transfer[to][due.period][due.lane] += paid;
    }
    // Returns the nominal money.
    double spend(FirmId firm, double amount, const Due& due) {
        const double spent = nominal(amount, due);
        cost[firm][due.period][due.lane] += spent;
        return spent;
    }

private:
    double nominal(double amount, const Due& due) const {
        assert(due.lane < pack_size && due.period < grid_->periods);
        return due.nominal ? amount : amount * grid_->escalation[due.period];
    }

public:
    Table<FirmId, Period, Lanes> cost, benefit, transfer;  // transfer: net received
    Table<ProgramId, FirmId, Lanes> program_cost;          // own work, share, adaptation, penalty, refreshes, waiting
    Table<ProgramId, FirmId, Lanes> waiting;               // of it what waiting for money cost; empty where nobody waits
    // Where the flows tell programs: vehicles, and what they earn, discounted.
    Table<ProgramId, FirmId, Lanes> program_units, program_benefit;
    // Likewise, discounted, past the horizon too: penalties that the firm would pay if it never had access, less those it pays, less
    // refreshes.
    Table<ProgramId, FirmId, Lanes> program_spared;
    PastFlows past;
    LaneFlags past_horizon{};  // some work cost fell past the horizon
    LaneFlags unsettled{};     // a rule was undefined for this world's costs: weights stay ex ante

private:
    const Grid* grid_;
    FlowDetail detail_;
};

}  // namespace entente
