// Every world: outcomes, access, and what was drawn (see summarise.hpp).
#include <algorithm>
#include <array>
#include <cmath>

#include "outcome/derive.hpp"
#include "outcome/metrics.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

// What is told of each firm in each world, in the order of its columns.
constexpr std::array sampled_metrics{metric::cost_npv, metric::transfer_npv, metric::benefit_npv, metric::npv,
                                     metric::peak,     metric::over_budget,  metric::saving,      metric::gain};

// The rows of one leaf.
class LeafSamples {
public:
    LeafSamples(const RunModel& model, const Layout& layout, const Leaf& leaf, std::vector<WorldRow>& rows)
        : model_(model), layout_(layout), leaf_(leaf), rows_(rows), stride_(model.alternatives.size() * (model.firms.size() + 1)) {}

    void add() {
        std::size_t place = static_cast<std::size_t>(leaf_.first) * stride_;
        for (const AlternativeId a : model_.alternatives.ids()) {
            each_firm_and_all(model_.firms.size(), [&](FirmId f) { add(a, f, place++); });
        }
    }

private:
    void add(AlternativeId a, FirmId f, std::size_t place) {
        for (std::size_t m = 0; m < sampled_metrics.size(); ++m) {
            if (a == model_.baseline && sampled_metrics[m].of == ToldOf::comparisons)
                std::fill(buffers_[m].begin(), buffers_[m].end(), no_number);
            else
                sampled_metrics[m].derive({layout_, a, model_.baseline, f}, leaf_, outcome::part(buffers_[m], leaf_));
        }
        for (std::size_t w = 0; w < static_cast<std::size_t>(leaf_.count); ++w) {
            WorldRow& row = rows_[place + w * stride_];
            row.world = leaf_.first + static_cast<std::int64_t>(w);
            row.alternative = model_.alternatives[a].id;
            row.firm = f ? model_.firm_names[f] : "all";
            double* const cells[] = {&row.cost_npv, &row.transfer_npv, &row.benefit_npv, &row.npv,
                                     &row.peak,     &row.over_budget,  &row.saving,      &row.gain};
            for (std::size_t m = 0; m < sampled_metrics.size(); ++m) *cells[m] = buffers_[m][w];
            add_end(a, w, row);
        }
    }

    // Whether the deal came about, who left it and when.
    void add_end(AlternativeId a, std::size_t w, WorldRow& row) const {
        row.exit_date = no_number;
        const AlternativeColumns& columns = layout_.alternatives[a];
        if (!columns.arranged()) return;
        row.formed = leaf_.column(columns.formed)[w];
        const double exit = leaf_.column(columns.exit)[w];
        if (!(exit >= 0)) return;
        row.exit_date = leaf_.column(columns.tau)[w];
        row.exit = model_.alternatives[a].exits.exits[ExitId(static_cast<std::size_t>(exit))].name;
        row.leaver = model_.firm_names[FirmId(static_cast<std::size_t>(leaf_.column(columns.leaver)[w]))];
    }

    const RunModel& model_;
    const Layout& layout_;
    const Leaf& leaf_;
    std::vector<WorldRow>& rows_;
    std::size_t stride_;  // rows of one world: those of every alternative, each of every firm and of all together
    std::array<outcome::Buffer, sampled_metrics.size()> buffers_{};
};

}  // namespace

void add_samples(const RunModel& model, const Layout& layout, const Found& found, std::vector<WorldRow>& rows) {
    rows.resize(static_cast<std::size_t>(found.worlds) * model.alternatives.size() * (model.firms.size() + 1));
    for (const Leaf& leaf : found.leaves) LeafSamples(model, layout, leaf, rows).add();
}

void add_access(const RunModel& model, const Layout& layout, const Found& found, std::vector<AccessRow>& rows) {
    for (const Leaf& leaf : found.leaves) {
        for (std::size_t w = 0; w < static_cast<std::size_t>(leaf.count); ++w) {
            for (const AlternativeId a : model.alternatives.ids()) {
                for (const ProgramId p : model.programs.ids()) {
                    for (const FirmId f : model.firms.ids()) {
                        const ProgramColumns& columns = layout.alternatives[a].programs[p][f];
                        if (!columns.used()) continue;
                        rows.push_back({leaf.first + static_cast<std::int64_t>(w), model.alternatives[a].id, model.program_names[p],
                                        model.firm_names[f], leaf.column(columns.completion)[w], leaf.column(columns.cost)[w]});
                    }
                }
            }
        }
    }
}

namespace {

// One round's worlds, block by block: values as drawn, events as 0 or 1.
void add_draws(const Sampler& sampler, const Design& design, std::size_t worlds, Draws& draws, DrawTable& out) {
    std::vector<std::int64_t> below_zero(sampler.clamped().size());
    const auto& drawn = sampler.drawn();
    for (std::size_t at = 0; at < worlds; at += Sampler::block_size) {
        const int count = static_cast<int>(std::min<std::size_t>(Sampler::block_size, worlds - at));
        draws.count = count;
        sampler.draw(design, design.first + at, count, draws.memory, below_zero);
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            const View values = draws[drawn[i].slot];
            const auto& decides = drawn[i].decides;
            for (int w = 0; w < count; ++w) out.columns[i].push_back(!decides ? values[w] : (decides->in(draws, w) ? 1.0 : 0.0));
        }
    }
}

}  // namespace

void add_draws(const RunModel& model, const std::vector<Design>& rounds, std::int64_t worlds, DrawTable& out) {
    for (const Sampler::Drawn& drawn : model.sampler.drawn())
        out.names.push_back(drawn.decides ? drawn.name.substr(0, drawn.name.size() - Sampler::of_score.size()) : drawn.name);
    out.columns.resize(out.names.size());
    Draws draws;
    draws.memory.resize(model.sampler.memory_size());
    for (const Design& round : rounds) {
        const std::int64_t left = worlds - static_cast<std::int64_t>(round.first);
        if (left <= 0) break;
        add_draws(model.sampler, round, static_cast<std::size_t>(std::min(left, static_cast<std::int64_t>(round.worlds))), draws, out);
    }
}

}  // namespace entente
