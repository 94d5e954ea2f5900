// Time, firms and programs of the run's model (see model.hpp).
#include "resolve/resolve.hpp"

#include <algorithm>

#include "model/names.hpp"

namespace entente {

std::string executor_name(const std::vector<std::string>& firm_ids, std::vector<int> members) {
    std::vector<std::string> ids;
    for (const int member : members) ids.push_back(firm_ids[static_cast<std::size_t>(member)]);
    std::sort(ids.begin(), ids.end());
    std::string name;
    for (const std::string& id : ids) name += (name.empty() ? "" : "+") + id;
    return name;
}

int Builder::firm(const Name& name) const { return place(scenario.firm, name); }
int Builder::program(const Name& name) const { return place(scenario.program, name); }
int Builder::market(const Name& name) const { return place(scenario.market, name); }
int Builder::event(const Name& name) const {
    for (std::size_t i = 0; i < scenario.event.size(); ++i) {
        if (scenario.event[i].name.text == name.text) return static_cast<int>(i);
    }
    return -1;
}

FirmSlots Builder::by_firm(const Keyed<Quantity>& table, bool non_negative) {
    FirmSlots slots;
    slots.by_firm.resize(scenario.firm.size());
    for (const auto& [name, quantity] : table) slots.by_firm[static_cast<std::size_t>(firm(name))] = value(quantity, non_negative);
    return slots;
}

int Builder::solo_work(int program, int firm) {
    const auto p = static_cast<std::size_t>(program), f = static_cast<std::size_t>(firm);
    int& index = model.programs[p].solo_work[f];
    if (index >= 0) return index;
    const auto& [id, written] = scenario.program[p];
    const FirmTerms* given = find(written.firm, model.firm_ids[f]);
    const FirmTerms terms = given != nullptr ? *given : FirmTerms{};
    Work work = make_work(model.sampler, id.text, written, model.firm_ids[f]);
    work.program = program;
    work.members = {firm};
    work.factors.members = {{value(terms.cost_factor, true), value(terms.duration_factor, true), value(terms.spent, true)}};
    index = static_cast<int>(model.works.size());
    model.works.push_back(std::move(work));
    return index;
}

namespace {

FirmModel prepare_firm(const Firm& firm, const Grid& grid) {
    FirmModel out;
    out.discount = grid.discount(firm.discount);
    const auto& from_year = firm.budget.from_year;
    for (int y = 0; y < grid.years && !from_year.empty(); ++y) {
        double limit = from_year.front().second;
        for (const auto& [year, amount] : from_year) {
            if (year <= grid.first_year + y) limit = amount;
        }
        out.budget.push_back(limit);
    }
    return out;
}

// Programs in an order in which each follows its `after`.
std::vector<int> program_order(const std::vector<ProgramModel>& programs) {
    std::vector<int> order;
    std::vector<char> placed(programs.size(), 0);
    while (order.size() < programs.size()) {
        for (std::size_t p = 0; p < programs.size(); ++p) {
            const auto& after = programs[p].after;
            const auto ready = [&](int b) { return placed[static_cast<std::size_t>(b)] != 0; };
            if (placed[p] != 0 || !std::all_of(after.begin(), after.end(), ready)) continue;
            placed[p] = 1;
            order.push_back(static_cast<int>(p));
        }
    }
    return order;
}

void prepare_program(Builder& builder, int index) {
    const auto p = static_cast<std::size_t>(index);
    const Program& written = builder.scenario.program[p].second;
    ProgramModel& program = builder.model.programs[p];
    const std::size_t firms = builder.scenario.firm.size();
    program.start = written.start.value_or(builder.scenario.scenario.start);
    program.needs.assign(firms, !written.needs);
    program.solo_work.assign(firms, -1);
    for (const Name& name : written.needs.value_or(std::vector<Name>{})) program.needs[static_cast<std::size_t>(builder.firm(name))] = true;
    for (const Name& name : written.after) program.after.push_back(builder.program(name));
    for (std::size_t f = 0; f < firms; ++f) {
        if (program.needs[f]) builder.solo_work(index, static_cast<int>(f));
    }
}

}  // namespace

RunModel prepare(const Scenario& scenario, std::uint64_t seed) {
    RunModel model;
    const Settings& settings = scenario.scenario;
    Problems none;
    const std::vector<CorrelatedGroup> groups = correlations_of(scenario, none).groups;
    model.seed = seed;
    model.sampler = Sampler(seed, groups, settings.df);
    model.grid =
        Grid(settings.start, settings.horizon, settings.steps_per_year, settings.price_year.value_or(settings.start), settings.escalation);
    model.grid.discounting = settings.discounting;
    for (const auto& [id, firm] : scenario.firm) {
        model.firm_ids.push_back(id.text);
        model.firms.push_back(prepare_firm(firm, model.grid));
    }
    Builder builder{scenario, model};
    for (const auto& [id, program] : scenario.program) model.program_ids.push_back(id.text);
    model.programs.resize(scenario.program.size());
    for (std::size_t p = 0; p < model.programs.size(); ++p) prepare_program(builder, static_cast<int>(p));
    model.order = program_order(model.programs);
    prepare_markets(builder, groups);
    model.alternatives.push_back({"solo", prepare_deal(builder, Alternative{}), {}, 0});
    for (const auto& [id, alternative] : scenario.alternative) {
        if (id.text == settings.baseline.text) model.baseline = model.alternatives.size();
        DealModel deal = prepare_deal(builder, alternative);
        ExitsModel exits = prepare_exits(builder, deal, alternative);
        model.alternatives.push_back({id.text, std::move(deal), std::move(exits), model.alternatives.size()});
    }
    model.coordinates = model.regimes.assign_coordinates(model.sampler.assign_coordinates(0));
    model.alternatives[0].exits.unwind.keeps.assign(model.firms.size(), true);
    return model;
}

RunModel with_seed(const RunModel& model, const Scenario& scenario, std::uint64_t seed) {
    RunModel out = model;
    out.seed = seed;
    out.sampler.reseed(seed);
    for (std::size_t m = 0; m < scenario.market.size(); ++m)
        out.regimes.set_stream(static_cast<int>(m), Stream(seed, regime_path(scenario.market[m].first.text)));
    return out;
}

}  // namespace entente
