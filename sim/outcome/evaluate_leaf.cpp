// Every alternative in the worlds of a leaf (see write_outcomes.hpp).
#include <algorithm>

#include "outcome/write_outcomes.hpp"

namespace entente {

Leaf evaluate_leaf(const RunModel& model, const Layout& layout, const LeafWorlds& worlds, std::span<const AlternativeId> alternatives,
                   Workspace& work) {
    Leaf leaf(layout, worlds.first, worlds.count);
    leaf.kept = worlds.kept;
    OutcomeWriter writer(model, layout, leaf);
    Table<ProgramId, FirmId, Lanes> unfunded(model.programs.size(), model.firms.size());
    for (int at = 0; at < worlds.count; at += worlds.block) {
        draw_block(model, worlds.first + at, std::min(worlds.block, worlds.count - at), work.block);
        for (std::size_t q = 0; q < leaf.totals.below_zero.size(); ++q) leaf.totals.below_zero[q] += work.block.below_zero[q];
        for_each_pack(model, work, [&](const Pack& pack) {
            for (const AlternativeId a : alternatives) {
                const ResolvedAlternative& alternative = model.alternatives[a];
                if (model.funded) first_accesses(date_unfunded(alternative, pack, work).schedule, unfunded);
                const Evaluated evaluated =
                    layout.tells_stay ? evaluate_with_stay(model, alternative, pack, work) : evaluate(alternative, pack, work);
                writer.write(a, evaluated, work.stays[alternative.stays_as]);
                if (model.funded) writer.write_funding(a, evaluated, unfunded);
            }
        });
    }
    writer.finish();
    return leaf;
}

}  // namespace entente
