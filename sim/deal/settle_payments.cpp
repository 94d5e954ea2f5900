// Payments between firms (see settle.hpp).
#include <algorithm>

#include "deal/settle.hpp"

namespace entente {

namespace {

class PaymentSettler {
public:
    PaymentSettler(const DealContext& context, const ArrangementModel& arrangement, const DealPack& pack, std::size_t lane,
                   std::size_t index, Flows& flows)
        : grid_(context.grid),
          arrangement_(arrangement),
          lane_(lane),
          world_(pack.world(lane)),
          state_(*pack.states[lane]),
          pool_(state_.pools[index]),
          ended_(state_.ended[index]),
          left_(state_.left[index]),
          flows_(flows) {}

    void pay(const PaymentSlots& payment) {
        using When = PaymentSlots::When;
        switch (payment.when) {
            case When::at: return dated(payment, payment.at);
            case When::formation: return dated(payment, state_.formation);
            case When::yearly:
                for (int i = 0; payment.since + i <= payment.until + 1e-9; ++i) dated(payment, payment.since + i);
                return;
            case When::completion: return by_work(payment, std::max(course().end, state_.formation));
            case When::stage: return by_work(payment, stage_end(payment.stage));
            case When::exit:
                if (state_.exit.covers(arrangement_.program) && takes_part(arrangement_, state_.exit.leaver))
                    transfer(payment, grid_.booked(state_.exit.tau));
                return;
        }
    }

    void upfront() {
        const UserTerms& users = arrangement_.users;
        const double amount = world_.at(users.upfront);
        const int period = grid_.period(state_.formation);
        if (amount == 0 || period >= grid_.periods) return;
        for (const int user : users.firms) {
            each_provider(arrangement_, -1, [&](int provider, double weight) {
                flows_.pay(lane_, user, provider, amount * weight, period, arrangement_.nominal);
            });
        }
    }

private:
    const Course& course() const {
        if (arrangement_.provider < 0) return pool_.course;
        return state_.part(arrangement_.program, arrangement_.provider).own;
    }
    double stage_end(int stage) const {
        const Course& c = course();
        if (c.begin == never) return never;
        const double end = c.plan->stage[stage].end();
        if (c.had_done(end)) return never;
        const double date = c.begin + (end - c.offset) * c.stretch;
        return date <= c.stop ? date : never;
    }
    bool stands(const PaymentSlots& payment, double date) const {
        if (date > ended_) return false;
        const bool concerns_leaver = state_.exit.leaver == payment.from || state_.exit.leaver == payment.to;
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
    const PoolState& pool_;
    double ended_, left_;
    Flows& flows_;
};

}  // namespace

void settle_payments(const DealContext& context, const DealModel& deal, const DealPack& pack, Flows& flows) {
    pack.each([&](std::size_t lane, const DealState& state) {
        if (!state.formed) return;
        for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
            PaymentSettler settler(context, deal.arrangements[a], pack, lane, a, flows);
            for (const PaymentSlots& payment : deal.arrangements[a].payments) settler.pay(payment);
            settler.upfront();
        }
    });
}

}  // namespace entente
