// Telling one world (see replay.hpp).
#include "studies/replay.hpp"

#include "model/scenario.hpp"
#include "model/titles.hpp"
#include "prepare/coordinates.hpp"
#include "prepare/ready.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

class Teller {
public:
    Teller(const Scenario& scenario, const RunModel& model, const Pack& pack, Workspace& work)
        : scenario_(scenario), model_(model), pack_(pack), work_(work), unfunded_(model.programs.size(), model.firms.size()) {}

    WorldStory tell() {
        WorldStory story;
        story.world = pack_.first_world();
        story.first_year = model_.grid.first_year;
        story.titles = titles_of(scenario_);
        for (const Sampler::Drawn& drawn : model_.sampler.drawn()) story.draws.emplace_back(drawn.name, pack_.draws[drawn.slot][0]);
        tell_markets(story);
        for (const ResolvedAlternative& alternative : model_.alternatives) story.alternatives.push_back(tell(alternative));
        return story;
    }

private:
    void tell_markets(WorldStory& story) {
        for (const MarketId m : model_.markets.markets.ids()) {
            const RegimeChain& chain = pack_.regimes.chain(m);
            if (chain.demand.size() < 2) continue;
            auto& [name, path] = story.regimes.emplace_back(scenario_.market[m.place()].first.text, std::vector<std::string>{});
            for (Period k = 0; k < model_.grid.periods; ++k) path.push_back(chain.names[pack_.regimes.state(m, k, 0)]);
        }
        for (const EventId e : model_.markets.events.ids())
            story.arrivals.emplace_back(scenario_.event[e.place()].name.text, pack_.markets.arrival(e, 0));
    }

    WorldStory::Alternative tell(const ResolvedAlternative& alternative) {
        WorldStory::Alternative out;
        tell_unfunded(alternative, out);
        const Evaluated evaluated = evaluate_with_stay(model_, alternative, pack_, work_);
        const Schedule& schedule = evaluated.schedule;
        const Exit& exit = evaluated.exits[0];
        out.id = alternative.id;
        out.arranged = !alternative.deal.arrangements.empty();
        out.formed = schedule.is_formed(0);
        out.formation = schedule.formation[0];
        out.term = evaluated.term[0];
        out.left = departure(alternative, exit, schedule);
        if (could_stay(alternative, exit)) {
            const Stay& stay = work_.stays[alternative.stays_as];
            for (const FirmId f : model_.firms.ids()) out.stay.emplace_back(model_.firm_names[f], stay.firms[f].npv(0));
        }
        add_forgone(alternative.deal, out);
        for (const ArrangementId a : alternative.deal.arrangements.ids()) {
            const ResolvedArrangement& arrangement = alternative.deal.arrangements[a];
            for (const WorkInTalks& own : schedule.in_talks[a])
                add_work(model_.firm_names[own.firm], arrangement.program, own.course, out, out.formation);
            if (!out.formed || !arrangement.pooled()) continue;
            add_terms(arrangement, out);
            add_work(executor_name(model_.firm_names, std::span(arrangement.members)), arrangement.program, schedule.pools[a].course, out);
        }
        for (const ProgramId p : model_.programs.ids()) {
            for (const FirmId f : model_.firms.ids()) {
                const Part& part = schedule.part(p, f);
                if (!model_.programs[p].needs[f] && part.own.begin[0] == never) continue;
                add_work(model_.firm_names[f], p, part.own, out);
                out.uses.push_back({model_.program_names[p], model_.firm_names[f], part.access.first[0], part.access.until[0],
                                    part.access.again[0], evaluated.flows.program_cost[p][f][0]});
                tell_waiting(evaluated, p, f, out.uses.back());
            }
        }
        for (const FirmId f : model_.firms.ids()) {
            out.money.push_back(money(f, evaluated.flows));
            tell_binding(evaluated, f, out.money.back());
        }
        return out;
    }

    void tell_unfunded(const ResolvedAlternative& alternative, WorldStory::Alternative& out) {
        if (!model_.funded) return;
        const UnfundedDates dates = date_unfunded(alternative, pack_, work_);
        first_accesses(dates.schedule, unfunded_);
        out.left_unfunded = departure(alternative, dates.exits[0], dates.schedule);
    }

    WorldStory::Departure departure(const ResolvedAlternative& alternative, const Exit& exit, const Schedule& schedule) const {
        WorldStory::Departure out;
        if (!exit.happens()) return out;
        out.exit = alternative.exits.exits[exit.terms].name;
        out.leaver = model_.firm_names[exit.leaver];
        out.triggered = exit.triggered;
        out.tau = exit.tau;
        for (const Decision& made : schedule.decisions)
            out.goes_on.push_back({model_.program_names[made.program], model_.firm_names[made.firm], made.goes_on});
        return out;
    }

    void tell_waiting(const Evaluated& evaluated, ProgramId p, FirmId f, WorldStory::Use& out) const {
        out.late_by_money = out.first < never ? 0 : never;
        if (!model_.funded) return;
        out.waiting_cost = evaluated.flows.waiting[p][f][0];
        const double without = unfunded_[p][f][0];
        out.late_by_money = out.first < never && without < never ? out.first - without : never;
    }

    void tell_binding(const Evaluated& evaluated, FirmId f, WorldStory::Money& out) const {
        out.funding_binds.assign(model_.grid.years, false);
        if (evaluated.funding == nullptr) return;
        std::vector<Lanes> years(model_.grid.years);
        evaluated.funding->binding_years(model_.grid, f, years);
        for (std::size_t y = 0; y < years.size(); ++y) out.funding_binds[y] = years[y][0] != 0;
    }

    // Of an arrangement's program its parties do what they do in `solo`.
    void add_forgone(const ResolvedDeal& deal, WorldStory::Alternative& out) const {
        for (const ProgramId p : model_.programs.ids()) {
            const ArrangementId a = deal.arrangement_of[p];
            for (const FirmId f : model_.firms.ids()) {
                if (deal.forgoes[p][f] && !(a && takes_part(deal.arrangements[a], f)))
                    out.forgone.push_back({model_.program_names[p], model_.firm_names[f]});
            }
        }
    }

    void add_terms(const ResolvedArrangement& arrangement, WorldStory::Alternative& out) const {
        WorldStory::Terms& terms = out.terms.emplace_back();
        terms.program = model_.program_names[arrangement.program];
        for (const MemberId m : arrangement.members.ids())
            terms.weights.emplace_back(model_.firm_names[arrangement.members[m]], arrangement.share.base[m.place()]);
        const DealWorld world = pack_.world(0);
        terms.target = level_of(arrangement.share.target, world);
        terms.cap = arrangement.share.capped ? level_of(arrangement.share.cap, world) : never;
        terms.planned_end = arrangement.planned_end;
    }

    void add_work(const std::string& who, ProgramId program, const CourseLanes& courses, WorldStory::Alternative& out,
                  double cut = never) const {
        if (courses.begin[0] == never) return;
        const StageId stop = courses.stop_stage[0];
        const std::string stage = stop ? model_.works[courses.work].stage_names[stop] : "";
        out.works.push_back({model_.program_names[program], who, courses.begin[0], courses.end[0], courses.stop[0], stage, cut});
    }

    WorldStory::Money money(FirmId firm, const Flows& flows) const {
        WorldStory::Money out;
        out.firm = model_.firm_names[firm];
        const auto tell = [&](const Table<FirmId, Period, Lanes>& rows, std::vector<double>& years) {
            years.assign(model_.grid.years, 0.0);
            double present = 0;
            for (std::size_t k = 0; k < model_.grid.year.size(); ++k) {
                const double money = rows[firm][k][0];
                years[model_.grid.year[k]] += money;
                present += money * model_.firms[firm].discount[k];
            }
            return present;
        };
        out.cost_npv = tell(flows.cost, out.cost);
        out.transfer_npv = tell(flows.transfer, out.transfer);
        out.benefit_npv = tell(flows.benefit, out.benefit);
        if (flows.past.empty()) return out;
        out.past_cost = flows.past.cost[firm][0];
        out.past_transfer = flows.past.transfer[firm][0];
        out.past_benefit = flows.past.benefit[firm][0];
        out.cost_npv += out.past_cost;
        out.transfer_npv += out.past_transfer;
        out.benefit_npv += out.past_benefit;
        return out;
    }

    const Scenario& scenario_;
    const RunModel& model_;
    const Pack& pack_;
    Workspace& work_;
    Table<ProgramId, FirmId, Lanes> unfunded_;  // first accesses of the alternative that is told, if nobody's funding were limited
};

}  // namespace

WorldStory replay(const Scenario& scenario, const RunOptions& options, std::int64_t world) {
    RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    lay_out(options.sampling, options.coordinates.get(), model, *options.stop);
    // A Latin hypercube's strata are those of the whole run.
    model.design = {options.sampling, 0, static_cast<std::uint64_t>(options.worlds)};
    Workspace work(model);
    draw_block(model, world, 1, work.block);
    return Teller(scenario, model, begin_pack(model, 0, work), work).tell();
}

}  // namespace entente
