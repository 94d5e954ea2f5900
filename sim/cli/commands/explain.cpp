// entente explain: the resolved model in words and tables, every default filled in.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "base/text.hpp"
#include "chance/properties.hpp"
#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/commands/explain.hpp"
#include "cli/policies.hpp"
#include "exit/sayings.hpp"
#include "model/check.hpp"
#include "model/correlations.hpp"
#include "model/dates.hpp"
#include "model/names.hpp"
#include "model/scenario_keys.hpp"
#include "prepare/ready.hpp"

namespace entente {

namespace {

// Added to what has a date, for what is dated past the last period counts for nothing.
std::string past_note(const Settings& time, double date) { return past_horizon(time, date) ? ", past the horizon: not counted" : ""; }
std::string past_note(const Settings& time, const Quantity& date) { return past_note(time, quantile(date.law, {1e-12, 1 - 1e-12})); }
std::string explain_alone(Alone alone) {
    return alone == Alone::best ? "firms carry out what is best for them, to expected npv given what the others do"
                                : "firms carry out all that they need";
}

void explain_world(const Scenario& s, const Bold& bold) {
    const Settings& t = s.scenario;
    fmt::print("{}\n{}\n", bold(t.name.empty() ? "Scenario" : t.name), std::string(t.name.size(), '='));
    fmt::print("From {} for {} in {} a year. Money in millions of {}, real at {}, rising {:.4g}% a year.\n", shortest(t.start),
               years(shortest(t.horizon)), counted(static_cast<std::size_t>(t.steps_per_year), "period"), t.currency,
               shortest(t.price_year.value_or(t.start)), 100 * t.escalation);
    fmt::print("{} worlds, seed {}; every alternative is evaluated in the same worlds and compared with '{}'.\n", s.run.worlds, s.run.seed,
               title_of(s.alternative, t.baseline.text));
    if (t.alone == Alone::best) fmt::print("Where no arrangement says otherwise, {}.\n", explain_alone(t.alone));
    fmt::print("Uncertain numbers are shown as mean [10% chance of less, 10% chance of more].\n\n{}\n", bold("Firms"));
    for (const auto& [id, firm] : s.firm) {
        std::string budget;
        for (const auto& [year, amount] : firm.budget.from_year)
            budget += (budget.empty() ? " of " : ", ") + shortest(amount) + (year > 0 ? " from " + std::to_string(year) : "");
        fmt::print("  {:<12} discounts at {:.4g}% a year; {}{}\n", introduced(s.firm, id.text), 100 * firm.discount,
                   budget.empty() ? "no budget limit" : "yearly budget" + budget,
                   firm.tolerance ? "; weighs risk with a tolerance of " + shortest(*firm.tolerance) : "");
    }
    for (const auto& [id, market] : s.market) {
        fmt::print("\n{} sells {} thousand vehicles a year at the start, growing {} a year.\n", bold("Market " + id.text),
                   number(market.size), percent(market.growth));
        for (const auto& [name, regime] : market.regime)
            fmt::print("  regime {:<12} demand x {:.4g}, lasts {} on average\n", name.text, regime.demand,
                       years(fmt::format("{:.4g}", regime.duration)));
        for (const auto& [name, curve] : market.adoption) {
            fmt::print("  adoption {:<10} up to {} of it, half way in {}, steepness {} a year\n", name.text, number(curve.ceiling),
                       number(curve.midpoint), number(curve.rate));
        }
    }
    for (const Event& event : s.event) {
        const std::string when = event.rate
                                     ? number(*event.rate) + " arrivals a year"
                                     : percent(event.probability) + " at " + number(*event.date) + past_note(s.scenario, *event.date);
        fmt::print("\n{}: {}; lasts {}.", bold("Event " + event.name.text), when, years(event.duration));
        if (!event.demand.empty()) fmt::print(" Demand x: {}.", by_key(event.demand, number));
        if (!event.margin.empty()) fmt::print(" Margin changes: {}.", by_key(event.margin, number));
        if (!event.outlay.empty()) fmt::print(" Outlay: {}.", by_firm(s, event.outlay, number));
        fmt::print("\n");
    }
}

void explain_payment(const Scenario& s, const Payment& payment) {
    const Settings& time = s.scenario;
    const std::string when = payment.at   ? "at " + shortest(*payment.at)
                             : payment.on ? "on " + payment.on->text
                                          : "every year from " + shortest(*payment.since) + " to " + shortest(*payment.until);
    std::string uncounted = payment.at ? past_note(time, *payment.at) : "";
    if (payment.every && past_horizon(time, last_payment(payment)))
        uncounted = past_horizon(time, *payment.since)
                        ? past_note(time, *payment.since)
                        : ", from " + shortest(time.start + time.horizon) + " on past the horizon: not counted";
    fmt::print("    {} pays {} {} {} ({}){}.\n", title_of(s.firm, payment.from.text), title_of(s.firm, payment.to.text),
               number(payment.amount), when, payment.nominal ? "nominal" : "real", uncounted);
}

void explain_talks(const Scenario& s, const MeanwhileTerms& meanwhile) {
    if (meanwhile.by_firm.empty() && meanwhile.all == Meanwhile::wait) return;
    const auto does = [](Meanwhile word) { return std::string(word == Meanwhile::work ? "works on alone" : "waits"); };
    fmt::print("    While talks last {}; work alone is cut at formation unless it is complete.\n",
               meanwhile.by_firm.empty() ? "each works on alone" : by_firm(s, meanwhile.by_firm, does) + " (others wait)");
}

void explain_arrangement(const Scenario& s, const Arrangement& arrangement) {
    fmt::print("  {} ({}): ", title_of(s.program, arrangement.program.text),
               std::visit([](const auto& mode) { return mode.name; }, arrangement.mode));
    const Called words(s);
    fmt::print("{}\n", fmt::join(std::visit([&](const auto& mode) { return told(mode, words); }, arrangement.mode), "\n    "));
    if (arrangement.nominal) fmt::print("    Its amounts are nominal: they do not rise with prices.\n");
    for (const auto& [firm, adaptation] : arrangement.adaptation)
        fmt::print("    {} adapts it for {} in {}.\n", title_of(s.firm, firm.text), number(adaptation.cost), years(adaptation.duration));
    explain_talks(s, arrangement.meanwhile);
    if (const auto* own = payments_in(arrangement.mode)) {
        for (const Payment& payment : *own) explain_payment(s, payment);
    }
    for (const Payment& payment : arrangement.payment) explain_payment(s, payment);
}

void explain_alternative(const Scenario& s, const std::string& id, const Alternative& alternative, const Bold& bold) {
    fmt::print("\n{}\n", bold("Alternative " + introduced(s.alternative, id)));
    const Formation formation = alternative.formation.value_or(Formation{});
    if (!alternative.arrangement.empty()) {
        fmt::print("  Formed with probability {} after {}; costs {} at the start either way{}. Not formed: every firm alone.\n",
                   percent(formation.probability), years(formation.delay),
                   formation.cost.empty() ? "nothing" : by_firm(s, formation.cost, number), formation.nominal ? " (nominal)" : "");
    }
    if (alternative.alone) fmt::print("  Outside its arrangements {}.\n", explain_alone(*alternative.alone));
    if (alternative.term) fmt::print("  The alliance's own end is {}; no exit counts after it.\n", shortest(*alternative.term));
    for (const auto& [firm, programs] : alternative.without)
        fmt::print("  {} forgoes {}.\n", title_of(s.firm, firm.text), named(s.program, programs));
    for (const Arrangement& arrangement : alternative.arrangement) explain_arrangement(s, arrangement);
    if (!alternative.drift.empty())
        fmt::print("  Market position inside the alliance changes by a year: {}.\n", by_firm(s, alternative.drift, percent));
    if (!alternative.erosion.empty())
        fmt::print("  A firm that must go on alone has unlearned, a year: {}.\n", by_firm(s, alternative.erosion, percent));
    explain_exits(s, alternative);
}

void explain_dropped(const Scenario& s, const Bold& bold) {
    const Problems found = dropped(s);
    if (!found.empty()) fmt::print("\n{}\n", bold("Past the horizon: not counted"));
    for (const Problem& one : found) fmt::print("  {}.\n", one.found);
}

void explain_repairs(const Scenario& s, const Bold& bold) {
    Problems none;
    const std::vector<CorrelationChange> changes = correlations_of(s, none).changes;
    if (changes.empty()) return;
    fmt::print("\n{}: no matrix has them all; the nearest one is used.\n  {:>8} {:>8}  pair\n", bold("Correlations repaired"), "before",
               "after");
    for (const CorrelationChange& c : changes) fmt::print("  {:>8.4f} {:>8.4f}  {} with {}\n", c.before, c.after, c.a, c.b);
}

// Where the numbers come from; nothing where the scenario does not say.
void explain_sources(const Scenario& s, const Bold& bold) {
    if (s.sources.empty() && !s.scenario.as_of) return;
    const std::string as_of = s.scenario.as_of ? ", as known on " + day_text(*s.scenario.as_of) : "";
    fmt::print("\n{}{}\n", bold("Sources"), as_of);
    std::array<int, words(Mark{}).size()> count{};
    int silent = 0;
    for (const ScenarioKey& key : sourced_keys(s)) {
        if (!key.number || key.default_value) continue;
        const Citation* citation = citation_of(s, key.path);
        ++(citation == nullptr ? silent : count[static_cast<std::size_t>(citation->mark)]);
    }
    fmt::print("  Of the numbers {} are facts, {} derived, {} judgements; {} have no source.\n", count[0], count[1], count[2], silent);
    for (const auto& [pattern, citation] : s.sources)
        fmt::print("  {}: {} ({}{})\n", pattern.text, citation.text, word_of(citation.mark),
                   citation.date ? " of " + day_text(*citation.date) : "");
}

}  // namespace

int explain_command(const ExplainArguments& arguments, const Surroundings& around) {
    std::vector<LoadedScenario> loaded;
    if (!load_all({arguments.scenario}, arguments.settings, loaded)) return bad_input;
    const Scenario& scenario = *loaded.front().scenario;
    // What takes long comes first: an explanation that is cut short says nothing.
    const Ready ready = decided_before(scenario, static_cast<std::uint64_t>(scenario.run.seed), around.stop);
    if (arguments.json) {
        explain_json(scenario, ready);
        return done;
    }
    explain_world(scenario, around.bold);
    explain_funding(scenario, around.bold);
    explain_programs(scenario, around.bold);
    for (const auto& [id, alternative] : scenario.alternative) explain_alternative(scenario, id.text, alternative, around.bold);
    explain_dropped(scenario, around.bold);
    explain_repairs(scenario, around.bold);
    explain_choices(scenario, ready.choices, around.bold);
    explain_going_on(scenario, ready.going_on, around.bold);
    explain_policies(scenario, ready.policies, around.bold);
    explain_sources(scenario, around.bold);
    fmt::print("\n{}\n", around.bold("Every key, defaults filled in"));
    for (const ScenarioKey& key : scenario_keys(scenario)) fmt::print("  {} = {}\n", key.path, key.value);
    return done;
}

namespace command {

Command explain();
Command explain() {
    const auto arguments = std::make_shared<ExplainArguments>();
    return {"explain",
            "the resolved model in words and tables",
            {"scenarios/ford-vw-2019.toml"},
            {OptionKind{"scenario", "scenario file", &arguments->scenario}.needed(), settings_option(arguments->settings),
             json_option(arguments->json)},
            [arguments](const Surroundings& around) { return explain_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
