// Time, firms, markets, events and correlations; and the look-ups that every check uses (see check.hpp).
#include "model/check.hpp"
#include "model/alone.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "model/correlations.hpp"
#include "model/dates.hpp"
#include "model/names.hpp"

namespace entente {

NameCheck::NameCheck(const Scenario& scenario, Problems& problems)
    : scenario_(scenario),
      problems_(problems),
      firms_(ids(scenario.firm)),
      programs_(ids(scenario.program)),
      markets_(ids(scenario.market)) {
    for (const Event& event : scenario.event) events_.push_back(event.name.text);
}

void NameCheck::problem(Source at, std::string found, std::string expected, std::string hint) {
    problems_.push_back({at.line > 0 ? at : otherwise_, std::move(found), std::move(expected), std::move(hint)});
}
void NameCheck::defined(const Name& name, const std::vector<std::string>& known, std::string_view kind, std::string_view where) {
    const std::size_t before = problems_.size();
    one_of(name, known, kind, where);
    if (problems_.size() > before) problems_.back().mistake = std::string(kind) + " " + name.text;
}
void NameCheck::one_of(const Name& name, const std::vector<std::string>& known, std::string_view kind, std::string_view where) {
    if (std::find(known.begin(), known.end(), name.text) != known.end()) return;
    problem(name.source, "unknown " + std::string(kind) + " '" + name.text + "' in " + std::string(where),
            std::string(kind.find_first_of("aeiou") == 0 ? "the name of an " : "the name of a ") + std::string(kind),
            suggestion(name.text, known));
}
void NameCheck::firm(const Name& name, std::string_view where) { defined(name, firms_, "firm", where); }
void NameCheck::program(const Name& name, std::string_view where) { defined(name, programs_, "program", where); }
void NameCheck::event(const Name& name, std::string_view where) { defined(name, events_, "event", where); }
const Market* NameCheck::market(const Name& name, std::string_view where) {
    defined(name, markets_, "market", where);
    return find(scenario_.market, name.text);
}
void NameCheck::distinct(const std::vector<Name>& names, std::string_view where) {
    std::set<std::string> seen;
    for (const Name& name : names) {
        if (seen.insert(name.text).second) continue;
        problem(name.source, "'" + name.text + "' stands twice in " + std::string(where), "different names");
    }
}
void NameCheck::not_before_start(std::optional<double> date, Source at, std::string_view where) {
    if (!date || *date >= scenario_.scenario.start) return;
    problem(at, std::string(where) + " = " + shortest(*date) + " is before the scenario's start",
            "a date from " + shortest(scenario_.scenario.start) + " on", "work already done is `spent`");
}

std::vector<std::string> cycle(const std::vector<std::string>& names, const std::vector<std::vector<std::size_t>>& edges) {
    std::vector<int> state(names.size(), 0);  // 0 new, 1 on the path, 2 done
    std::vector<std::size_t> path;
    std::vector<std::string> found;
    const auto visit = [&](const auto& self, std::size_t i) -> void {
        state[i] = 1;
        path.push_back(i);
        for (const std::size_t next : edges[i]) {
            if (!found.empty()) return;
            if (state[next] == 1) {
                for (auto at = std::find(path.begin(), path.end(), next); at != path.end(); ++at) found.push_back(names[*at]);
                found.push_back(names[next]);
            } else if (state[next] == 0) {
                self(self, next);
            }
        }
        path.pop_back();
        state[i] = 2;
    };
    for (std::size_t i = 0; i < names.size() && found.empty(); ++i) {
        if (state[i] == 0) visit(visit, i);
    }
    return found;
}

namespace {

constexpr int most_pilot_worlds = 100'000'000;  // a few gigabytes for each pool whose costs they tell

bool whole(double x) { return std::fabs(x - std::round(x)) < 1e-9; }

void check_time(const Settings& settings, NameCheck& names) {
    const int steps = settings.steps_per_year;
    if (steps != 1 && steps != 2 && steps != 4 && steps != 12) {
        names.problem(settings.source, "steps_per_year = " + std::to_string(steps), "1, 2, 4 or 12");
        return;
    }
    const auto check_year = [&](const std::string& key, double date) {
        if (std::fabs(date) > 9999) names.problem(settings.source, key + " = " + shortest(date), "a year from -9999 to 9999");
    };
    check_year("start", settings.start);
    if (settings.price_year) check_year("price_year", *settings.price_year);
    if (settings.as_of) check_year("as_of", *settings.as_of);
    if (!whole(settings.start * steps)) {
        const double before = std::floor(settings.start * steps) / steps, after = std::ceil(settings.start * steps) / steps;
        names.problem(settings.source, "start = " + shortest(settings.start) + " is within a period",
                      "the beginning of one of the " + std::to_string(steps) + " periods of a year",
                      "near it: " + date_text(before) + " and " + date_text(after));
    }
    const double periods = settings.horizon * steps;
    if (!whole(periods) || periods < 0.5) {
        const double fewer = std::floor(periods) / steps, more = std::ceil(periods) / steps;
        names.problem(settings.source, "horizon = " + shortest(settings.horizon), "a whole number of periods, at least one",
                      std::isfinite(more) ? "near it: " + (fewer > 0 ? shortest(fewer) + " and " : "") + shortest(more) : "");
    }
    if (periods > 4800) names.problem(settings.source, "a horizon of " + shortest(periods) + " periods", "at most 4800");
    if (settings.pilot > most_pilot_worlds)
        names.problem(settings.source, "pilot = " + std::to_string(settings.pilot), "at most " + std::to_string(most_pilot_worlds));
}

void check_market(const std::string& id, const Market& market, NameCheck& names) {
    const std::vector<std::string> regimes = ids(market.regime);
    const std::string where = "market." + id + ".regime";
    double initial = 0;
    bool any_initial = false;
    for (const auto& [name, regime] : market.regime) {
        for (const auto& [next, weight] : regime.next) names.one_of(next, regimes, "regime", where + "." + name.text + ".next");
        if (find(regime.next, name.text) != nullptr) {
            names.problem(name.source, where + "." + name.text + ".next names the regime itself", "other regimes",
                          "staying is set by the duration");
        }
        double weight = 0;
        for (const auto& [next, w] : regime.next) weight += w;
        if (!regime.next.empty() && !(weight > 0)) {
            names.problem(name.source, where + "." + name.text + ".next has no weight above 0", "a regime that follows");
        }
        any_initial = any_initial || regime.initial.has_value();
        initial += regime.initial.value_or(0);
    }
    if (any_initial && std::fabs(initial - 1) > 1e-9) {
        names.problem(market.regime.front().first.source, where + ": initial probabilities sum to " + shortest(to_twelve_digits(initial)),
                      "a sum of 1");
    }
}

void check_event(const Event& event, NameCheck& names) {
    const std::string where = "event." + event.name.text;
    if (event.rate.has_value() == event.date.has_value()) {
        names.problem(event.name.source, where + " has both or neither of rate and date", "one of them");
    }
    if (event.date) names.not_before_start(constant(event.date->law), event.date->source, where + ".date");
    for (const auto& [market, factor] : event.demand) names.market(market, where + ".demand");
    for (const auto& [market, change] : event.margin) names.market(market, where + ".margin");
    names.firms(event.outlay, where + ".outlay");
}

void check_correlations(const Scenario& scenario, Problems& problems) {
    const std::size_t before = problems.size();
    const Correlations correlations = correlations_of(scenario, problems);
    if (problems.size() > before) return;
    for (const CorrelatedGroup& group : correlations.groups) {
        const Source source = scenario.correlation.back().source;
        if (group.too_large()) {
            problems.push_back(
                {source,
                 std::to_string(group.names.size()) + " correlated quantities of more than " +
                     std::to_string(CorrelatedGroup::most_classes) + " kinds",
                 "at most " + std::to_string(CorrelatedGroup::most_classes) + " that differ in what they are correlated with",
                 "quantities that stand in the same blocks without a matrix are of one kind"});
        } else if (const auto fault = indefinite(group)) {
            const bool too_many = group.repair && group.names.size() > most_repaired;
            problems.push_back({source, *fault, "a positive semi-definite matrix",
                                too_many
                                    ? "repair = true takes at most " + std::to_string(most_repaired) + " quantities, these are " +
                                          std::to_string(group.names.size())
                                    : "bring these correlations closer to 0 or to each other, or take the nearest matrix: repair = true"});
        }
    }
}

}  // namespace

void check_world(const Scenario& scenario, Problems& problems) {
    NameCheck names(scenario, problems);
    check_time(scenario.scenario, names);
    if ((scenario.scenario.copula == Copula::t) != scenario.scenario.df.has_value()) {
        names.problem(scenario.scenario.source, "the t copula and its degrees of freedom go together",
                      "copula = \"t\" with df, or neither");
    }
    if (scenario.firm.empty()) names.problem({}, "no firm", "at least one [firm.ID]");
    for (const auto& [id, firm] : scenario.firm) {
        if (id.text == "all" || id.text == "any")
            names.problem(id.source, "[firm." + id.text + "]", "another name", "'all' are the firms together, 'any' is whichever leaves");
    }
    for (const Name& name : scenario.scenario.priority) names.program(name, "scenario.priority");
    names.distinct(scenario.scenario.priority, "scenario.priority");
    if (scenario.program.empty()) names.problem({}, "no program", "at least one [program.ID]");
    for (const auto& [id, market] : scenario.market) check_market(id.text, market, names);
    std::vector<Name> events;
    for (const Event& event : scenario.event) {
        events.push_back(event.name);
        check_event(event, names);
    }
    names.distinct(events, "[[event]]");
}

Problems check(const Scenario& scenario) {
    Problems problems;
    check_size(scenario, problems);
    if (!problems.empty()) return problems;  // what is too large would take too long to check
    check_world(scenario, problems);
    check_programs(scenario, problems);
    check_alternatives(scenario, problems);
    check_alone(scenario, problems);
    if (problems.empty()) check_names(scenario, problems);
    if (problems.empty()) check_growth(scenario, problems);
    if (problems.empty()) check_sources(scenario, problems);
    if (problems.empty()) check_correlations(scenario, problems);
    return problems;
}

}  // namespace entente
