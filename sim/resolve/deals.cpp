// Arrangements of one alternative of the run's model (see resolve.hpp).
#include <algorithm>
#include <bit>

#include "model/scenario.hpp"
#include "resolve/resolve.hpp"

namespace entente {

namespace {

std::vector<double> weights_of(const Keyed<double>& table, const std::vector<Name>& members) {
    std::vector<double> out;
    double sum = 0;
    for (const Name& member : members) out.push_back(*find(table, member.text));
    for (const double weight : out) sum += weight;
    for (double& weight : out) weight /= sum;
    return out;
}

ResolvedLevel level_of(Builder& builder, const CostLevel& level) {
    ResolvedLevel slots;
    slots.level = level.level;
    if (level.level == Level::money) slots.amount = builder.value(level.amount, Sign::not_negative);
    return slots;
}

ResolvedUsers royalty_users(Builder& builder, const RoyaltyTerms& terms) {
    ResolvedUsers users;
    for (const Name& name : terms.licensees) users.firms.push_back(builder.firm(name));
    users.upfront = builder.value(terms.upfront, Sign::not_negative);
    users.fee = builder.value(terms.royalty, Sign::not_negative);
    users.minimum = builder.value(terms.minimum, Sign::not_negative);
    users.term_years = builder.value(terms.term_years, Sign::not_negative);
    users.has_minimum = constant(terms.minimum.law) != 0.0;
    return users;
}

class ArrangementBuilder {
public:
    ArrangementBuilder(Builder& builder, const Arrangement& written) : builder_(builder), written_(written) {
        out_.program = builder.program(written.program);
        out_.nominal = written.nominal;
    }

    ResolvedArrangement build() {
        std::visit([&](const auto& mode) { add(mode); }, written_.mode);
        out_.adaptation.resize(builder_.scenario.firm.size());
        for (const auto& [name, terms] : written_.adaptation) {
            out_.adaptation[builder_.firm(name)] = {.given = true,
                                                    .cost = builder_.value(terms.cost, Sign::not_negative),
                                                    .duration = builder_.value(terms.duration, Sign::not_negative)};
        }
        for (const Payment& payment : written_.payment) out_.payments.push_back(payment_of(payment));
        for (const auto& [name, firm_unused] : builder_.scenario.firm) {
            const FirmId firm = builder_.firm(name);
            const bool waits_or_works = contains(out_.members, firm) || contains(out_.users.firms, firm);
            if (waits_or_works && written_.meanwhile.works(name.text)) out_.work_on.push_back(firm);
        }
        if (out_.mode == ModeKind::pool) {
            const auto works = [&](FirmId firm) { return contains(out_.work_on, firm); };
            out_.contribution.given = out_.contribution.given || std::any_of(out_.members.begin(), out_.members.end(), works);
        }
        return std::move(out_);
    }

private:
    void add_pool(const PoolTerms& pool) {
        out_.mode = ModeKind::pool;
        out_.work = pool_work(builder_, out_.program, pool);
        for (const Name& name : pool.members) out_.members.push_back(builder_.firm(name));
        out_.users = royalty_users(builder_, pool);
        add_contribution(pool);
    }
    void add_contribution(const PoolTerms& pool) {
        ResolvedContribution& out = out_.contribution;
        const ResolvedFactors& factors = builder_.model.works[out_.work].factors;
        out.joins = pool.contribution == Contribution::join;
        out.given = out.joins;
        out.choice = factors.choice;
        out.lead = MemberId(factors.lead);
        // Pools of the same members share a work, but each lists them as it likes.
        const auto& of_work = builder_.model.works[out_.work].members;
        for (const FirmId firm : out_.members) {
            const Quantity* usable = find(pool.usable, builder_.model.firm_names[firm]);
            out.given = out.given || (usable != nullptr && constant(usable->law) != 1.0);
            out.usable.push_back(builder_.value(usable != nullptr ? *usable : Quantity(1), Sign::not_negative));
            const auto place = std::find(of_work.begin(), of_work.end(), firm) - of_work.begin();
            if (MemberId(place) == MemberId(factors.lead)) out.lead = MemberId(out.spent.size());
            out.spent.push_back(factors.members[static_cast<std::size_t>(place)].spent);
        }
    }
    void add(const Pool& pool) {
        add_pool(pool);
        ResolvedShare& share = out_.share;
        if (const auto* fixed = std::get_if<Fixed>(&pool.share.rule)) share.base = weights_of(fixed->weights, pool.members);
        // A rule that looks at the pilot worlds has equal weights until run_pilot finds its own: nothing that the pilot evaluates
        // depends on them.
        if (share.base.empty()) share.base = weights(Equal{}, pool.members.size());
        share.overrun = pool.share.overrun.empty() ? std::vector<double>{} : weights_of(pool.share.overrun, pool.members);
        share.beyond = pool.share.beyond.empty() ? share.overrun : weights_of(pool.share.beyond, pool.members);
        share.banded = !share.overrun.empty() || !share.beyond.empty();
        share.capped = pool.share.cap.has_value() && !share.beyond.empty();
        share.target = level_of(builder_, pool.share.target);
        if (pool.share.cap) share.cap = level_of(builder_, *pool.share.cap);
        if (pool.share.settle == Settle::ex_post) {
            ResolvedExPost terms{pool.share.rule, coalition_terms(builder_, out_.program, pool), {}, {}};
            for (const Name& member : pool.members) terms.members.push_back(member.text);
            terms.benefits.assign(pool.members.size(), never);
            out_.ex_post = std::move(terms);
        }
    }
    void add(const Venture& venture) {
        add_pool(venture);
        out_.share.base = weights_of(venture.stakes, venture.members);
        out_.share.committed = !venture.commitment.empty();
        out_.share.called = !venture.calls.empty();
        for (const Name& name : venture.members) {
            const Quantity* limit = find(venture.commitment, name.text);
            out_.share.commitment.push_back(limit != nullptr ? std::optional(builder_.value(*limit, Sign::not_negative)) : std::nullopt);
            const Quantity* call = find(venture.calls, name.text);
            out_.share.calls.push_back(call != nullptr ? std::optional(builder_.value(*call, Sign::not_negative)) : std::nullopt);
        }
        for (const Payment& payment : venture.buy_in) out_.payments.push_back(payment_of(payment));
    }
    void add(const License& license) {
        out_.mode = ModeKind::license;
        out_.provider = builder_.firm(license.licensor);
        out_.work = builder_.solo_work(out_.program, out_.provider);
        out_.users = royalty_users(builder_, license);
    }
    void add(const Supply& supply) {
        out_.mode = ModeKind::supply;
        out_.provider = builder_.firm(supply.maker);
        out_.work = builder_.solo_work(out_.program, out_.provider);
        for (const Name& name : supply.buyers) out_.users.firms.push_back(builder_.firm(name));
        out_.users.fee = builder_.value(supply.fee, Sign::not_negative);
        out_.users.limited = constant(supply.spare_capacity.law) != never;
        out_.users.spare_capacity = builder_.value(supply.spare_capacity, Sign::not_negative);
    }

    ResolvedPayment payment_of(const Payment& payment) {
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
        for (const Name& name : names) {
            deal.forgoes[builder.program(name)][builder.firm(firm)] = true;
        }
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
