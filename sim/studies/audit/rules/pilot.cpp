// pilot: weights that rest on so few pilot worlds that their error moves the answer.
#include <cmath>

#include "base/text.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

constexpr double slightly = 0.01, much = 0.25;  // of a firm's gain

// What carrying out a program costs all firms together.
Reading cost_of(Deal deal, ProgramId program, std::size_t firms) {
    return [=](const Trial& trial, std::size_t world) {
        double sum = 0;
        for (const FirmId f : Ids<FirmId>(firms)) {
            const ProgramColumns& of = trial.columns(deal).programs[program][f];
            if (of.used()) sum += trial.at(deal, of.cost, world);
        }
        return sum;
    };
}

ProgramId program_of(const Scenario& scenario, const std::string& name) {
    std::size_t place = 0;
    while (scenario.program[place].first.text != name) ++place;
    return ProgramId(place);
}

const WeightRow* weight_of(const std::vector<WeightRow>& rows, const std::string& alternative, const std::string& program,
                           const std::string& firm) {
    for (const WeightRow& row : rows) {
        if (row.alternative == alternative && row.program == program && row.firm == firm) return &row;
    }
    return nullptr;
}

void ask(Inquiry& inquiry) {
    const std::string key = "scenario.pilot", mend = "more pilot worlds: now " + std::to_string(inquiry.scenario().scenario.pilot);
    for (const auto& [id, deal] : inquiry.deals()) {
        for (const Arrangement& arrangement : deal.arrangement) {
            if (!std::holds_alternative<Pool>(arrangement.mode)) continue;
            const std::string alternative = inquiry.name(id), program = arrangement.program.text;
            const Reading cost = cost_of({0, id}, program_of(inquiry.scenario(), program), inquiry.scenario().firm.size());
            for (const FirmId f : inquiry.firms()) {
                const auto judge = [=, firm = inquiry.name(f), unit = inquiry.currency()](const Told& told, std::vector<Finding>& out) {
                    const WeightRow* weight = weight_of(told.weights, alternative, program, firm);
                    if (weight == nullptr || !(weight->se > 0)) return;
                    const double error = weight->se * told.figures[0].mean(), gain = std::fabs(told.figures[1].mean());
                    if (!(error > slightly * gain)) return;
                    const double share = gain > 0 ? error / gain : HUGE_VAL;
                    out.push_back({share > much ? Grade::serious : Grade::warning, "",
                                   "the pilot tells " + firm + "'s weight in '" + alternative + "' (" + program + ") to " +
                                       shortest(std::round(1e5 * weight->se) / 1e5) + ": an error of " +
                                       (gain > 0 ? shortest(std::round(1000 * share) / 10) + "% of its gain" : "more than its gain"),
                                   error, no_figure, unit, key, mend});
                };
                inquiry.ask({cost, npv_less({0, id}, inquiry.baseline(), f)}, judge);
            }
        }
    }
}

}  // namespace

extern const AuditRule pilot{"pilot", "How well are the weights known?", ask};

}  // namespace entente::audit_rule
