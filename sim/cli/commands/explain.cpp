// entente explain: the resolved model in words and tables, every default filled in.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/text.hpp"
#include "chance/distribution.hpp"
#include "cli/command.hpp"
#include "cli/commands/explain.hpp"
#include "cli/listing.hpp"
#include "cli/policies.hpp"
#include "model/check.hpp"
#include "model/names.hpp"
#include "prepare/fit_exits.hpp"

namespace entente {

namespace {

bool certain(const Quantity& q, double value) { return constant(q.law) == value; }
// Added to what has a date, for what is dated past the last period counts for nothing.
std::string counted(const Settings& time, double date) { return past_horizon(time, date) ? ", past the horizon: not counted" : ""; }
std::string counted(const Settings& time, const Quantity& date) { return counted(time, quantile(date.law, {1e-12, 1 - 1e-12})); }
// An exit on the very last date counts.
std::string left(const Settings& time, const Quantity& date) {
    return quantile(date.law, {1e-12, 1 - 1e-12}) > time.start + time.horizon ? ", past the horizon: not counted" : "";
}

void explain_world(const Scenario& s, const Bold& bold) {
    const Settings& t = s.scenario;
    fmt::print("{}\n{}\n", bold(t.name.empty() ? "Scenario" : t.name), std::string(t.name.size(), '='));
    fmt::print("From {} for {} years in {} periods a year. Money in millions of {}, real at {}, rising {:.4g}% a year.\n",
               shortest(t.start), shortest(t.horizon), t.steps_per_year, t.currency, shortest(t.price_year.value_or(t.start)),
               100 * t.escalation);
    fmt::print("{} worlds, seed {}; every alternative is evaluated in the same worlds and compared with '{}'.\n", s.run.worlds, s.run.seed,
               t.baseline.text);
    fmt::print("Uncertain numbers are shown as mean [10% chance of less, 10% chance of more].\n\n{}\n", bold("Firms"));
    for (const auto& [id, firm] : s.firm) {
        std::string budget;
        for (const auto& [year, amount] : firm.budget.from_year)
            budget += (budget.empty() ? " of " : ", ") + shortest(amount) + (year > 0 ? " from " + std::to_string(year) : "");
        fmt::print("  {:<12} discounts at {:.4g}% a year; {}\n", id.text, 100 * firm.discount,
                   budget.empty() ? "no budget limit" : "yearly budget" + budget);
    }
    for (const auto& [id, market] : s.market) {
        fmt::print("\n{} sells {} thousand vehicles a year at the start, growing {} a year.\n", bold("Market " + id.text),
                   number(market.size), percent(market.growth));
        for (const auto& [name, regime] : market.regime)
            fmt::print("  regime {:<12} demand x {:.4g}, lasts {:.4g} years on average\n", name.text, regime.demand, regime.duration);
        for (const auto& [name, curve] : market.adoption) {
            fmt::print("  adoption {:<10} up to {} of it, half way in {}, steepness {} a year\n", name.text, number(curve.ceiling),
                       number(curve.midpoint), number(curve.rate));
        }
    }
    for (const Event& event : s.event) {
        const std::string when = event.rate ? number(*event.rate) + " arrivals a year"
                                            : percent(event.probability) + " at " + number(*event.date) + counted(s.scenario, *event.date);
        fmt::print("\n{}: {}; lasts {} years.", bold("Event " + event.name.text), when, number(event.duration));
        if (!event.demand.empty()) fmt::print(" Demand x: {}.", by_firm(event.demand, number));
        if (!event.margin.empty()) fmt::print(" Margin changes: {}.", by_firm(event.margin, number));
        if (!event.outlay.empty()) fmt::print(" Outlay: {}.", by_firm(event.outlay, number));
        fmt::print("\n");
    }
}

void explain_royalties(const RoyaltyTerms& terms) {
    if (terms.licensees.empty()) return;
    fmt::print("    {} may use it for {} at formation and {} thousand a vehicle", named(terms.licensees), number(terms.upfront),
               number(terms.royalty));
    if (!certain(terms.minimum, 0))
        fmt::print(", at least {} thousand vehicles in {} years", number(terms.minimum), number(terms.term_years));
    fmt::print(".\n");
}

void explain_mode(const PoolTerms& pool) {
    constexpr std::string_view capability[] = {"the best member in each world", "the lead", "the members' mean"};
    fmt::print("    Factors of {}; overhead {} and drag {} a member more, synergy {}.\n", capability[static_cast<int>(pool.capability)],
               percent(pool.overhead), percent(pool.drag), percent(pool.synergy));
    const std::string usable = pool.usable.empty() ? "all of it" : by_firm(pool.usable, percent) + ", of others all";
    if (!pool.usable.empty() || pool.contribution == Contribution::join)
        fmt::print("    It begins with what its members have done, as far as it can use that ({}){}.\n", usable,
                   pool.contribution == Contribution::join ? "; each adds to what the others bring" : ", taken as their factors are");
    explain_royalties(pool);
}
void explain_level(const CostLevel& level, std::string_view what) {
    constexpr std::string_view names[] = {"the mean", "p50", "p80"};
    fmt::print(
        " {} {}", what,
        level.level == Level::money ? number(level.amount) : std::string(names[static_cast<int>(level.level)]) + " of the plan cost");
}
void explain(const Pool& pool) {
    fmt::print("{} develop it together.\n", named(pool.members));
    const auto weight = [](double w) { return fmt::format("{:.4g}%", 100 * w); };
    fmt::print("    Cost is shared by rule '{}'", std::visit([](const auto& rule) { return rule.name; }, pool.share.rule));
    if (const auto* fixed = std::get_if<Fixed>(&pool.share.rule)) fmt::print(" ({})", by_firm(fixed->weights, weight));
    if (!pool.share.overrun.empty()) {
        explain_level(pool.share.target, "up to");
        fmt::print(", above it {}", by_firm(pool.share.overrun, weight));
    }
    if (!pool.share.beyond.empty() && pool.share.cap) {
        explain_level(*pool.share.cap, ", beyond");
        fmt::print(" {}", by_firm(pool.share.beyond, weight));
    }
    fmt::print("{}.\n", pool.share.charge == Charge::justifiable ? "; none is served at more than it is worth to it" : "");
    explain_mode(pool);
}
void explain(const Venture& venture) {
    fmt::print("{} hold a venture ({}).\n", named(venture.members),
               by_firm(venture.stakes, [](double w) { return fmt::format("{:.4g}%", 100 * w); }));
    if (!venture.calls.empty())
        fmt::print("    They first bring in proportion, until it is spent: {} (nominal); then they pay by stake.\n",
                   by_firm(venture.calls, number));
    if (!venture.commitment.empty()) fmt::print("    Each funds at most: {}.\n", by_firm(venture.commitment, number));
    explain_mode(venture);
}
void explain(const License& license) {
    fmt::print("{} develops it alone.\n", license.licensor.text);
    explain_royalties(license);
}
void explain(const Supply& supply) {
    fmt::print("{} develops and builds it; {} pay {} thousand a vehicle, for at most {} thousand a year together.\n", supply.maker.text,
               named(supply.buyers), number(supply.fee), number(supply.spare_capacity));
}

void explain_payment(const Payment& payment, const Settings& time) {
    const std::string when = payment.at   ? "at " + shortest(*payment.at)
                             : payment.on ? "on " + payment.on->text
                                          : "every year from " + shortest(*payment.since) + " to " + shortest(*payment.until);
    std::string uncounted = payment.at ? counted(time, *payment.at) : "";
    if (payment.every && past_horizon(time, last_payment(payment)))
        uncounted = past_horizon(time, *payment.since)
                        ? counted(time, *payment.since)
                        : ", from " + shortest(time.start + time.horizon) + " on past the horizon: not counted";
    fmt::print("    {} pays {} {} {} ({}){}.\n", payment.from.text, payment.to.text, number(payment.amount), when,
               payment.nominal ? "nominal" : "real", uncounted);
}

void explain_talks(const MeanwhileTerms& meanwhile) {
    if (meanwhile.by_firm.empty() && meanwhile.all == Meanwhile::wait) return;
    const auto does = [](Meanwhile word) { return std::string(word == Meanwhile::work ? "works on alone" : "waits"); };
    fmt::print("    While talks last {}; work alone is cut at formation unless it is complete.\n",
               meanwhile.by_firm.empty() ? "each works on alone" : by_firm(meanwhile.by_firm, does) + " (others wait)");
}

void explain_alternative(const std::string& id, const Alternative& alternative, const Settings& time, const Bold& bold) {
    fmt::print("\n{}\n", bold("Alternative " + id));
    const Formation formation = alternative.formation.value_or(Formation{});
    if (!alternative.arrangement.empty()) {
        fmt::print("  Formed with probability {} after {} years; costs {} at the start either way. Not formed: every firm alone.\n",
                   percent(formation.probability), number(formation.delay),
                   formation.cost.empty() ? "nothing" : by_firm(formation.cost, number));
    }
    for (const auto& [firm, programs] : alternative.without) fmt::print("  {} forgoes {}.\n", firm.text, named(programs));
    for (const Arrangement& arrangement : alternative.arrangement) {
        fmt::print("  {} ({}): ", arrangement.program.text, std::visit([](const auto& mode) { return mode.name; }, arrangement.mode));
        std::visit([](const auto& mode) { explain(mode); }, arrangement.mode);
        for (const auto& [firm, adaptation] : arrangement.adaptation)
            fmt::print("    {} adapts it for {} in {} years.\n", firm.text, number(adaptation.cost), number(adaptation.duration));
        explain_talks(arrangement.meanwhile);
        if (const auto* venture = std::get_if<Venture>(&arrangement.mode)) {
            for (const Payment& payment : venture->buy_in) explain_payment(payment, time);
        }
        for (const Payment& payment : arrangement.payment) explain_payment(payment, time);
    }
    if (!alternative.drift.empty())
        fmt::print("  Market position inside the alliance changes by a year: {}.\n", by_firm(alternative.drift, percent));
    if (!alternative.erosion.empty())
        fmt::print("  A firm that must go on alone has unlearned, a year: {}.\n", by_firm(alternative.erosion, percent));
    for (const ExitTerms& exit : alternative.exit) {
        const auto* date = std::get_if<DateTrigger>(&exit.trigger);
        fmt::print(
            "  Exit '{}': {} leaves {} by trigger '{}'{}.\n", exit_name(exit), exit.leaver.text == "any" ? "any member" : exit.leaver.text,
            scope_of(exit) == Scope::alliance ? "the whole alliance" : (exit.program ? exit.program->text : "the program that failed"),
            std::visit([](const auto& t) { return t.name; }, exit.trigger),
            date != nullptr ? " in " + number(date->date) + left(time, date->date) : "");
    }
    for (const ExitTerms& exit : alternative.exit) {
        const auto* put = std::get_if<PutTrigger>(&exit.trigger);
        if (put == nullptr) continue;
        fmt::print("    {} then pays {} {} instead of a fee; the right holds{}{}.\n", put->counterparty.text, exit.leaver.text,
                   number(put->strike), put->since ? " from " + shortest(*put->since) : " from formation",
                   put->until ? " to " + shortest(*put->until) : " to the end");
    }
    if (alternative.exit.empty()) return;
    const UnwindTerms unwind = alternative.unwind.value_or(UnwindTerms{});
    fmt::print("  Then: notice {} years, fee {} from the leaver, costs {}; own work restarts after {} years;\n", number(unwind.notice),
               number(unwind.fee), unwind.cost.empty() ? "nothing" : by_firm(unwind.cost, number), number(unwind.restart));
    fmt::print(
        "    usable work: {} (others 100%); keeps what is complete: {} (others true), else access ends after {} years; licences {}.\n",
        unwind.retention.empty() ? "all" : by_firm(unwind.retention, percent),
        unwind.keeps.empty() ? "all" : by_firm(unwind.keeps, [](bool k) { return std::string(k ? "true" : "false"); }),
        number(unwind.runoff), unwind.licences_survive ? "survive" : "of the leaver end");
    if (!unwind.decline.empty())
        fmt::print("    Without own access market position falls a year by: {}.\n", by_firm(unwind.decline, percent));
    if (!unwind.level.empty())
        fmt::print("    In the end it reaches: {}; speed a year: {} (others at once).\n", by_firm(unwind.level, number),
                   unwind.recover.empty() ? "-" : by_firm(unwind.recover, number));
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

}  // namespace

int explain_command(const std::string& file, const std::vector<std::string>& settings, const Surroundings& around) {
    std::vector<LoadedScenario> loaded;
    if (!load_all({file}, settings, loaded)) return bad_input;
    const Scenario& scenario = loaded.front().scenario;
    // What takes long comes first: an explanation that is cut short says nothing.
    const std::vector<PolicyRow> policies = exit_policies(scenario, static_cast<std::uint64_t>(scenario.run.seed), around.stop);
    explain_world(scenario, around.bold);
    explain_funding(scenario, around.bold);
    explain_programs(scenario, around.bold);
    for (const auto& [id, alternative] : scenario.alternative) explain_alternative(id.text, alternative, scenario.scenario, around.bold);
    explain_dropped(scenario, around.bold);
    explain_repairs(scenario, around.bold);
    explain_policies(policies, around.bold);
    fmt::print("\n{}\n{}", around.bold("Every key, defaults filled in"), key_listing(scenario));
    return done;
}

namespace command {

Command explain();
Command explain() {
    const auto arguments = std::make_shared<ExplainArguments>();
    return {"explain",
            "the resolved model in words and tables",
            {"scenarios/ford-vw-2019.toml"},
            {OptionKind{"scenario", "scenario file", &arguments->scenario}.needed(), settings_option(arguments->settings)},
            [arguments](const Surroundings& around) { return explain_command(arguments->scenario, arguments->settings, around); }};
}

}  // namespace command

}  // namespace entente
