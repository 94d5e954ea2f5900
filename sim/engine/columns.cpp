// Memory of the outcomes (see columns.hpp).
#include "engine/columns.hpp"

#include <algorithm>

namespace entente {

namespace {

constexpr std::int64_t most_sampled = 131'072;
constexpr double annual_memory = 512e6;  // bytes that the kept annual flows may take

std::int64_t sampled_worlds(const RunModel& model, std::int64_t worlds) {
    const double per_world = static_cast<double>(model.alternatives.size() * model.firms.size() * 3 *
                                                 static_cast<std::size_t>(model.grid.years) * sizeof(float));
    std::int64_t count = most_sampled;
    while (count > 1024 && static_cast<double>(count) * per_world > annual_memory) count /= 2;
    return std::min(count, worlds);
}

}  // namespace

Columns::Columns(const RunModel& model, std::int64_t most)
    : sampled(sampled_worlds(model, most)),
      flows_per_firm(3 * model.grid.years),
      past_horizon(model.alternatives.size(), 0),
      unsettled(model.alternatives.size(), 0),
      below_zero(model.sampler.clamped().size(), 0) {
    const std::size_t annual = model.firms.size() * static_cast<std::size_t>(flows_per_firm);
    for (const AlternativeModel& alternative : model.alternatives) {
        AlternativeColumns& columns = alternatives.emplace_back();
        columns.firms.resize(model.firms.size());
        columns.programs.resize(model.programs.size());
        for (std::size_t p = 0; p < model.programs.size(); ++p) {
            columns.programs[p].resize(model.firms.size());
            for (std::size_t f = 0; f < model.firms.size(); ++f) columns.programs[p][f].used = model.programs[p].solo_work[f] >= 0;
        }
        columns.annual_sum.assign(annual, 0.0);
        columns.annual_sample.resize(annual * static_cast<std::size_t>(sampled));
        columns.arranged = !alternative.deal.arrangements.empty();
    }
}

void Columns::grow(std::int64_t count) {
    worlds = count;
    const auto n = static_cast<std::size_t>(count);
    for (AlternativeColumns& columns : alternatives) {
        for (FirmColumns& firm : columns.firms) {
            for (auto* column : {&firm.cost_npv, &firm.cost, &firm.transfer_npv, &firm.benefit_npv, &firm.peak, &firm.worst_overrun}) {
                column->resize(n);
            }
            firm.over_budget.resize(n);
        }
        columns.all_peak.resize(n);
        for (auto& row : columns.programs) {
            for (ProgramColumns& program : row) {
                if (!program.used) continue;
                program.completion.resize(n);
                program.cost.resize(n);
            }
        }
        if (!columns.arranged) continue;
        columns.formed.resize(n);
        columns.exit.resize(n);
        columns.leaver.resize(n);
        columns.tau.resize(n);
    }
}

double column_bytes(const RunModel& model, std::int64_t worlds) {
    double per_world = 0;
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        per_world += static_cast<double>(model.firms.size()) * 49 + 8 + 13;
        per_world += static_cast<double>(model.firms.size() * model.programs.size()) * 16;
    }
    return per_world * static_cast<double>(worlds) + annual_memory;
}

}  // namespace entente
