// Programs in words (see explain.hpp).
#include "cli/commands/explain.hpp"

#include <limits>

#include "model/check.hpp"

namespace entente {

namespace {

bool is(const Quantity& q, double value) { return constant(q.law) == value; }

void explain_penalty(const Scenario& s, const std::string& firm, const FirmTerms& terms) {
    if (is(terms.penalty, 0)) return;
    const Quantity from = terms.penalty_from.value_or(Quantity(s.scenario.start));
    fmt::print("  {:<14} pays {} a year from {} on while it has no access to it{}\n", firm, number(terms.penalty), number(from),
               past_horizon(s.scenario, quantile(from.law, {1e-12, 1 - 1e-12})) ? ", past the horizon: not counted" : "");
}

// What being late, and rivals with access, cost in volume.
std::string lessened(const Benefit& benefit) {
    std::string out;
    if (benefit.due && !is(benefit.late, 0))
        out += "; a year of delay past " + shortest(*benefit.due) + " costs volume at a rate of " + percent(benefit.late);
    if (!is(benefit.rivalry, 0)) out += "; each rival with access takes " + percent(benefit.rivalry);
    return out;
}

// When a market closes, what it takes to go on selling, and what goes on past the horizon.
void explain_lasting(const Benefit& benefit) {
    if (!is(benefit.until, std::numeric_limits<double>::infinity()))
        fmt::print("  {:<14} the market closes at {}, whenever access came\n", "", number(benefit.until));
    if (benefit.refresh)
        fmt::print("  {:<14} to go on selling it pays {} every {} from the first access\n", "", number(benefit.refresh->cost),
                   years(benefit.refresh->every));
    if (!is(benefit.terminal, 0))
        fmt::print("  {:<14} sales go on {} past the horizon, what they bring growing {} a year\n", "",
                   is(benefit.terminal, std::numeric_limits<double>::infinity()) ? "for ever" : "for at most " + years(benefit.terminal),
                   percent(benefit.terminal_growth));
}

}  // namespace

void explain_programs(const Scenario& s, const Bold& bold) {
    for (const auto& [id, program] : s.program) {
        fmt::print("\n{}{}: likeness {:.4g}", bold("Program " + introduced(s.program, id.text)),
                   program.start ? ", from " + shortest(*program.start) + " on" : "", program.likeness);
        if (!program.after.empty()) fmt::print(", after {}", named(s.program, program.after));
        fmt::print(", wanted by {}{}.\n", program.needs ? named(s.firm, *program.needs) : "every firm",
                   program.must.empty() ? "" : "; may not be forgone by " + named(s.firm, program.must));
        fmt::print("  {:<14} {:>26} {:>22} {:>10} {:>9}  {}\n", "stage", "cost", "years", "success", "profile", "after");
        for (std::size_t i = 0; i < program.stage.size(); ++i) {
            const Stage& stage = program.stage[i];
            const std::string after = stage.after ? named(*stage.after) : (i > 0 ? program.stage[i - 1].name.text : "");
            const std::string duration = stage.duration ? number(*stage.duration) : "cost / " + number(*stage.rate);
            const std::string profile = std::visit([](const auto& p) { return std::string(p.name); }, stage.profile);
            fmt::print("  {:<14} {:>26} {:>22} {:>10} {:>9}  {}\n", stage.name.text, number(*stage.cost), duration, percent(stage.success),
                       profile, after.empty() ? "-" : after);
            if (!is(stage.standing, 0)) fmt::print("  {:<14} its team costs {} a year while it lasts\n", "", number(stage.standing));
            if (stage.on_failure == OnFailure::rework) {
                const Rework rework = stage.rework.value_or(Rework{});
                fmt::print("  {:<14} a failed try repeats {} of the cost and {} of the time, at most {} times\n", "", percent(rework.cost),
                           percent(rework.time), rework.limit);
            }
        }
        for (const Risk& risk : program.risk) {
            fmt::print("  risk {:<9} hits {} in {} of worlds{}: {} more, {} later\n", risk.name.text, risk.stage.text,
                       percent(risk.probability.value_or(Quantity(1))), risk.count ? ", " + number(*risk.count) + " times, each time" : "",
                       number(risk.cost), years(risk.delay));
        }
        for (const auto& [firm, terms] : program.firm) {
            fmt::print("  {:<14} costs x {}, durations x {}, {} of the work done before\n", title_of(s.firm, firm.text),
                       number(terms.cost_factor), number(terms.duration_factor), percent(terms.spent));
            explain_penalty(s, title_of(s.firm, firm.text), terms);
        }
        for (const Benefit& benefit : program.benefit) {
            fmt::print("  {} earns {} thousand a vehicle on {} of {}{}{}{}{}\n", title_of(s.firm, benefit.firm.text),
                       number(benefit.margin), percent(benefit.share), benefit.market.text,
                       benefit.adoption ? "'s " + benefit.adoption->text : "",
                       is(benefit.life, std::numeric_limits<double>::infinity()) ? " from access on" : " for " + years(benefit.life),
                       is(benefit.ramp, 0) ? "" : ", full after " + years(benefit.ramp), lessened(benefit));
            explain_lasting(benefit);
        }
    }
}

}  // namespace entente
