// What firms pay for being without a program, and for their products' successors: costs that are no work (see settle.hpp).
#include <algorithm>

#include "lanes/wide.hpp"
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
          first_(all_lanes(static_cast<double>(grid_.periods))),
          begin_(grid_.periods),
          flows_(flows) {}

    void book() {
        pack_.each([&](std::size_t lane) {
            if (!(amount_[lane] > 0 && from_[lane] < grid_.end())) return;
            const Period first = grid_.period(from_[lane]);
            first_[lane] = static_cast<double>(first);
            begin_ = std::min(begin_, first);
        });
        if (begin_ == grid_.periods) return;
        const Fine fine = fine_of(access_, {flows_.cost[slots_.firm], &program_cost_});
        if (!slots_.terminals.empty()) {
            for (std::size_t lane = 0; lane < pack_size; ++lane) flows_.past.cost[slots_.firm][lane] += fine.past[lane];
        }
        if (!flows_.tells_programs()) return;
        const Fine without = fine_of(Access{}, {});
        Lanes& spared = flows_.program_spared[program_][slots_.firm];
        for (std::size_t lane = 0; lane < pack_size; ++lane)
            spared[lane] += without.within[lane] + without.past[lane] - fine.within[lane] - fine.past[lane];
    }

private:
    // Discounted: within the horizon and past it.
    struct Fine {
        Lanes within, past;
    };
    // Where it is booked: by period, and the program's; or nowhere.
    struct Booked {
        std::span<Lanes> cost;
        Lanes* program_cost = nullptr;
    };

    // The periods of all worlds side by side: a penalty is due in most of them, in nearly all worlds.
    Fine fine_of(const Access& access, const Booked& booked) const {
        Fine out;
        Lanes years, discounted;  // in the horizon's last year
        in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
            const double *const dates = grid_.dates.data(), *const escalation = grid_.escalation.data();
            const double* const discount = firm_.discount.data();
            Lanes* const cost = booked.cost.data();
            const Wide<V> due_from = from_, amount = amount_, begin = first_, none = 0.0 * begin;
            const Wide<V> first = access.first, until = access.until, reopens = greater(Wide<V>(access.again), until);
            Wide<V> booked_so_far, within, last, last_paid;
            if (cost != nullptr) booked_so_far = *booked.program_cost;
            for (Period k = begin_, end = grid_.periods, told = grid_.last_year(); k < end; ++k) {
                const double to = dates[k + 1];
                const Wide<V> from = greater(due_from, dates[k]);
                const Wide<V> open = greater(lesser(until, to) - greater(first, from), 0.0) + greater(to - greater(reopens, from), 0.0);
                // Years without access, once the penalty is due. Two kinds of 0, for g++ would join choices that share one.
                const Wide<V> due = if_at_most(begin, static_cast<double>(k), greater((to - from) - open, none), 0.0);
                const Wide<V> paid = if_less(0.0, due, amount * due * escalation[k], none), present = paid * discount[k];
                if (cost != nullptr) (Wide<V>(cost[k]) + paid).store(cost[k]);
                booked_so_far += paid;
                within += present;
                if (k < told) continue;
                last += due;
                last_paid += present;
            }
            if (cost != nullptr) booked_so_far.store(*booked.program_cost);
            within.store(out.within);
            last.store(years);
            last_paid.store(discounted);
        });
        if (slots_.terminals.empty()) return out;
        const double at = grid_.middle.back();
        pack_.each([&](std::size_t lane) {
            if (!(years[lane] > 0) || at < from_[lane] || access.at(at, lane)) return;
            double terminal = 0;
            for (const Slot& each : slots_.terminals) terminal = std::max(terminal, pack_.world(lane).at(each));
            out.past[lane] = discounted[lane] / years[lane] * annuity(1 / (1 + firm_.rate), terminal);
        });
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
    Lanes first_;   // period in which the penalty is due; those of worlds in which none is lie past the horizon
    Period begin_;  // the first of them
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
