// forced: what a firm must carry out alone, and loses by; a deal that spares it that is praised for it.
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

// A deal on the program in which the firm has a part, or "".
std::string deal_that_spares(const Inquiry& inquiry, const std::string& firm, const std::string& program) {
    if (inquiry.baseline().alternative != solo) return "";
    for (const auto& [id, deal] : inquiry.deals()) {
        for (const Arrangement& arrangement : deal.arrangement) {
            if (arrangement.program.text == program && takes_part(arrangement, firm)) return inquiry.name(id);
        }
    }
    return "";
}

void ask(Inquiry& inquiry) {
    for (const auto& [id, program] : inquiry.scenario().program) {
        for (const std::string& firm : wanted_by(inquiry.scenario(), program)) {
            if (!is_worth_something(program, firm)) continue;  // a comparison of costs
            const Deal without = alone_without(inquiry, firm, id.text);
            const std::string deal = deal_that_spares(inquiry, firm, id.text), unit = inquiry.currency();
            inquiry.ask({npv_less({}, without, inquiry.firm(firm))}, [=, p = id.text](const Told& told, std::vector<Finding>& out) {
                const AuditFigure& worth = told.figures[0];
                if (!(worth.mean() < -sure * worth.se())) return;
                out.push_back({deal.empty() ? Grade::warning : Grade::serious, "",
                               firm + " alone carries out " + p + ", and loses by it" +
                                   (deal.empty() ? "" : "; the gain from '" + deal + "' has that loss in it"),
                               worth.mean(), worth.se(), unit, "program." + p + ".needs",
                               "say why " + firm + " must have it, or compare with an alternative that has without = { " + firm + " = [\"" +
                                   p + "\"] }"});
            });
        }
    }
}

}  // namespace

extern const AuditRule forced{"forced", "Who says that they would develop it alone at all?", ask};

}  // namespace entente::audit_rule
