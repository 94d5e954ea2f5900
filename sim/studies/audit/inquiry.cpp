// Variants and readings (see inquiry.hpp).
#include "studies/audit/inquiry.hpp"

#include <algorithm>

namespace entente {

Inquiry::Inquiry(const Scenario& scenario, const RunOptions& options)
    : scenarios_{scenario}, options_(options), written_(scenario.alternative.size()) {}

FirmId Inquiry::firm(const std::string& name) const {
    const auto& firms = scenario().firm;
    return FirmId(std::find_if(firms.begin(), firms.end(), [&](const auto& f) { return f.first.text == name; }) - firms.begin());
}

std::string Inquiry::name(AlternativeId alternative) const {
    return alternative == solo ? "solo" : scenario().alternative[alternative.place() - 1].first.text;
}

Deal Inquiry::baseline() const {
    for (const AlternativeId a : alternatives()) {
        if (name(a) == scenario().scenario.baseline.text) return {0, a};
    }
    return {};
}

std::vector<std::pair<AlternativeId, Alternative>> Inquiry::deals() const {
    std::vector<std::pair<AlternativeId, Alternative>> out;
    for (const AlternativeId a : alternatives()) {
        if (a == solo) continue;
        const Alternative& written = scenario().alternative[a.place() - 1].second;
        if (!written.arrangement.empty()) out.emplace_back(a, written);
    }
    return out;
}

Scenario Inquiry::plain() const {
    Scenario out = scenario();
    out.alternative.resize(written_);
    return out;
}

Deal Inquiry::variant(const std::string& name, const Alternative& alternative) {
    auto& known = scenarios_.front().alternative;
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& a) { return a.first.text == name; });
    const AlternativeId id(found - known.begin() + 1);
    if (found == known.end()) known.push_back({Name{name, {}}, alternative});
    return {0, id};
}

Deal Inquiry::apart(const std::string& name, Scenario scenario) {
    const auto found = std::find(apart_.begin(), apart_.end(), name);
    const auto place = static_cast<std::size_t>(found - apart_.begin()) + 1;
    if (found != apart_.end()) return {place, solo};
    scenario.alternative.clear();
    scenario.scenario.baseline = Name{"solo", {}};
    scenario.scenario.alone = Alone::all;  // what is asked of each program is what it is like carried out
    scenarios_.push_back(std::move(scenario));
    apart_.push_back(name);
    return {place, solo};
}

Reading npv_of(Deal deal, FirmId firm) {
    return [=](const Trial& trial, std::size_t world) { return trial.npv(deal, firm, world); };
}
Reading npv_less(Deal deal, Deal other, FirmId firm) {
    return [=](const Trial& trial, std::size_t world) { return trial.npv(deal, firm, world) - trial.npv(other, firm, world); };
}
Reading benefit_of(Deal deal, FirmId firm) {
    return [=](const Trial& trial, std::size_t world) { return trial.at(deal, trial.columns(deal).firms[firm].benefit_npv, world); };
}

Deal alone_without(Inquiry& inquiry, const std::string& firm, const std::string& program) {
    Alternative alone;
    alone.without = {{Name{firm, {}}, {Name{program, {}}}}};
    return inquiry.variant("solo, " + firm + " without " + program, alone);
}

std::vector<std::string> wanted_by(const Scenario& scenario, const Program& program) {
    std::vector<std::string> out;
    for (const auto& [name, firm] : scenario.firm) {
        const auto same = [&name = name](const Name& other) { return other.text == name.text; };
        if (!program.needs || std::any_of(program.needs->begin(), program.needs->end(), same)) out.push_back(name.text);
    }
    return out;
}

bool is_worth_something(const Program& program, const std::string& firm) {
    const FirmTerms* terms = find(program.firm, firm);
    const bool fined = terms != nullptr && constant(terms->penalty.law) != 0.0;
    return fined ||
           std::any_of(program.benefit.begin(), program.benefit.end(), [&](const Benefit& benefit) { return benefit.firm.text == firm; });
}

bool takes_part(const Arrangement& arrangement, const std::string& firm) { return parties_of(arrangement.mode).include(firm); }

}  // namespace entente
