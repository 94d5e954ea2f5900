// From evaluated worlds to the columns of a leaf.
#pragma once

#include <span>
#include <vector>

#include "outcome/leaf.hpp"
#include "world/evaluate.hpp"

namespace entente {

// Turns evaluated worlds into the outcomes of a leaf: discounting, budgets, peaks (docs/model.md, section 6). The worlds of a leaf
// are written in their order, each alternative of a pack before the next pack.
class OutcomeWriter {
public:
    OutcomeWriter(const RunModel& model, const Layout& layout);
    // Takes the flows: their rows are 0 afterwards.
    void write(const Evaluated& evaluated, Leaf& leaf);
    void end_pack(const DealPack& pack, std::int64_t first, Leaf& leaf);
    void end_leaf(Leaf& leaf);

private:
    void write_firm(const Evaluated& evaluated, std::size_t f, Leaf& leaf);
    void write_programs(const Evaluated& evaluated, Leaf& leaf);
    void write_deal(const Evaluated& evaluated, Leaf& leaf);
    void write_years(const Evaluated& evaluated, Leaf& leaf);

    const RunModel& model_;
    const Layout& layout_;
    std::vector<std::size_t> year_begins_;  // first period of each year, and the number of periods
    std::vector<Lanes> years_;              // of one alternative, as Layout::flow
    std::vector<Lanes> outlay_, all_;       // by year: of one firm; cost of all firms
    std::vector<Lanes> totals_;             // of the leaf, as Layout::flow; world w of the leaf in lane w % pack_size
    LaneFlags not_finite_{};                // in the pack
};

// Evaluates worlds first .. first + count - 1 (at most leaf_worlds), `block` of them drawn together. The columns of alternatives
// that are not asked for stay 0.
Leaf evaluate_leaf(Evaluator& evaluator, OutcomeWriter& writer, const Layout& layout, std::int64_t first, int count, int block,
                   std::span<const std::size_t> alternatives);

}  // namespace entente
