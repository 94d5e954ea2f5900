// Plans: how every work goes in each world of a block - stage dates, costs and gates - in columns of lanes (docs/model.md, section 3).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "lanes/lanes.hpp"
#include "plan/work.hpp"

namespace entente {

// Columns of a plan; dates are years since its start: its end T and cost C (real money); the share of the work that was done before it
// starts, and the years of the plan that this share is (plan_time); from the beginning of a course of the whole plan the years to its
// end and to the gate that stops it, infinite where it does not come to that.
enum PlanColumn : std::size_t { plan_end, plan_cost, plan_spent, plan_ahead, years_to_end, years_to_stop, plan_columns };
// Of a stage; `passes` is 1 or 0; `idle` is what a year of waiting for money costs while it is under way (of work that is funded only).
enum StageColumn : std::size_t { stage_start, stage_duration, stage_cost, stage_passes, stage_idle, stage_columns };

// One work's plans in a block of worlds.
class WorkPlans {
public:
    WorkPlans(const Work& work, WorkId id);

    void carry_out(const Draws& draws);

    const Work& work() const { return *work_; }
    WorkId id() const { return id_; }
    // A pack of them, from a world on that is the first of its pack. Lanes past the block's end have numbers of no meaning.
    const Lanes& lanes(PlanColumn column, int first_world) const { return column_of(column, first_world); }
    const Lanes& lanes(StageId stage, StageColumn column, int first_world) const {
        return column_of(number_of(stage, column), first_world);
    }
    double at(PlanColumn column, int world) const { return number_at(column, world); }
    double at(StageId stage, StageColumn column, int world) const { return number_at(number_of(stage, column), world); }
    // What start_course makes of a whole plan (see course.hpp), by world from the pack's first on.
    const bool* fresh(int first_world) const { return fresh_.get() + first_world; }
    const StageId* stop_stage(int first_world) const { return stop_stage_.data() + first_world; }
    // Whether a stage costs something in no time in some world of the block.
    bool has_lumps(StageId stage) const { return lumps_[stage] != 0; }

private:
    struct Factors;

    // A column stands a pack more than the block's packs from the next (see Sampler::stride).
    static constexpr std::size_t packs = Sampler::block_size / pack_size + 1;
    static constexpr std::size_t number_of(StageId stage, StageColumn column) {
        return plan_columns + stage.place() * stage_columns + column;
    }
    const Lanes& column_of(std::size_t number, int first_world) const {
        return columns_[number * packs + static_cast<std::size_t>(first_world) / pack_size];
    }
    Lanes& column_of(std::size_t number, int first_world) {
        return columns_[number * packs + static_cast<std::size_t>(first_world) / pack_size];
    }
    double number_at(std::size_t number, int world) const { return column_of(number, world)[static_cast<std::size_t>(world) % pack_size]; }

    void plan_stage(StageId s, const Factors& factors, const Draws& draws, int first);
    void add_up(int first);
    void find_ahead(int first, int worlds);
    void start_courses(int first);

    const Work* work_;
    WorkId id_;
    std::vector<Lanes> columns_;  // those of plans, then of each stage; by pack
    std::unique_ptr<bool[]> fresh_;
    std::vector<StageId> stop_stage_;
    ById<StageId, char> lumps_;
};

// A stage of a plan in one world; dates are years since the plan's start.
struct StagePlan {
    double start = 0;
    double duration = 0;
    double cost = 0;
    bool passes = true;
    double end() const { return start + duration; }
};

// A plan in one world, read off the columns; none unless it is of a work.
class Plan {
public:
    Plan() = default;
    Plan(const WorkPlans& plans, int world) : plans_(&plans), world_(world) {}

    const Work& work() const { return plans_->work(); }
    WorkId id() const { return plans_->id(); }
    double end() const { return plans_->at(plan_end, world_); }
    double cost() const { return plans_->at(plan_cost, world_); }
    double spent() const { return plans_->at(plan_spent, world_); }
    double ahead() const { return plans_->at(plan_ahead, world_); }
    // What a year of waiting for money costs while a stage is under way.
    double idle(StageId s) const { return plans_->at(s, stage_idle, world_); }
    Ids<StageId> stages() const { return work().stages.ids(); }
    StagePlan stage(StageId s) const {
        const auto at = [&](StageColumn column) { return plans_->at(s, column, world_); };
        return {at(stage_start), at(stage_duration), at(stage_cost), at(stage_passes) != 0};
    }

private:
    const WorkPlans* plans_ = nullptr;
    int world_ = 0;
};

// The plans of all works.
class Plans {
public:
    Plans() = default;
    explicit Plans(const ById<WorkId, Work>& works);
    // Plans are known by where they stand.
    Plans(const Plans&) = delete;
    Plans(Plans&&) = default;
    Plans& operator=(const Plans&) = delete;
    Plans& operator=(Plans&&) = default;

    // Carries out every work in every world of the block.
    void carry_out(const Draws& draws);

    const WorkPlans& of(WorkId work) const { return plans_[work]; }
    // Stands until the next block is carried out.
    Plan plan(WorkId work, int world) const { return {of(work), world}; }

private:
    ById<WorkId, WorkPlans> plans_;
};

}  // namespace entente
