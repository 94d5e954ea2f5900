// What is paid for each vehicle, and for vehicles that a minimum promised (see settle.hpp).
#include <algorithm>

#include "lanes/wide.hpp"
#include "settle/past.hpp"

namespace entente {

namespace {

// Years that two spans of time have in common.
double overlap(double low, double high, double from, double to) { return std::max(std::min(high, to) - std::max(low, from), 0.0); }

// What is paid for a vehicle: a fee in each world, times a weight by period (escalation, or 1), times a provider's part.
struct Price {
    const Lanes& fee;
    std::span<const double> weight;
    double part;
};

// Moves the price of vehicles, by period, from one row to another.
void pay_fees(std::span<const Lanes> vehicles, const Price& price, std::span<Lanes> from, std::span<Lanes> to) {
    in_lanes([=, &fee = price.fee, weight = price.weight, part = price.part]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> each = fee;
        for (std::size_t k = 0; k < vehicles.size(); ++k) {
            const Wide<V> paid = Wide<V>(vehicles[k]) * each * weight[k] * part;
            (Wide<V>(from[k]) - paid).store(from[k]);
            (Wide<V>(to[k]) + paid).store(to[k]);
        }
    });
}

// The sum of a row, whose first period is `begin`, over first .. end - 1 by lane.
Lanes sum_between(std::span<const Lanes> row, Period begin, const Lanes& first, const Lanes& end) {
    Lanes out;
    in_lanes([=, &first, &end, &out]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = first, to = end, none = 0.0 * from;
        Wide<V> sum;
        for (std::size_t k = 0; k < row.size(); ++k) {
            const double at = static_cast<double>(begin + k);
            sum += if_at_most(from, at, if_less(at, to, Wide<V>(row[k]), none), 0.0);
        }
        sum.store(out);
    });
    return out;
}

class RoyaltySettler {
public:
    RoyaltySettler(const DealtPack& dealt, ArrangementId index, const Sold& sold, std::span<const double> ones, Flows& flows)
        : grid_(dealt.pack.context.grid),
          index_(index),
          arrangement_(dealt.deal.arrangements[index]),
          pack_(dealt.pack),
          schedule_(dealt.schedule),
          pool_(dealt.schedule.pools[index]),
          sold_(sold),
          ones_(ones),
          flows_(flows) {}

    // Royalty or fee on each vehicle of a licensee or buyer; none where it keeps what it had completed alone.
    void charge(FirmId user) {
        const Lanes written = pack_.at(arrangement_.users.fee);
        Lanes fee;
        for (std::size_t lane = 0; lane < pack_size; ++lane)
            fee[lane] = schedule_.is_formed(lane) && !schedule_.keeps_own(index_, user, lane) ? written[lane] : 0;
        if (!any_lane(fee, [](double x) { return x != 0; })) return;
        hand_over(user, fee);
        for (const SalesPast& past : std::span(sold_.past).first(sold_.goes_on)) {
            if (past.firm == user) pack_.each([&](std::size_t lane) { hand_over_past(past, fee[lane], lane); });
        }
        if (arrangement_.users.has_minimum) charge_shortfalls(user, fee);
    }

private:
    const Periods& sold_by(FirmId user) const { return sold_.periods[user]; }

    void hand_over(FirmId user, const Lanes& fee) {
        const auto& leavers = pool_.leaver;
        if (std::any_of(leavers.begin(), leavers.end(), [](MemberId member) { return static_cast<bool>(member); }))
            return pack_.each([&](std::size_t lane) { hand_over(user, fee[lane], lane); });
        const std::span<const double> weight = arrangement_.nominal ? ones_ : std::span<const double>(grid_.escalation);
        const Periods& sold = sold_by(user);
        each_provider(arrangement_, {}, [&](FirmId provider, double part) {
            pay_fees(sold.part(sold_.vehicles[user]), {fee, sold.part(weight), part}, sold.part(flows_.transfer[user]),
                     sold.part(flows_.transfer[provider]));
        });
    }

    // The same in one world. A pool's member who has left gets no part of what is paid for vehicles sold afterwards.
    void hand_over(FirmId user, double fee, std::size_t lane) {
        if (fee == 0) return;
        const MemberId leaver = pool_.leaver[lane];
        const Periods& sold = sold_by(user);
        const std::size_t leaves = leaver ? grid_.first_middle_from(pool_.left[lane]) : sold.end();
        for (std::size_t k = sold.first; k < sold.end(); ++k) {
            each_provider(arrangement_, k < leaves ? MemberId() : leaver, [&](FirmId provider, double part) {
                flows_.pay(user, provider, sold_.at(user, k, lane) * fee * part, {lane, k, arrangement_.nominal});
            });
        }
    }

    // The fee on the vehicles sold past the horizon, in one world, to those who get it at the horizon's end. It is worth to each firm what
    // its own rate makes of it.
    void hand_over_past(const SalesPast& past, double fee, std::size_t lane) {
        if (fee == 0 || !(past.years[lane] > 0)) return;
        const auto worth = [&](FirmId firm) {
            const ResolvedFirm& terms = pack_.context.firms[firm];
            const Period begin = grid_.last_year();
            double paid = 0;
            for (Period k = begin; k < grid_.periods; ++k)
                paid += past.units[k - begin][lane] * fee * (arrangement_.nominal ? 1 : grid_.escalation[k]) * terms.discount[k];
            return paid / past.selling[lane] * annuity((1 + past.growth[lane]) / (1 + terms.rate), past.years[lane]);
        };
        flows_.past.transfer[past.firm][lane] -= worth(past.firm);
        const MemberId leaver = pool_.leaver[lane];
        const bool gone = leaver && grid_.end() >= pool_.left[lane];
        each_provider(arrangement_, gone ? leaver : MemberId(),
                      [&](FirmId provider, double part) { flows_.past.transfer[provider][lane] += part * worth(provider); });
    }

    // A minimum and its term, by lane.
    struct MinimumLanes {
        const Lanes& from;
        Lanes years, promised;
        LaneFlags counts{};  // the term begins before the horizon, and access lasts as long
        double end(std::size_t lane) const { return from[lane] + years[lane]; }
    };

    // What is missing of the minimum at the end of its term, at the royalty; cut in proportion by the horizon. Whole periods of the terms
    // are added up for all worlds at once, for there are many of them.
    void charge_shortfalls(FirmId user, const Lanes& fee) {
        const Access& access = schedule_.part(arrangement_.program, user).access;
        const Periods& all = sold_by(user);
        MinimumLanes minimum{access.first, pack_.at(arrangement_.users.term_years), pack_.at(arrangement_.users.minimum)};
        Lanes first, end;
        pack_.each([&](std::size_t lane) {
            const double over = minimum.end(lane);
            minimum.counts[lane] = fee[lane] != 0 && access.first[lane] < grid_.end() && access.until[lane] >= over;
            if (!minimum.counts[lane]) return;
            first[lane] = static_cast<double>(std::max(grid_.period(access.first[lane]), all.first));
            end[lane] = static_cast<double>(std::min(grid_.period(over), all.end()));
        });
        const Lanes sold = sum_between(all.part(sold_.vehicles[user]), all.first, first, end);
        pack_.each([&](std::size_t lane) {
            if (minimum.counts[lane]) charge_shortfall(user, fee[lane], minimum, sold[lane], lane);
        });
    }

    void charge_shortfall(FirmId user, double royalty, const MinimumLanes& minimum, double sold, std::size_t lane) {
        const double from = minimum.from[lane], end = minimum.end(lane), covered = std::min(end, grid_.end()) - from;
        // Of the period in which the term ends, the part before it.
        if (const Period last = grid_.period(end); last < grid_.middle.size()) {
            const double low = grid_.dates[last], high = grid_.dates[last + 1];
            sold += sold_.at(user, last, lane) * overlap(low, high, from, end) / overlap(low, high, from, never);
        }
        const double shortfall = minimum.promised[lane] * covered / minimum.years[lane] - sold;
        if (!(shortfall > 0)) return;
        const MemberId leaver = pool_.leaver[lane];
        const bool gone = leaver && end >= pool_.left[lane];
        each_provider(arrangement_, gone ? leaver : MemberId(), [&](FirmId provider, double weight) {
            flows_.pay(user, provider, shortfall * royalty * weight, {lane, grid_.booked(end), arrangement_.nominal});
        });
    }

    const Grid& grid_;
    ArrangementId index_;
    const ResolvedArrangement& arrangement_;
    const Pack& pack_;
    const Schedule& schedule_;
    const PoolState& pool_;
    const Sold& sold_;
    std::span<const double> ones_;
    Flows& flows_;
};

}  // namespace

void settle_royalties(const DealtPack& dealt, ArrangementId index, const Sold& sold, std::span<const double> ones, Flows& flows) {
    RoyaltySettler settler(dealt, index, sold, ones, flows);
    for (const FirmId user : dealt.deal.arrangements[index].users.firms) settler.charge(user);
}

}  // namespace entente
