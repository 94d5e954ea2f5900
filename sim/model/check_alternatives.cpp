// Formation, arrangements, payments, exits and unwinding: names and sums (see check.hpp).
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/check.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

class AlternativeCheck {
public:
    AlternativeCheck(const Scenario& scenario, const Name& id, const Alternative& alternative, NameCheck& names)
        : scenario_(scenario), id_(id), alternative_(alternative), names_(names), where_("alternative." + id.text) {}

    void run() {
        // What it copies has no place of its own.
        const NameCheck::Within within(names_, alternative_.like ? alternative_.like->source : Source{});
        for (const auto& [firm, programs] : alternative_.without) {
            names_.firm(firm, where_ + ".without");
            for (const Name& program : programs) {
                names_.program(program, where_ + ".without." + firm.text);
                if (is_arranged(program)) {
                    names_.problem(program.source, "'" + program.text + "' is forgone and arranged in " + where_, "one of the two");
                }
            }
        }
        if (alternative_.formation) names_.firms(alternative_.formation->cost, where_ + ".formation.cost");
        names_.not_before_start(alternative_.term, id_.source, where_ + ".term");
        names_.firms(alternative_.erosion, where_ + ".erosion");
        names_.firms(alternative_.drift, where_ + ".drift");
        std::vector<Name> programs;
        for (const Arrangement& arrangement : alternative_.arrangement) {
            programs.push_back(arrangement.program);
            check_arrangement(arrangement);
        }
        names_.distinct(programs, where_ + ".arrangement");
        check_exits();
        if (alternative_.unwind) check_unwind(*alternative_.unwind);
    }

private:
    bool is_arranged(const Name& program) const {
        return std::any_of(alternative_.arrangement.begin(), alternative_.arrangement.end(),
                           [&](const Arrangement& a) { return a.program.text == program.text; });
    }

    // Firms taking part must want the program.
    void participant(const Name& firm, const Arrangement& arrangement, const std::string& where) {
        names_.firm(firm, where);
        const Program* program = find(scenario_.program, arrangement.program.text);
        if (program == nullptr || !program->needs || find(scenario_.firm, firm.text) == nullptr) return;
        names_.one_of(firm, texts(*program->needs), "firm that needs the program", where);
    }

    // What is wrong with all of them stands where they begin.
    void check_weights(const Keyed<double>& weights, const std::vector<Name>& members, Source without, const std::string& where) {
        if (members.size() < 2) return;  // which was said to be wrong already
        const Source at = weights.empty() ? without : weights.front().first.source;
        double sum = 0;
        for (const auto& [firm, weight] : weights) {
            names_.one_of(firm, texts(members), "member", where);
            sum += weight;
        }
        for (const Name& member : members) {
            if (find(weights, member.text) == nullptr) {
                names_.problem(at, where + " has no weight for '" + member.text + "'", "a weight for each member");
            }
        }
        if (std::fabs(sum - 1) > 1e-9) names_.problem(at, where + " sums to " + shortest(to_twelve_digits(sum)), "a sum of 1");
    }

    void check_royalties(const RoyaltyTerms& terms, const Arrangement& arrangement, const std::string& where) {
        for (const Name& firm : terms.licensees) participant(firm, arrangement, where + ".licensees");
        names_.distinct(terms.licensees, where + ".licensees");
        if (constant(terms.minimum.law) != 0.0 && constant(terms.term_years.law) == HUGE_VAL) {
            names_.problem(arrangement.program.source, where + " has a minimum without term_years", "both");
        }
    }

    void check_pool(const PoolTerms& pool, const Arrangement& arrangement, const std::string& where) {
        if (pool.members.size() < 2)
            names_.problem(arrangement.program.source, where + " has fewer than two members", "two or more",
                           "what one firm does alone needs no arrangement");
        if (pool.members.size() > CostGame::most_players)
            names_.problem(arrangement.program.source, where + " has over 20 members", "at most 20");
        for (const Name& member : pool.members) participant(member, arrangement, where + ".members");
        names_.distinct(pool.members, where + ".members");
        if (pool.lead) names_.one_of(*pool.lead, texts(pool.members), "member", where + ".lead");
        check_royalties(pool, arrangement, where);
        for (const Name& firm : pool.licensees) {
            const auto members = texts(pool.members);
            if (std::find(members.begin(), members.end(), firm.text) != members.end()) {
                names_.problem(firm.source, "'" + firm.text + "' is member and licensee of " + where, "one of the two");
            }
        }
        for (const auto& [firm, unused] : pool.usable) names_.one_of(firm, texts(pool.members), "member", where + ".usable");
        if (const auto synergy = constant(pool.synergy.law); synergy && *synergy >= 1) {
            names_.problem(pool.synergy.source, where + ".synergy = " + shortest(*synergy), "a number below 1");
        }
    }

    void check_mode(const Pool& pool, const Arrangement& arrangement, const std::string& where) {
        check_pool(pool, arrangement, where);
        const Source at = arrangement.program.source;
        if (const auto* fixed = std::get_if<Fixed>(&pool.share.rule)) {
            check_weights(fixed->weights, pool.members, at, where + ".share.weights");
        }
        if (!pool.share.overrun.empty()) check_weights(pool.share.overrun, pool.members, at, where + ".share.overrun");
        if (!pool.share.beyond.empty()) check_weights(pool.share.beyond, pool.members, at, where + ".share.beyond");
        if (!pool.share.beyond.empty() && !pool.share.cap) names_.problem(at, where + ".share has beyond without cap", "both");
        check_settlement(pool.share, at, where + ".share");
        if (const auto* bargain = std::get_if<NashRule>(&pool.share.rule)) {
            for (const auto& [firm, power] : bargain->power) names_.one_of(firm, texts(pool.members), "member", where + ".share.power");
        }
        const auto* proportional = std::get_if<Proportional>(&pool.share.rule);
        if (proportional == nullptr || proportional->to != Measure::budget) return;
        for (const Name& member : pool.members) {
            const Firm* firm = find(scenario_.firm, member.text);
            if (firm != nullptr && firm->budget.from_year.empty()) {
                names_.problem(member.source, "'" + member.text + "' has no budget to share by in " + where,
                               "firm." + member.text + ".budget");
            }
        }
    }
    // Only rules that rest on plan costs can be settled by a world's own.
    void check_settlement(const Sharing& share, Source at, const std::string& where) {
        const bool by_game = std::visit([](const auto& rule) { return CostGameRule<std::remove_cvref_t<decltype(rule)>>; }, share.rule);
        if (share.charge == Charge::justifiable) check_charge(share, by_game, at, where + ".charge = \"justifiable\"");
        if (share.settle != Settle::ex_post) return;
        const auto* proportional = std::get_if<Proportional>(&share.rule);
        const bool by_costs = proportional != nullptr ? proportional->to == Measure::solo_cost : by_game;
        if (!by_costs)
            names_.problem(at, where + ".settle = \"ex_post\" with a rule that does not rest on plan costs",
                           "a rule of the cost game, or proportional to solo_cost");
    }

    void check_charge(const Sharing& share, bool by_game, Source at, const std::string& where) {
        if (share.settle == Settle::ex_post) {
            names_.problem(at, where + " with settle = \"ex_post\"", "one of the two",
                           "what is settled ex post rests on a world's own costs, what is justifiable on expected benefits");
        } else if (!by_game) {
            names_.problem(at, where + " with a rule that does not divide the cost game", "a rule of the cost game, e.g. \"shapley\"");
        }
    }

    void check_mode(const Venture& venture, const Arrangement& arrangement, const std::string& where) {
        check_pool(venture, arrangement, where);
        check_weights(venture.stakes, venture.members, arrangement.program.source, where + ".stakes");
        for (const auto& [firm, amount] : venture.calls) names_.one_of(firm, texts(venture.members), "member", where + ".calls");
        for (const auto& [firm, amount] : venture.commitment) {
            names_.one_of(firm, texts(venture.members), "member", where + ".commitment");
        }
        for (const Payment& payment : venture.buy_in) check_payment(payment, arrangement, where + ".buy_in");
    }
    void check_mode(const License& license, const Arrangement& arrangement, const std::string& where) {
        names_.firm(license.licensor, where + ".licensor");
        if (license.licensees.empty()) names_.problem(arrangement.program.source, where + " has no licensees", "at least one");
        check_royalties(license, arrangement, where);
        for (const Name& firm : license.licensees) {
            if (firm.text == license.licensor.text) names_.problem(firm.source, "the licensor is a licensee of " + where, "other firms");
        }
    }
    void check_mode(const Supply& supply, const Arrangement& arrangement, const std::string& where) {
        names_.firm(supply.maker, where + ".maker");
        if (supply.buyers.empty()) names_.problem(arrangement.program.source, where + " has no buyers", "at least one");
        names_.distinct(supply.buyers, where + ".buyers");
        for (const Name& firm : supply.buyers) {
            participant(firm, arrangement, where + ".buyers");
            if (firm.text == supply.maker.text) names_.problem(firm.source, "the maker is a buyer of " + where, "other firms");
        }
    }

    void check_payment(const Payment& payment, const Arrangement& arrangement, const std::string& where) {
        const Source at = payment.from.source;
        names_.firm(payment.from, where + ".from");
        names_.firm(payment.to, where + ".to");
        if (payment.from.text == payment.to.text) names_.problem(at, where + " from a firm to itself", "two firms");
        if (payment.at.has_value() + payment.on.has_value() + payment.every.has_value() != 1) {
            names_.problem(at, where + " does not say when", "exactly one of at, on, every");
        }
        names_.not_before_start(payment.at, at, where + ".at");
        if (payment.on) check_occasion(*payment.on, arrangement, where);
        if (!payment.every) return;
        names_.one_of(*payment.every, {"year"}, "interval", where + ".every");
        if (!payment.since || !payment.until || *payment.since > *payment.until) {
            names_.problem(at, where + " has no span", "since and until, in order");
        }
        names_.not_before_start(payment.since, at, where + ".since");
    }

    void check_occasion(const Name& on, const Arrangement& arrangement, const std::string& where) {
        std::vector<std::string> known{"formation", "completion", "exit"};
        if (const Program* program = find(scenario_.program, arrangement.program.text)) {
            for (const Stage& stage : program->stage) known.push_back("stage:" + stage.name.text);
        }
        names_.one_of(on, known, "occasion", where + ".on");
    }

    void check_arrangement(const Arrangement& arrangement) {
        const std::string where = where_ + ".arrangement." + arrangement.program.text;
        names_.program(arrangement.program, where_ + ".arrangement");
        std::visit([&](const auto& mode) { check_mode(mode, arrangement, where); }, arrangement.mode);
        names_.firms(arrangement.adaptation, where + ".adaptation");
        check_meanwhile(arrangement, where + ".meanwhile");
        for (const Payment& payment : arrangement.payment) check_payment(payment, arrangement, where + ".payment");
    }

    // Only those who wait for others' work can be told to work on: whoever provides works as it would without the deal.
    void check_meanwhile(const Arrangement& arrangement, const std::string& where) {
        std::vector<std::string> served;
        std::string provider;
        const auto add = [&](const std::vector<Name>& names) {
            for (const Name& name : names) served.push_back(name.text);
        };
        const auto find_parties = [&](const auto& mode) {
            if constexpr (requires { mode.members; }) add(mode.members);
            if constexpr (requires { mode.licensees; }) add(mode.licensees);
            if constexpr (requires { mode.buyers; }) add(mode.buyers);
            if constexpr (requires { mode.licensor; }) provider = mode.licensor.text;
            if constexpr (requires { mode.maker; }) provider = mode.maker.text;
        };
        std::visit(find_parties, arrangement.mode);
        for (const auto& [firm, unused] : arrangement.meanwhile.by_firm) {
            if (std::find(served.begin(), served.end(), firm.text) != served.end()) continue;
            const bool provides = firm.text == provider;
            names_.problem(
                firm.source, "'" + firm.text + "' in " + where + (provides ? " provides the program" : " takes no part in the deal"),
                "a member or user of it", provides ? "talks move nothing of a provider's own work" : suggestion(firm.text, served));
        }
    }

    void check_exits() {
        std::vector<Name> exits;
        for (const ExitTerms& exit : alternative_.exit) {
            const std::string name = exit_name(exit);
            const std::string where = where_ + ".exit." + name;
            exits.push_back({name, exit.leaver.source});
            if (exit.leaver.text != "any") names_.firm(exit.leaver, where + ".leaver");
            check_exit(scenario_, exit, where, names_);
            if (exit.program) names_.program(*exit.program, where);
        }
        names_.distinct(exits, where_ + ".exit");
        if (!exits.empty() && alternative_.arrangement.empty()) {
            names_.problem(exits.front().source, where_ + " has an exit but no arrangement", "something to leave");
        }
    }

    void check_unwind(const UnwindTerms& unwind) {
        const std::string where = where_ + ".unwind";
        names_.firms(unwind.cost, where + ".cost");
        names_.firms(unwind.retention, where + ".retention");
        names_.firms(unwind.keeps, where + ".keeps");
        check_on_exit(unwind, where + ".on_exit");
        names_.firms(unwind.decline, where + ".decline");
        names_.firms(unwind.level, where + ".level");
        names_.firms(unwind.recover, where + ".recover");
    }

    // Only members of a pool or venture go on alone.
    void check_on_exit(const UnwindTerms& unwind, const std::string& where) {
        std::vector<std::string> members;
        for (const Arrangement& arrangement : alternative_.arrangement) {
            const auto add = [&](const auto& mode) {
                if constexpr (requires { mode.members; }) {
                    for (const Name& member : mode.members) members.push_back(member.text);
                }
            };
            std::visit(add, arrangement.mode);
        }
        for (const auto& [firm, unused] : unwind.on_exit) {
            if (find(scenario_.firm, firm.text) == nullptr || members.empty())
                names_.firm(firm, where);
            else
                names_.one_of(firm, members, "member of a pool or venture", where);
        }
    }

    const Scenario& scenario_;
    const Name& id_;
    const Alternative& alternative_;
    NameCheck& names_;
    std::string where_;
};

}  // namespace

void check_alternatives(const Scenario& scenario, Problems& problems) {
    NameCheck names(scenario, problems);
    std::vector<std::string> known = ids(scenario.alternative);
    for (const auto& [id, alternative] : scenario.alternative) {
        if (id.text == "solo") {
            names.problem(id.source, "[alternative.solo]", "another name", "solo is built in: every firm works alone");
        }
        AlternativeCheck(scenario, id, alternative, names).run();
    }
    known.emplace_back("solo");
    names.one_of(scenario.scenario.baseline, known, "alternative", "scenario.baseline");
}

}  // namespace entente
