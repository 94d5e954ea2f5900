// A pool's purse while it spends: in what parts its members pay the next of its money, by lane (docs/model.md, sections 4 and 7).
#pragma once

#include <vector>

#include "settle/share.hpp"

namespace entente {

class PoolPurse {
public:
    // Nothing has been spent.
    void open(const ResolvedArrangement& pool, const Pack& pack);
    void open(std::size_t lane);

    // Each member's part of the next real money: its weight in the band in which the pool's cost stands, less those who have left or used
    // up their commitments.
    void parts(std::size_t lane, MemberId left, std::span<double> out) const;
    // Real money at one price level, and what each member pays of it.
    struct Amount {
        double money, escalation;
    };
    void pay(std::size_t lane, const Amount& amount, MemberId left, std::span<double> out);
    // Whether the next of its money is paid by the base weights.
    bool is_by_base(std::size_t lane, MemberId left) const { return !left && by_base_[lane] && spent_[lane] < most_[lane]; }
    // The same where all members pay real money by the base weights in each of some lanes, given as bits; or tells that they do not, and
    // changes nothing.
    bool pay_by_base(std::uint32_t lanes, const Lanes& money);

private:
    void pay_part(std::size_t lane, double money, MemberId left, std::span<double> out);

    const ResolvedArrangement* pool_ = nullptr;
    const Pack* pack_ = nullptr;
    Lanes spent_, most_;              // most: as long as no more is spent, all pay by the base weights
    Lanes called_;                    // that is still to be spent, nominal
    LaneFlags by_base_{};             // no more has been
    std::vector<PoolInWorld> terms_;  // by lane
    std::vector<Amounts> funded_;     // by lane, once they do not
};

}  // namespace entente
