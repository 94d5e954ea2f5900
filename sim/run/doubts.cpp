// Warnings about a scenario and its design (see doubts.hpp).
#include "run/doubts.hpp"

#include <bit>
#include <cmath>

#include "base/text.hpp"
#include "model/correlations.hpp"
#include "model/scenario.hpp"
#include "model/warnings.hpp"

namespace entente {

namespace {

constexpr auto randomisations = static_cast<std::int64_t>(Design::randomisations);

// What counts for nothing or is hardly meant is said, with its line where it has one.
void add_remarks(const Scenario& scenario, std::vector<std::string>& warnings) {
    for (const Problem& one : warnings_of(scenario)) {
        const std::string line = one.source.line > 0 ? "line " + std::to_string(one.source.line) + ": " : "";
        warnings.push_back(line + one.found + "; expected " + one.expected + (one.hint.empty() ? "" : " (" + one.hint + ")"));
    }
}

void add_repairs(const Scenario& scenario, std::vector<std::string>& warnings) {
    Problems none;
    for (const CorrelationChange& change : correlations_of(scenario, none).changes) {
        warnings.push_back("the correlation of " + change.a + " with " + change.b + " was moved from " + shortest(change.before) + " to " +
                           shortest(std::round(change.after * 1e4) / 1e4) + ", for no such matrix is possible");
    }
}

void add_plain_coordinates(const RunModel& model, std::vector<std::string>& warnings) {
    if (model.design.method != Sampling::sobol || model.coordinates <= sobol_coordinates) return;
    warnings.push_back("Sobol points have " + std::to_string(sobol_coordinates) + " coordinates; the other " +
                       std::to_string(model.coordinates - sobol_coordinates) + " of the scenario's are drawn independently");
}

// Sobol points fill each coordinate evenly where every randomisation has a power of two of them.
void add_uneven_points(Sampling sampling, std::int64_t worlds, std::vector<std::string>& warnings) {
    const auto even = [](std::int64_t w) { return w % randomisations == 0 && std::has_single_bit(static_cast<std::uint64_t>(w)); };
    if (sampling != Sampling::sobol || even(worlds)) return;
    std::int64_t above = randomisations;
    while (above < worlds) above *= 2;
    const std::string fewer = above > randomisations ? std::to_string(above / 2) + " or " : "";
    warnings.push_back(std::to_string(worlds) +
                       " worlds are not a power of two of Sobol points in each of 32 randomisations, so these fill their space unevenly: "
                       "errors are larger than they need be, and told as they are; use " +
                       fewer + std::to_string(above) + " worlds");
}

}  // namespace

void add_doubts(const Scenario& scenario, const RunModel& model, Sampling sampling, std::int64_t worlds,
                std::vector<std::string>& warnings) {
    add_remarks(scenario, warnings);
    add_repairs(scenario, warnings);
    add_plain_coordinates(model, warnings);
    add_uneven_points(sampling, worlds, warnings);
}

}  // namespace entente
