// What limited funding does, into the columns of a leaf (see write_outcomes.hpp; docs/model.md, section 7).
#include <algorithm>

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
    for (const FirmId f : model_.firms.ids()) {
        evaluated.funding->binding_years(model_.grid, f, all_);
        for (std::size_t y = 0; y < layout_.years; ++y) {
            for (std::size_t lane = 0; lane < pack.count; ++lane)
                leaf_.totals.binds[layout_.binds(alternative, f) + y] += all_[y][lane] != 0 ? 1 : 0;
        }
    }
}

}  // namespace entente
