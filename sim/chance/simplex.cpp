// The simplex method (see simplex.hpp).
#include "chance/simplex.hpp"

#include <algorithm>
#include <cmath>

namespace entente {

std::vector<double> simplex_minimum(const std::function<double(const std::vector<double>&)>& f, const std::vector<double>& start,
                                    double step) {
    const std::size_t n = start.size();
    std::vector<std::pair<double, std::vector<double>>> corner{{f(start), start}};
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> p = start;
        p[i] += step;
        corner.emplace_back(f(p), p);
    }
    const auto better = [](const auto& a, const auto& b) { return a.first < b.first; };
    for (int move = 0; move < 600; ++move) {
        std::sort(corner.begin(), corner.end(), better);
        if (corner.back().first - corner.front().first < 1e-12 * (1 + std::fabs(corner.front().first))) break;
        std::vector<double> centre(n, 0.0);
        for (std::size_t c = 0; c < n; ++c) {
            for (std::size_t i = 0; i < n; ++i) centre[i] += corner[c].second[i] / static_cast<double>(n);
        }
        // From the centre of the others: -1 is as far beyond it as the worst corner lies before it.
        const auto along = [&](double t) {
            std::vector<double> p(n);
            for (std::size_t i = 0; i < n; ++i) p[i] = centre[i] + t * (corner.back().second[i] - centre[i]);
            return std::pair(f(p), p);
        };
        auto next = along(-1);
        if (next.first < corner.front().first) {
            auto further = along(-2);
            if (further.first < next.first) next = std::move(further);
        } else if (!(next.first < corner[n - 1].first)) {
            next = along(next.first < corner.back().first ? -0.5 : 0.5);
        }
        if (next.first < corner.back().first) {
            corner.back() = std::move(next);
            continue;
        }
        for (std::size_t c = 1; c <= n; ++c) {
            for (std::size_t i = 0; i < n; ++i) corner[c].second[i] = (corner[c].second[i] + corner[0].second[i]) / 2;
            corner[c].first = f(corner[c].second);
        }
    }
    return std::min_element(corner.begin(), corner.end(), better)->second;
}

}  // namespace entente
