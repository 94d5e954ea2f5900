// What firms pay for being without a program, and for their products' successors: costs that are no work (see settle.hpp).
#include <algorithm>

#include "settle/past.hpp"

namespace entente {

namespace {

class Penalty {
public:
    Penalty(const DealtPack& dealt, ProgramId program, const ResolvedPenalty& slots, Flows& flows)
        : grid_(dealt.pack.context.grid),
          firm_(dealt.pack.context.firms[slots.firm]),
          pack_(dealt.pack),
          slots_(slots),
          access_(dealt.schedule.part(program, slots.firm).access),
          program_(program),
          program_cost_(flows.program_cost[program][slots.firm]),
          amount_(dealt.pack.at(slots.amount)),
          from_(dealt.pack.at(slots.from)),
          flows_(flows) {}

    void book() {
        const bool is_told_past = !slots_.terminals.empty();
        pack_.each([&](std::size_t lane) {
            if (!(amount_[lane] > 0 && from_[lane] < grid_.end())) return;
            const Fine fine = fine_of(access_, lane, [&](Period k, double due) {
                const double paid = flows_.spend(slots_.firm, amount_[lane] * due, {lane, k, false});
                program_cost_[lane] += paid;
                return paid;
            });
            if (is_told_past) flows_.past.cost[slots_.firm][lane] += fine.past;
            if (!flows_.tells_programs()) return;
            const Fine without = fine_of(Access{}, lane, [&](Period k, double due) { return amount_[lane] * due * grid_.escalation[k]; });
            flows_.program_spared[program_][slots_.firm][lane] += without.within + without.past - fine.within - fine.past;
        });
    }

private:
    // Discounted: within the horizon and past it.
    struct Fine {
        double within = 0, past = 0;
    };

    // Years in a period without access, once the penalty is due.
    double years(const Access& access, Period k, std::size_t lane) const {
        const double from = std::max(grid_.dates[k], from_[lane]), to = grid_.dates[k + 1];
        return to > from ? std::max(to - from - access.years(from, to, lane), 0.0) : 0;
    }

    // pay(period, years) is what so many years in a period cost, nominal.
    template <class Pay>
    Fine fine_of(const Access& access, std::size_t lane, const Pay& pay) const {
        double last = 0, discounted = 0;
        Fine out;
        for (Period k = grid_.period(from_[lane]); k < grid_.periods; ++k) {
            const double due = years(access, k, lane);
            if (due == 0) continue;
            const double paid = pay(k, due) * firm_.discount[k];
            out.within += paid;
            if (k < grid_.last_year()) continue;
            last += due;
            discounted += paid;
        }
        const double at = grid_.middle.back();
        if (!(last > 0) || at < from_[lane] || access.at(at, lane)) return out;
        double terminal = 0;
        for (const Slot& each : slots_.terminals) terminal = std::max(terminal, pack_.world(lane).at(each));
        out.past = discounted / last * annuity(1 / (1 + firm_.rate), terminal);
        return out;
    }

    const Grid& grid_;
    const ResolvedFirm& firm_;
    const Pack& pack_;
    const ResolvedPenalty& slots_;
    const Access& access_;
    ProgramId program_;
    Lanes& program_cost_;
    Lanes amount_, from_;
    Flows& flows_;
};

void book_refreshes(const DealtPack& dealt, ProgramId program, const ResolvedBenefit& benefit, const BenefitLanes& terms, Flows& flows) {
    const Grid& grid = dealt.pack.context.grid;
    const auto& firms = dealt.pack.context.firms;
    const Access& access = dealt.schedule.part(program, benefit.firm).access;
    const Lanes every = dealt.pack.at(benefit.refresh.every), cost = dealt.pack.at(benefit.refresh.cost);
    dealt.pack.each([&](std::size_t lane) {
        const double first = access.first[lane], step = std::max(every[lane], least_refresh_years);
        const double last = std::min({first + terms.life[lane], terms.until[lane], grid.end()}) - 1e-9;
        if (!(first < last) || cost[lane] == 0) return;
        for (double j = 1; first + j * step < last; ++j) {
            const double date = first + j * step;
            if (!access.at(date, lane)) continue;
            const double paid = flows.spend(benefit.firm, cost[lane], {lane, grid.booked(date), false});
            flows.program_cost[program][benefit.firm][lane] += paid;
            if (flows.tells_programs())
                flows.program_spared[program][benefit.firm][lane] -= paid * firms[benefit.firm].discount[grid.booked(date)];
        }
    });
}

}  // namespace

void settle_penalties(const DealtPack& dealt, Flows& flows) {
    const DealContext& context = dealt.pack.context;
    for (const ProgramId p : context.programs.ids()) {
        for (const ResolvedPenalty& penalty : context.programs[p].penalties) Penalty(dealt, p, penalty, flows).book();
    }
}

void settle_refreshes(const DealtPack& dealt, Flows& flows) {
    const DealContext& context = dealt.pack.context;
    for (const ProgramId p : context.programs.ids()) {
        const std::vector<ResolvedBenefit>& benefits = context.programs[p].benefits;
        for (std::size_t b = 0; b < benefits.size(); ++b) {
            if (benefits[b].refresh.given) book_refreshes(dealt, p, benefits[b], dealt.pack.benefits[p][b], flows);
        }
    }
}

}  // namespace entente
