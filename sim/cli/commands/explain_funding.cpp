// Limited funding in words: what there is, what comes first, and what waiting costs (see explain.hpp).
#include <algorithm>

#include "base/text.hpp"
#include "cli/commands/explain.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

std::string amounts(const Funding& funding) {
    if (funding.flat) return number(*funding.flat);
    std::string out;
    for (const auto& [year, amount] : funding.by_year) out += (out.empty() ? "" : ", ") + number(amount) + " from " + year.text;
    return out;
}

// Most urgent first, nothing before what it waits for.
std::string in_order(const Scenario& s) {
    std::vector<std::string> wanted, order;
    for (const Name& name : s.scenario.priority) wanted.push_back(name.text);
    for (const auto& [id, program] : s.program) wanted.push_back(id.text);
    const auto is_placed = [&](const std::string& id) { return std::find(order.begin(), order.end(), id) != order.end(); };
    const auto is_next = [&](const std::string& id) {
        const std::vector<Name>& after = find(s.program, id)->after;
        return !is_placed(id) && std::all_of(after.begin(), after.end(), [&](const Name& before) { return is_placed(before.text); });
    };
    while (order.size() < s.program.size()) order.push_back(*std::find_if(wanted.begin(), wanted.end(), is_next));
    std::string out;
    for (const std::string& id : order) out += (out.empty() ? "" : ", ") + title_of(s.program, id);
    return out;
}

}  // namespace

void explain_funding(const Scenario& s, const Bold& bold) {
    if (std::none_of(s.firm.begin(), s.firm.end(), [](const auto& firm) { return firm.second.funding.given(); })) return;
    fmt::print("\n{}\n", bold("Money that runs out"));
    for (const auto& [id, firm] : s.firm) {
        if (firm.funding.given())
            fmt::print("  {} has {} a year for its work, nominal, and waits where that is not enough\n", title_of(s.firm, id.text),
                       amounts(firm.funding));
    }
    fmt::print(
        "  Adaptation, penalties, refreshes, formation, unwinding and outlays are paid first, then the programs in this order: {}.\n"
        "  Where money is short the last of them waits first, and none begins before what it waits for has been completed.\n"
        "  Of a program its pool comes before firms' own work. A pool goes as fast as the member that can bear least; what the others do "
        "not\n"
        "  spend on it goes to their next program. What is left of a period is carried on to the year's end and lapses then.\n",
        in_order(s));
    for (const auto& [id, program] : s.program) {
        for (const Stage& stage : program.stage) {
            const bool stands = constant(stage.standing.law) != 0.0, waits = constant(stage.waiting.law) != 0.0;
            if (!stands && !waits) continue;
            fmt::print("  While {} of {} waits it costs{}{}{} a year.\n", stage.name.text, title_of(s.program, id.text),
                       stands ? " its standing " + number(stage.standing) : "", stands && waits ? " and" : "",
                       waits ? " " + percent(stage.waiting) + " of its pace" : "");
        }
    }
}

}  // namespace entente
