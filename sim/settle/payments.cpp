// Payments between firms (see settle.hpp).
#include <algorithm>

#include "settle/settle.hpp"

namespace entente {

namespace {

class PaymentSettler {
public:
    PaymentSettler(const DealtPack& dealt, ArrangementId index, Flows& flows)
        : grid_(dealt.pack.context.grid),
          index_(index),
          arrangement_(dealt.deal.arrangements[index]),
          pack_(dealt.pack),
          schedule_(dealt.schedule),
          exits_(dealt.exits),
          course_(arrangement_.provider ? schedule_.part(arrangement_.program, arrangement_.provider).own : schedule_.pools[index].course),
          ended_(schedule_.ended[index]),
          left_(schedule_.left[index]),
          flows_(flows) {}

    void pay(const ResolvedPayment& payment) {
        using When = ResolvedPayment::When;
        const Lanes amount = pack_.at(payment.amount);
        switch (payment.when) {
            case When::at: return on_date(payment, amount, payment.at);
            case When::yearly:
                for (int i = 0; payment.since + i <= payment.until + 1e-9; ++i) on_date(payment, amount, payment.since + i);
                return;
            case When::formation:
                return each_formed([&](std::size_t lane) {
                    const double date = schedule_.formation[lane];
                    dated(payment, amount, date, grid_.period(date), lane);
                });
            case When::completion:
                return each_formed(
                    [&](std::size_t lane) { by_work(payment, amount, std::max(course_.end[lane], schedule_.formation[lane]), lane); });
            case When::stage: return each_formed([&](std::size_t lane) { by_work(payment, amount, stage_end(payment.stage, lane), lane); });
            case When::exit:
                return each_formed([&](std::size_t lane) {
                    const Exit& exit = exits_[lane];
                    if (exit.covers(arrangement_.program) && takes_part(arrangement_, exit.leaver))
                        transfer(payment, amount, grid_.booked(exit.tau), lane);
                });
        }
    }

    void upfront(const Lanes& amount) {
        each_formed([&](std::size_t lane) {
            const Period period = grid_.period(schedule_.formation[lane]);
            if (amount[lane] == 0 || period >= grid_.periods) return;
            for (const FirmId user : arrangement_.users.firms) {
                if (schedule_.keeps_own(index_, user, lane)) continue;
                each_provider(arrangement_, {}, [&](FirmId provider, double weight) {
                    flows_.pay(user, provider, amount[lane] * weight, {lane, period, arrangement_.nominal});
                });
            }
        });
    }

private:
    template <class Visit>
    void each_formed(const Visit& visit) const {
        pack_.each([&](std::size_t lane) {
            if (schedule_.is_formed(lane)) visit(lane);
        });
    }
    double stage_end(StageId stage, std::size_t lane) const {
        if (course_.begin[lane] == never) return never;
        const Course course = course_.of(lane, pack_.plans, pack_.world(lane).world);
        const double end = course.plan.stage(stage).end();
        if (course.had_done(end)) return never;
        const double date = course.date_of(end);
        return date <= course.stop ? std::max(date, schedule_.formation[lane]) : never;
    }
    bool stands(const ResolvedPayment& payment, double date, std::size_t lane) const {
        if (date > ended_[lane]) return false;
        const FirmId leaver = exits_[lane].leaver;
        return !((leaver == payment.from || leaver == payment.to) && date > left_[lane]);
    }
    void on_date(const ResolvedPayment& payment, const Lanes& amount, double date) {
        const Period period = grid_.period(date);
        each_formed([&](std::size_t lane) { dated(payment, amount, date, period, lane); });
    }
    void dated(const ResolvedPayment& payment, const Lanes& amount, double date, Period period, std::size_t lane) {
        if (period < grid_.periods && stands(payment, date, lane)) transfer(payment, amount, period, lane);
    }
    void by_work(const ResolvedPayment& payment, const Lanes& amount, double date, std::size_t lane) {
        if (date == never || !stands(payment, date, lane)) return;
        flows_.past_horizon[lane] = flows_.past_horizon[lane] || date >= grid_.end();
        transfer(payment, amount, grid_.booked(date), lane);
    }
    void transfer(const ResolvedPayment& payment, const Lanes& amount, Period period, std::size_t lane) {
        flows_.pay(payment.from, payment.to, amount[lane], {lane, period, payment.nominal});
    }

    const Grid& grid_;
    ArrangementId index_;
    const ResolvedArrangement& arrangement_;
    const Pack& pack_;
    const Schedule& schedule_;
    const Exits& exits_;
    const CourseLanes& course_;  // of the pool or the provider
    const Lanes &ended_, &left_;
    Flows& flows_;
};

}  // namespace

void settle_payments(const DealtPack& dealt, Flows& flows) {
    for (const ArrangementId a : dealt.deal.arrangements.ids()) {
        const ResolvedArrangement& arrangement = dealt.deal.arrangements[a];
        const Lanes upfront = dealt.pack.at(arrangement.users.upfront);
        const bool any_upfront = any_lane(upfront, [](double amount) { return amount != 0; });
        if (arrangement.payments.empty() && !any_upfront) continue;
        PaymentSettler settler(dealt, a, flows);
        for (const ResolvedPayment& payment : arrangement.payments) settler.pay(payment);
        if (any_upfront) settler.upfront(upfront);
    }
}

}  // namespace entente
