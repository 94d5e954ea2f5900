// Worlds that are looked at before the run, on all threads: the pilot's, and those that policies are fitted on.
#pragma once

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <cstdint>
#include <span>
#include <vector>

#include "base/stop.hpp"
#include "world/workspace.hpp"

namespace entente {

constexpr int policy_degree = 2;  // of the polynomials in what is known at a decision, by which policies decide

// Worlds first .. last - 1, which one thread visits in their order: sums over them do not depend on the threads.
struct WorldRange {
    std::int64_t first, last;
    double count() const { return static_cast<double>(last - first); }
};

// Worlds 0 .. worlds - 1 in so many parts of about one length (or fewer, where there are fewer worlds).
std::vector<WorldRange> parts_of(std::int64_t worlds, std::int64_t parts);
// The same in parts of a block each.
std::vector<WorldRange> blocks_of(std::int64_t worlds);

// Calls visit(part, pack, workspace) for every pack of every part, parts in parallel. Throws Interrupted where it is stopped.
template <class Visit>
void for_each_pilot_pack(const RunModel& model, std::span<const WorldRange> parts, FlowDetail detail, const Stop& stop,
                         const Visit& visit) {
    tbb::enumerable_thread_specific<Workspace> workspaces([&] { return Workspace(model, detail); });
    tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t part) {
        Workspace& work = workspaces.local();
        for (std::int64_t first = parts[part].first; first < parts[part].last; first += Sampler::block_size) {
            stop.check();
            const auto count = static_cast<int>(std::min<std::int64_t>(Sampler::block_size, parts[part].last - first));
            draw_block(model, first, count, work.block);
            for_each_pack(model, work, [&](const Pack& pack) { visit(part, pack, work); });
        }
    });
}

}  // namespace entente
