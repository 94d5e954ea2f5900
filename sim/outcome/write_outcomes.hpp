// From evaluated worlds to the columns of a leaf.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/stop.hpp"
#include "outcome/leaf.hpp"
#include "world/evaluate.hpp"

namespace entente {

// Fills one leaf with the outcomes of evaluated worlds: discounting, budgets, peaks (docs/model.md, section 6).
class OutcomeWriter {
public:
    OutcomeWriter(const RunModel& model, const Layout& layout, Leaf& leaf);
    // One alternative in some of the leaf's worlds, each of which is written once.
    void write(AlternativeId alternative, const Evaluated& evaluated, const Stay& stay);
    // Where some firm has limited funding, besides: what it does, from the dates at which access would come if none had.
    void write_funding(AlternativeId alternative, const Evaluated& evaluated, const Table<ProgramId, FirmId, Lanes>& unfunded);
    // Sums up what has been written into the leaf's totals; nothing is to be written afterwards.
    void finish();

private:
    // One alternative's place in a leaf.
    struct Place;

    void write_firm(const Place& place, const Flows& flows, FirmId firm);
    void write_programs(const Place& place, const Evaluated& evaluated);
    void write_deal(const Place& place, const Evaluated& evaluated);
    void write_stay(const Place& place, const Evaluated& evaluated, const Stay& stay);
    void write_years(const Place& place);

    const RunModel& model_;
    const Layout& layout_;
    Leaf& leaf_;
    std::vector<Period> year_begins_;  // first period of each year, and the number of periods
    std::vector<Lanes> years_;         // of one alternative, as Layout::flow
    std::vector<Lanes> outlay_, all_;  // by year: of one firm; cost of all firms
    // Yearly flows of the leaf, as Layout::flow. World w is summed in lane w % pack_size, whichever packs the worlds come in, so that the
    // order of the sum does not depend on the packs.
    std::vector<Lanes> totals_;
    std::vector<Lanes> net_, net_totals_;       // by period: of one firm; of the leaf, as Layout::net, in the same lanes
    std::array<int, leaf_worlds> uncountable_;  // by world, as Totals::uncountable_at; -1: none
};

// What is evaluated together: consecutive worlds, at most a leaf of them, of which at most `block` are drawn together.
struct LeafWorlds {
    std::int64_t first;
    int count, block;
    std::vector<std::uint8_t> kept = {};  // by world, 0 or 1: those that count in the leaf's totals; empty: all
};

// Evaluates some alternatives in these worlds. The columns of the others stay 0.
Leaf evaluate_leaf(const RunModel& model, const Layout& layout, const LeafWorlds& worlds, std::span<const AlternativeId> alternatives,
                   Workspace& work);
// Evaluates every alternative in the first worlds of the model's design, on all threads. Throws Interrupted where it is stopped.
std::vector<Leaf> evaluate_leaves(const RunModel& model, const Layout& layout, std::int64_t worlds, const Stop& stop);
// A number of each of their worlds: derive(leaf, span) makes those of one leaf.
template <class Derive>
std::vector<double> column_of(std::span<const Leaf> leaves, const Derive& derive) {
    std::vector<double> out(leaves.empty() ? 0 : static_cast<std::size_t>(leaves.back().first + leaves.back().count));
    for (const Leaf& leaf : leaves)
        derive(leaf, std::span(out).subspan(static_cast<std::size_t>(leaf.first), static_cast<std::size_t>(leaf.count)));
    return out;
}

}  // namespace entente
