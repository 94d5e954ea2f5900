// horizon: benefits that come from the last years, or from past the horizon.
#include <cmath>

#include "base/text.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

constexpr double last_years = 3;
constexpr double noted = 0.25, warned = 0.4, serious_share = 0.6;  // of the benefit

Scenario ending(const Scenario& scenario, double years_before) {
    Scenario out = scenario;
    out.scenario.horizon -= years_before;
    for (auto& [id, program] : out.program) {
        for (Benefit& benefit : program.benefit) benefit.terminal = 0;
    }
    return out;
}

// The first of a firm's benefits that goes on past the horizon; else the horizon itself.
std::string key_of(const Scenario& scenario, const std::string& firm) {
    for (const auto& [id, program] : scenario.program) {
        for (const Benefit& benefit : program.benefit) {
            if (benefit.firm.text == firm && constant(benefit.terminal.law) != 0.0)
                return "program." + id.text + ".benefit." + firm + "." + benefit.market.text + ".terminal";
        }
    }
    return "scenario.horizon";
}

std::string percent(double share) { return shortest(std::round(1000 * share) / 10) + "%"; }

void ask(Inquiry& inquiry) {
    const Scenario scenario = inquiry.plain();
    if (!(scenario.scenario.horizon > last_years)) return;
    const Deal whole = inquiry.apart("alone", scenario), cut = inquiry.apart("up to the horizon", ending(scenario, 0)),
               shorter = inquiry.apart("three years less", ending(scenario, last_years));
    for (const FirmId f : inquiry.firms()) {
        const auto less = [=](Deal a, Deal b) -> Reading {
            return [x = benefit_of(a, f), y = benefit_of(b, f)](const Trial& trial, std::size_t world) {
                return x(trial, world) - y(trial, world);
            };
        };
        const auto judge = [firm = inquiry.name(f), key = key_of(scenario, inquiry.name(f))](const Told& told, std::vector<Finding>& out) {
            const AuditFigure& all = told.figures[0];
            if (!all.above_zero(sure)) return;
            const Estimate share = quotient(told.figures[1], all), past = quotient(told.figures[2], all);
            if (!(share.value > noted)) return;
            out.push_back({share.value > serious_share ? Grade::serious
                           : share.value > warned      ? Grade::warning
                                                       : Grade::note,
                           "",
                           percent(share.value) + " of what " + firm + " earns alone comes from the last three years or later (" +
                               percent(past.value) + " from past the horizon)",
                           share.value, share.error, "share", key, "show the answer with another horizon, and with terminal = 0"});
        };
        inquiry.ask({benefit_of(whole, f), less(whole, shorter), less(whole, cut)}, judge);
    }
}

}  // namespace

extern const AuditRule horizon{"horizon", "Is it earned, or foretold?", ask};

}  // namespace entente::audit_rule
