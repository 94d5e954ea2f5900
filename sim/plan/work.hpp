// Work: one executor's plan of one program in each world - stage dates, costs and gates (docs/model.md, section 3).
#pragma once

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "base/grid.hpp"
#include "base/lanes.hpp"
#include "dist/sampler.hpp"
#include "plan/program.hpp"

namespace entente {

// Where the numbers of a stage are drawn.
struct StageSlots {
    Slot cost, duration, standing, rework_cost, rework_time;
    bool by_rate = false;      // `duration` holds a rate, money per year
    std::vector<Chance> gate;  // passing, one a try; empty when success is certain
    bool reworks = false;
    std::vector<int> after;  // stages
    Profile profile;
};
struct RiskSlots {
    int stage = 0;
    Chance happens;
    Slot cost, delay;
};

enum class FactorChoice { best, lead, mean };

// What the executor's members bring, and the terms under which they work together.
struct FactorSlots {
    struct Member {
        Slot cost, duration, spent;
    };
    std::vector<Member> members;
    FactorChoice choice = FactorChoice::lead;
    std::size_t lead = 0;
    Slot overhead, drag, synergy;
};

struct Work {
    int program = 0;
    std::vector<int> members;        // firms
    std::vector<StageSlots> stages;  // in an order in which every stage follows its `after`
    std::vector<std::string> stage_names;
    bool chain = true;  // each stage comes after the one before it, and after no other
    std::vector<RiskSlots> risks;
    FactorSlots factors;
};

// A stage of a plan in one world; dates are years since the plan's start.
struct StagePlan {
    double start = 0;
    double duration = 0;
    double cost = 0;
    bool passes = true;
    double end() const { return start + duration; }
};

// A plan in one world.
struct Plan {
    const Work* work = nullptr;
    const StagePlan* stage = nullptr;
    int index = 0;     // of the work
    double end = 0;    // T
    double cost = 0;   // C, real money
    double spent = 0;  // share of the work done before it starts
    double ahead = 0;  // years of the plan that this share is (plan_time)

    std::size_t stages() const { return work->stages.size(); }
};
inline const Plan no_plan{};

// Numbers of a plan that are kept by lane: `ahead`, `end`; years from the beginning of its course to the course's end and to the gate
// that stops it, infinite where it does not come to that.
enum PlanColumn : std::size_t { plan_ahead, plan_end, years_to_end, years_to_stop, plan_columns };
enum StageColumn : std::size_t { stage_start, stage_duration, stage_cost, stage_columns };

// The plans of all works in a block of worlds: each as a whole, and by lane.
class Plans {
public:
    Plans() = default;
    explicit Plans(std::span<const Work> works);
    // A plan knows where its stages stand.
    Plans(const Plans&) = delete;
    Plans(Plans&&) = default;
    Plans& operator=(const Plans&) = delete;
    Plans& operator=(Plans&&) = default;

    // Carries out every work in every world of the block.
    void carry_out(const Draws& draws);

    // Stands until the next block is carried out.
    const Plan& plan(int work, int world) const { return part(work).plans[static_cast<std::size_t>(world)]; }

    const Work& work(int index) const { return *part(index).plans.front().work; }

    // One work's plans in a pack of the block's worlds. Lanes past the block's end have numbers of no meaning.
    Lanes lanes(int work, PlanColumn column, int first_world) const { return part(work).lanes(column, first_world); }
    // The same of a stage.
    Lanes lanes(int work, std::size_t stage, StageColumn column, int first_world) const {
        return part(work).lanes(plan_columns + stage * stage_columns + column, first_world);
    }
    // What start_course makes of a whole plan (see course.hpp), by world from the pack's first on.
    const bool* fresh(int work, int first_world) const { return part(work).fresh.get() + first_world; }
    const int* stop_stage(int work, int first_world) const { return part(work).stop_stage.data() + first_world; }
    // Whether a stage costs something in no time in some world of the block.
    bool has_lumps(int work, std::size_t stage) const { return part(work).lumps[stage] != 0; }

private:
    // One work's plans, by world; the stages of each are together.
    struct Part {
        std::vector<StagePlan> stages;
        std::vector<Plan> plans;
        std::vector<double> columns;  // those of plans, then of each stage
        std::unique_ptr<bool[]> fresh;
        std::vector<int> stop_stage;
        std::vector<char> lumps;  // by stage

        double* column(std::size_t number) { return columns.data() + number * Sampler::stride; }
        Lanes lanes(std::size_t number, int first_world) const {
            Lanes out;
            std::copy_n(columns.data() + number * Sampler::stride + first_world, pack_size, out.value.begin());
            return out;
        }
    };
    const Part& part(int work) const { return parts_[static_cast<std::size_t>(work)]; }
    static void set_columns(Part& part, std::size_t world);

    std::vector<Part> parts_;
};

// Registers the draws of a program's stages for one executor; the factors are the caller's.
Work make_work(Sampler& sampler, const std::string& id, const Program& program, const std::string& executor);

}  // namespace entente
