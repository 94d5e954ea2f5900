// What a condition's sides are worth in the worlds of a scenario, and how far sampling error reaches.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "chance/sampler.hpp"
#include "stats/intervals.hpp"
#include "studies/columns.hpp"
#include "studies/figure.hpp"

namespace entente {

// A figure, or a number.
struct Side {
    std::optional<Figure> figure;
    double number = 0;
};

// What is left less what is right: what a condition says of it, a search brings to 0.
struct Difference {
    Side left, right;
};
inline Difference difference_to(const Figure& figure, double number) { return {{figure, 0}, {std::nullopt, number}}; }

// Each difference over a range of the worlds, all from the same worlds; their influences add up, so that the error of a difference knows
// how its sides move together. Throws as columns_of() does.
std::vector<Measured> values_of(const Scenario& scenario, const RunOptions& options, std::span<const Difference> differences,
                                WorldRange range);
inline WorldRange all_worlds(const RunOptions& options) { return {0, options.worlds}; }

// What errors rest on, by how worlds are laid out.
Estimator estimator_for(Sampling sampling);

// Of a value that was measured over all worlds of a run.
double standard_error(const Measured& measured, Sampling sampling);

}  // namespace entente
