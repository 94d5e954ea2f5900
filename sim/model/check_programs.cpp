// Stages, risks and benefits: names, order, duplicates (see check.hpp).
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "chance/properties.hpp"
#include "model/check.hpp"

namespace entente {

namespace {

// Where a name stands among others; elsewhere where it does not.
Source place_of(const std::vector<Name>& names, const std::string& name, Source otherwise) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const Name& n) { return n.text == name; });
    return found != names.end() ? found->source : otherwise;
}

void check_stages(const std::string& id, const Program& program, NameCheck& names) {
    const std::string where = "program." + id + ".stage";
    std::vector<Name> stages;
    for (const Stage& stage : program.stage) stages.push_back(stage.name);
    names.distinct(stages, where);
    std::vector<std::vector<std::size_t>> edges(stages.size());
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const Stage& stage = program.stage[i];
        if (stage.duration.has_value() == stage.rate.has_value()) {
            names.problem(stage.name.source, where + "." + stage.name.text + " has both or neither of duration and rate", "one of them");
        }
        if (stage.rework && stage.on_failure != OnFailure::rework) {
            names.problem(stage.name.source, where + "." + stage.name.text + " has rework but stops on failure", "on_failure = \"rework\"");
        }
        if (stage.rework && stage.rework->limit > 100) {
            names.problem(stage.name.source, where + "." + stage.name.text + ": a rework limit above 100", "at most 100");
        }
        for (const Name& after : stage.after.value_or(std::vector<Name>{})) {
            names.one_of(after, texts(stages), "stage", where + "." + stage.name.text + ".after");
            for (std::size_t j = 0; j < stages.size(); ++j) {
                if (stages[j].text == after.text) edges[i].push_back(j);
            }
        }
        if (!stage.after && i > 0) edges[i].push_back(i - 1);
    }
    if (const auto loop = cycle(texts(stages), edges); !loop.empty()) {
        const auto first =
            std::find_if(program.stage.begin(), program.stage.end(), [&](const Stage& s) { return s.name.text == loop.front(); });
        names.problem(place_of(first->after.value_or(std::vector<Name>{}), loop[1], first->name.source),
                      "a cycle in `after` of " + where + ": " + listed(loop), "stages in some order");
    }
}

// The latest date that a quantity has but once in 10^12 worlds.
double latest(const Quantity& date) { return quantile(date.law, {1 - 1e-12, 1e-12}); }

void check_refresh(const Quantity& every, NameCheck& names) {
    constexpr double least = 0.01;
    if (quantile(every.law, {1e-12, 1 - 1e-12}) >= least) return;
    names.problem(every.source, every.name + " = " + description(every.law) + " may be less than " + shortest(least) + " years",
                  "at least " + shortest(least) + " years between two refreshes",
                  constant(every.law) ? "" : "truncate it: truncate = [" + shortest(least) + ", highest]");
}

// Sales past the horizon must come to an end, or be worth less from year to year; so must a penalty, which does not grow.
void check_terminal(const Benefit& benefit, const std::string& path, const Scenario& scenario, const FirmTerms* terms, NameCheck& names) {
    constexpr double most_years = 100, most = 1e30;
    const Firm* firm = find(scenario.firm, benefit.firm.text);
    const double years = quantile(benefit.terminal.law, {1 - 1e-12, 1e-12});
    if (firm == nullptr || !(years > 0)) return;
    const double growth = quantile(benefit.terminal_growth.law, {1 - 1e-12, 1e-12}), rate = firm->discount;
    const std::string told = " and firm." + benefit.firm.text + ".discount = " + shortest(rate) + ", for " + shortest(years) + " years";
    if (years > most_years && growth >= rate) {
        names.problem(benefit.terminal_growth.source.line > 0 ? benefit.terminal_growth.source : benefit.terminal.source,
                      path + ".terminal_growth = " + description(benefit.terminal_growth.law) + told,
                      "a growth below the discount rate, or a terminal of at most " + shortest(most_years) + " years");
    } else if (years > most_years && rate <= 0 && terms != nullptr && constant(terms->penalty.law) != 0.0) {
        names.problem(benefit.terminal.source, path + ".terminal with a penalty" + told,
                      "a terminal of at most " + shortest(most_years) + " years, for the penalty lasts as long");
    } else if (std::isfinite(years) && years * std::log((1 + growth) / (1 + rate)) > std::log(most)) {
        names.problem(benefit.terminal.source, path + ".terminal_growth = " + description(benefit.terminal_growth.law) + told,
                      "sales that grow to at most 1e30 of what they were", "a lower growth, or a shorter terminal");
    }
}

void check_penalties(const std::string& where, const Program& program, NameCheck& names) {
    for (const auto& [firm, terms] : program.firm) {
        const bool given = constant(terms.penalty.law) != 0.0;
        const std::string path = where + ".firm." + firm.text;
        if (terms.penalty_from) names.not_before_start(latest(*terms.penalty_from), terms.penalty_from->source, path + ".penalty_from");
        if (given && program.needs)
            names.one_of({firm.text, terms.penalty.source}, texts(*program.needs), "firm that needs the program", path + ".penalty");
    }
}

void check_benefits(const std::string& id, const Scenario& scenario, const Program& program, NameCheck& names) {
    const std::string where = "program." + id + ".benefit";
    std::vector<Name> keys;
    for (const Benefit& benefit : program.benefit) {
        names.firm(benefit.firm, where);
        const Market* market = names.market(benefit.market, where);
        if (benefit.adoption && market != nullptr) {
            names.one_of(*benefit.adoption, ids(market->adoption), "adoption curve", where + "." + benefit.market.text);
        }
        if (program.needs && find(scenario.firm, benefit.firm.text) != nullptr) {
            names.one_of(benefit.firm, texts(*program.needs), "firm that needs the program", where);
        }
        const std::string path = where + "." + benefit.firm.text + "." + benefit.market.text;
        names.not_before_start(latest(benefit.until), benefit.until.source, path + ".until");
        if (benefit.refresh) check_refresh(benefit.refresh->every, names);
        check_terminal(benefit, path, scenario, find(program.firm, benefit.firm.text), names);
        keys.push_back({benefit.firm.text + "." + benefit.market.text, benefit.firm.source});
    }
    names.distinct(keys, where);
}

void check_count(const Risk& risk, const std::string& path, NameCheck& names) {
    if (!risk.count) {
        if (!risk.probability)
            names.problem(risk.name.source, "no key 'probability' in " + path, "'probability' (chance that it happens), or a 'count'");
        return;
    }
    const Quantity& count = *risk.count;
    if (!is_count(count.law)) {
        names.problem(count.source, count.name + " = " + description(count.law) + " is not always a whole number of 0 or more",
                      "a whole number, poisson or discrete");
    } else if (most_occurrences(count) > largest_count) {
        names.problem(count.source, count.name + " = " + description(count.law) + " may be " + std::to_string(most_occurrences(count)),
                      "a count of at most " + std::to_string(largest_count), "give the risk's total as its cost");
    }
}

}  // namespace

void check_programs(const Scenario& scenario, Problems& problems) {
    NameCheck names(scenario, problems);
    std::vector<std::vector<std::size_t>> edges;
    for (const auto& [id, program] : scenario.program) {
        const std::string where = "program." + id.text;
        names.not_before_start(program.start, id.source, where + ".start");
        if (program.stage.empty()) names.problem(id.source, where + " has no stage", "at least one [[" + where + ".stage]]");
        check_stages(id.text, program, names);
        std::vector<Name> risks;
        for (const Risk& risk : program.risk) {
            risks.push_back(risk.name);
            std::vector<std::string> stages;
            for (const Stage& stage : program.stage) stages.push_back(stage.name.text);
            const std::string path = where + ".risk." + risk.name.text;
            names.one_of(risk.stage, stages, "stage", path);
            check_count(risk, path, names);
        }
        names.distinct(risks, where + ".risk");
        names.firms(program.firm, where + ".firm");
        check_penalties(where, program, names);
        for (const Name& firm : program.needs.value_or(std::vector<Name>{})) names.firm(firm, where + ".needs");
        names.distinct(program.needs.value_or(std::vector<Name>{}), where + ".needs");
        check_benefits(id.text, scenario, program, names);
        edges.emplace_back();
        for (const Name& after : program.after) {
            names.program(after, where + ".after");
            for (std::size_t j = 0; j < scenario.program.size(); ++j) {
                if (scenario.program[j].first.text == after.text) edges.back().push_back(j);
            }
        }
    }
    if (const auto loop = cycle(ids(scenario.program), edges); !loop.empty()) {
        const auto first =
            std::find_if(scenario.program.begin(), scenario.program.end(), [&](const auto& p) { return p.first.text == loop.front(); });
        names.problem(place_of(first->second.after, loop[1], first->first.source), "a cycle in `after` of the programs: " + listed(loop),
                      "programs in some order");
    }
}

}  // namespace entente
