// One block of worlds: draw, carry out, and for each alternative the exit and the money, a pack of worlds at a time.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "exit/first_exit.hpp"
#include "exit/unwind.hpp"
#include "resolve/run_model.hpp"
#include "settle/settle.hpp"

namespace entente {

// What is known after one alternative has been evaluated in a pack of worlds.
struct Evaluated {
    std::size_t alternative;
    std::int64_t first;  // world
    DealtPack pack;
    Flows& flows;  // of the evaluator: until the next alternative is evaluated
};

// One worker's memory; the model is shared and read-only.
class Evaluator {
public:
    // `by_program`: whether the flows tell vehicles and benefits of each program (the pilot asks).
    explicit Evaluator(const RunModel& model, bool by_program = false);

    // Draws worlds first .. first + count - 1 (count up to Sampler::block_size) and carries out all work.
    void begin_block(std::int64_t first, int count);
    // Goes to the block's worlds index .. index + pack_size - 1, or to its end.
    void begin_pack(int index);
    // Evaluates one alternative in them; the result holds until the next call.
    Evaluated evaluate(std::size_t alternative);

    // Calls visit() for each pack of the block.
    template <class Visit>
    void each_pack(const Visit& visit) {
        for (int index = 0; index < draws_.count; index += static_cast<int>(pack_size)) {
            begin_pack(index);
            visit();
        }
    }

    // The same by hand: one alternative as it would go on if nobody left, what a trigger may look at in one of the worlds, and what
    // becomes of the alternative when a firm leaves, by lane.
    void begin(std::size_t alternative);
    ExitView view(std::size_t alternative, std::size_t lane) const;
    Evaluated leave(std::size_t alternative, const Exits& exits);

    // The planned ends of a pool's work, as if every gate passed.
    Lanes planned_end(std::size_t alternative, std::size_t arrangement);

    DealPack pack() const { return {draws_, plans_, first_, count_}; }
    // The alternative of the last call, as it would go on or, once exits are known, as it does.
    const DealState& state() const { return *state_; }
    const Plans& plans() const { return plans_; }
    const Draws& draws() const { return draws_; }
    // Of clamped quantities: how many of the worlds drawn since the last call were below 0.
    std::vector<std::int64_t> take_below_zero();

private:
    void read_benefits();
    void set_exits(const AlternativeModel& alternative, const Exits& exits);
    Evaluated finish(std::size_t alternative);

    const RunModel& model_;
    DealContext context_;
    Draws draws_;
    Plans plans_;
    Regimes regimes_;
    MarketPack markets_;
    SettleScratch scratch_;
    Flows flows_;
    DealState going_on_;                    // an alternative as it would go on, kept for those that are scheduled alike
    std::optional<std::size_t> scheduled_;  // AlternativeModel::scheduled_as, once it is
    DealState left_;                        // the same after exits
    const DealState* state_ = &going_on_;
    std::vector<std::vector<BenefitLanes>> benefits_;  // by program
    std::vector<PositionLanes> positions_;             // by program and firm
    std::vector<Lanes> outlay_;                        // by firm and period
    std::vector<std::int64_t> below_zero_;
    int first_ = 0, count_ = 0;  // of the pack, in the block
};

// Net present value of a firm in each evaluated world, at its own rate.
Lanes net_present_value(const RunModel& model, const Flows& flows, int firm);

}  // namespace entente
