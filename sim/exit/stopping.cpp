// Backward induction (see stopping.hpp).
#include "exit/stopping.hpp"

#include <algorithm>
#include <limits>

namespace entente {

namespace {
constexpr std::size_t paths_per_term = 10;
}

StoppingPaths::StoppingPaths(std::size_t dates, std::size_t path_count, std::size_t variable_count)
    : paths(path_count),
      variables(variable_count),
      known(dates, std::vector<double>(path_count * variable_count)),
      open(dates, std::vector<char>(path_count, 0)),
      leaving(dates, std::vector<double>(path_count, 0.0)),
      staying(path_count, 0.0) {}

StoppingPolicy fit_stopping(const StoppingPaths& paths, int degree, const Stop& stop) {
    StoppingPolicy policy;
    policy.advantage.resize(paths.known.size());
    std::vector<double> value = paths.staying, difference(paths.paths);
    std::vector<std::size_t> rows;
    for (std::size_t date = paths.known.size(); date-- > 0;) {
        stop.check();
        rows.clear();
        for (std::size_t i = 0; i < paths.paths; ++i) {
            if (paths.open[date][i] == 0) continue;
            rows.push_back(i);
            difference[i] = paths.leaving[date][i] - value[i];
        }
        int lowered = degree;
        while (lowered > 0 && rows.size() < paths_per_term * Polynomial::terms(paths.variables, lowered)) --lowered;
        if (rows.size() < paths_per_term) continue;
        const Polynomial fit = Polynomial::fit(paths.known[date], paths.variables, difference, rows, lowered);
        const auto known = [&](std::size_t i) { return std::span(paths.known[date]).subspan(i * paths.variables, paths.variables); };
        double gained = 0;
        std::vector<std::size_t> leaving;
        for (const std::size_t i : rows) {
            if (!(fit(known(i)) > 0)) continue;
            leaving.push_back(i);
            gained += difference[i];
        }
        if (!(gained > 0)) continue;
        policy.advantage[date] = fit;
        for (const std::size_t i : leaving) value[i] = paths.leaving[date][i];
    }
    return policy;
}

double dual_bound(std::span<const double> leaving, std::span<const double> value, std::span<const double> expected) {
    double martingale = 0, most = -std::numeric_limits<double>::infinity();
    for (std::size_t date = 0; date < leaving.size(); ++date) {
        martingale += value[date] - expected[date];
        most = std::max(most, leaving[date] - martingale);
    }
    return most;
}

}  // namespace entente
