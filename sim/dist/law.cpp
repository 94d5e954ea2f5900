// Prepared distributions (see law.hpp).
#include "dist/law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <string>

#include "base/kernels.hpp"
#include "dist/quantity.hpp"

namespace entente {

namespace {

constexpr double reach = 8.5;  // scores beyond it (probability 1e-17) take the value at its end

template <class F>
constexpr bool is_tabulated = requires {
    F::tabulated;
};

bool wants_table(const Distribution& d) {
    if (std::holds_alternative<Mixture>(d.family)) return !has_atoms(d);
    return std::visit([](const auto& leaf) { return is_tabulated<std::remove_cvref_t<decltype(leaf)>>; }, d.family);
}

}  // namespace

Law::Law(const Distribution& d) : form_(Affine{0, 0}) {
    if (const auto value = constant(d)) {
        form_ = Affine{*value, 0};
    } else if (const auto* normal = std::get_if<Normal>(&d.family); normal && !d.truncate) {
        form_ = Affine{d.scale_by * normal->mean + d.shift, d.scale_by * normal->sd};
    } else if (const auto* lognormal = std::get_if<Lognormal>(&d.family); lognormal && !d.truncate) {
        form_ = Exponential{lognormal->log_mean, lognormal->log_sd, d.scale_by, d.shift};
    } else if (!has_atoms(d) && wants_table(d)) {
        form_ = shared_table(d);
    } else {
        form_ = Inverse{d, kept(d)};
    }
}

std::shared_ptr<const Law::Table> Law::shared_table(const Distribution& d) {
    constexpr std::size_t most = 4096;
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Table>> known;
    const std::string key = description(d);
    const std::lock_guard lock(mutex);
    if (known.size() >= most) known.clear();
    std::shared_ptr<const Table>& table = known[key];
    // A mixture's quantile may have kinks (edges of its parts): a finer table leaves fewer draws to the slow way.
    if (table == nullptr) table = std::make_shared<const Table>(tabulate(d, std::holds_alternative<Mixture>(d.family) ? 64 : 16));
    return table;
}

Law::Table Law::tabulate(const Distribution& d, int steps_per_unit) {
    const int count = static_cast<int>(2 * reach * steps_per_unit) + 1;
    const double step = 1.0 / steps_per_unit;
    const auto at = [&](double z) { return quantile(d, probability_of_score(z)); };
    Table table{-reach, static_cast<double>(steps_per_unit), {}, {}, {}, d};
    for (int i = 0; i < count; ++i) table.value.push_back(at(-reach + i * step));
    for (int i = 0; i < count; ++i) {
        const double z = -reach + i * step;
        const double delta = step / 64;
        // Fourth-order central difference of the quantile function.
        const double near = at(z + delta) - at(z - delta), far = at(z + 2 * delta) - at(z - 2 * delta);
        double slope = (8 * near - far) / (12 * delta) * step;
        // Fritsch and Carlson (1980): slopes up to three times the smaller neighbouring secant keep it monotone.
        const auto n = static_cast<std::size_t>(i);
        double limit = std::numeric_limits<double>::infinity();
        if (i > 0) limit = std::min(limit, 3 * (table.value[n] - table.value[n - 1]));
        if (i + 1 < count) limit = std::min(limit, 3 * (table.value[n + 1] - table.value[n]));
        slope = std::isfinite(slope) ? std::clamp(slope, 0.0, std::max(limit, 0.0)) : 0.0;
        table.slope.push_back(slope);
    }
    check_cells(table);
    return table;
}

double Law::Table::interpolate(std::size_t cell, double t) const {
    const double u = 1 - t;
    const double rise = t * u * (u * slope[cell] - t * slope[cell + 1]);
    return value[cell] + (value[cell + 1] - value[cell]) * (t * t * (3 - 2 * t)) + rise;
}

// Marks the cells in which the interpolation is off by more than 2e-7 of probability.
void Law::check_cells(Table& table) {
    table.exact.assign(table.value.size() - 1, 0);
    for (std::size_t cell = 0; cell + 1 < table.value.size(); ++cell) {
        const double width = table.value[cell + 1] - table.value[cell];
        if (!(width > 0)) continue;
        const double step = 1 / table.inverse_step, z = table.first + static_cast<double>(cell) * step;
        const double probability = step * 0.4 * exp(-0.5 * std::min(z * z, (z + step) * (z + step)));
        for (const double t : {0.25, 0.5, 0.75}) {
            const double error = table.interpolate(cell, t) - quantile(table.distribution, probability_of_score(z + t * step));
            if (!(std::fabs(error) / width * probability < 2e-7)) table.exact[cell] = 1;
        }
    }
}

void Law::values(std::span<const double> scores, std::span<double> out) const {
    const std::size_t n = out.size();
    if (const auto* affine = std::get_if<Affine>(&form_)) {
        for (std::size_t i = 0; i < n; ++i) out[i] = affine->centre + affine->slope * scores[i];
    } else if (const auto* lognormal = std::get_if<Exponential>(&form_)) {
        exponentials(scores.first(n), lognormal->log_mean, lognormal->log_sd, lognormal->scale, lognormal->shift, out);
    } else if (const auto* shared = std::get_if<std::shared_ptr<const Table>>(&form_)) {
        const Table* const table = shared->get();
        const double last = static_cast<double>(table->value.size() - 1);
        for (std::size_t i = 0; i < n; ++i) {
            const double position = std::clamp((scores[i] - table->first) * table->inverse_step, 0.0, last);
            const auto cell = std::min(static_cast<std::size_t>(position), table->value.size() - 2);
            out[i] = table->exact[cell] == 0 ? table->interpolate(cell, position - static_cast<double>(cell))
                                             : quantile(table->distribution, probability_of_score(scores[i]));
        }
    } else {
        const auto& inverse = std::get<Inverse>(form_);
        for (std::size_t begin = 0; begin < n; begin += Inverse::chunk) {
            const std::size_t count = std::min(n - begin, Inverse::chunk);
            inverse.values(scores.subspan(begin, count), out.subspan(begin, count));
        }
    }
}

void Law::Inverse::values(std::span<const double> scores, std::span<double> out) const {
    std::array<double, chunk> below, above;
    normal_probabilities(scores, below, above);
    const Distribution& d = distribution;
    std::visit(
        [&](const auto& leaf) {
            for (std::size_t i = 0; i < out.size(); ++i) {
                const Probability p{below[i], above[i]};
                double x = quantile(leaf, d.truncate ? inside(range, p) : p);
                if (d.truncate) x = std::clamp(x, (*d.truncate)[0], (*d.truncate)[1]);
                out[i] = d.scale_by * x + d.shift;
            }
        },
        d.family);
}

}  // namespace entente
