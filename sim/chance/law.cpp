// Prepared distributions (see law.hpp).
#include "chance/law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "chance/distribution.hpp"
#include "lanes/kernels.hpp"

namespace entente {

namespace {

constexpr double reach = 8.5;  // scores beyond it (probability 1e-17) take the value at its end

struct Affine {
    double centre, slope;
};

struct ExponentialOfScore {
    double log_mean, log_sd, scale, shift;
};

struct Table {
    double first, inverse_step;
    std::vector<double> value, slope;  // slope in units of one step
    std::vector<char> exact;           // cells that a cubic does not fit (kinks of mixtures): drawn by the quantile
    Distribution distribution;

    double interpolate(std::size_t cell, double t) const {
        const double u = 1 - t;
        const double rise = t * u * (u * slope[cell] - t * slope[cell + 1]);
        return value[cell] + (value[cell + 1] - value[cell]) * (t * t * (3 - 2 * t)) + rise;
    }
};

struct Inverse {
    Distribution distribution;
    Kept range;
};

template <class F>
constexpr bool is_tabulated = requires {
    F::tabulated;
};

bool wants_table(const Distribution& d) {
    if (std::holds_alternative<Mixture>(d.family)) return !has_atoms(d);
    return std::visit([](const auto& leaf) { return is_tabulated<std::remove_cvref_t<decltype(leaf)>>; }, d.family);
}

// Marks the cells in which the interpolation is off by more than 2e-7 of probability: by the probability of the value that it finds, which
// takes less time than the quantile of the probability.
void check_cells(Table& table) {
    table.exact.assign(table.value.size() - 1, 0);
    for (std::size_t cell = 0; cell + 1 < table.value.size(); ++cell) {
        if (!(table.value[cell + 1] - table.value[cell] > 0)) continue;
        const double z = table.first + static_cast<double>(cell) / table.inverse_step;
        for (const double t : {0.25, 0.5, 0.75}) {
            const Probability asked = probability_of_score(z + t / table.inverse_step);
            const Probability found = cdf(table.distribution, table.interpolate(cell, t));
            const double error = asked.below < 0.5 ? found.below - asked.below : found.above - asked.above;
            if (!(std::fabs(error) < 2e-7)) table.exact[cell] = 1;
        }
    }
}

Table tabulate(const Distribution& d, int steps_per_unit) {
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

// The table of a distribution, made once in the life of the process: a sweep asks for it at every point.
std::shared_ptr<const Table> shared_table(const Distribution& d) {
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

void put_values(const Affine& law, std::span<const double> scores, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = law.centre + law.slope * scores[i];
}

void put_values(const ExponentialOfScore& law, std::span<const double> scores, std::span<double> out) {
    exponentials(scores.first(out.size()), law.log_mean, law.log_sd, law.scale, law.shift, out);
}

void put_values(const std::shared_ptr<const Table>& shared, std::span<const double> scores, std::span<double> out) {
    const Table& table = *shared;
    const double last = static_cast<double>(table.value.size() - 1);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double position = std::clamp((scores[i] - table.first) * table.inverse_step, 0.0, last);
        const auto cell = std::min(static_cast<std::size_t>(position), table.value.size() - 2);
        out[i] = table.exact[cell] == 0 ? table.interpolate(cell, position - static_cast<double>(cell))
                                        : quantile(table.distribution, probability_of_score(scores[i]));
    }
}

constexpr std::size_t chunk = 256;  // values at a time

void put_chunk(const Inverse& law, std::span<const double> scores, std::span<double> out) {
    std::array<double, chunk> below, above;
    normal_probabilities(scores, below, above);
    const Distribution& d = law.distribution;
    std::visit(
        [&](const auto& leaf) {
            for (std::size_t i = 0; i < out.size(); ++i) {
                const Probability p{below[i], above[i]};
                double x = quantile(leaf, d.truncate ? inside(law.range, p) : p);
                if (d.truncate) x = std::clamp(x, (*d.truncate)[0], (*d.truncate)[1]);
                out[i] = d.scale_by * x + d.shift;
            }
        },
        d.family);
}

void put_values(const Inverse& law, std::span<const double> scores, std::span<double> out) {
    for (std::size_t begin = 0; begin < out.size(); begin += chunk) {
        const std::size_t count = std::min(out.size() - begin, chunk);
        put_chunk(law, scores.subspan(begin, count), out.subspan(begin, count));
    }
}

}  // namespace

struct Law::Form {
    std::variant<Affine, ExponentialOfScore, std::shared_ptr<const Table>, Inverse> law;
};

Law::Law(const Distribution& d) {
    const auto as = [&](auto law) { form_ = std::make_shared<const Form>(Form{std::move(law)}); };
    if (const auto value = constant(d)) {
        as(Affine{*value, 0});
    } else if (const auto* normal = std::get_if<Normal>(&d.family); normal && !d.truncate) {
        as(Affine{d.scale_by * normal->mean + d.shift, d.scale_by * normal->sd});
    } else if (const auto* lognormal = std::get_if<Lognormal>(&d.family); lognormal && !d.truncate) {
        as(ExponentialOfScore{lognormal->log_mean, lognormal->log_sd, d.scale_by, d.shift});
    } else if (!has_atoms(d) && wants_table(d)) {
        as(shared_table(d));
    } else {
        as(Inverse{d, kept(d)});
    }
}

void Law::values(std::span<const double> scores, std::span<double> out) const {
    std::visit([&](const auto& law) { put_values(law, scores, out); }, form_->law);
}

}  // namespace entente
