// The variants of a deal and their differences (see clauses.hpp).
#include "studies/clauses.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

#include "base/problem.hpp"
#include "model/names.hpp"
#include "model/rows.hpp"
#include "run/run.hpp"
#include "studies/columns.hpp"

namespace entente {

namespace {

// An amount or another number counts as a term where it is not surely 0, a list where it is not empty, a permission where it is not given.
template <class T>
bool agreed(const T& term) {
    if constexpr (std::is_same_v<T, Quantity>) {
        return constant(term.law) != 0.0;
    } else if constexpr (std::is_same_v<T, bool>) {
        return !term;
    } else {
        return !term.empty();
    }
}

void add_unwinding(const UnwindTerms& unwind, std::vector<Clause>& out) {
    const auto add = [&](const std::string& name, auto UnwindTerms::*term) {
        if (agreed(unwind.*term)) out.push_back({"unwind." + name, [term](Alternative& a) { *a.unwind.*term = UnwindTerms{}.*term; }});
    };
    add("notice", &UnwindTerms::notice);
    add("fee", &UnwindTerms::fee);
    add("cost", &UnwindTerms::cost);
    add("retention", &UnwindTerms::retention);
    add("keeps", &UnwindTerms::keeps);
    add("runoff", &UnwindTerms::runoff);
    add("restart", &UnwindTerms::restart);
    add("licences_survive", &UnwindTerms::licences_survive);
    add("decline", &UnwindTerms::decline);
    add("level", &UnwindTerms::level);
    add("recover", &UnwindTerms::recover);
}

// The arrangement of a program, in a copy of the alternative.
Arrangement& arrangement_of(Alternative& alternative, const std::string& program) {
    return *std::find_if(alternative.arrangement.begin(), alternative.arrangement.end(),
                         [&](const Arrangement& x) { return x.program.text == program; });
}

// What a mode alone has.
template <class Mode>
void add_mode(const Mode& mode, const std::string& program, std::vector<Clause>& out) {
    const auto add = [&](const std::string& name, auto change) {
        out.push_back({"arrangement." + program + "." + name,
                       [program, change](Alternative& a) { change(std::get<Mode>(arrangement_of(a, program).mode)); }});
    };
    if constexpr (requires { mode.royalty; }) {
        if (agreed(mode.upfront)) add("upfront", [](Mode& m) { m.upfront = 0; });
        if (agreed(mode.royalty)) add("royalty", [](Mode& m) { m.royalty = 0; });
        if (agreed(mode.minimum)) add("minimum", [](Mode& m) { m.minimum = 0; });
    }
    if constexpr (requires { mode.commitment; }) {
        if (agreed(mode.calls)) add("calls", [](Mode& m) { m.calls.clear(); });
        if (agreed(mode.commitment)) add("commitment", [](Mode& m) { m.commitment.clear(); });
        if (agreed(mode.buy_in)) add("buy_in", [](Mode& m) { m.buy_in.clear(); });
    }
    if constexpr (requires { mode.usable; }) {
        if (agreed(mode.usable)) add("usable", [](Mode& m) { m.usable.clear(); });
        if (mode.contribution != Contribution::capability) add("contribution", [](Mode& m) { m.contribution = Contribution::capability; });
    }
    if constexpr (requires { mode.share; }) {
        if (agreed(mode.share.overrun) || agreed(mode.share.beyond)) {
            add("bands", [](Mode& m) {
                m.share.overrun.clear();
                m.share.beyond.clear();
                m.share.cap.reset();
            });
        }
    }
    if constexpr (requires { mode.spare_capacity; }) {
        if (agreed(mode.fee)) add("fee", [](Mode& m) { m.fee = 0; });
        if (constant(mode.spare_capacity.law) != HUGE_VAL) add("spare_capacity", [](Mode& m) { m.spare_capacity = HUGE_VAL; });
    }
}

void add_arrangement(const Arrangement& arrangement, std::vector<Clause>& out) {
    const std::string program = arrangement.program.text, head = "arrangement." + program;
    if (agreed(arrangement.payment))
        out.push_back({head + ".payment", [program](Alternative& a) { arrangement_of(a, program).payment.clear(); }});
    if (agreed(arrangement.adaptation))
        out.push_back({head + ".adaptation", [program](Alternative& a) { arrangement_of(a, program).adaptation.clear(); }});
    if (arrangement.meanwhile.all == Meanwhile::work || agreed(arrangement.meanwhile.by_firm))
        out.push_back({head + ".meanwhile", [program](Alternative& a) { arrangement_of(a, program).meanwhile = {}; }});
    out.push_back({head, [program](Alternative& a) {
                       std::erase_if(a.arrangement, [&](const Arrangement& x) { return x.program.text == program; });
                       // Where nothing is arranged there is nothing to leave.
                       if (a.arrangement.empty()) a.exit.clear();
                   }});
    std::visit([&](const auto& mode) { add_mode(mode, program, out); }, arrangement.mode);
}

// The alternative that lacks a clause; no id of a scenario has a blank.
std::string without(const Clause& clause) { return "without " + clause.name; }

// The scenario with one alternative more for each clause, all compared with the deal as it is.
Scenario without_each(const Scenario& scenario, const std::string& id, const std::vector<Clause>& clauses) {
    Scenario out = scenario;
    const Alternative deal = *find(scenario.alternative, id);
    out.alternative = {{Name{id, {}}, deal}};
    for (const Clause& clause : clauses) {
        Alternative less = deal;
        clause.drop(less);
        out.alternative.push_back({Name{without(clause), {}}, less});
    }
    out.scenario.baseline = Name{id, {}};
    return out;
}

}  // namespace

std::vector<Clause> clauses_of(const Alternative& alternative) {
    std::vector<Clause> out;
    if (agreed(alternative.erosion)) out.push_back({"erosion", [](Alternative& a) { a.erosion.clear(); }});
    if (agreed(alternative.drift)) out.push_back({"drift", [](Alternative& a) { a.drift.clear(); }});
    if (alternative.formation) out.push_back({"formation", [](Alternative& a) { a.formation.reset(); }});
    if (alternative.unwind) add_unwinding(*alternative.unwind, out);
    for (const ExitTerms& exit : alternative.exit) {
        const std::string name = exit_name(exit);
        out.push_back(
            {"exit." + name, [name](Alternative& a) { std::erase_if(a.exit, [&](const ExitTerms& x) { return exit_name(x) == name; }); }});
    }
    for (const Arrangement& arrangement : alternative.arrangement) add_arrangement(arrangement, out);
    return out;
}

namespace {

// Every firm's gain by each of some variants of the deal, which is the baseline of their run. `sign`: -1 where a variant lacks the term.
ClauseWorths worths_of(const Results& results, const std::vector<std::pair<std::string, std::string>>& variants, double sign) {
    ClauseWorths out{results.currency, results.worlds, firms_of(results), {}};
    for (const auto& [term, variant] : variants) {
        ClauseRow& row = out.terms.emplace_back(ClauseRow{term, {}});
        for (const std::string& firm : out.firms) {
            const ComparisonRow* gain = comparison_row(results, variant, firm, "gain");
            const double low = sign > 0 ? gain->low95 : 0 - gain->high95, high = sign > 0 ? gain->high95 : 0 - gain->low95;
            row.worth.push_back({firm, sign > 0 ? gain->mean : 0 - gain->mean, gain->se, low, high});
        }
    }
    return out;
}

}  // namespace

ClauseWorths worth_of_clauses(const Scenario& scenario, const std::string& alternative, RunOptions options) {
    const std::vector<Clause> clauses = clauses_of(*find(scenario.alternative, alternative));
    options.tables = options.keep_partial = false;
    options = with_coordinates_of(scenario, std::move(options));
    std::vector<std::pair<std::string, std::string>> variants;
    for (const Clause& clause : clauses) variants.emplace_back(clause.name, without(clause));
    return worths_of(run(without_each(scenario, alternative, clauses), options), variants, -1);
}

ClauseWorths worth_of_levels(const Scenario& scenario, const std::string& alternative, const std::vector<Axis>& levels,
                             const ScenarioWith& with, RunOptions options) {
    Scenario all = scenario;
    all.alternative = {{Name{alternative, {}}, *find(scenario.alternative, alternative)}};
    all.scenario.baseline = Name{alternative, {}};
    std::vector<std::pair<std::string, std::string>> variants;
    for (const Axis& key : levels) {
        for (const std::string& level : key.values) {
            const std::string setting = key.key + "=" + level;  // no id of a scenario has this sign
            const std::shared_ptr<const Scenario> changed = with({setting});
            if (!changed) throw Failure("the deal does not take " + setting);
            all.alternative.push_back({Name{setting, {}}, *find(changed->alternative, alternative)});
            variants.emplace_back(setting, setting);
        }
    }
    options.tables = options.keep_partial = false;
    return worths_of(run(all, with_coordinates_of(scenario, std::move(options))), variants, 1);
}

}  // namespace entente
