// Which inputs move each gain, from a run's own first worlds (see summarise.hpp).
#include <tbb/parallel_for.h>

#include <algorithm>
#include <optional>

#include "stats/sensitivity.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr std::size_t fewest_for_bands = 100;
constexpr std::size_t most_rows = 8;
constexpr double least_errors = 4;  // of some hundred inputs without effect, none passes by chance

// The numbers in the run of the first worlds, at most `most`, that are kept of it.
std::vector<std::size_t> first_numbers(const Columns& columns, std::size_t most) {
    std::vector<std::size_t> out;
    for (const std::int64_t number : numbers_at_root(columns, static_cast<std::int64_t>(most))) {
        if (static_cast<std::size_t>(number) >= 8 * enough_worlds) break;
        out.push_back(static_cast<std::size_t>(number));
    }
    return out;
}

}  // namespace

void add_tornado(const RunModel& model, const Design& design, const std::vector<Outcome>& outcomes, const Columns& columns,
                 std::vector<TornadoRow>& rows) {
    const Found& found = columns.found();
    std::size_t worlds = std::min({enough_worlds, static_cast<std::size_t>(found.worlds), static_cast<std::size_t>(design.worlds)});
    const std::vector<std::size_t> numbers = found.drawn > 0 ? first_numbers(columns, worlds) : std::vector<std::size_t>();
    std::vector<std::vector<double>> gains(outcomes.size());
    std::vector<ColumnTask> tasks;
    for (std::size_t o = 0; o < outcomes.size(); ++o) {
        if (outcomes[o].name.metric == "gain") tasks.push_back(bring(static_cast<std::int64_t>(worlds), outcomes[o].derive, gains[o]));
    }
    columns.carry_out(tasks);
    if (!columns.root()) return;
    if (found.drawn > 0) worlds = numbers.size();
    if (worlds < fewest_for_bands) return;
    DrawTable inputs;
    const std::size_t last = numbers.empty() ? worlds : numbers.back() + 1;
    add_draws(model, {{design.method, 0, static_cast<std::uint64_t>(last)}}, static_cast<std::int64_t>(last), inputs);
    for (std::vector<double>& input : inputs.columns) {
        for (std::size_t w = 0; w < numbers.size(); ++w) input[w] = input[numbers[w]];
        input.resize(worlds);
    }
    std::vector<std::optional<InputBands>> bands(inputs.columns.size());
    tbb::parallel_for(std::size_t{0}, bands.size(), [&](std::size_t i) { bands[i].emplace(inputs.columns[i]); });
    for (std::size_t o = 0; o < outcomes.size(); ++o) {
        const Outcome& outcome = outcomes[o];
        if (gains[o].empty()) continue;
        const std::span gain(gains[o].data(), worlds);
        std::vector<TornadoRow> found_rows;
        for (std::size_t i = 0; i < bands.size(); ++i) {
            const BandMeans means = bands[i]->of(gain);
            if (!means.matter(least_errors)) continue;
            TornadoRow row{outcome.name.alternative, outcome.name.firm, inputs.names[i], {}, {}, means.share.value, means.share.error};
            for (const Estimate& mean : bands[i]->of(inputs.columns[i]).means) row.inputs.push_back(mean.value);
            for (const Estimate& mean : means.means) {
                row.means.push_back(mean.value);
                row.errors.push_back(mean.error);
            }
            found_rows.push_back(std::move(row));
        }
        std::stable_sort(found_rows.begin(), found_rows.end(), [](const TornadoRow& a, const TornadoRow& b) { return a.share > b.share; });
        found_rows.resize(std::min(found_rows.size(), most_rows));
        std::move(found_rows.begin(), found_rows.end(), std::back_inserter(rows));
    }
}

}  // namespace entente
