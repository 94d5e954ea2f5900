// Money by firm in a pack of worlds under one alternative, nominal, by period (what a firm pays on balance in a period counts as
// outlay, what it receives does not).
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "base/grid.hpp"
#include "lanes/lane_kernels.hpp"
#include "plan/spending.hpp"

namespace entente {

class Flows {
public:
    Flows() = default;
    Flows(const Grid& grid, std::size_t firms, std::size_t programs)
        : grid_(&grid),
          firms_(firms),
          cost(firms * static_cast<std::size_t>(grid.periods)),
          benefit(cost.size()),
          transfer(cost.size()),
          program_cost(programs * firms),
          program_units(program_cost.size()),
          program_benefit(program_cost.size()) {}

    void clear() {
        for (auto* rows : {&cost, &benefit, &transfer}) {
            if (!taken) entente::clear(*rows);
        }
        taken = false;
        entente::clear(program_cost);
        if (by_program) {
            entente::clear(program_units);
            entente::clear(program_benefit);
        }
        past_horizon = unsettled = {};
    }

    std::size_t index(int program, int firm) const { return static_cast<std::size_t>(program) * firms_ + static_cast<std::size_t>(firm); }
    template <class Rows>
    auto row(Rows& of, int firm) const {
        return std::span(of).subspan(begin(firm), periods());
    }

    // In one world one firm pays another; what one pays the other receives, so transfers sum to zero.
    void pay(std::size_t lane, int from, int to, double amount, int period, bool is_nominal) {
        const double paid = nominal(amount, period, is_nominal);
        transfer[begin(from) + static_cast<std::size_t>(period)][lane] -= paid;
        transfer[begin(to) + static_cast<std::size_t>(period)][lane] += paid;
    }
    // Returns the nominal money.
    double spend(std::size_t lane, int firm, double amount, int period, bool is_nominal) {
        const double spent = nominal(amount, period, is_nominal);
        cost[begin(firm) + static_cast<std::size_t>(period)][lane] += spent;
        return spent;
    }

private:
    double nominal(double amount, int period, bool is_nominal) const {
        return is_nominal ? amount : amount * grid_->escalation[static_cast<std::size_t>(period)];
    }
    std::size_t periods() const { return static_cast<std::size_t>(grid_->periods); }
    std::size_t begin(int firm) const { return static_cast<std::size_t>(firm) * periods(); }

    const Grid* grid_ = nullptr;
    std::size_t firms_ = 0;

public:
    std::vector<Lanes> cost, benefit, transfer;  // by firm and period; transfer: net received
    std::vector<Lanes> program_cost;             // by program and firm: own work, share, adaptation
    std::vector<Lanes> program_units;            // by program and firm: vehicles
    std::vector<Lanes> program_benefit;          // by program and firm: discounted
    bool by_program = false;                     // whether the two before are wanted
    bool taken = false;                          // who read the rows of money left them 0, so clear() need not
    LaneFlags past_horizon{};                    // some work cost fell past the horizon
    LaneFlags unsettled{};                       // a rule was undefined for this world's costs: weights stay ex ante
};

}  // namespace entente
