// Formation, arrangements, payments, exits and unwinding: names and sums (see check.hpp).
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/check.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

// An arrangement as its mode sees it while it is checked.
class CheckedArrangement final : public ModeCheck {
public:
    CheckedArrangement(const Scenario& scenario, const Arrangement& arrangement, const std::string& called, NameCheck& names)
        : scenario_(scenario), arrangement_(arrangement), names_(names) {
        where = called;
        at = arrangement.program.source;
    }

    void problem(Source place, const std::string& found, const std::string& expected, const std::string& hint) override {
        names_.problem(place, found, expected, hint);
    }
    void firm(const Name& name, const std::string& key) override { names_.firm(name, where + key); }
    void participant(const Name& name, const std::string& key) override {
        names_.firm(name, where + key);
        const Program* program = find(scenario_.program, arrangement_.program.text);
        if (program == nullptr || !program->needs || find(scenario_.firm, name.text) == nullptr) return;
        names_.one_of(name, texts(*program->needs), "firm that needs the program", where + key);
    }
    void distinct(const std::vector<Name>& names, const std::string& key) override { names_.distinct(names, where + key); }
    void member(const Name& name, const std::vector<Name>& members, const std::string& key) override {
        names_.one_of(name, texts(members), "member", where + key);
    }
    // Of a firm that there is not, that was said.
    bool has_budget(const Name& name) override {
        const Firm* firm = find(scenario_.firm, name.text);
        return firm == nullptr || !firm->budget.from_year.empty();
    }
    void payment(const Payment& payment, const std::string& key) override {
        const Source from = payment.from.source;
        const std::string here = where + key;
        names_.firm(payment.from, here + ".from");
        names_.firm(payment.to, here + ".to");
        if (payment.from.text == payment.to.text) names_.problem(from, here + " from a firm to itself", "two firms");
        if (payment.at.has_value() + payment.on.has_value() + payment.every.has_value() != 1) {
            names_.problem(from, here + " does not say when", "exactly one of at, on, every");
        }
        names_.not_before_start(payment.at, from, here + ".at");
        if (payment.on) check_occasion(*payment.on, here);
        if (!payment.every) return;
        names_.one_of(*payment.every, {"year"}, "interval", here + ".every");
        if (!payment.since || !payment.until || *payment.since > *payment.until) {
            names_.problem(from, here + " has no span", "since and until, in order");
        }
        names_.not_before_start(payment.since, from, here + ".since");
    }

private:
    void check_occasion(const Name& on, const std::string& here) {
        std::vector<std::string> known{"formation", "completion", "exit"};
        if (const Program* program = find(scenario_.program, arrangement_.program.text)) {
            for (const Stage& stage : program->stage) known.push_back("stage:" + stage.name.text);
        }
        names_.one_of(on, known, "occasion", here + ".on");
    }

    const Scenario& scenario_;
    const Arrangement& arrangement_;
    NameCheck& names_;
};

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

    void check_arrangement(const Arrangement& arrangement) {
        const std::string where = where_ + ".arrangement." + arrangement.program.text;
        names_.program(arrangement.program, where_ + ".arrangement");
        CheckedArrangement checked(scenario_, arrangement, where, names_);
        std::visit([&](const auto& mode) { check(mode, static_cast<ModeCheck&>(checked)); }, arrangement.mode);
        names_.firms(arrangement.adaptation, where + ".adaptation");
        check_meanwhile(arrangement, where + ".meanwhile");
        for (const Payment& payment : arrangement.payment) checked.payment(payment, ".payment");
    }

    // Only those who wait for others' work can be told to work on: whoever provides works as it would without the deal.
    void check_meanwhile(const Arrangement& arrangement, const std::string& where) {
        const Parties parties = parties_of(arrangement.mode);
        std::vector<std::string> served = texts(parties.members);
        for (const Name& name : parties.users) served.push_back(name.text);
        for (const auto& [firm, unused] : arrangement.meanwhile.by_firm) {
            if (std::find(served.begin(), served.end(), firm.text) != served.end()) continue;
            const bool provides = parties.provider && firm.text == parties.provider->text;
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
            for (const Name& member : parties_of(arrangement.mode).members) members.push_back(member.text);
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
