// influence: uncertain quantities that move nothing, and those that move as good as nothing.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"
#include "studies/factors.hpp"

namespace entente::audit_rule {

namespace {

constexpr std::int64_t most_worlds = 4096;
constexpr double as_good_as_nothing = 0.001;  // of the variance of every firm's npv
constexpr std::size_t most_told = 3;

std::string told(const Factor& factor) {
    return factor.parts.front() + (factor.parts.size() > 1 ? " and " + std::to_string(factor.parts.size() - 1) + " with it" : "");
}

// Later tries of a gate, that few worlds come to, are told by the first.
bool is_later_try(const Factor& factor) {
    const std::string& name = factor.parts.front();
    const std::size_t gate = name.rfind(".gate.");
    return factor.parts.size() == 1 && gate != std::string::npos && name.find_first_not_of("0123456789", gate + 6) == std::string::npos;
}

void judge(const std::vector<FactorReach>& reaches, std::int64_t worlds, std::vector<Finding>& out) {
    std::vector<std::string> weak;
    double strongest = 0;
    for (const FactorReach& reach : reaches) {
        if (is_later_try(reach.factor)) continue;
        if (reach.moved == 0) {
            out.push_back({Grade::warning, "",
                           told(reach.factor) + ": uncertain, and moves no firm's npv in any of " + std::to_string(worlds) + " worlds", 0,
                           no_figure, "share of variance", reach.factor.parts.front(),
                           "leave it out, or see what keeps it from mattering"});
        } else if (reach.share < as_good_as_nothing) {
            weak.push_back(told(reach.factor));
            strongest = std::max(strongest, reach.share);
        }
    }
    if (weak.empty()) return;
    const std::size_t all = weak.size();
    if (weak.size() > most_told) weak.resize(most_told);
    out.push_back({Grade::note, "",
                   std::to_string(all) + (all == 1 ? " uncertain input has" : " uncertain inputs have") +
                       " less than a thousandth of the variance of every npv: " + listed(weak) + (all > most_told ? ", .." : ""),
                   strongest, no_figure, "share of variance", "", "plain numbers would do"});
}

void ask(Inquiry& inquiry) {
    RunOptions options = inquiry.options();
    options.worlds = std::min(options.worlds, most_worlds);
    inquiry.ask({}, [scenario = inquiry.plain(), options](const Told&, std::vector<Finding>& out) {
        std::int64_t worlds = 0;
        const std::vector<FactorReach> reaches = reach_of_factors(scenario, options, worlds);
        judge(reaches, worlds, out);
    });
}

}  // namespace

extern const AuditRule influence{"influence", "What is all that uncertainty for?", ask};

}  // namespace entente::audit_rule
