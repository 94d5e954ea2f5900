// waiting: benefits that are worth more when every access comes a year later, with costs unmoved.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

constexpr double much = 0.01;  // of the benefit: what grows by less is a warning

// Only one program's benefits: programs that wait for it would move theirs.
Scenario only(const Scenario& scenario, const std::string& program) {
    Scenario out = scenario;
    for (auto& [id, other] : out.program) {
        if (id.text != program) other.benefit.clear();
    }
    return out;
}

// The program ends a year later: by a stage that costs nothing, and lasts a year whatever the firm's duration factor.
void delay(Program& program) {
    Stage pause;
    pause.name = {"(a year later)", {}};
    pause.cost = 0;
    pause.duration = 0;
    pause.after.emplace();
    for (const Stage& stage : program.stage) pause.after->push_back(stage.name);
    program.stage.push_back(pause);
    Risk year;
    year.name = year.stage = pause.name;
    year.probability = 1;
    year.delay = 1;
    program.risk.push_back(year);
}

bool is_waited_for(const Scenario& scenario, const std::string& program) {
    return std::any_of(scenario.program.begin(), scenario.program.end(), [&](const auto& other) {
        const auto& after = other.second.after;
        return std::any_of(after.begin(), after.end(), [&](const Name& name) { return name.text == program; });
    });
}

// What to mend: the life of a product, where it has an end.
std::pair<std::string, std::string> mend_of(const std::string& id, const Program& program, const std::string& firm) {
    std::pair<std::string, std::string> out;
    for (const Benefit& benefit : program.benefit) {
        if (benefit.firm.text != firm) continue;
        const std::string key = "program." + id + ".benefit." + firm + "." + benefit.market.text;
        if (constant(benefit.life.law) != HUGE_VAL)
            return {key + ".life", "until = the date at which the market closes, or successors (refresh)"};
        if (out.first.empty()) out = {key + ".late", "say what it costs to be late (due, late), or when the market closes (until)"};
    }
    return out;
}

void ask(Inquiry& inquiry) {
    const Scenario scenario = inquiry.plain();
    for (const auto& [id, program] : scenario.program) {
        if (program.benefit.empty()) continue;
        const bool apart = is_waited_for(scenario, id.text);
        Scenario now = apart ? only(scenario, id.text) : scenario, later = now;
        for (auto& [other, its] : later.program) {
            if (other.text == id.text) delay(its);
        }
        const Deal today = inquiry.apart(apart ? "only " + id.text : "alone", std::move(now));
        const Deal delayed = inquiry.apart(id.text + " later", std::move(later));
        for (const std::string& firm : wanted_by(scenario, program)) {
            const auto [key, mend] = mend_of(id.text, program, firm);
            if (key.empty()) continue;
            const FirmId f = inquiry.firm(firm);
            const Reading before = benefit_of(today, f), after = benefit_of(delayed, f);
            const Reading more = [=](const Trial& trial, std::size_t world) { return after(trial, world) - before(trial, world); };
            inquiry.ask({more, before},
                        [=, key = key, mend = mend, p = id.text, unit = inquiry.currency()](const Told& told, std::vector<Finding>& out) {
                            const AuditFigure& gain = told.figures[0];
                            if (!gain.above_zero(sure)) return;
                            const double share = quotient(gain, told.figures[1]).value;
                            out.push_back({share < much ? Grade::warning : Grade::serious, "",
                                           "waiting pays: what " + p + " brings " + firm + " is worth " +
                                               shortest(std::round(1000 * share) / 10) + "% more when every access comes a year later",
                                           gain.mean(), gain.se(), unit, key, mend});
                        });
        }
    }
}

}  // namespace

extern const AuditRule waiting{"waiting", "Why would anybody hurry?", ask};

}  // namespace entente::audit_rule
