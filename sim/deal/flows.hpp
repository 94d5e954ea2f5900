// Money by firm and period in one world of one alternative, nominal.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "base/grid.hpp"

namespace entente {

class Flows {
public:
    Flows() = default;
    Flows(const Grid& grid, int programs, int firms)
        : grid_(&grid),
          periods_(grid.periods),
          firms_(firms),
          cost(static_cast<std::size_t>(firms * grid.periods)),
          transfer(cost.size()),
          benefit(cost.size()),
          program_cost(static_cast<std::size_t>(programs * firms)),
          program_units(program_cost.size()),
          program_benefit(program_cost.size()) {}

    void clear() {
        for (auto* values : {&cost, &transfer, &benefit, &program_cost, &program_units, &program_benefit})
            std::fill(values->begin(), values->end(), 0.0);
        past_horizon = unsettled = false;
    }

    std::span<double> row(std::vector<double>& of, int firm) const {
        return std::span(of).subspan(static_cast<std::size_t>(firm * periods_), static_cast<std::size_t>(periods_));
    }
    std::span<const double> row(const std::vector<double>& of, int firm) const {
        return std::span(of).subspan(static_cast<std::size_t>(firm * periods_), static_cast<std::size_t>(periods_));
    }
    std::size_t index(int program, int firm) const { return static_cast<std::size_t>(program * firms_ + firm); }

    // Nominal money of an amount that falls in a period.
    double money(double amount, int period, bool nominal) const {
        return nominal ? amount : amount * grid_->escalation[static_cast<std::size_t>(period)];
    }
    // One firm pays another; what one pays the other receives, so transfers sum to zero.
    void pay(int from, int to, double amount, int period, bool nominal) {
        const double paid = money(amount, period, nominal);
        transfer[static_cast<std::size_t>(from * periods_ + period)] -= paid;
        transfer[static_cast<std::size_t>(to * periods_ + period)] += paid;
    }
    void spend(int firm, double amount, int period, bool nominal) {
        cost[static_cast<std::size_t>(firm * periods_ + period)] += money(amount, period, nominal);
    }

private:
    const Grid* grid_ = nullptr;
    int periods_ = 0;
    int firms_ = 0;

public:
    std::vector<double> cost, transfer, benefit;  // by firm and period
    std::vector<double> program_cost;             // by program and firm: own work, share, adaptation
    std::vector<double> program_units;            // by program and firm: vehicles
    std::vector<double> program_benefit;          // by program and firm: discounted
    bool by_program = false;                      // whether the two before are wanted
    bool past_horizon = false;                    // some work cost fell past the horizon
    bool unsettled = false;                       // a rule was undefined for this world's costs: weights stay ex ante
};

}  // namespace entente
