// Every alternative in the worlds of a leaf (see write_outcomes.hpp).
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

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

std::vector<Leaf> evaluate_leaves(const RunModel& model, const Layout& layout, std::int64_t worlds, const Stop& stop) {
    const std::vector<AlternativeId> alternatives(model.alternatives.ids().begin(), model.alternatives.ids().end());
    std::vector<Leaf> out(static_cast<std::size_t>((worlds + leaf_worlds - 1) / leaf_worlds));
    tbb::enumerable_thread_specific<Workspace> workspaces([&] { return Workspace(model); });
    tbb::parallel_for(std::size_t{0}, out.size(), [&](std::size_t i) {
        stop.check();
        const auto first = static_cast<std::int64_t>(i) * leaf_worlds;
        const LeafWorlds of{first, static_cast<int>(std::min(leaf_worlds, worlds - first)), Sampler::block_size};
        out[i] = evaluate_leaf(model, layout, of, alternatives, workspaces.local());
    });
    return out;
}

}  // namespace entente
