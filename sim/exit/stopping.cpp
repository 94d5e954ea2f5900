// Backward induction (see stopping.hpp).
#include "exit/stopping.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace entente {

namespace {
constexpr std::size_t paths_per_term = 10, most_terms = 500;
}

StoppingPaths::StoppingPaths(std::size_t dates, std::size_t path_count, std::size_t variable_count)
    : paths(path_count),
      variables(variable_count),
      known(dates, std::vector<double>(path_count * variable_count)),
      open(dates, std::vector<char>(path_count, 0)),
      leaving(dates, std::vector<double>(path_count, 0.0)),
      staying(path_count, 0.0) {}

namespace {

// Values further apart than this share of their size are different.
constexpr double same = 1e-9;

// One date's decision by paths that are open then.
class DateFit {
public:
    DateFit(const StoppingPaths& paths, std::size_t date, std::span<const double> value)
        : paths_(paths), date_(date), difference_(value.size()) {
        for (std::size_t i = 0; i < paths.paths; ++i) {
            if (paths.open[date][i] == 0) continue;
            rows_.push_back(i);
            difference_[i] = paths.leaving[date][i] - value[i];
            size_ += std::fabs(paths.leaving[date][i]);
        }
    }

    // Sets the policy of the date; returns the paths that leave by it.
    std::vector<std::size_t> decide(int degree, StoppingPolicy& policy) const {
        const auto terms = [&](int d) { return Polynomial::terms(paths_.variables, d); };
        while (degree > 0 && (rows_.size() < paths_per_term * terms(degree) || terms(degree) > most_terms)) --degree;
        if (rows_.size() < paths_per_term) return {};
        policy.tie[date_] = same * size_ / static_cast<double>(rows_.size());
        policy.advantage[date_] = Polynomial::fit(paths_.known[date_], paths_.variables, difference_, rows_, degree);
        std::vector<std::size_t> leaving;
        for (const std::size_t i : rows_) {
            if (policy.leaves(date_, std::span(paths_.known[date_]).subspan(i * paths_.variables, paths_.variables))) leaving.push_back(i);
        }
        if (!gain(leaving)) {
            policy.advantage[date_].reset();
            leaving.clear();
        }
        return leaving;
    }

private:
    // Whether paths gain by leaving, on average, by more than that mean's error.
    bool gain(std::span<const std::size_t> paths) const {
        double sum = 0, squares = 0;
        for (const std::size_t i : paths) sum += difference_[i];
        const double count = static_cast<double>(paths.size()), mean = sum / count;
        for (const std::size_t i : paths) squares += (difference_[i] - mean) * (difference_[i] - mean);
        return mean > std::sqrt(squares) / count;
    }

    const StoppingPaths& paths_;
    std::size_t date_;
    std::vector<double> difference_;  // by path: leaving less staying
    std::vector<std::size_t> rows_;   // open paths
    double size_ = 0;
};

}  // namespace

StoppingPolicy fit_stopping(const StoppingPaths& paths, int degree, const Stop& stop) {
    StoppingPolicy policy;
    policy.advantage.resize(paths.known.size());
    policy.tie.resize(paths.known.size());
    std::vector<double> value = paths.staying;
    for (std::size_t date = paths.known.size(); date-- > 0;) {
        stop.check();
        for (const std::size_t i : DateFit(paths, date, value).decide(degree, policy)) value[i] = paths.leaving[date][i];
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
