// Money by firm in one world of one alternative, nominal, by period (what a firm pays on balance in a period counts as outlay,
// what it receives does not).
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "base/grid.hpp"

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
        for (auto* values : {&cost, &benefit, &transfer, &program_cost, &program_units, &program_benefit})
            std::fill(values->begin(), values->end(), 0.0);
        past_horizon = unsettled = false;
    }

    std::size_t index(int program, int firm) const { return static_cast<std::size_t>(program) * firms_ + static_cast<std::size_t>(firm); }
    std::span<double> row(std::vector<double>& of, int firm) const { return std::span(of).subspan(begin(firm), periods()); }
    std::span<const double> row(const std::vector<double>& of, int firm) const { return std::span(of).subspan(begin(firm), periods()); }

    // One firm pays another; what one pays the other receives, so transfers sum to zero.
    void pay(int from, int to, double amount, int period, bool is_nominal) {
        const double paid = nominal(amount, period, is_nominal);
        transfer[begin(from) + static_cast<std::size_t>(period)] -= paid;
        transfer[begin(to) + static_cast<std::size_t>(period)] += paid;
    }
    // Returns the nominal money.
    double spend(int firm, double amount, int period, bool is_nominal) {
        const double spent = nominal(amount, period, is_nominal);
        cost[begin(firm) + static_cast<std::size_t>(period)] += spent;
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
    std::vector<double> cost, benefit, transfer;  // by firm and period; transfer: net received
    std::vector<double> program_cost;             // by program and firm: own work, share, adaptation
    std::vector<double> program_units;            // by program and firm: vehicles
    std::vector<double> program_benefit;          // by program and firm: discounted
    bool by_program = false;                      // whether the two before are wanted
    bool past_horizon = false;                    // some work cost fell past the horizon
    bool unsettled = false;                       // a rule was undefined for this world's costs: weights stay ex ante
};

}  // namespace entente
