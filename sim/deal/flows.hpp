// Money by firm in one world of one alternative, nominal: costs and benefits by calendar year and at present value,
// transfers by period (what a firm pays on balance in a period counts as outlay, what it receives does not).
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "deal/deal.hpp"

namespace entente {

class Flows {
public:
    Flows() = default;
    Flows(const Grid& grid, std::span<const FirmModel> firms, std::size_t programs)
        : grid_(&grid),
          firms_(firms),
          cost_year(firms.size() * static_cast<std::size_t>(grid.years)),
          benefit_year(cost_year.size()),
          cost_npv(firms.size()),
          benefit_npv(firms.size()),
          transfer(firms.size() * static_cast<std::size_t>(grid.periods)),
          transfers(firms.size()),
          cost_period(transfer.size()),
          program_cost(programs * firms.size()),
          program_units(program_cost.size()),
          program_benefit(program_cost.size()) {}

    void clear() {
        for (auto* values : {&cost_year, &benefit_year, &cost_npv, &benefit_npv, &program_cost})
            std::fill(values->begin(), values->end(), 0.0);
        if (by_program) {
            std::fill(program_units.begin(), program_units.end(), 0.0);
            std::fill(program_benefit.begin(), program_benefit.end(), 0.0);
        }
        if (by_period) std::fill(cost_period.begin(), cost_period.end(), 0.0);
        for (std::size_t f = 0; f < transfers.size(); ++f) {
            if (transfers[f] == 0) continue;
            const auto row = transfer_row(static_cast<int>(f));
            std::fill(row.begin(), row.end(), 0.0);
            transfers[f] = 0;
        }
        past_horizon = unsettled = false;
    }

    std::size_t index(int program, int firm) const {
        return static_cast<std::size_t>(program) * firms_.size() + static_cast<std::size_t>(firm);
    }
    double* years(std::vector<double>& of, int firm) const { return of.data() + firm * grid_->years; }
    const double* years(const std::vector<double>& of, int firm) const { return of.data() + firm * grid_->years; }
    // A firm's transfers by period, from now on taken as not empty.
    std::span<double> transfers_of(int firm) {
        transfers[static_cast<std::size_t>(firm)] = 1;
        return transfer_row(firm);
    }
    std::span<const double> transfers_of(int firm) const {
        return std::span(transfer).subspan(static_cast<std::size_t>(firm * grid_->periods), static_cast<std::size_t>(grid_->periods));
    }

    // Nominal money of an amount that falls in a period.
    double money(double amount, int period, bool nominal) const {
        return nominal ? amount : amount * grid_->escalation[static_cast<std::size_t>(period)];
    }
    // One firm pays another; what one pays the other receives, so transfers sum to zero.
    void pay(int from, int to, double amount, int period, bool nominal) {
        const double paid = money(amount, period, nominal);
        transfers_of(from)[static_cast<std::size_t>(period)] -= paid;
        transfers_of(to)[static_cast<std::size_t>(period)] += paid;
    }
    void spend(int firm, double amount, int period, bool nominal) { spend_nominal(firm, money(amount, period, nominal), period); }
    void spend_nominal(int firm, double amount, int period) {
        const auto k = static_cast<std::size_t>(period);
        years(cost_year, firm)[grid_->year[k]] += amount;
        cost_npv[static_cast<std::size_t>(firm)] += amount * firms_[static_cast<std::size_t>(firm)].discount[k];
        if (by_period) cost_period[static_cast<std::size_t>(firm * grid_->periods + period)] += amount;
    }

private:
    std::span<double> transfer_row(int firm) {
        return std::span(transfer).subspan(static_cast<std::size_t>(firm * grid_->periods), static_cast<std::size_t>(grid_->periods));
    }

    const Grid* grid_ = nullptr;
    std::span<const FirmModel> firms_;

public:
    std::vector<double> cost_year, benefit_year;  // by firm and year
    std::vector<double> cost_npv, benefit_npv;    // by firm
    std::vector<double> transfer;                 // by firm and period: net received
    std::vector<char> transfers;                  // by firm: whether there are any
    std::vector<double> cost_period;              // by firm and period, where `by_period` asks for it
    std::vector<double> program_cost;             // by program and firm: own work, share, adaptation
    std::vector<double> program_units;            // by program and firm: vehicles
    std::vector<double> program_benefit;          // by program and firm: discounted
    bool by_program = false;                      // whether the two before are wanted
    bool by_period = false;                       // whether costs by period are wanted
    bool past_horizon = false;                    // some work cost fell past the horizon
    bool unsettled = false;                       // a rule was undefined for this world's costs: weights stay ex ante
};

}  // namespace entente
