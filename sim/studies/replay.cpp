// Telling one world (see replay.hpp).
#include "studies/replay.hpp"

#include "prepare/ready.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

class Teller {
public:
    Teller(const Scenario& scenario, const RunModel& model, const Pack& pack, Workspace& work)
        : scenario_(scenario), model_(model), pack_(pack), work_(work) {}

    WorldStory tell() {
        WorldStory story;
        story.world = pack_.first_world();
        story.first_year = model_.grid.first_year;
        for (const Sampler::Drawn& drawn : model_.sampler.drawn()) story.draws.emplace_back(drawn.name, pack_.draws[drawn.slot][0]);
        tell_markets(story);
        for (const AlternativeModel& alternative : model_.alternatives) story.alternatives.push_back(tell(alternative));
        return story;
    }

private:
    void tell_markets(WorldStory& story) {
        for (std::size_t m = 0; m < scenario_.market.size(); ++m) {
            const RegimeChain& chain = pack_.regimes.chain(static_cast<int>(m));
            if (chain.demand.size() < 2) continue;
            auto& [name, path] = story.regimes.emplace_back(scenario_.market[m].first.text, std::vector<std::string>{});
            for (int k = 0; k < model_.grid.periods; ++k) path.push_back(chain.names[pack_.regimes.state(static_cast<int>(m), k, 0)]);
        }
        for (std::size_t e = 0; e < scenario_.event.size(); ++e)
            story.arrivals.emplace_back(scenario_.event[e].name.text, pack_.markets.arrival(static_cast<int>(e), 0));
    }

    WorldStory::Alternative tell(const AlternativeModel& alternative) {
        const Evaluated evaluated = evaluate(alternative, pack_, work_);
        const Schedule& schedule = evaluated.schedule;
        const Exit& exit = evaluated.exits[0];
        WorldStory::Alternative out;
        out.id = alternative.id;
        out.arranged = !alternative.deal.arrangements.empty();
        out.formed = schedule.is_formed(0);
        out.formation = schedule.formation[0];
        out.term = evaluated.term[0];
        if (exit.happens()) {
            out.exit = alternative.exits.exits[static_cast<std::size_t>(exit.terms)].name;
            out.leaver = model_.firm_ids[static_cast<std::size_t>(exit.leaver)];
            out.triggered = exit.triggered;
            out.tau = exit.tau;
        }
        for (std::size_t a = 0; a < alternative.deal.arrangements.size() && out.formed; ++a) {
            const ArrangementModel& arrangement = alternative.deal.arrangements[a];
            if (arrangement.mode != ModeKind::pool) continue;
            add_terms(arrangement, out);
            add_work(executor_name(model_.firm_ids, arrangement.members), arrangement.program, schedule.pools[a].course, out);
        }
        for (std::size_t p = 0; p < model_.programs.size(); ++p) {
            for (std::size_t f = 0; f < model_.firms.size(); ++f) {
                const Part& part = schedule.part(p, f);
                if (!model_.programs[p].needs[f] && part.own.begin[0] == never) continue;
                add_work(model_.firm_ids[f], static_cast<int>(p), part.own, out);
                out.uses.push_back(
                    {model_.program_ids[p], model_.firm_ids[f], part.access.first[0], part.access.until[0], part.access.again[0]});
            }
        }
        for (std::size_t f = 0; f < model_.firms.size(); ++f) out.money.push_back(money(f, evaluated.flows));
        return out;
    }

    void add_terms(const ArrangementModel& arrangement, WorldStory::Alternative& out) const {
        WorldStory::Terms& terms = out.terms.emplace_back();
        terms.program = model_.program_ids[static_cast<std::size_t>(arrangement.program)];
        for (std::size_t m = 0; m < arrangement.members.size(); ++m)
            terms.weights.emplace_back(model_.firm_ids[static_cast<std::size_t>(arrangement.members[m])], arrangement.share.base[m]);
        const DealWorld world = pack_.world(0);
        terms.target = level_of(arrangement.share.target, world);
        terms.cap = arrangement.share.capped ? level_of(arrangement.share.cap, world) : never;
        terms.planned_end = arrangement.planned_end;
    }

    void add_work(const std::string& who, int program, const CourseLanes& courses, WorldStory::Alternative& out) const {
        if (courses.begin[0] == never) return;
        const int stop = courses.stop_stage[0];
        const std::string stage =
            stop >= 0 ? model_.works[static_cast<std::size_t>(courses.work)].stage_names[static_cast<std::size_t>(stop)] : "";
        out.works.push_back(
            {model_.program_ids[static_cast<std::size_t>(program)], who, courses.begin[0], courses.end[0], courses.stop[0], stage});
    }

    WorldStory::Money money(std::size_t f, const Flows& flows) const {
        const int firm = static_cast<int>(f);
        WorldStory::Money out;
        out.firm = model_.firm_ids[f];
        const auto tell = [&](const std::vector<Lanes>& rows, std::vector<double>& years) {
            years.assign(static_cast<std::size_t>(model_.grid.years), 0.0);
            double present = 0;
            for (std::size_t k = 0; k < model_.grid.year.size(); ++k) {
                const double money = flows.row(rows, firm)[k][0];
                years[static_cast<std::size_t>(model_.grid.year[k])] += money;
                present += money * model_.firms[f].discount[k];
            }
            return present;
        };
        out.cost_npv = tell(flows.cost, out.cost);
        out.transfer_npv = tell(flows.transfer, out.transfer);
        out.benefit_npv = tell(flows.benefit, out.benefit);
        return out;
    }

    const Scenario& scenario_;
    const RunModel& model_;
    const Pack& pack_;
    Workspace& work_;
};

}  // namespace

WorldStory replay(const Scenario& scenario, const RunOptions& options, std::int64_t world) {
    RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    // A Latin hypercube's strata are those of the whole run.
    model.design = {options.sampling, 0, static_cast<std::uint64_t>(options.worlds)};
    Workspace work(model);
    draw_block(model, world, 1, work.block);
    return Teller(scenario, model, begin_pack(model, 0, work), work).tell();
}

}  // namespace entente
