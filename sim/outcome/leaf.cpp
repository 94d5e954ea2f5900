// Layout, memory and bytes of leaves (see leaf.hpp).
#include "outcome/leaf.hpp"

#include <algorithm>

namespace entente {

namespace {

constexpr std::int64_t most_sampled = 131'072;
constexpr double flow_memory = 512e6;  // bytes that the kept yearly flows may take

}  // namespace

Layout::Layout(const RunModel& model, std::int64_t worlds, YearlyFlows yearly)
    : firms(model.firms.size()), years(model.grid.years), periods(model.grid.periods), clamped(model.sampler.clamped().size()) {
    const auto next = [this] { return columns++; };
    for (const ResolvedAlternative& alternative : model.alternatives) {
        AlternativeColumns& out = alternatives.emplace_back();
        for ([[maybe_unused]] const FirmId f : model.firms.ids()) out.firms.push_back({next(), next(), next(), next(), next(), next()});
        out.all_peak = next();
        out.programs.assign(model.programs.size(), ById<FirmId, ProgramColumns>(firms));
        for (const ProgramId p : model.programs.ids()) {
            for (const FirmId f : model.firms.ids()) {
                if (!model.programs[p].solo_work[f]) continue;
                ProgramColumns& program = out.programs[p][f];
                program.completion = next();
                program.cost = next();
                if (!model.funded) continue;
                program.late = next();
                program.waiting = next();
            }
        }
        if (alternative.deal.arrangements.empty()) continue;
        for (int* column : {&out.formed, &out.exit, &out.leaver, &out.tau}) *column = next();
        const auto& exits = alternative.exits.exits;
        const bool stays = std::any_of(exits.begin(), exits.end(), [](const ResolvedExit& exit) { return exit.could_stay(); });
        if (stays && yearly == YearlyFlows::kept) {
            out.leaver_gain = next();
            out.others_gain = next();
        }
        tells_stay = tells_stay || out.tells_stay();
    }
    funded = model.funded ? alternatives.size() * firms * years : 0;
    flows = alternatives.size() * flows_of_one();
    sampled = yearly == YearlyFlows::kept ? most_sampled : 0;
    while (sampled > leaf_worlds && static_cast<double>(sampled) * static_cast<double>(flows) * sizeof(float) > flow_memory) sampled /= 2;
    sampled = std::min(sampled, worlds);
}

double leaf_bytes(const Layout& layout, std::int64_t worlds) {
    const double flows = static_cast<double>(layout.flows) * sizeof(float) * static_cast<double>(std::min(worlds, layout.sampled));
    return static_cast<double>(worlds) * layout.columns * sizeof(double) + flows;
}

Totals::Totals(const Layout& layout)
    : flows(layout.flows, 0.0),
      net(layout.alternatives.size() * layout.firms * layout.periods, 0.0),
      past_horizon(layout.alternatives.size(), 0),
      unsettled(layout.alternatives.size(), 0),
      binds(layout.funded, 0),
      below_zero(layout.clamped, 0) {}

void Totals::add(const Totals& next) {
    const auto add_to = [](auto& to, const auto& from) {
        for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
    };
    add_to(flows, next.flows);
    add_to(net, next.net);
    add_to(past_horizon, next.past_horizon);
    add_to(unsettled, next.unsettled);
    add_to(binds, next.binds);
    add_to(below_zero, next.below_zero);
    if (next.uncountable >= 0 && (uncountable < 0 || next.uncountable < uncountable)) {
        uncountable = next.uncountable;
        uncountable_at = next.uncountable_at;
    }
}

Leaf::Leaf(const Layout& layout, std::int64_t first_world, int worlds) : first(first_world), count(worlds), totals(layout) {
    values.resize(place(layout.columns));
    if (first < layout.sampled) sample.resize(layout.flows * flow_stride());
}

}  // namespace entente
