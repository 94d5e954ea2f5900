// Costs of every coalition in the pilot worlds (see pilot_game.hpp).
#include "engine/pilot_game.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "base/problem.hpp"
#include "engine/evaluate.hpp"
#include "engine/prepare.hpp"

namespace entente {

namespace {

constexpr std::size_t most_members = 10;
constexpr std::size_t batch_count = 32;

// A model of its own, with a work for every coalition, so that the run carries out none of them.
struct GameModel {
    RunModel run;
    std::vector<int> members;      // firms
    std::vector<int> work;         // by coalition
    std::vector<double> discount;  // by period, at the members' mean rate
    const ArrangementModel* arrangement = nullptr;
};

GameModel prepare_game(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement) {
    GameModel out{prepare(scenario, seed), {}, {}, {}, nullptr};
    const Pool& pool = std::get<Pool>(scenario.alternative[alternative - 1].second.arrangement[arrangement].mode);
    out.arrangement = &out.run.alternatives[alternative].deal.arrangements[arrangement];
    out.members = out.arrangement->members;
    Builder builder{scenario, out.run};
    const std::size_t n = pool.members.size();
    double rate = 0;
    for (const Name& member : pool.members) rate += find(scenario.firm, member.text)->discount / static_cast<double>(n);
    out.discount = out.run.grid.discount(rate);
    out.work.assign(std::size_t{1} << n, -1);
    for (std::uint32_t s = 1; s < out.work.size(); ++s) {
        PoolTerms terms = pool;
        terms.members.clear();
        for (std::size_t i = 0; i < n; ++i) {
            if ((s >> i & 1U) != 0) terms.members.push_back(pool.members[i]);
        }
        const bool led =
            pool.lead && std::any_of(terms.members.begin(), terms.members.end(), [&](const Name& m) { return m.text == pool.lead->text; });
        if (!led) terms.lead.reset();
        const int program = out.arrangement->program;
        out.work[s] =
            std::popcount(s) == 1 ? builder.solo_work(program, builder.firm(terms.members[0])) : pool_work(builder, program, terms);
    }
    return out;
}

class CoalitionCosts {
public:
    explicit CoalitionCosts(const GameModel& model)
        : model_(model),
          spending_(static_cast<std::size_t>(model.run.grid.periods)),
          ends_(model.run.programs.size(), std::vector<double>(model.run.firms.size())) {}

    // Adds c(S) of one world to `sums`.
    void add(const Evaluator& evaluator, int world, std::vector<double>& sums) {
        const RunModel& run = model_.run;
        const DealWorld drawn{evaluator.draws(), evaluator.plans(), world};
        for (const int p : run.order) {
            for (std::size_t f = 0; f < run.firms.size(); ++f) {
                const int work = run.programs[static_cast<std::size_t>(p)].solo_work[f];
                if (work < 0) continue;
                const Course course = start_course(evaluator.plans().plan(work, world), begin(p, static_cast<int>(f)),
                                                   evaluator.plans().plan(work, world).spent);
                ends_[static_cast<std::size_t>(p)][f] = course.begin + course.plan.end - course.offset;
            }
        }
        const int program = model_.arrangement->program;
        for (std::uint32_t s = 1; s < model_.work.size(); ++s) {
            double from = run.grid.start;
            for (std::size_t i = 0; i < model_.members.size(); ++i) {
                if ((s >> i & 1U) != 0) from = std::max(from, begin(program, model_.members[i]));
            }
            const Plan plan = evaluator.plans().plan(model_.work[s], world);
            Course course = start_course(plan, from, plan.spent);
            course.stop = never;
            std::fill(spending_.begin(), spending_.end(), 0.0);
            add_spending(course, never, run.grid, spending_);
            const double end = from + plan.end - course.offset;
            for (std::size_t i = 0; i < model_.members.size() && std::popcount(s) > 1; ++i) {
                const AdaptationSlots& adaptation = model_.arrangement->adaptation[static_cast<std::size_t>(model_.members[i])];
                if ((s >> i & 1U) != 0 && adaptation.given)
                    add_evenly(drawn.at(adaptation.cost), end, drawn.at(adaptation.duration), run.grid, spending_);
            }
            double cost = 0;
            for (std::size_t k = 0; k < spending_.size(); ++k) cost += spending_[k] * run.grid.escalation[k] * model_.discount[k];
            sums[s] += cost;
        }
    }

private:
    // When a firm's own plan of a program begins, with `after` programs ending as its solo plans do.
    double begin(int program, int firm) const {
        const ProgramModel& model = model_.run.programs[static_cast<std::size_t>(program)];
        double from = model.start;
        for (const int before : model.after) {
            if (model_.run.programs[static_cast<std::size_t>(before)].needs[static_cast<std::size_t>(firm)]) {
                from = std::max(from, ends_[static_cast<std::size_t>(before)][static_cast<std::size_t>(firm)]);
            }
        }
        return from;
    }

    const GameModel& model_;
    std::vector<double> spending_;
    std::vector<std::vector<double>> ends_;  // of solo plans, by program and firm
};

}  // namespace

PilotGame pilot_game(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement) {
    const GameModel model = prepare_game(scenario, seed, alternative, arrangement);
    const std::size_t n = model.members.size();
    if (n > most_members) throw Failure("sharing rules from the cost game are for at most 10 members of a pool in a scenario");
    // A batch is summed by one thread in the order of its worlds, so threads cannot change a bit.
    const std::size_t worlds = static_cast<std::size_t>(scenario.scenario.pilot), batches = std::min(batch_count, worlds);
    std::vector<std::vector<double>> sums(batches, std::vector<double>(model.work.size(), 0.0)),
        benefits(batches, std::vector<double>(n, 0.0));
    std::vector<std::size_t> counts(batches);
    tbb::enumerable_thread_specific<Evaluator> evaluators([&] { return Evaluator(model.run, true); });
    tbb::parallel_for(std::size_t{0}, batches, [&](std::size_t b) {
        Evaluator& evaluator = evaluators.local();
        CoalitionCosts costs(model);
        const std::size_t first = b * worlds / batches, last = (b + 1) * worlds / batches;
        counts[b] = last - first;
        for (std::size_t at = first; at < last; at += Sampler::block_size) {
            const int count = static_cast<int>(std::min<std::size_t>(Sampler::block_size, last - at));
            evaluator.begin_block(static_cast<std::int64_t>(at), count);
            for (int w = 0; w < count; ++w) {
                evaluator.begin_world(w);
                costs.add(evaluator, w, sums[b]);
                const Evaluated solo = evaluator.evaluate(0);
                for (std::size_t i = 0; i < n; ++i)
                    benefits[b][i] += solo.flows.program_benefit[solo.flows.index(model.arrangement->program, model.members[i])];
            }
        }
    });
    PilotGame out;
    out.game = {static_cast<int>(n), std::vector<double>(model.work.size(), 0.0)};
    out.benefits.assign(n, 0.0);
    for (std::size_t b = 0; b < batches; ++b) {
        for (std::size_t s = 0; s < sums[b].size(); ++s) out.game.cost[s] += sums[b][s] / static_cast<double>(worlds);
        for (std::size_t i = 0; i < n; ++i) out.benefits[i] += benefits[b][i] / static_cast<double>(worlds);
        for (double& sum : sums[b]) sum /= static_cast<double>(counts[b]);
        out.batches.push_back({static_cast<int>(n), std::move(sums[b])});
    }
    const auto& blocks = model.run.programs[static_cast<std::size_t>(model.arrangement->program)].benefits;
    if (blocks.empty()) out.benefits.assign(n, std::numeric_limits<double>::infinity());
    return out;
}

}  // namespace entente
