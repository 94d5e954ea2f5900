// One block of worlds: draw, carry out, and for each alternative the exit, the money and the outcomes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "deal/settle.hpp"
#include "engine/leaf.hpp"
#include "engine/model.hpp"
#include "exit/first_exit.hpp"
#include "exit/unwind.hpp"

namespace entente {

// What is known after one alternative has been evaluated in one world.
struct Evaluated {
    std::size_t alternative;
    std::int64_t world;
    const DealState& state;
    const Flows& flows;
    // Another alternative, evaluated before in this world, whose money and dates are also this one's: of `state` only the deal's
    // formation and exit are then of use, of `flows` nothing.
    std::optional<std::size_t> as = std::nullopt;
};

// One worker's memory; the model is shared and read-only.
class Evaluator {
public:
    // `by_program`: whether the flows tell vehicles and benefits of each program (the pilot asks).
    explicit Evaluator(const RunModel& model, bool by_program = false);

    // Draws worlds first .. first + count - 1 (count up to Sampler::block_size) and carries out all work.
    void begin_block(std::int64_t first, int count);
    // Evaluates one alternative in one of them; the result holds until the next call.
    void begin_world(int index);
    Evaluated evaluate(std::size_t alternative);
    // The same, but done once for alternatives that have this world in common.
    Evaluated evaluate_once(std::size_t alternative);

    // The same by hand: one alternative as it would go on if nobody left, and what it becomes when one leaves.
    ExitView begin(std::size_t alternative);
    Evaluated leave(std::size_t alternative, const Exit& exit);

    // The planned end of a pool's work in the current world, as if every gate passed.
    double planned_end(std::size_t alternative, std::size_t arrangement);

    const Plans& plans() const { return plans_; }
    const Draws& draws() const { return draws_; }
    // Of clamped quantities: how many of the worlds drawn since the last call were below 0.
    std::vector<std::int64_t> take_below_zero();

private:
    enum class Fate { unknown, unformed, stays, left };
    Evaluated evaluate(std::size_t alternative, bool once);
    DealWorld world() const { return {draws_, plans_, world_}; }
    void set_exit(std::size_t alternative, const Exit& exit);
    Evaluated finish(std::size_t alternative);
    void settle(const AlternativeModel& alternative, const DealWorld& world);

    const RunModel& model_;
    DealContext context_;
    Draws draws_;
    Plans plans_;
    Regimes regimes_;
    MarketWorld markets_;
    SettleScratch scratch_;
    Flows flows_;
    DealState state_;
    std::vector<double> outlay_;
    std::vector<Fate> fates_;  // by alternative, of those evaluated in this world
    std::vector<std::int64_t> below_zero_;
    int world_ = 0;
};

// Net present value of a firm in one evaluated world, at its own rate.
double net_present_value(const RunModel& model, const Flows& flows, int firm);

// Turns evaluated worlds into the outcomes of a leaf: discounting, budgets, peaks (docs/model.md, section 6).
class OutcomeWriter {
public:
    OutcomeWriter(const RunModel& model, const Layout& layout);
    void write(const Evaluated& evaluated, Leaf& leaf);
    void end_world(std::int64_t world, Leaf& leaf);
    // Hands the yearly flows of the block's worlds over to a leaf that keeps them.
    void end_block(std::int64_t first, int count, Leaf& leaf);

private:
    void write_years(const Evaluated& evaluated);
    void write_firm(const Evaluated& evaluated, std::size_t f, Leaf& leaf);
    void write_money(const Evaluated& evaluated, Leaf& leaf);
    void copy_money(std::size_t from, std::size_t to, std::size_t w, Leaf& leaf);

    const RunModel& model_;
    const Layout& layout_;
    std::vector<double> outlay_, outlay_years_;  // of one world and alternative; by firm, and period or year
    std::vector<double> all_years_;
    std::vector<double> flow_years_;              // of one world, as Layout::flow
    std::vector<char> past_horizon_, unsettled_;  // of one world, by alternative
    std::vector<float> rows_;                     // the block's yearly flows, world by world
    std::size_t block_row_ = 0;
    bool finite_ = true;
};

// Evaluates worlds first .. first + count - 1 (at most leaf_worlds), `block` of them drawn together. The columns of alternatives
// that are not asked for stay 0.
Leaf evaluate_leaf(Evaluator& evaluator, OutcomeWriter& writer, const Layout& layout, std::int64_t first, int count, int block,
                   std::span<const std::size_t> alternatives);

}  // namespace entente
