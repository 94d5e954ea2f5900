// Costs of work (see settle.hpp).
#include <algorithm>
#include <array>

#include "lanes/lane_kernels.hpp"
#include "lanes/wide.hpp"
#include "plan/clock.hpp"
#include "settle/settle.hpp"

namespace entente {

SettleMemory::SettleMemory(const DealContext& context)
    : ones(context.grid.middle.size(), 1.0), fallen(context.firms.size()), coalitions(context) {
    const std::size_t periods = context.grid.middle.size();
    for (auto* row : {&work, &later, &paid, &waiting, &waiting_later, &factors[0], &factors[1], &factors[2]}) row->resize(periods);
    sold.vehicles.resize(context.firms.size(), periods);
    sold.periods.resize(context.firms.size());
    for (FallenPosition& fall : fallen) fall.row.resize(periods);
    std::size_t most = 0;
    for (const ResolvedProgram& program : context.programs) {
        most = std::max(most, program.benefits.size());
        const auto goes_on =
            std::count_if(program.benefits.begin(), program.benefits.end(), [](const auto& benefit) { return benefit.goes_on; });
        sold.past.resize(std::max(sold.past.size(), static_cast<std::size_t>(goes_on)));
    }
    for (SalesPast& past : sold.past) past.units.resize(periods - context.grid.last_year());
    sales.resize(most);
    for (SaleLanes& sale : sales) sale.units.resize(periods);
}

namespace {

// Of the first periods of a row, by lane.
struct FirstPeriods {
    Lanes &total, &spent;  // nominal and real money
    Lanes& count;
};

// Escalates a row of real money until what is spent passes `most`, by lane; from there on `nominal` is 0.
void escalate_up_to(const Lanes& most, std::span<const Lanes> real, std::span<const double> escalation, std::span<Lanes> nominal,
                    const FirstPeriods& out) {
    in_lanes([=, &total = out.total, &spent = out.spent, &count = out.count]<class V>() ENTENTE_IN_VECTORS {
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

// What a pool's work costs by period, in real money.
struct PoolSpending {
    Periods periods;
    std::span<const Lanes> work;   // what all members pay
    std::span<const Lanes> later;  // what those pay who stay when one has left; empty where nobody leaves
    // What of these two waiting for money costs; empty where nobody waits.
    std::span<const Lanes> waiting, waiting_later;
};

class CostSettler {
public:
    CostSettler(const DealtPack& dealt, SettleMemory& memory, Flows& flows)
        : grid_(dealt.pack.context.grid), dealt_(dealt), pack_(dealt.pack), memory_(memory), flows_(flows) {}

    void book_own_work(ProgramId program, FirmId firm, const PartSpending& spending) {
        add(spending.periods.part(spending.row), spending.periods.part(flows_.cost[firm]));
        Lanes& cost = flows_.program_cost[program][firm];
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            cost[lane] += spending.total[lane];
            flows_.past_horizon[lane] = flows_.past_horizon[lane] || spending.past[lane];
        }
        if (flows_.waiting.empty()) return;
        Lanes& waited = flows_.waiting[program][firm];
        for (std::size_t lane = 0; lane < pack_size; ++lane) waited[lane] += spending.waited[lane];
    }

    void book_pool(ArrangementId index) {
        const ResolvedArrangement& arrangement = dealt_.deal.arrangements[index];
        const PoolState& pool = dealt_.schedule.pools[index];
        if (!pool.course.any_begun()) return;
        if (arrangement.ex_post)
            coalition_costs({dealt_.deal, index}, arrangement.ex_post->coalitions, pack_, memory_.coalitions, memory_.games);
        share(arrangement, pool, spending_of(pool));
    }

    // Work alone that talks have cut, up to then.
    void book_work_in_talks(ArrangementId index) {
        for (const WorkInTalks& own : dealt_.schedule.in_talks[index]) {
            if (!own.course.any_begun()) continue;
            PartSpending& cut = memory_.cut;
            cut.row.assign(grid_.periods, Lanes{});
            cut.total = {};
            cut.past = {};
            cut.waited = {};
            LaneFlags none{};
            cut.periods = Spender(grid_).add_clocked(
                own.course, pack_.plans, pack_.first, dealt_.schedule.formation,
                {{grid_.escalation, cut.row, cut.total, cut.past}, {grid_.escalation, cut.row, cut.waited, none}});
            for (std::size_t lane = 0; lane < pack_size; ++lane) cut.total[lane] += cut.waited[lane];
            book_own_work(dealt_.deal.arrangements[index].program, own.firm, cut);
        }
    }

private:
    // All members pay until `cut`; one who leaves pays until `left`, the others go on.
    PoolSpending spending_of(const PoolState& pool) {
        const bool leaves = std::any_of(pool.leaver.begin(), pool.leaver.end(), [](MemberId member) { return static_cast<bool>(member); });
        PoolSpending out{{}, memory_.work, {}, {}, {}};
        const bool waits = pool.course.clock != nullptr && pool.course.clock->any_bound();
        if (waits) out.waiting = memory_.waiting;
        const Rows whole = leaves ? Rows{memory_.later, memory_.waiting_later} : Rows{memory_.work, memory_.waiting};
        out.periods = spend_until(pool, pool.cut, whole, flows_.past_horizon);
        if (!leaves) return out;
        Lanes until;
        for (std::size_t lane = 0; lane < pack_size; ++lane) until[lane] = pool.leaver[lane] ? pool.left[lane] : pool.cut[lane];
        LaneFlags told_above{};
        spend_until(pool, until, {memory_.work, memory_.waiting}, told_above);
        for (std::size_t k = out.periods.first; k < out.periods.end(); ++k) {
            for (std::size_t lane = 0; lane < pack_size; ++lane) {
                const double all = memory_.later[k][lane], later = std::max(all - memory_.work[k][lane], 0.0);
                memory_.later[k][lane] = later;
                if (!waits || later == 0) continue;
                // Waiting is told by whole periods: it is the same share of a period's money before a member leaves and after.
                const double waiting = memory_.waiting_later[k][lane];
                memory_.waiting[k][lane] = waiting * (1 - later / all);
                memory_.waiting_later[k][lane] = waiting * (later / all);
            }
        }
        out.later = memory_.later;
        if (waits) out.waiting_later = memory_.waiting_later;
        return out;
    }

    struct Rows {
        std::span<Lanes> all, waiting;
    };
    // Work, and where there is any, what waiting for money costs.
    Periods spend_until(const PoolState& pool, const Lanes& date, const Rows& rows, LaneFlags& past) {
        Lanes total;
        clear(rows.all);
        const Booking booking{memory_.ones, rows.all, total, past};
        Spender spender(grid_);
        if (pool.course.clock == nullptr || !pool.course.clock->any_bound())
            return spender.add(pool.course, pack_.plans, pack_.first, date, booking);
        clear(rows.waiting);
        const Periods periods =
            spender.add_clocked(pool.course, pack_.plans, pack_.first, date, {booking, {memory_.ones, rows.waiting, total, past}});
        add(periods.part(std::span<const Lanes>(rows.waiting)), periods.part(rows.all));
        return periods;
    }

    // Books nominal money of some periods as a firm's cost of a program, times a weight; `total` is its sum.
    void book(ProgramId program, FirmId firm, const Periods& periods, const Lanes& total, double weight) {
        add_scaled(periods.part(memory_.paid), weight, periods.part(flows_.cost[firm]));
        Lanes& cost = flows_.program_cost[program][firm];
        for (std::size_t lane = 0; lane < pack_size; ++lane) cost[lane] += weight * total[lane];
    }

    // Real money of one period in one world as a firm's cost of a program.
    void spend(std::size_t lane, ProgramId program, FirmId firm, double real, Period period) {
        flows_.program_cost[program][firm][lane] += flows_.spend(firm, real, {.lane = lane, .period = period, .nominal = false});
    }

    // The most that a pool may spend in each world before it passes a band or uses up a commitment: up to there all members pay by the
    // base weights. Nothing where a member leaves or weights are settled ex post.
    Lanes most_by_base(const ResolvedArrangement& arrangement, const PoolState& pool) const {
        const ResolvedShare& terms = arrangement.share;
        Lanes most = all_lanes(-1);
        pack_.each([&](std::size_t lane) {
            if (pool.course.begin[lane] == never || arrangement.ex_post || pool.leaver[lane]) return;
            const PoolInWorld in_world(terms, pack_.world(lane));
            if (in_world.called > 0) return;
            most[lane] = terms.banded ? in_world.bands.target : never;
            for (std::size_t m = 0; m < terms.base.size(); ++m) {
                // A weight of 0 uses up no commitment, and a negative one is paid back.
                if (terms.base[m] > 0) most[lane] = std::min(most[lane], in_world.limits[m] / terms.base[m]);
            }
        });
        return most;
    }

    // As long as all pay by the base weights, whole periods are booked for all worlds at once; the rest goes world by world.
    void share(const ResolvedArrangement& arrangement, const PoolState& pool, const PoolSpending& spending) {
        const ResolvedShare& terms = arrangement.share;
        const Periods& periods = spending.periods;
        Lanes total, spent, count;
        escalate_up_to(most_by_base(arrangement, pool), periods.part(spending.work), periods.part(grid_.escalation),
                       periods.part(memory_.paid), {total, spent, count});
        for (const MemberId m : arrangement.members.ids())
            book(arrangement.program, arrangement.members[m], periods, total, terms.base[m.place()]);
        if (!spending.waiting.empty()) tell_waiting(arrangement, spending, count);
        pack_.each([&](std::size_t lane) {
            const auto booked = static_cast<std::size_t>(count[lane]);
            if (pool.course.begin[lane] == never || booked == periods.count) return;
            PoolSpending rest = spending;
            rest.periods = {periods.first + booked, periods.count - booked};
            share_rest(arrangement, pool, lane, rest, spent[lane]);
        });
    }

    // What of the first periods of a pool waiting cost its members, who pay by the base weights.
    void tell_waiting(const ResolvedArrangement& arrangement, const PoolSpending& spending, const Lanes& count) {
        for (const MemberId m : arrangement.members.ids()) {
            Lanes& waited = flows_.waiting[arrangement.program][arrangement.members[m]];
            for (std::size_t lane = 0; lane < pack_size; ++lane) {
                for (std::size_t k = 0; k < static_cast<std::size_t>(count[lane]); ++k) {
                    const Period at = spending.periods.first + k;
                    waited[lane] += arrangement.share.base[m.place()] * spending.waiting[at][lane] * grid_.escalation[at];
                }
            }
        }
    }

    // What the members pay of the periods that are left, in one world, after so much was spent by the base weights.
    void share_rest(const ResolvedArrangement& arrangement, const PoolState& pool, std::size_t lane, const PoolSpending& rest,
                    double spent) {
        const ResolvedShare& terms = arrangement.share;
        const std::size_t n = arrangement.members.size();
        const PoolInWorld in_world(terms, pack_.world(lane));
        std::vector<double> settled;
        if (arrangement.ex_post) settled = ex_post_weights(*arrangement.ex_post, memory_.games, lane);
        flows_.unsettled[lane] = flows_.unsettled[lane] || (arrangement.ex_post && settled.empty());
        Amounts funded{}, split{}, owed{};
        for (std::size_t m = 0; m < n; ++m) funded[m] = terms.base[m] * spent;
        // What each member should have paid more than it has: while all paid, and after one had left.
        std::array<Amounts, 2> missing{};
        double called = in_world.called;  // that is still to be spent, nominal
        struct Amount {
            double money;
            double waiting;  // the share of it that is paid for waiting
            bool by_calls;
        };
        const auto pay = [&](const Amount& paid, Period k, MemberId left) {
            const double amount = paid.money;
            if (!(amount > 0)) return;
            std::fill_n(split.begin(), n, 0.0);
            const auto out = std::span(split).first(n);
            if (paid.by_calls) {
                split_band(std::span(in_world.calls).first(n), amount, left, out);
            } else {
                split_cost(in_world.bands, spent, amount, left, out);
            }
            if (terms.committed) apply_commitments(std::span(in_world.limits).first(n), terms.base, left, std::span(funded).first(n), out);
            if (!settled.empty()) {
                std::fill_n(owed.begin(), n, 0.0);
                split_cost({terms, settled, in_world.bands.target, in_world.bands.cap}, spent, amount, left, std::span(owed).first(n));
                for (std::size_t m = 0; m < n; ++m) missing[left ? 1 : 0][m] += owed[m] - out[m];
            }
            spent += amount;
            for (const MemberId m : arrangement.members.ids()) {
                spend(lane, arrangement.program, arrangement.members[m], out[m.place()], k);
                if (paid.waiting > 0)
                    flows_.waiting[arrangement.program][arrangement.members[m]][lane] +=
                        out[m.place()] * paid.waiting * grid_.escalation[k];
            }
        };
        const auto charge = [&](double amount, double waiting, Period k, MemberId left) {
            const double open = called / grid_.escalation[k], share = amount > 0 ? waiting / amount : 0;
            called = amount < open ? called - amount * grid_.escalation[k] : 0;
            pay({std::min(amount, open), share, true}, k, left);
            pay({amount - open, share, false}, k, left);
        };
        const auto at = [&](std::span<const Lanes> row, Period k) { return row.empty() ? 0 : row[k][lane]; };
        for (std::size_t k = rest.periods.first; k < rest.periods.end(); ++k) {
            charge(rest.work[k][lane], at(rest.waiting, k), k, {});
            if (!rest.later.empty()) charge(rest.later[k][lane], at(rest.waiting_later, k), k, pool.leaver[lane]);
        }
        if (settled.empty()) return;
        const double end = std::min(pool.course.end[lane], pool.course.stop[lane]);
        true_up(arrangement, lane, missing[0], std::min({end, pool.cut[lane], pool.left[lane]}));
        true_up(arrangement, lane, missing[1], end);
    }

    // Books what members should have paid more than they have, at a date.
    void true_up(const ResolvedArrangement& arrangement, std::size_t lane, std::span<const double> missing, double date) {
        for (const MemberId m : arrangement.members.ids()) {
            if (missing[m.place()] != 0) spend(lane, arrangement.program, arrangement.members[m], missing[m.place()], grid_.booked(date));
        }
    }

    const Grid& grid_;
    const DealtPack& dealt_;
    const Pack& pack_;
    SettleMemory& memory_;
    Flows& flows_;
};

}  // namespace

void settle_costs(const DealtPack& dealt, OwnSpending& own, SettleMemory& memory, Flows& flows) {
    const ResolvedDeal& deal = dealt.deal;
    const Pack& pack = dealt.pack;
    const DealContext& context = pack.context;
    CostSettler settler(dealt, memory, flows);
    for (const ProgramId p : context.programs.ids()) {
        for (const FirmId f : context.firms.ids()) settler.book_own_work(p, f, own.of(pack, p, f, dealt.schedule.part(p, f)));
    }
    for (const ArrangementId a : deal.arrangements.ids()) {
        settler.book_work_in_talks(a);
        if (deal.arrangements[a].pooled()) settler.book_pool(a);
    }
    for (const FirmId f : context.firms.ids()) {
        const Slot* cost = deal.arrangements.empty() ? nullptr : deal.formation_cost.find(f);
        if (cost != nullptr)
            pack.each([&](std::size_t lane) { flows.spend(f, pack.world(lane).at(*cost), {lane, 0, deal.formation_nominal}); });
        const auto outlay = pack.markets.outlay(f);
        if (!outlay.empty()) add_products(outlay, context.grid.escalation, flows.cost[f]);
    }
}

}  // namespace entente
