// Which inputs move each gain, from a run's own first worlds (see summarise.hpp).
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "chance/drawn_columns.hpp"
#include "stats/sensitivity.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::size_t most_worlds = 8 * leaf_worlds, fewest_worlds = 100;
constexpr std::size_t most_rows = 8;
constexpr double least_errors = 4;  // of some hundred inputs without effect, none passes by chance

}  // namespace

void add_tornado(const RunModel& model, const Design& design, const std::vector<Outcome>& outcomes, const Found& found,
                 std::vector<TornadoRow>& rows) {
    const std::size_t worlds = std::min({most_worlds, static_cast<std::size_t>(found.worlds), static_cast<std::size_t>(design.worlds)});
    if (worlds < fewest_worlds) return;
    const std::vector<std::vector<double>> inputs = drawn_columns(model.sampler, design, worlds);
    std::vector<std::optional<InputOrder>> orders(inputs.size());
    tbb::parallel_for(std::size_t{0}, inputs.size(), [&](std::size_t i) { orders[i].emplace(inputs[i]); });
    std::vector<double> gains(worlds);
    for (const Outcome& outcome : outcomes) {
        if (outcome.name.metric != "gain") continue;
        fill_column(outcome, found, gains);
        std::vector<TornadoRow> found_rows;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const Tenths tenths = orders[i]->tenths(gains);
            if (!tenths.differ(least_errors)) continue;
            found_rows.push_back({outcome.name.alternative, outcome.name.firm, model.sampler.drawn()[i].name, tenths.low.value,
                                  tenths.low.error, tenths.high.value, tenths.high.error});
        }
        std::stable_sort(found_rows.begin(), found_rows.end(),
                         [](const TornadoRow& a, const TornadoRow& b) { return std::fabs(a.swing()) > std::fabs(b.swing()); });
        found_rows.resize(std::min(found_rows.size(), most_rows));
        std::move(found_rows.begin(), found_rows.end(), std::back_inserter(rows));
    }
}

}  // namespace entente
