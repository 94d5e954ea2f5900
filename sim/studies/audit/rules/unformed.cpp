// unformed: a deal that pays by not being formed - talks that fail, their cost apart, leave a firm better off than no talks.
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

void ask(Inquiry& inquiry) {
    for (const auto& [id, deal] : inquiry.deals()) {
        const Formation formation = deal.formation.value_or(Formation{});
        if (constant(formation.delay.law) == 0.0) continue;  // nobody waits for talks
        Alternative fails = deal, never;
        fails.formation = formation;
        fails.formation->probability = 0;
        fails.formation->cost.clear();
        never.without = deal.without;
        const std::string name = inquiry.name(id);
        const Deal failed = inquiry.variant(name + " not formed", fails);
        const Deal none = deal.without.empty() ? Deal{} : inquiry.variant(name + " never talked about", never);
        for (const FirmId f : inquiry.firms()) {
            inquiry.ask({npv_less(failed, none, f)}, [=, firm = inquiry.name(f), unit = inquiry.currency()](const Told& told,
                                                                                                            std::vector<Finding>& out) {
                const AuditFigure& gain = told.figures[0];
                if (!gain.above_zero(sure)) return;
                out.push_back({Grade::serious, "", "talks on '" + name + "' that fail leave " + firm + " better off than no talks",
                               gain.mean(), gain.se(), unit, "alternative." + name + ".formation.delay",
                               "let them work on while talks last, and sales end by a date (until) or have successors (refresh)"});
            });
        }
    }
}

}  // namespace

extern const AuditRule unformed{"unformed", "Is it the deal that pays, or the delay?", ask};

}  // namespace entente::audit_rule
