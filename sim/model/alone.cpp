// What may be forgone, and what is decided together (see alone.hpp).
#include "model/alone.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <variant>

#include "base/text.hpp"
#include "model/check.hpp"

namespace entente {

namespace {

bool holds(const std::vector<Name>& names, const std::string& text) {
    return std::any_of(names.begin(), names.end(), [&](const Name& name) { return name.text == text; });
}

bool is_arranged_for(const Alternative* alternative, const std::string& program, const std::string& firm) {
    if (alternative == nullptr) return false;
    return std::any_of(alternative->arrangement.begin(), alternative->arrangement.end(), [&](const Arrangement& arrangement) {
        return arrangement.program.text == program && parties_of(arrangement.mode).include(firm);
    });
}

}  // namespace

bool needs(const Program& program, const std::string& firm) { return !program.needs || holds(*program.needs, firm); }

bool has_stake(const Program& program, const std::string& firm) {
    const FirmTerms* terms = find(program.firm, firm);
    if (terms != nullptr && constant(terms->penalty.law) != 0.0) return true;
    return std::any_of(program.benefit.begin(), program.benefit.end(), [&](const Benefit& benefit) { return benefit.firm.text == firm; });
}

bool may_forgo(const Program& program, const std::string& firm) {
    return needs(program, firm) && has_stake(program, firm) && !holds(program.must, firm);
}

std::vector<bool> taken_from(const Scenario& scenario, const Alternative& alternative, const std::string& firm) {
    const auto& programs = scenario.program;
    std::vector<bool> out(programs.size(), false);
    const std::vector<Name>* without = find(alternative.without, firm);
    if (without == nullptr) return out;
    for (std::size_t p = 0; p < programs.size(); ++p) out[p] = holds(*without, programs[p].first.text);
    // As often as there are programs, for the file has them in any order.
    for (std::size_t pass = 0; pass < programs.size(); ++pass) {
        for (std::size_t p = 0; p < programs.size(); ++p) {
            const auto& [id, program] = programs[p];
            if (!needs(program, firm) || is_arranged_for(&alternative, id.text, firm)) continue;
            for (std::size_t q = 0; q < programs.size(); ++q) {
                if (out[q] && needs(programs[q].second, firm) && holds(program.after, programs[q].first.text)) out[p] = true;
            }
        }
    }
    return out;
}

std::vector<std::vector<std::size_t>> decided_together(const Scenario& scenario, const Alternative* alternative, const std::string& firm) {
    std::vector<bool> taken(scenario.program.size(), false);
    if (alternative != nullptr) taken = taken_from(scenario, *alternative, firm);
    std::vector<std::size_t> needed;
    for (std::size_t p = 0; p < scenario.program.size(); ++p) {
        if (needs(scenario.program[p].second, firm) && !taken[p]) needed.push_back(p);
    }
    // By place: the first program of those that it is tied to, found by joining what waits for each other.
    std::vector<std::size_t> first(scenario.program.size());
    std::iota(first.begin(), first.end(), std::size_t{0});
    const auto join = [&](std::size_t a, std::size_t b) {
        const auto [to, from] = std::minmax(first[a], first[b]);
        std::replace(first.begin(), first.end(), std::size_t{from}, std::size_t{to});
    };
    // Programs that limited funding has to be enough for are tied too.
    const Firm* terms = find(scenario.firm, firm);
    const bool funded = terms != nullptr && terms->funding.given();
    for (const std::size_t p : needed) {
        for (const std::size_t q : needed) {
            if (funded || holds(scenario.program[p].second.after, scenario.program[q].first.text)) join(p, q);
        }
    }
    std::vector<std::vector<std::size_t>> out;
    for (const std::size_t head : needed) {
        std::vector<std::size_t> group;
        for (const std::size_t p : needed) {
            const auto& [id, program] = scenario.program[p];
            if (first[p] == head && may_forgo(program, firm) && !is_arranged_for(alternative, id.text, firm)) group.push_back(p);
        }
        if (!group.empty()) out.push_back(std::move(group));
    }
    return out;
}

bool chooses_best(const Scenario& scenario, const Alternative* alternative) {
    const Alone otherwise = scenario.scenario.alone;
    return (alternative != nullptr ? alternative->alone.value_or(otherwise) : otherwise) == Alone::best;
}

bool anybody_chooses(const Scenario& scenario) {
    return chooses_best(scenario, nullptr) || std::any_of(scenario.alternative.begin(), scenario.alternative.end(),
                                                          [&](const auto& entry) { return chooses_best(scenario, &entry.second); });
}

namespace {

// Whether a firm has too much to decide at once in an alternative; says so.
bool decides_too_much(const Scenario& scenario, const Alternative* alternative, const Name& where, NameCheck& names) {
    if (!chooses_best(scenario, alternative)) return false;
    for (const auto& [firm, unused] : scenario.firm) {
        for (const std::vector<std::size_t>& group : decided_together(scenario, alternative, firm.text)) {
            if (group.size() <= most_decided_together) continue;
            std::vector<std::string> programs;
            for (const std::size_t p : group) programs.push_back(scenario.program[p].first.text);
            names.problem(where.source,
                          "alone = \"best\" in " + where.text + ": '" + firm.text + "' decides on " + std::to_string(group.size()) +
                              " programs together, for they wait for each other: " + listed(programs),
                          "at most " + std::to_string(most_decided_together),
                          "name '" + firm.text + "' in `must` of those that it carries out in any case");
            return true;
        }
    }
    return false;
}

}  // namespace

void check_alone(const Scenario& scenario, Problems& problems) {
    NameCheck names(scenario, problems);
    for (const auto& [id, program] : scenario.program) {
        const std::string where = "program." + id.text + ".must";
        for (const Name& firm : program.must) {
            const std::size_t before = problems.size();
            names.firm(firm, where);
            if (problems.size() == before && !needs(program, firm.text))
                names.problem(firm.source, "'" + firm.text + "' is in " + where + " and does not need the program",
                              "a firm that needs it: one of " + listed(texts(*program.needs)), "add it to program." + id.text + ".needs");
        }
        names.distinct(program.must, where);
    }
    if (!problems.empty() || decides_too_much(scenario, nullptr, {"[scenario]", scenario.scenario.source}, names)) return;
    for (const auto& [id, alternative] : scenario.alternative) {
        if (decides_too_much(scenario, &alternative, {"[alternative." + id.text + "]", id.source}, names)) return;
    }
}

Problems bound_to_programs(const Scenario& scenario) {
    Problems out;
    if (!anybody_chooses(scenario)) return out;
    for (const auto& [id, program] : scenario.program) {
        for (const auto& [firm, unused] : scenario.firm) {
            if (!needs(program, firm.text) || has_stake(program, firm.text) || holds(program.must, firm.text)) continue;
            out.push_back({id.source,
                           "alone = \"best\": '" + firm.text + "' cannot forgo program." + id.text +
                               ", for it has neither a benefit nor a penalty in it",
                           "a [[program." + id.text + ".benefit]] of '" + firm.text + "', or its name in `must`", ""});
        }
    }
    return out;
}

}  // namespace entente
