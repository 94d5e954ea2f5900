// Time, firms and programs of the run's model (see resolve.hpp).
#include "resolve/resolve.hpp"

#include <algorithm>
#include <cassert>

#include "model/alone.hpp"
#include "model/correlations.hpp"
#include "model/scenario.hpp"
#include "model/titles.hpp"

namespace entente {

std::string executor_name(const ById<FirmId, std::string>& firm_names, std::span<const FirmId> members) {
    std::vector<std::string> ids;
    for (const FirmId member : members) ids.push_back(firm_names[member]);
    std::sort(ids.begin(), ids.end());
    std::string name;
    for (const std::string& id : ids) name += (name.empty() ? "" : "+") + id;
    return name;
}

FirmId Builder::firm(const Name& name) const { return place<FirmId>(scenario.firm, name); }
ProgramId Builder::program(const Name& name) const { return place<ProgramId>(scenario.program, name); }
MarketId Builder::market(const Name& name) const { return place<MarketId>(scenario.market, name); }
EventId Builder::event(const Name& name) const {
    for (std::size_t i = 0; i < scenario.event.size(); ++i) {
        if (scenario.event[i].name.text == name.text) return EventId(i);
    }
    return {};
}

ResolvedByFirm Builder::by_firm(const Keyed<Quantity>& table, Sign sign) {
    ResolvedByFirm slots;
    slots.by_firm.resize(scenario.firm.size());
    for (const auto& [name, quantity] : table) slots.by_firm[firm(name)] = value(quantity, sign);
    return slots;
}

WorkId Builder::solo_work(ProgramId program, FirmId firm) {
    WorkId& known = model.programs[program].solo_work[firm];
    if (known) return known;
    const auto& [id, written] = scenario.program[program.place()];
    const FirmTerms* given = find(written.firm, model.firm_names[firm]);
    const FirmTerms terms = given != nullptr ? *given : FirmTerms{};
    Work work = make_work(model.sampler, id.text, written, model.firm_names[firm]);
    work.program = program;
    work.members = {firm};
    work.funded = !model.firms[firm].funding.empty();
    work.factors.members = {{value(terms.cost_factor, Sign::not_negative), value(terms.duration_factor, Sign::not_negative),
                             value(terms.spent, Sign::not_negative)}};
    known = model.works.push_back(std::move(work));
    return known;
}

namespace {

// By year; the last on, the first before.
std::vector<Slot> prepare_funding(Builder& builder, const Funding& funding, const Grid& grid) {
    std::vector<Slot> out;
    for (std::size_t y = 0; y < grid.years && funding.given(); ++y) {
        const int of = grid.first_year + static_cast<int>(y);
        const Quantity* amount = funding.flat ? &*funding.flat : &funding.by_year.front().second;
        for (const auto& [year, from] : funding.by_year) {
            if (std::stoi(year.text) <= of) amount = &from;
        }
        out.push_back(builder.value(*amount, Sign::not_negative));
    }
    return out;
}

ResolvedFirm prepare_firm(Builder& builder, const Firm& firm, const Grid& grid) {
    ResolvedFirm out;
    out.tolerance = firm.tolerance.value_or(0);
    out.funding = prepare_funding(builder, firm.funding, grid);
    out.discount = grid.discount(firm.discount);
    out.rate = firm.discount;
    const auto& from_year = firm.budget.from_year;
    for (std::size_t y = 0; y < grid.years && !from_year.empty(); ++y) {
        const int of = grid.first_year + static_cast<int>(y);
        double limit = from_year.front().second;
        for (const auto& [year, amount] : from_year) {
            if (year <= of) limit = amount;
        }
        out.budget.push_back(limit);
    }
    return out;
}

// Programs in an order in which each follows its `after`.
std::vector<ProgramId> program_order(const ById<ProgramId, ResolvedProgram>& programs) {
    std::vector<ProgramId> order;
    ById<ProgramId, char> placed(programs.size(), 0);
    while (order.size() < programs.size()) {
        for (const ProgramId p : programs.ids()) {
            const auto& after = programs[p].after;
            const auto ready = [&](ProgramId before) { return placed[before] != 0; };
            if (placed[p] != 0 || !std::all_of(after.begin(), after.end(), ready)) continue;
            placed[p] = 1;
            order.push_back(p);
        }
    }
    return order;
}

// As wanted, but nothing before what it waits for.
std::vector<ProgramId> priority_order(const Builder& builder) {
    const auto& programs = builder.model.programs;
    std::vector<ProgramId> wanted, order;
    for (const Name& name : builder.scenario.scenario.priority) wanted.push_back(builder.program(name));
    for (const ProgramId p : programs.ids()) {
        if (std::find(wanted.begin(), wanted.end(), p) == wanted.end()) wanted.push_back(p);
    }
    const auto is_placed = [&](ProgramId p) { return std::find(order.begin(), order.end(), p) != order.end(); };
    while (order.size() < programs.size()) {
        order.push_back(*std::find_if(wanted.begin(), wanted.end(), [&](ProgramId p) {
            return !is_placed(p) && std::all_of(programs[p].after.begin(), programs[p].after.end(), is_placed);
        }));
    }
    return order;
}

void prepare_program(Builder& builder, ProgramId p) {
    const Program& written = builder.scenario.program[p.place()].second;
    ResolvedProgram& program = builder.model.programs[p];
    const std::size_t firms = builder.scenario.firm.size();
    program.start = written.start.value_or(builder.scenario.scenario.start);
    program.needs.assign(firms, !written.needs);
    program.may_forgo.assign(firms, false);
    program.solo_work.assign(firms, WorkId());
    for (const Name& name : written.needs.value_or(std::vector<Name>{})) program.needs[builder.firm(name)] = true;
    for (const Name& name : written.after) program.after.push_back(builder.program(name));
    for (const FirmId f : program.needs.ids()) {
        if (program.needs[f]) builder.solo_work(p, f);
        program.may_forgo[f] = program.needs[f] && may_forgo(written, builder.model.firm_names[f]);
    }
    program.goes_on.assign(firms, false);
    for (const auto& [id, terms] : written.firm) {
        if (constant(terms.penalty.law) == 0.0) continue;
        const Quantity from = terms.penalty_from.value_or(Quantity(builder.scenario.scenario.start));
        program.penalties.push_back({builder.firm(id), builder.value(terms.penalty, Sign::not_negative), builder.value(from), {}});
    }
}

}  // namespace

RunModel prepare(const Scenario& scenario, std::uint64_t seed) {
    RunModel model;
    const Settings& settings = scenario.scenario;
    Problems none;
    const std::vector<CorrelatedGroup> groups = correlations_of(scenario, none).groups;
    model.seed = seed;
    model.name = settings.name;
    model.currency = settings.currency;
    model.titles = titles_of(scenario);
    model.pilot_worlds = settings.pilot;
    model.sampler = Sampler(seed, groups, settings.df);
    model.grid =
        Grid(settings.start, settings.horizon, settings.steps_per_year, settings.price_year.value_or(settings.start), settings.escalation);
    model.grid.discounting = settings.discounting;
    Builder builder{scenario, model};
    for (const auto& [id, firm] : scenario.firm) {
        model.firm_names.push_back(id.text);
        model.firms.push_back(prepare_firm(builder, firm, model.grid));
        model.funded = model.funded || firm.funding.given();
    }
    for (const auto& [id, program] : scenario.program) model.program_names.push_back(id.text);
    model.programs.resize(scenario.program.size());
    for (const ProgramId p : model.programs.ids()) prepare_program(builder, p);
    model.order = program_order(model.programs);
    model.priority = priority_order(builder);
    for (const auto& [id, market] : scenario.market) model.market_names.push_back(id.text);
    prepare_markets(builder, groups);
    model.alternatives.push_back({"solo", prepare_deal(builder, Alternative{}), {}, solo, solo, solo});
    for (const auto& [id, alternative] : scenario.alternative) {
        const AlternativeId a(model.alternatives.size());
        if (id.text == settings.baseline.text) model.baseline = a;
        ResolvedDeal deal = prepare_deal(builder, alternative);
        ResolvedExits exits = prepare_exits(builder, deal, alternative);
        model.alternatives.push_back({id.text, std::move(deal), std::move(exits), a, a, a});
    }
    model.alternatives[solo].exits.unwind.keeps.assign(model.firms.size(), true);
    return model;
}

const Alternative& written_as(const Scenario& scenario, AlternativeId alternative) {
    assert(alternative != solo);
    return scenario.alternative[alternative.place() - 1].second;
}

const Arrangement& written_as(const Scenario& scenario, AlternativeId alternative, ArrangementId arrangement) {
    assert(alternative > solo);
    return scenario.alternative[alternative.place() - 1].second.arrangement[arrangement.place()];
}

RunModel with_seed(const RunModel& model, std::uint64_t seed) {
    RunModel out = model;
    out.seed = seed;
    out.sampler.reseed(seed);
    for (const MarketId m : model.markets.markets.ids()) out.regimes.set_stream(m, Stream(seed, regime_path(model.market_names[m])));
    return out;
}

}  // namespace entente
