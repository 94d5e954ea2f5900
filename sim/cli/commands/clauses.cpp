// entente clauses: what each term of a deal is worth to each firm - the run with it, without it, and the paired difference.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "model/names.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

// A term that an alternative may have, and the alternative without it.
struct Clause {
    std::string name;
    std::function<bool(const Alternative&)> has;
    std::function<void(Alternative&)> drop;
};

template <class T>
Clause unwinding(const std::string& name, T UnwindTerms::*term) {
    return {"unwind." + name,
            [term](const Alternative& a) {
                if (!a.unwind) return false;
                if constexpr (std::is_same_v<T, Quantity>) {
                    return constant((*a.unwind.*term).law) != 0.0;
                } else if constexpr (std::is_same_v<T, bool>) {
                    return !(*a.unwind.*term);
                } else {
                    return !(*a.unwind.*term).empty();
                }
            },
            [term](Alternative& a) { *a.unwind.*term = UnwindTerms{}.*term; }};
}

std::vector<Clause> clauses_of(const Alternative& alternative) {
    std::vector<Clause> all{
        {"erosion", [](const Alternative& a) { return !a.erosion.empty(); }, [](Alternative& a) { a.erosion.clear(); }},
        {"drift", [](const Alternative& a) { return !a.drift.empty(); }, [](Alternative& a) { a.drift.clear(); }},
        {"formation", [](const Alternative& a) { return a.formation.has_value(); }, [](Alternative& a) { a.formation.reset(); }},
        unwinding("notice", &UnwindTerms::notice),
        unwinding("fee", &UnwindTerms::fee),
        unwinding("cost", &UnwindTerms::cost),
        unwinding("retention", &UnwindTerms::retention),
        unwinding("keeps", &UnwindTerms::keeps),
        unwinding("runoff", &UnwindTerms::runoff),
        unwinding("restart", &UnwindTerms::restart),
        unwinding("licences_survive", &UnwindTerms::licences_survive),
        unwinding("decline", &UnwindTerms::decline),
        unwinding("level", &UnwindTerms::level),
        unwinding("recover", &UnwindTerms::recover)};
    for (std::size_t e = 0; e < alternative.exit.size(); ++e) {
        const std::string name = exit_name(alternative.exit[e]);
        all.push_back({"exit." + name, [](const Alternative&) { return true; },
                       [name](Alternative& a) { std::erase_if(a.exit, [&](const ExitTerms& x) { return exit_name(x) == name; }); }});
    }
    for (const Arrangement& arrangement : alternative.arrangement) {
        const std::string program = arrangement.program.text;
        const auto in = [program](Alternative& a) -> Arrangement& {
            return *std::find_if(a.arrangement.begin(), a.arrangement.end(),
                                 [&](const Arrangement& x) { return x.program.text == program; });
        };
        const std::string head = "arrangement." + program;
        if (!arrangement.payment.empty())
            all.push_back({head + ".payment", [](const Alternative&) { return true; }, [in](Alternative& a) { in(a).payment.clear(); }});
        if (!arrangement.adaptation.empty())
            all.push_back(
                {head + ".adaptation", [](const Alternative&) { return true; }, [in](Alternative& a) { in(a).adaptation.clear(); }});
        all.push_back({head, [](const Alternative&) { return true; },
                       [program](Alternative& a) {
                           std::erase_if(a.arrangement, [&](const Arrangement& x) { return x.program.text == program; });
                           if (a.arrangement.empty()) a.exit.clear();
                       }});
        std::visit(
            [&](const auto& mode) {
                using M = std::remove_cvref_t<decltype(mode)>;
                const auto add = [&](const std::string& name, auto change) {
                    all.push_back({head + "." + name, [](const Alternative&) { return true; },
                                   [in, change](Alternative& a) { change(std::get<M>(in(a).mode)); }});
                };
                if constexpr (requires { mode.royalty; }) {
                    if (constant(mode.upfront.law) != 0.0) add("upfront", [](M& m) { m.upfront = 0; });
                    if (constant(mode.royalty.law) != 0.0) add("royalty", [](M& m) { m.royalty = 0; });
                    if (constant(mode.minimum.law) != 0.0) add("minimum", [](M& m) { m.minimum = 0; });
                }
                if constexpr (requires { mode.commitment; }) {
                    if (!mode.commitment.empty()) add("commitment", [](M& m) { m.commitment.clear(); });
                    if (!mode.buy_in.empty()) add("buy_in", [](M& m) { m.buy_in.clear(); });
                }
                if constexpr (requires { mode.share; }) {
                    if (!mode.share.overrun.empty() || !mode.share.beyond.empty()) {
                        add("bands", [](M& m) {
                            m.share.overrun.clear();
                            m.share.beyond.clear();
                            m.share.cap.reset();
                        });
                    }
                }
                if constexpr (requires { mode.spare_capacity; }) {
                    if (constant(mode.fee.law) != 0.0) add("fee", [](M& m) { m.fee = 0; });
                    if (constant(mode.spare_capacity.law) != HUGE_VAL) add("spare_capacity", [](M& m) { m.spare_capacity = HUGE_VAL; });
                }
            },
            arrangement.mode);
    }
    std::erase_if(all, [&](const Clause& clause) { return !clause.has(alternative); });
    return all;
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

int clauses_command(const ClausesArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const Scenario& scenario = loaded.front().scenario;
    const Alternative* deal = find(scenario.alternative, arguments.alternative);
    if (deal == nullptr) {
        std::vector<std::string> known;
        for (const auto& [name, alternative] : scenario.alternative) known.push_back(name.text);
        tell("entente: error: --alternative '{}'; expected one of {}\n", arguments.alternative, listed(known));
        return bad_input;
    }
    std::vector<FolderLock> locks;
    if (!claim_folders({arguments.run.output}, locks)) return bad_input;
    const std::vector<Clause> clauses = clauses_of(*deal);
    RunOptions options = options_of(scenario, arguments.run, read, around);
    options.tables = options.keep_partial = false;
    const Results results = run(without_each(scenario, arguments.alternative, clauses), options);
    fmt::print("{}\n", around.bold("What each term of '" + arguments.alternative + "' is worth"));
    fmt::print("npv with it less npv without it, {} m, mean and 95% interval, {} worlds, paired\n\n{:<36}", results.currency,
               results.worlds, "term");
    for (const std::string& firm : firms_of(results)) fmt::print(" {:>30}", firm);
    fmt::print("\n");
    Csv csv("clauses.csv", "alternative,term,firm,worth,se,low95,high95", read.dialect);
    for (const Clause& clause : clauses) {
        fmt::print("{:<36}", clause.name);
        for (const std::string& firm : firms_of(results)) {
            const ComparisonRow* gain = comparison_row(results, without(clause), firm, "gain");
            fmt::print(" {:>30}",
                       fmt::format("{} [{}, {}]", money_text(0 - gain->mean), money_text(0 - gain->high95), money_text(0 - gain->low95)));
            csv.row(arguments.alternative, clause.name, firm, 0 - gain->mean, gain->se, 0 - gain->high95, 0 - gain->low95);
        }
        fmt::print("\n");
    }
    StudyRecord record = study_of("clauses", loaded.front(), arguments.run.settings);
    record.partial = results.partial();
    record.options = {{"scenario", loaded.front().stem},
                      {"alternative", arguments.alternative},
                      {"seed", static_cast<std::int64_t>(results.seed)},
                      {"worlds", results.worlds},
                      {"sampling", results.sampling}};
    write_study(arguments.run.output, SetKind::clauses, record, {csv.finish()});
    fmt::print("\nin {}/clauses.csv too\n", arguments.run.output);
    return done;
}

namespace command {

Command clauses();
Command clauses() {
    const auto arguments = std::make_shared<ClausesArguments>();
    return {"clauses",
            "what each term of a deal is worth to each firm",
            {"scenarios/two-carmakers.toml --alternative exit --worlds 10000"},
            joined(one_scenario(arguments->run), {OptionKind{"--alternative", "the deal", &arguments->alternative}.needed()}),
            [arguments](const Surroundings& around) { return clauses_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
