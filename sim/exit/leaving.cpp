// What an exit by choice would touch (see leaving.hpp).
#include "exit/leaving.hpp"

#include <algorithm>

namespace entente {

namespace {

class Leaving {
public:
    Leaving(const ResolvedOption& option, const ExitView& view, FirmId leaver, double date)
        : option_(option), view_(view), unwind_(view.going_on.exits.unwind), leaver_(leaver), tau_(date + view.world.at(unwind_.notice)) {}

    bool changes_anything() const {
        return moves_money() || std::any_of(view_.going_on.deal.arrangements.begin(), view_.going_on.deal.arrangements.end(),
                                            [&](const ResolvedArrangement& arrangement) {
                                                return covers(arrangement) && (moves_positions(arrangement) || changes(arrangement));
                                            });
    }

private:
    bool covers(const ResolvedArrangement& arrangement) const { return option_.alliance || option_.program == arrangement.program; }
    bool is_some(const Slot& amount) const { return view_.world.at(amount) != 0; }
    template <class Holds>
    static bool any_firm(const ResolvedByFirm& slots, const Holds& holds) {
        return std::any_of(slots.by_firm.begin(), slots.by_firm.end(), [&](const auto& slot) { return slot && holds(*slot); });
    }

    bool moves_money() const {
        const Slot& price = option_.counterparty ? option_.strike : unwind_.fee;
        return is_some(price) || any_firm(unwind_.cost, [&](const Slot& cost) { return is_some(cost); });
    }
    // The drift of a firm that sells, or will, ends, or its position makes for its level.
    bool moves_positions(const ResolvedArrangement& arrangement) const {
        const auto& benefits = view_.context.programs[arrangement.program].benefits;
        return std::any_of(benefits.begin(), benefits.end(), [&](const ResolvedBenefit& benefit) {
            const Access& access = view_.going_on.schedule.part(arrangement.program, benefit.firm).access;
            if (!(access.first[view_.lane] < view_.context.grid.end() && access.until[view_.lane] > tau_)) return false;
            const Slot* drift = view_.going_on.deal.drift.find(benefit.firm);
            const bool drifts = drift != nullptr && is_some(*drift) && tau_ < view_.term();
            return drifts || unwind_.level.find(benefit.firm) != nullptr;
        });
    }
    bool changes(const ResolvedArrangement& arrangement) const {
        const bool member = contains(arrangement.members, leaver_);
        if (member) return changes_pool(arrangement);
        const bool pays = std::any_of(arrangement.payments.begin(), arrangement.payments.end(),
                                      [](const ResolvedPayment& payment) { return payment.when == ResolvedPayment::When::exit; });
        return takes_part(arrangement, leaver_) && (pays || !unwind_.licences_survive);
    }
    bool changes_pool(const ResolvedArrangement& arrangement) const {
        const ArrangementId index = view_.going_on.deal.arrangements.id_of(arrangement);
        const CourseLanes& course = view_.going_on.schedule.pools[index].course;
        if (course.stop[view_.lane] <= tau_) return false;
        if (course.end[view_.lane] > tau_) return true;
        const auto& payments = arrangement.payments;
        if (std::any_of(payments.begin(), payments.end(), [&](const ResolvedPayment& payment) { return is_to_come(payment); })) return true;
        // Completed: who goes on alone may not keep it, or who uses it pays others, or cannot use it any more.
        const bool pair = arrangement.members.size() == 2;
        const auto keeps = [&](FirmId firm) { return unwind_.keeps[firm] || view_.going_on.schedule.keeps_own(index, firm, view_.lane); };
        const bool kept = pair ? std::all_of(arrangement.members.begin(), arrangement.members.end(), keeps) : keeps(leaver_);
        return !kept || (!arrangement.users.firms.empty() && (!pair || !unwind_.licences_survive));
    }

    // Of a completed pool, whatever its work set off has been paid.
    bool is_to_come(const ResolvedPayment& payment) const {
        using When = ResolvedPayment::When;
        return payment.when == When::exit || (payment.when == When::at && payment.at > tau_) ||
               (payment.when == When::yearly && payment.until > tau_);
    }

    const ResolvedOption& option_;
    const ExitView& view_;
    const ResolvedUnwind& unwind_;
    FirmId leaver_;
    double tau_;
};

}  // namespace

bool changes_anything(const ResolvedOption& option, const ExitView& view, FirmId leaver, double date) {
    return Leaving(option, view, leaver, date).changes_anything();
}

}  // namespace entente
