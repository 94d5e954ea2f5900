// An exit and its trigger: names and numbers (see check.hpp).
#include <utility>

#include "model/check.hpp"

namespace entente {

namespace {

class CheckedExit final : public ExitCheck {
public:
    CheckedExit(const Scenario& scenario, const ExitTerms& terms, std::string where, NameCheck& names)
        : scenario_(scenario), at_(terms.leaver.source), where_(std::move(where)), names_(names) {
        leaver = terms.leaver.text;
    }

    void problem(const std::string& what, const std::string& expected) const override { names_.problem(at_, where_ + what, expected); }
    void firm(const Name& name, const std::string& key) const override { names_.firm(name, where_ + key); }
    void event(const Name& name) const override { names_.event(name, where_); }
    void regimes(const Name& market_name, const std::vector<Name>& regimes) const override {
        const Market* market = names_.market(market_name, where_);
        if (market == nullptr) return;
        for (const Name& regime : regimes) names_.one_of(regime, ids(market->regime), "regime", where_);
    }
    void not_before_start(const Quantity& date, const std::string& key) const override {
        names_.not_before_start(constant(date.law), date.source, where_ + key);
    }
    void not_before_start(std::optional<double> date, const std::string& key) const override {
        names_.not_before_start(date, at_, where_ + key);
    }
    void budgets() const override {
        for (const auto& [id, firm] : scenario_.firm) {
            if (leaver != "any" && leaver != id.text) continue;
            if (firm.budget.from_year.empty()) problem(" needs a budget of '" + id.text + "'", "firm." + id.text + ".budget");
        }
    }

private:
    const Scenario& scenario_;
    Source at_;
    std::string where_;
    NameCheck& names_;
};

}  // namespace

void check_exit(const Scenario& scenario, const ExitTerms& exit, const std::string& where, NameCheck& names) {
    const CheckedExit checked(scenario, exit, where, names);
    const auto check_leaf = [&](const auto& trigger) {
        if constexpr (requires { check(trigger, checked); }) check(trigger, checked);
    };
    std::visit(check_leaf, exit.trigger);
    if (exit.scope == Scope::program && !leaves_failed_program(exit) && !exit.program)
        checked.problem(" has scope \"program\" without a program", "program = \"...\"");
}

}  // namespace entente
