// How an alliance may end early, in words (see explain.hpp).
#include <algorithm>
#include <cmath>
#include <set>

#include "cli/commands/explain.hpp"
#include "exit/sayings.hpp"
#include "model/check.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

// Whoever may leave by one exit, and the scenario in whose words that is told.
class Leavers final : public ExitWords {
public:
    // The firm, or each member of a pool or venture, in the firms' order.
    Leavers(const Scenario& scenario, const Alternative& alternative, const ExitTerms& exit) : scenario_(scenario) {
        std::set<std::string> may_leave{exit.leaver.text};
        if (exit.leaver.text == "any") {
            may_leave.clear();
            for (const Arrangement& arrangement : alternative.arrangement) {
                for (const Name& name : parties_of(arrangement.mode).members) may_leave.insert(name.text);
            }
        }
        for (const auto& [id, firm] : scenario.firm) {
            if (may_leave.contains(id.text)) firms_.push_back(title_of(scenario.firm, id.text));
        }
        several = firms_.size() > 1;
    }

    // As the subject of "leaves".
    std::string subject() const { return several ? "each of " + enumerated(firms_) : firms_.front(); }

    std::string firm(const Name& name) const override { return title_of(scenario_.firm, name.text); }
    std::string chance(double each) const override {
        const double any = 1 - std::pow(1 - each, static_cast<double>(firms_.size()));
        const double percent = 100 * any;
        return fmt::format("{}{:.{}f}%", several ? "together " : "", percent, percent >= 9.95 ? 0 : 1);
    }
    bool past_horizon(const Quantity& date) const override {
        const double first = quantile(date.law, {1e-12, 1 - 1e-12});
        return first > scenario_.scenario.start + scenario_.scenario.horizon;
    }

private:
    const Scenario& scenario_;
    std::vector<std::string> firms_;  // as people call them
};

// When a trigger fires; one without words of its own is told by its name.
template <class T>
std::string when(const T& trigger, const ExitWords& words) {
    if constexpr (requires { told(trigger, words); }) {
        return told(trigger, words);
    } else {
        return "by trigger '" + std::string(T::name) + "'";
    }
}

std::string scope_told(const Scenario& s, const ExitTerms& exit) {
    if (scope_of(exit) == Scope::alliance) return "the whole alliance";
    return exit.program ? "'" + title_of(s.program, exit.program->text) + "'" : "the program that failed";
}

// Who keeps access to what is complete, and how long the others have it.
std::string kept(const Scenario& s, const UnwindTerms& unwind) {
    const bool by_all = std::all_of(unwind.keeps.begin(), unwind.keeps.end(), [](const auto& one) { return one.second; });
    if (by_all) return "by all";
    return by_firm(s, unwind.keeps, [](bool keeps) { return std::string(keeps ? "yes" : "no"); }) +
           " (others yes), without it access ends after " + years(unwind.runoff);
}

void explain_unwinding(const Scenario& s, const UnwindTerms& unwind) {
    const char* const money = unwind.nominal ? "nominal" : "real";
    fmt::print("  Then: notice {}, fee {} ({}) from the leaver, costs of unwinding {} ({}); own work restarts after {};\n",
               years(unwind.notice), number(unwind.fee), money, unwind.cost.empty() ? "none" : by_firm(s, unwind.cost, number), money,
               years(unwind.restart));
    fmt::print("    usable work: {}; what is complete is kept: {}; licences {}.\n",
               unwind.retention.empty() ? "all" : by_firm(s, unwind.retention, percent) + " (others 100%)", kept(s, unwind),
               unwind.licences_survive ? "survive" : "of the leaver end");
    if (!unwind.on_exit.empty())
        fmt::print("    Whether a firm goes on alone: {}.\n", by_firm(s, unwind.on_exit, [](OnExit rule) { return word_of(rule); }));
    if (!unwind.decline.empty())
        fmt::print("    Without own access market position falls a year by: {}.\n", by_firm(s, unwind.decline, percent));
    if (!unwind.level.empty())
        fmt::print("    With access it goes to: {} (others stay where they are).\n", by_firm(s, unwind.level, number));
    if (!unwind.level.empty() || !unwind.recover.empty())
        fmt::print("    Speed a year at which it goes there: {} (others at once).\n",
                   unwind.recover.empty() ? "-" : by_firm(s, unwind.recover, number));
}

}  // namespace

void explain_exits(const Scenario& s, const Alternative& alternative) {
    for (const ExitTerms& exit : alternative.exit) {
        const Leavers who(s, alternative, exit);
        fmt::print("  Exit '{}': {} leaves {} {}.\n", exit_name(exit), who.subject(), scope_told(s, exit),
                   std::visit([&](const auto& trigger) { return when(trigger, who); }, exit.trigger));
    }
    if (!alternative.exit.empty()) explain_unwinding(s, alternative.unwind.value_or(UnwindTerms{}));
}

}  // namespace entente
