// Money by firm in a pack of worlds under one alternative, nominal, by period (what a firm pays on balance in a period counts as
// outlay, what it receives does not).
#pragma once

#include <cassert>
#include <span>
#include <vector>

#include "base/grid.hpp"
#include "lanes/lane_kernels.hpp"
#include "plan/spending.hpp"

namespace entente {

// Where an amount is booked: in which world and period; and whether it is nominal money, or real money to be escalated.
struct Due {
    std::size_t lane;
    int period;
    bool nominal;
};

// Whether flows tell what each program has sold and earned, besides what it cost.
enum class FlowDetail { firms, programs };

class Flows {
public:
    Flows(const Grid& grid, std::size_t firms, std::size_t programs, FlowDetail detail)
        : grid_(&grid),
          firms_(firms),
          detail_(detail),
          cost(firms * static_cast<std::size_t>(grid.periods)),
          benefit(cost.size()),
          transfer(cost.size()),
          program_cost(programs * firms),
          program_units(detail == FlowDetail::programs ? program_cost.size() : 0),
          program_benefit(program_units.size()) {}

    // As before anything is booked.
    void clear() {
        for (auto* rows : {&cost, &benefit, &transfer, &program_cost, &program_units, &program_benefit}) entente::clear(*rows);
        past_horizon = unsettled = {};
    }

    bool tells_programs() const { return detail_ == FlowDetail::programs; }
    std::size_t index(int program, int firm) const { return static_cast<std::size_t>(program) * firms_ + static_cast<std::size_t>(firm); }
    template <class Rows>
    auto row(Rows& of, int firm) const {
        assert(firm >= 0 && static_cast<std::size_t>(firm) < firms_);
        return std::span(of).subspan(begin(firm), periods());
    }

    // One firm pays another: what one pays the other receives, so transfers sum to zero.
    void pay(int from, int to, double amount, const Due& due) {
        const double paid = nominal(amount, due);
        transfer[begin(from) + static_cast<std::size_t>(due.period)][due.lane] -= paid;
        transfer[begin(to) + static_cast<std::size_t>(due.period)][due.lane] += paid;
    }
    // Returns the nominal money.
    double spend(int firm, double amount, const Due& due) {
        const double spent = nominal(amount, due);
        cost[begin(firm) + static_cast<std::size_t>(due.period)][due.lane] += spent;
        return spent;
    }

private:
    double nominal(double amount, const Due& due) const {
        assert(due.lane < pack_size && due.period >= 0 && due.period < grid_->periods);
        return due.nominal ? amount : amount * grid_->escalation[static_cast<std::size_t>(due.period)];
    }
    std::size_t periods() const { return static_cast<std::size_t>(grid_->periods); }
    std::size_t begin(int firm) const { return static_cast<std::size_t>(firm) * periods(); }

    const Grid* grid_ = nullptr;
    std::size_t firms_ = 0;
    FlowDetail detail_;

public:
    std::vector<Lanes> cost, benefit, transfer;  // by firm and period; transfer: net received
    std::vector<Lanes> program_cost;             // by program and firm: own work, share, adaptation
    // By program and firm, where the flows tell programs: vehicles, and what they earn, discounted.
    std::vector<Lanes> program_units, program_benefit;
    LaneFlags past_horizon{};  // some work cost fell past the horizon
    LaneFlags unsettled{};     // a rule was undefined for this world's costs: weights stay ex ante
};

}  // namespace entente
