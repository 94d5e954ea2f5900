// Arrangements of one alternative of the run's model (see resolve.hpp).
#include <algorithm>
#include <bit>

#include "model/alone.hpp"
#include "model/scenario.hpp"
#include "resolve/resolve.hpp"

namespace entente {

namespace {

class ArrangementBuilder final : public ModeBuilder {
public:
    ArrangementBuilder(Builder& builder, const Arrangement& written) : ModeBuilder(out_), builder_(builder), written_(written) {
        out_.program = builder.program(written.program);
        out_.nominal = written.nominal;
    }

    ResolvedArrangement build() {
        std::visit([&](const auto& mode) { resolve(mode, static_cast<ModeBuilder&>(*this)); }, written_.mode);
        out_.adaptation.resize(builder_.scenario.firm.size());
        for (const auto& [name, terms] : written_.adaptation) {
            out_.adaptation[builder_.firm(name)] = {.given = true,
                                                    .cost = builder_.value(terms.cost, Sign::not_negative),
                                                    .duration = builder_.value(terms.duration, Sign::not_negative)};
        }
        for (const Payment& payment : written_.payment) out_.payments.push_back(this->payment(payment));
        for (const auto& [name, firm_unused] : builder_.scenario.firm) {
            const FirmId firm = builder_.firm(name);
            const bool waits_or_works = contains(out_.members, firm) || contains(out_.users.firms, firm);
            if (waits_or_works && written_.meanwhile.works(name.text)) out_.work_on.push_back(firm);
        }
        if (out_.pooled()) {
            const auto works = [&](FirmId firm) { return contains(out_.work_on, firm); };
            out_.contribution.given = out_.contribution.given || std::any_of(out_.members.begin(), out_.members.end(), works);
        }
        return std::move(out_);
    }

    FirmId firm(const Name& name) override { return builder_.firm(name); }
    const std::string& id(FirmId firm) override { return builder_.model.firm_names[firm]; }
    Slot value(const Quantity& quantity, Sign sign) override { return builder_.value(quantity, sign); }
    WorkId own_work(FirmId firm) override { return builder_.solo_work(out_.program, firm); }
    WorkId pool_work(const PoolTerms& pool) override { return entente::pool_work(builder_, out_.program, pool); }
    const Work& work(WorkId id) override { return builder_.model.works[id]; }
    ResolvedCoalitions coalitions(const PoolTerms& pool) override { return coalition_terms(builder_, out_.program, pool); }
    ResolvedPayment payment(const Payment& payment) override {
        using When = ResolvedPayment::When;
        ResolvedPayment slots;
        slots.from = builder_.firm(payment.from);
        slots.to = builder_.firm(payment.to);
        slots.amount = builder_.value(payment.amount);
        slots.nominal = payment.nominal;
        if (payment.every) {
            slots.when = When::yearly;
            slots.since = *payment.since;
            slots.until = std::min(*payment.until, builder_.model.grid.end());  // what is due past the horizon is dropped
        } else if (payment.at) {
            slots.at = *payment.at;
        } else if (payment.on->text.starts_with("stage:")) {
            slots.when = When::stage;
            slots.stage = stage_place(payment.on->text.substr(6));
        } else {
            slots.when = payment.on->text == "formation" ? When::formation : payment.on->text == "exit" ? When::exit : When::completion;
        }
        return slots;
    }

private:
    StageId stage_place(const std::string& name) const {
        const auto& names = builder_.model.works[out_.work].stage_names;
        return StageId(std::find(names.begin(), names.end(), name) - names.begin());
    }

    Builder& builder_;
    const Arrangement& written_;
    ResolvedArrangement out_;
};

}  // namespace

WorkId pool_work(Builder& builder, ProgramId program, const PoolTerms& pool) {
    RunModel& model = builder.model;
    const auto& [id, written] = builder.scenario.program[program.place()];
    std::vector<FirmId> members;
    for (const Name& name : pool.members) members.push_back(builder.firm(name));
    const std::string executor = executor_name(model.firm_names, members);
    const std::string lead = pool.lead ? pool.lead->text : pool.members.front().text;
    std::string key =
        id.text + "|" + executor + "|" + (pool.capability == Capability::lead ? lead : std::to_string(static_cast<int>(pool.capability)));
    for (const Quantity* term : {&pool.overhead, &pool.drag, &pool.synergy}) key += "|" + description(term->law);
    const auto [known, added] = builder.shared_works.try_emplace(key, WorkId(model.works.size()));
    if (!added) return known->second;
    Work work = make_work(model.sampler, id.text, written, executor);
    work.program = program;
    work.members = members;
    work.funded = std::any_of(members.begin(), members.end(), [&](FirmId member) { return !model.firms[member].funding.empty(); });
    for (const FirmId member : members) {
        const FirmTerms* given = find(written.firm, model.firm_names[member]);
        const FirmTerms terms = given != nullptr ? *given : FirmTerms{};
        work.factors.members.push_back({builder.value(terms.cost_factor, Sign::not_negative),
                                        builder.value(terms.duration_factor, Sign::not_negative),
                                        builder.value(terms.spent, Sign::not_negative)});
        if (model.firm_names[member] == lead) work.factors.lead = work.factors.members.size() - 1;
    }
    work.factors.choice = pool.capability == Capability::best   ? FactorChoice::best
                          : pool.capability == Capability::lead ? FactorChoice::lead
                                                                : FactorChoice::mean;
    work.factors.overhead = builder.value(pool.overhead, Sign::not_negative);
    work.factors.drag = builder.value(pool.drag, Sign::not_negative);
    work.factors.synergy = builder.value(pool.synergy);
    model.works.push_back(std::move(work));
    return known->second;
}

ResolvedCoalitions coalition_terms(Builder& builder, ProgramId program, const PoolTerms& pool) {
    const std::size_t n = pool.members.size();
    if (n > most_coalition_members) throw Failure("sharing rules from the cost game are for at most 10 members of a pool in a scenario");
    ResolvedCoalitions out;
    double rate = 0;
    for (const Name& member : pool.members) rate += find(builder.scenario.firm, member.text)->discount / static_cast<double>(n);
    out.discount = builder.model.grid.discount(rate);
    out.work.resize(std::size_t{1} << n);
    for (std::uint32_t s = 1; s < out.work.size(); ++s) {
        PoolTerms terms = pool;
        terms.members.clear();
        for (std::size_t i = 0; i < n; ++i) {
            if ((s >> i & 1U) != 0) terms.members.push_back(pool.members[i]);
        }
        const bool led =
            pool.lead && std::any_of(terms.members.begin(), terms.members.end(), [&](const Name& m) { return m.text == pool.lead->text; });
        if (!led) terms.lead.reset();
        out.work[s] =
            std::popcount(s) == 1 ? builder.solo_work(program, builder.firm(terms.members[0])) : pool_work(builder, program, terms);
    }
    return out;
}

ResolvedDeal prepare_deal(Builder& builder, const Alternative& alternative) {
    ResolvedDeal deal;
    const std::size_t programs = builder.scenario.program.size(), firms = builder.scenario.firm.size();
    deal.arrangement_of.resize(programs);
    deal.forgoes.assign(programs, ById<FirmId, bool>(firms, false));
    for (const auto& [firm, names] : alternative.without) {
        const std::vector<bool> taken = taken_from(builder.scenario, alternative, firm.text);
        for (const ProgramId p : deal.forgoes.ids()) deal.forgoes[p][builder.firm(firm)] = taken[p.place()];
    }
    const Formation formation = alternative.formation.value_or(Formation{});
    deal.formed = builder.model.sampler.chance("formation", {}, formation.probability);
    deal.delay = builder.value(formation.delay, Sign::not_negative);
    deal.formation_cost = builder.by_firm(formation.cost, Sign::not_negative);
    deal.formation_nominal = formation.nominal;
    deal.term = alternative.term;
    deal.erosion = builder.by_firm(alternative.erosion);
    deal.drift = builder.by_firm(alternative.drift);
    const UnwindTerms unwind = alternative.unwind.value_or(UnwindTerms{});
    deal.has_position = !alternative.drift.empty() || !unwind.decline.empty() || !unwind.level.empty();
    for (const Arrangement& arrangement : alternative.arrangement) {
        deal.arrangement_of[builder.program(arrangement.program)] =
            deal.arrangements.push_back(ArrangementBuilder(builder, arrangement).build());
    }
    return deal;
}

}  // namespace entente
