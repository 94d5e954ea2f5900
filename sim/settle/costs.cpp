// Costs of work (see settle.hpp).
#include <algorithm>
#include <array>

#include "lanes/lane_kernels.hpp"
#include "lanes/wide.hpp"
#include "settle/settle.hpp"

namespace entente {

SettleScratch::SettleScratch(const DealContext& context)
    : spender(context.grid),
      spending(context.programs.size() * context.firms.size()),
      ones(context.grid.middle.size(), 1.0),
      vehicles(context.firms.size()),
      sold(context.firms.size()),
      fallen(context.firms.size()),
      coalitions(context) {
    const std::size_t periods = context.grid.middle.size();
    for (auto* row : {&work, &later, &paid, &factors[0], &factors[1], &factors[2]}) row->resize(periods);
    for (auto& row : vehicles) row.resize(periods);
    for (KeptSpending& kept : spending) kept.row.resize(periods);
    for (FallenPosition& kept : fallen) kept.row.resize(periods);
    std::size_t most = 0;
    for (const ProgramModel& program : context.programs) most = std::max(most, program.benefits.size());
    blocks.resize(most);
    for (BlockLanes& block : blocks) block.units.resize(periods);
}

void SettleScratch::begin_pack() {
    for (KeptSpending& kept : spending) kept.known = false;
}

namespace {

// What is spent in nominal money until the real money spent passes `most`, by lane; `spent` is that real money, `count` its periods.
void escalate_up_to(const Lanes& most, std::span<const Lanes> real, std::span<const double> escalation, std::span<Lanes> nominal,
                    Lanes& total, Lanes& spent, Lanes& count) {
    in_lanes([=, &total, &spent, &count]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> limit = most;
        Wide<V> sum, so_far, periods, open = periods + 1.0;
        for (std::size_t k = 0; k < real.size(); ++k) {
            const Wide<V> next = so_far + Wide<V>(real[k]);
            open = if_at_most(next, limit, open, 0.0);
            so_far = if_less(0.0, open, next, so_far);
            const Wide<V> money = if_less(0.0, open, Wide<V>(real[k]) * escalation[k], 0.0);
            money.store(nominal[k]);
            sum += money;
            periods += open;
        }
        sum.store(total);
        so_far.store(spent);
        periods.store(count);
    });
}

class CostSettler {
public:
    CostSettler(const DealContext& context, const DealtPack& pack, SettleScratch& scratch, Flows& flows)
        : context_(context), grid_(context.grid), pack_(pack), scratch_(scratch), flows_(flows) {}

    void own_work(int program, int firm) {
        const Part& part = pack_.state.part(program, firm);
        const std::size_t at = flows_.index(program, firm);
        KeptSpending& kept = scratch_.spending[at];
        if (!kept.is_of(part)) spend(part, kept);
        add(kept.periods.part(kept.row), kept.periods.part(flows_.row(flows_.cost, firm)));
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            flows_.program_cost[at][lane] += kept.total[lane];
            flows_.past_horizon[lane] = flows_.past_horizon[lane] || kept.past[lane];
        }
    }

    // All members pay until `cut`; who leaves pays until `left`.
    void pool(const ArrangementModel& arrangement, std::size_t index) {
        const PoolState& pool = pack_.state.pools[index];
        if (!pool.course.any_begun()) return;
        const bool leaves = std::any_of(pool.leaver.begin(), pool.leaver.end(), [](int member) { return member >= 0; });
        Lanes total;
        const auto spend_until = [&](const Lanes& date, LaneFlags& past) {
            return scratch_.spender.add(pool.course, pack_.plans, pack_.first, date, {scratch_.ones, scratch_.work, total, past});
        };
        const Periods periods = spend_until(pool.cut, flows_.past_horizon);
        if (leaves) {
            // Before and after the leaver's date apart: `work` holds what all pay, `later` what the others pay.
            scratch_.later.swap(scratch_.work);
            LaneFlags known{};
            Lanes until;
            for (std::size_t lane = 0; lane < pack_size; ++lane) until[lane] = pool.leaver[lane] >= 0 ? pool.left[lane] : pool.cut[lane];
            spend_until(until, known);
            for (std::size_t k = periods.first; k < periods.end(); ++k) {
                for (std::size_t lane = 0; lane < pack_size; ++lane)
                    scratch_.later[k][lane] = std::max(scratch_.later[k][lane] - scratch_.work[k][lane], 0.0);
            }
        }
        share(arrangement, pool, periods, scratch_.work, leaves ? std::span<const Lanes>(scratch_.later) : std::span<const Lanes>());
        clear(periods.part(scratch_.work));
        if (leaves) clear(periods.part(scratch_.later));
    }

private:
    void spend(const Part& part, KeptSpending& kept) {
        clear(kept.periods.part(kept.row));
        kept.total = {};
        kept.past = {};
        const Booking booking{grid_.escalation, kept.row, kept.total, kept.past};
        kept.periods = scratch_.spender.add(part.own, pack_.plans, pack_.first, all_lanes(never), booking);
        if (any_lane(part.adapt_from, [](double date) { return date < never; }))
            kept.periods = joined(kept.periods, scratch_.spender.add_evenly(part.adapt_cost, part.adapt_from, part.adapt_years, booking));
        kept.key = KeptSpending::key_of(part);
        kept.known = true;
    }

    // Books nominal money of some periods as a firm's cost of a program, times a weight; `total` is its sum.
    void book(int program, int firm, const Periods& periods, std::span<const Lanes> nominal, const Lanes& total, double weight) {
        add_scaled(periods.part(nominal), weight, periods.part(flows_.row(flows_.cost, firm)));
        Lanes& cost = flows_.program_cost[flows_.index(program, firm)];
        for (std::size_t lane = 0; lane < pack_size; ++lane) cost[lane] += weight * total[lane];
    }

    // Real money of one period in one world as a firm's cost of a program.
    void spend(std::size_t lane, int program, int firm, double real, std::size_t period) {
        flows_.program_cost[flows_.index(program, firm)][lane] += flows_.spend(lane, firm, real, static_cast<int>(period), false);
    }

    Bands bands_of(const ArrangementModel& arrangement, const DealWorld& world) const {
        const ShareTerms& terms = arrangement.share;
        return {terms, terms.base, level_of(terms.target, world), terms.capped ? level_of(terms.cap, world) : never};
    }
    std::array<double, CostGame::most_players> limits_of(const ShareTerms& terms, const DealWorld& world) const {
        std::array<double, CostGame::most_players> limits;
        limits.fill(never);
        for (std::size_t m = 0; m < terms.commitment.size(); ++m) {
            if (terms.committed && terms.commitment[m]) limits[m] = world.at(*terms.commitment[m]);
        }
        return limits;
    }

    // Splits what all members pay by period, and what those pay who stay when one has left (or nothing). As long as no band is passed
    // and no commitment used up, all pay by the base weights, which is booked at once; then world by world.
    void share(const ArrangementModel& arrangement, const PoolState& pool, const Periods& periods, std::span<const Lanes> work,
               std::span<const Lanes> later) {
        const ShareTerms& terms = arrangement.share;
        if (arrangement.ex_post) coalition_costs(context_, arrangement, arrangement.ex_post->coalitions, pack_, scratch_.coalitions);
        Lanes most = all_lanes(-1);
        pack_.each([&](std::size_t lane) {
            if (pool.course.begin[lane] == never || arrangement.ex_post || pool.leaver[lane] >= 0) return;
            most[lane] = terms.banded ? level_of(terms.target, pack_.world(lane)) : never;
            const auto limits = limits_of(terms, pack_.world(lane));
            for (std::size_t m = 0; m < terms.base.size(); ++m) {
                if (terms.base[m] > 0) most[lane] = std::min(most[lane], limits[m] / terms.base[m]);
            }
        });
        Lanes total, spent, count;
        escalate_up_to(most, periods.part(work), periods.part(grid_.escalation), periods.part(scratch_.paid), total, spent, count);
        for (std::size_t m = 0; m < terms.base.size(); ++m)
            book(arrangement.program, arrangement.members[m], periods, scratch_.paid, total, terms.base[m]);
        pack_.each([&](std::size_t lane) {
            const auto plain = static_cast<std::size_t>(count[lane]);
            if (pool.course.begin[lane] == never || plain == periods.count) return;
            share_rest(arrangement, pool, lane, {periods.first + plain, periods.count - plain}, spent[lane], work, later);
        });
    }

    // The same in one world, for the periods that are left after so much was spent by the base weights.
    void share_rest(const ArrangementModel& arrangement, const PoolState& pool, std::size_t lane, const Periods& periods, double spent,
                    std::span<const Lanes> work, std::span<const Lanes> later) {
        const ShareTerms& terms = arrangement.share;
        const std::size_t n = arrangement.members.size();
        const DealWorld world = pack_.world(lane);
        const Bands bands = bands_of(arrangement, world);
        const auto limits = limits_of(terms, world);
        std::vector<double> settled;
        if (arrangement.ex_post) settled = ex_post_weights(arrangement, scratch_.coalitions, lane);
        flows_.unsettled[lane] = flows_.unsettled[lane] || (arrangement.ex_post && settled.empty());
        std::array<double, CostGame::most_players> funded{}, split{}, owed{};
        for (std::size_t m = 0; m < n; ++m) funded[m] = terms.base[m] * spent;
        // What each member should have paid more than it has: while all paid, and after one had left.
        std::array<std::array<double, CostGame::most_players>, 2> missing{};
        const auto charge = [&](double amount, std::size_t k, int left) {
            if (!(amount > 0)) return;
            std::fill_n(split.begin(), n, 0.0);
            const auto out = std::span(split).first(n);
            split_cost(bands, spent, amount, left, out);
            if (terms.committed) apply_commitments(std::span(limits).first(n), terms.base, left, std::span(funded).first(n), out);
            if (!settled.empty()) {
                std::fill_n(owed.begin(), n, 0.0);
                split_cost({terms, settled, bands.target, bands.cap}, spent, amount, left, std::span(owed).first(n));
                for (std::size_t m = 0; m < n; ++m) missing[left < 0 ? 0 : 1][m] += owed[m] - out[m];
            }
            spent += amount;
            for (std::size_t m = 0; m < n; ++m) spend(lane, arrangement.program, arrangement.members[m], out[m], k);
        };
        for (std::size_t k = periods.first; k < periods.end(); ++k) {
            charge(work[k][lane], k, -1);
            if (!later.empty()) charge(later[k][lane], k, pool.leaver[lane]);
        }
        if (settled.empty()) return;
        const double end = std::min(pool.course.end[lane], pool.course.stop[lane]);
        true_up(arrangement, lane, missing[0], std::min({end, pool.cut[lane], pool.left[lane]}));
        true_up(arrangement, lane, missing[1], end);
    }

    void true_up(const ArrangementModel& arrangement, std::size_t lane, std::span<const double> missing, double date) {
        for (std::size_t m = 0; m < arrangement.members.size(); ++m) {
            if (missing[m] != 0)
                spend(lane, arrangement.program, arrangement.members[m], missing[m], static_cast<std::size_t>(grid_.booked(date)));
        }
    }

    const DealContext& context_;
    const Grid& grid_;
    const DealtPack& pack_;
    SettleScratch& scratch_;
    Flows& flows_;
};

}  // namespace

void settle_costs(const DealContext& context, const DealModel& deal, const DealtPack& pack, const MarketPack& markets,
                  SettleScratch& scratch, Flows& flows) {
    CostSettler settler(context, pack, scratch, flows);
    const int firms = static_cast<int>(context.firms.size());
    for (int p = 0; p < static_cast<int>(context.programs.size()); ++p) {
        for (int f = 0; f < firms; ++f) settler.own_work(p, f);
    }
    for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
        if (deal.arrangements[a].mode == ModeKind::pool) settler.pool(deal.arrangements[a], a);
    }
    for (int f = 0; f < firms; ++f) {
        const Slot* cost = deal.arrangements.empty() ? nullptr : deal.formation_cost.find(f);
        pack.each([&](std::size_t lane) {
            if (cost != nullptr) flows.spend(lane, f, pack.world(lane).at(*cost), 0, deal.formation_nominal);
        });
        const auto outlay = markets.outlay(f);
        if (!outlay.empty()) add_products(outlay, context.grid.escalation, flows.row(flows.cost, f));
    }
}

}  // namespace entente
