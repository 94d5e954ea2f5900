// Parts and payments of a pool that is still spending (see pool_purse.hpp).
#include "settle/pool_purse.hpp"

#include <algorithm>

#include "lanes/flags.hpp"

namespace entente {

namespace {

// Money less than this apart is the same.
double room(double limit) { return 1e-12 * std::max(1.0, limit); }
constexpr double used_up = 1e-9;

}  // namespace

void PoolPurse::open(const ResolvedArrangement& pool, const Pack& pack) {
    pool_ = &pool;
    pack_ = &pack;
    terms_.clear();
    funded_.resize(pack_size);
    for (std::size_t lane = 0; lane < pack.count; ++lane) {
        const PoolInWorld& terms = terms_.emplace_back(pool.share, pack.world(lane));
        open(lane);
        most_[lane] = pool.share.banded ? terms.bands.target - room(terms.bands.target) : never;
        for (std::size_t m = 0; m < pool.share.base.size(); ++m) {
            if (pool.share.base[m] > 0) most_[lane] = std::min(most_[lane], (terms.limits[m] - used_up) / pool.share.base[m]);
        }
    }
}

void PoolPurse::open(std::size_t lane) {
    spent_[lane] = 0;
    called_[lane] = terms_[lane].called;
    by_base_[lane] = !(called_[lane] > 0);
    funded_[lane].fill(0);
}

void PoolPurse::parts(std::size_t lane, MemberId left, std::span<double> out) const {
    const ResolvedShare& share = pool_->share;
    const std::size_t n = out.size();
    if (is_by_base(lane, left)) {
        std::copy_n(share.base.begin(), n, out.begin());
        return;
    }
    const PoolInWorld& terms = terms_[lane];
    const double target = terms.bands.target, cap = share.capped ? std::max(terms.bands.cap, target) : never;
    const bool calls = called_[lane] > room(terms.called);
    const std::vector<double>& bands = !share.banded || spent_[lane] < target - room(target) ? share.base
                                       : spent_[lane] < cap - room(cap) || cap == never      ? share.overrun
                                                                                             : share.beyond;
    const std::span<const double> weights = calls ? std::span<const double>(terms.calls).first(n) : std::span<const double>(bands);
    double closed = 0, open_base = 0;
    std::size_t open = 0, staying = 0;
    const auto is_open = [&](std::size_t m) {
        const double funded = by_base_[lane] ? share.base[m] * spent_[lane] : funded_[lane][m];
        return MemberId(m) != left && terms.limits[m] - funded > used_up;
    };
    for (std::size_t m = 0; m < n; ++m) {
        out[m] = MemberId(m) == left ? 0 : weight_of(weights, MemberId(m), left);
        if (MemberId(m) != left) ++staying;
        if (is_open(m)) {
            ++open;
            open_base += share.base[m];
        } else if (MemberId(m) != left) {
            closed += out[m];
        }
    }
    for (std::size_t m = 0; m < n; ++m) {
        if (MemberId(m) == left) continue;
        if (open == 0) {
            out[m] = weight_of(share.base, MemberId(m), left);
        } else if (open < staying) {
            const double taken = open_base > 0 ? share.base[m] / open_base : 1 / static_cast<double>(open);
            out[m] = is_open(m) ? out[m] + closed * taken : 0;
        }
    }
}

void PoolPurse::pay(std::size_t lane, const Amount& amount, MemberId left, std::span<double> out) {
    const ResolvedShare& share = pool_->share;
    const std::size_t n = out.size();
    double& spent = spent_[lane];
    if (!left && by_base_[lane] && spent + amount.money <= most_[lane]) {
        for (std::size_t m = 0; m < n; ++m) out[m] = amount.money * share.base[m];
        spent += amount.money;
        return;
    }
    if (by_base_[lane]) {
        for (std::size_t m = 0; m < n; ++m) funded_[lane][m] = share.base[m] * spent;
    }
    by_base_[lane] = false;
    std::fill_n(out.begin(), n, 0.0);
    // What is called is paid by the calls, the rest by bands.
    const double called = std::min(amount.money, called_[lane] / amount.escalation);
    if (called > 0) pay_part(lane, called, left, out);
    called_[lane] = std::max(called_[lane] - called * amount.escalation, 0.0);
    if (called < amount.money) {
        called_[lane] = 0;
        pay_part(lane, amount.money - called, left, out);
    }
}

bool PoolPurse::pay_by_base(std::uint32_t lanes, const Lanes& money) {
    bool all = true;
    each_bit(lanes, [&](std::size_t lane) { all = all && by_base_[lane] && spent_[lane] + money[lane] <= most_[lane]; });
    if (all) each_bit(lanes, [&](std::size_t lane) { spent_[lane] += money[lane]; });
    return all;
}

// A part of an amount, all of it called or none, is added.
void PoolPurse::pay_part(std::size_t lane, double money, MemberId left, std::span<double> out) {
    const std::size_t n = out.size();
    const PoolInWorld& terms = terms_[lane];
    Amounts part{};
    const auto paid = std::span(part).first(n);
    if (called_[lane] > 0) {
        split_band(std::span(terms.calls).first(n), money, left, paid);
    } else {
        split_cost(terms.bands, spent_[lane], money, left, paid);
    }
    if (pool_->share.committed)
        apply_commitments(std::span(terms.limits).first(n), pool_->share.base, left, std::span(funded_[lane]).first(n), paid);
    spent_[lane] += money;
    for (std::size_t m = 0; m < n; ++m) out[m] += paid[m];
}

}  // namespace entente
