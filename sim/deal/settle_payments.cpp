// Payments between firms (see settle.hpp).
#include <algorithm>

#include "deal/settle.hpp"

namespace entente {

namespace {

class PaymentSettler {
public:
    PaymentSettler(const DealContext& context, const ArrangementModel& arrangement, const DealtPack& pack, std::size_t lane,
                   std::size_t index, Flows& flows)
        : grid_(context.grid),
          arrangement_(arrangement),
          lane_(lane),
          world_(pack.world(lane)),
          state_(pack.state),
          exit_(pack.state.exits[lane]),
          course_(arrangement.provider < 0 ? state_.pools[index].course : state_.part(arrangement.program, arrangement.provider).own),
          formation_(state_.formation[lane]),
          ended_(state_.ended[index][lane]),
          left_(state_.left[index][lane]),
          flows_(flows) {}

    void pay(const PaymentSlots& payment) {
        using When = PaymentSlots::When;
        switch (payment.when) {
            case When::at: return dated(payment, payment.at);
            case When::formation: return dated(payment, formation_);
            case When::yearly:
                for (int i = 0; payment.since + i <= payment.until + 1e-9; ++i) dated(payment, payment.since + i);
                return;
            case When::completion: return by_work(payment, std::max(course_.end[lane_], formation_));
            case When::stage: return by_work(payment, stage_end(payment.stage));
            case When::exit:
                if (exit_.covers(arrangement_.program) && takes_part(arrangement_, exit_.leaver))
                    transfer(payment, grid_.booked(exit_.tau));
                return;
        }
    }

    void upfront(double amount) {
        const UserTerms& users = arrangement_.users;
        const int period = grid_.period(formation_);
        if (amount == 0 || period >= grid_.periods) return;
        for (const int user : users.firms) {
            each_provider(arrangement_, -1, [&](int provider, double weight) {
                flows_.pay(lane_, user, provider, amount * weight, period, arrangement_.nominal);
            });
        }
    }

private:
    double stage_end(int stage) const {
        if (course_.begin[lane_] == never) return never;
        const Plan& plan = world_.plans.plan(course_.work, world_.world);
        const Course course = course_.of(lane_, plan);
        const double end = plan.stage[stage].end();
        if (course.had_done(end)) return never;
        const double date = course.begin + (end - course.offset) * course.stretch;
        return date <= course.stop ? date : never;
    }
    bool stands(const PaymentSlots& payment, double date) const {
        if (date > ended_) return false;
        const bool concerns_leaver = exit_.leaver == payment.from || exit_.leaver == payment.to;
        return !(concerns_leaver && date > left_);
    }
    void dated(const PaymentSlots& payment, double date) {
        const int period = grid_.period(date);
        if (period < grid_.periods && stands(payment, date)) transfer(payment, period);
    }
    void by_work(const PaymentSlots& payment, double date) {
        if (date == never || !stands(payment, date)) return;
        flows_.past_horizon[lane_] = flows_.past_horizon[lane_] || date >= grid_.end();
        transfer(payment, grid_.booked(date));
    }
    void transfer(const PaymentSlots& payment, int period) {
        flows_.pay(lane_, payment.from, payment.to, world_.at(payment.amount), period, payment.nominal);
    }

    const Grid& grid_;
    const ArrangementModel& arrangement_;
    std::size_t lane_;
    DealWorld world_;
    const DealState& state_;
    const Exit& exit_;
    const CourseLanes& course_;  // of the pool or the provider
    double formation_, ended_, left_;
    Flows& flows_;
};

}  // namespace

void settle_payments(const DealContext& context, const DealModel& deal, const DealtPack& pack, Flows& flows) {
    for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
        const ArrangementModel& arrangement = deal.arrangements[a];
        const Lanes upfront = pack.at(arrangement.users.upfront);
        const bool any_upfront = any_lane(upfront, [](double amount) { return amount != 0; });
        if (arrangement.payments.empty() && !any_upfront) continue;
        pack.each([&](std::size_t lane) {
            if (!pack.state.is_formed(lane)) return;
            PaymentSettler settler(context, arrangement, pack, lane, a, flows);
            for (const PaymentSlots& payment : arrangement.payments) settler.pay(payment);
            settler.upfront(upfront[lane]);
        });
    }
}

}  // namespace entente
