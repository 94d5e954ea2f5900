// binding: terms that never bind - a limit, a minimum, an exit that as good as no world meets protects nobody.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/names.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

constexpr double hardly_ever = 0.001;  // of the worlds
constexpr double rounding = 1e-9;      // of an npv, below which two are the same

// A term, and what takes it away.
struct Term {
    std::string key;  // within its alternative
    Grade grade;
    std::function<void(Alternative&)> drop;
};

Arrangement& arrangement_of(Alternative& alternative, const std::string& program) {
    return *std::find_if(alternative.arrangement.begin(), alternative.arrangement.end(),
                         [&](const Arrangement& x) { return x.program.text == program; });
}

// Limits that somebody relies on.
template <class Mode>
void add_mode(const Mode& mode, const std::string& program, std::vector<Term>& out) {
    const auto add = [&](const std::string& name, auto change) {
        out.push_back({"arrangement." + program + "." + name, Grade::warning,
                       [program, change](Alternative& a) { change(std::get<Mode>(arrangement_of(a, program).mode)); }});
    };
    if constexpr (requires { mode.share; }) {
        if (!mode.share.beyond.empty()) {
            add("share.cap", [](Mode& m) {
                m.share.cap.reset();
                m.share.beyond.clear();
            });
        }
    }
    if constexpr (requires { mode.commitment; }) {
        if (!mode.commitment.empty()) add("commitment", [](Mode& m) { m.commitment.clear(); });
    }
    if constexpr (requires { mode.minimum; }) {
        if (constant(mode.minimum.law) != 0.0) add("minimum", [](Mode& m) { m.minimum = 0; });
    }
    if constexpr (requires { mode.spare_capacity; }) {
        if (constant(mode.spare_capacity.law) != HUGE_VAL) add("spare_capacity", [](Mode& m) { m.spare_capacity = HUGE_VAL; });
    }
}

std::vector<Term> terms_of(const Alternative& alternative) {
    std::vector<Term> out;
    if (alternative.term) out.push_back({"term", Grade::note, [](Alternative& a) { a.term.reset(); }});
    if (alternative.unwind && constant(alternative.unwind->runoff.law) != 0.0)
        out.push_back({"unwind.runoff", Grade::note, [](Alternative& a) { a.unwind->runoff = 0; }});
    for (const Arrangement& arrangement : alternative.arrangement)
        std::visit([&](const auto& mode) { add_mode(mode, arrangement.program.text, out); }, arrangement.mode);
    return out;
}

// Tells the finding where a share of the worlds is as good as none.
void tell(const AuditFigure& figure, Finding finding, std::vector<Finding>& out) {
    if (!(figure.mean() < hardly_ever)) return;
    finding.figure = figure.mean();
    finding.se = figure.se();
    finding.unit = "share";
    out.push_back(std::move(finding));
}

Finding hardly(Grade grade, const std::string& key, const std::string& what, const std::string& mend) {
    return {grade, "", key + " " + what, no_figure, no_figure, "", key, mend};
}

// Whether any firm's npv differs.
Reading changes(Deal deal, Deal other, std::size_t firms) {
    return [=](const Trial& trial, std::size_t world) {
        for (const FirmId f : Ids<FirmId>(firms)) {
            const double x = trial.npv(deal, f, world), y = trial.npv(other, f, world);
            if (std::fabs(x - y) > rounding * std::max({1.0, std::fabs(x), std::fabs(y)})) return 1.0;
        }
        return 0.0;
    };
}

void ask_of_terms(Inquiry& inquiry) {
    for (const auto& [id, deal] : inquiry.deals()) {
        const std::string name = inquiry.name(id);
        for (const Term& term : terms_of(deal)) {
            Alternative less = deal;
            term.drop(less);
            const Deal without = inquiry.variant(name + " without " + term.key, less);
            const std::string key = "alternative." + name + "." + term.key;
            inquiry.ask({changes({0, id}, without, inquiry.scenario().firm.size())}, [key, grade = term.grade](const Told& told,
                                                                                                               std::vector<Finding>& out) {
                tell(told.figures[0], hardly(grade, key, "as good as never binds", "leave it out, or set it where it is met"), out);
            });
        }
    }
}

// Exits that never come.
void ask_of_exits(Inquiry& inquiry) {
    for (const auto& [id, deal] : inquiry.deals()) {
        for (std::size_t e = 0; e < deal.exit.size(); ++e) {
            const std::string key = "alternative." + inquiry.name(id) + ".exit." + exit_name(deal.exit[e]);
            const auto happens = [=, of = Deal{0, id}](const Trial& trial, std::size_t world) {
                return trial.at(of, trial.columns(of).exit, world) == ExitId(e).number() ? 1.0 : 0.0;
            };
            inquiry.ask({happens}, [key](const Told& told, std::vector<Finding>& out) {
                tell(told.figures[0],
                     hardly(Grade::warning, key, "as good as never happens", "leave it out, or see what keeps it from happening"), out);
            });
        }
    }
}

// Whether something besides over_budget rests on budgets.
bool rests_on_budgets(const Inquiry& inquiry) {
    for (const auto& [id, deal] : inquiry.deals()) {
        for (const ExitTerms& exit : deal.exit) {
            if (std::holds_alternative<DistressTrigger>(exit.trigger)) return true;
        }
        for (const Arrangement& arrangement : deal.arrangement) {
            const auto* pool = std::get_if<Pool>(&arrangement.mode);
            if (pool != nullptr && std::holds_alternative<Proportional>(pool->share.rule)) return true;
        }
    }
    return false;
}

void ask_of_budgets(Inquiry& inquiry) {
    if (rests_on_budgets(inquiry)) return;
    for (const FirmId f : inquiry.firms()) {
        if (inquiry.scenario().firm[f.place()].second.budget.from_year.empty()) continue;
        const auto exceeded = [f, last = inquiry.alternatives()](const Trial& trial, std::size_t world) {
            for (const AlternativeId a : last) {
                const Deal deal{0, a};
                if (trial.at(deal, trial.columns(deal).firms[f].worst_overrun, world) > 0) return 1.0;
            }
            return 0.0;
        };
        const std::string key = "firm." + inquiry.name(f) + ".budget";
        inquiry.ask({exceeded}, [key](const Told& told, std::vector<Finding>& out) {
            tell(told.figures[0],
                 hardly(Grade::note, key, "is passed in as good as no world", "take the budget of these programs, not the whole firm's"),
                 out);
        });
    }
}

void ask(Inquiry& inquiry) {
    ask_of_terms(inquiry);
    ask_of_exits(inquiry);
    ask_of_budgets(inquiry);
}

}  // namespace

extern const AuditRule binding{"binding", "Does that term ever matter?", ask};

}  // namespace entente::audit_rule
