// What limited funding does, into the columns of a leaf (see write_outcomes.hpp; docs/model.md, section 7).
#include <algorithm>
#include <bit>

#include "outcome/write_outcomes.hpp"

namespace entente {

void OutcomeWriter::write_funding(AlternativeId alternative, const Evaluated& evaluated, const Table<ProgramId, FirmId, Lanes>& unfunded) {
    const Pack& pack = evaluated.pack;
    const auto world = static_cast<std::size_t>(pack.first_world() - leaf_.first);
    const auto store = [&](const Lanes& values, int column) {
        std::copy_n(values.data(), pack.count, leaf_.column(column).data() + world);
    };
    const auto& programs = layout_.alternatives[alternative].programs;
    for (const ProgramId p : programs.ids()) {
        for (const FirmId f : programs[p].ids()) {
            const ProgramColumns& out = programs[p][f];
            if (!out.used()) continue;
            Lanes late = evaluated.schedule.part(p, f).access.first;
            for (std::size_t lane = 0; lane < pack_size; ++lane)
                late[lane] = late[lane] < never && unfunded[p][f][lane] < never ? late[lane] - unfunded[p][f][lane] : never;
            store(late, out.late);
            store(evaluated.flows.waiting[p][f], out.waiting);
        }
    }
    // In how many worlds each firm's funding held back work, by calendar year.
    const std::uint32_t worlds = (std::uint32_t{1} << pack.count) - 1;
    const Grid& grid = model_.grid;
    for (const FirmId f : model_.firms.ids()) {
        std::uint32_t bits = 0;
        for (Period k = 0; k < grid.periods; ++k) {
            bits |= evaluated.funding->binds[f][k];
            if (k + 1 < grid.periods && grid.year[k + 1] == grid.year[k]) continue;
            leaf_.totals.binds[layout_.binds(alternative, f) + grid.year[k]] += std::popcount(bits & worlds);
            bits = 0;
        }
    }
}

}  // namespace entente
