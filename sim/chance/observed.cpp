// Samples and their gaps (see observed.hpp).
#include "chance/observed.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace entente {

namespace {

constexpr std::size_t kept_at_ends = 48;  // ends of a range are learned from the values nearest to them

// Which values stand for the sample: those near the ends one by one, the others at even steps.
std::vector<std::size_t> chosen(std::size_t count, std::size_t most) {
    std::vector<std::size_t> out;
    if (count <= std::max(most, 2 * kept_at_ends + 2)) {
        for (std::size_t i = 0; i < count; ++i) out.push_back(i);
        return out;
    }
    const std::size_t middle = most - 2 * kept_at_ends, inner = count - 2 * kept_at_ends;
    for (std::size_t i = 0; i < kept_at_ends; ++i) out.push_back(i);
    for (std::size_t i = 0; i < middle; ++i) out.push_back(kept_at_ends + inner * (2 * i + 1) / (2 * middle));
    for (std::size_t i = count - kept_at_ends; i < count; ++i) out.push_back(i);
    return out;
}

}  // namespace

Sample sample_of(std::span<const double> values, std::span<const double> weights) {
    std::vector<std::pair<double, double>> rows;
    double sum = 0, squares = 0;
    // Weights count in proportion; as parts of a power of two near the largest, their squares are numbers.
    const double largest = weights.empty() ? 1 : *std::max_element(weights.begin(), weights.end());
    const int exponent = largest > 0 ? std::ilogb(largest) : 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double weight = weights.empty() ? 1 : std::scalbn(weights[i], -exponent);
        if (!(weight > 0)) continue;
        rows.emplace_back(values[i], weight);
        sum += weight;
        squares += weight * weight;
    }
    std::sort(rows.begin(), rows.end());
    Sample out;
    if (rows.empty()) return out;
    out.size = sum * sum / squares;
    out.row = out.size / static_cast<double>(rows.size());
    for (const auto& [value, weight] : rows) {
        const double part = weight / sum * out.size;
        if (!out.value.empty() && out.value.back() == value) {
            out.weight.back() += part;
        } else {
            out.value.push_back(value);
            out.weight.push_back(part);
        }
    }
    return out;
}

Gaps gaps_of(const Sample& sample, std::size_t most) {
    const std::size_t n = sample.value.size();
    const std::vector<std::size_t> places = chosen(n, most);
    // Beyond the ends as if there were one more row.
    const auto weight = [&](std::size_t i) { return i == 0 || i == n + 1 ? sample.row : sample.weight[i - 1]; };
    const double total = sample.size + sample.row;
    Gaps out;
    std::size_t gap = 0;
    const auto share_up_to = [&](std::size_t last) {
        double sum = 0;
        for (; gap <= last; ++gap) sum += (weight(gap) + weight(gap + 1)) / 2;
        return sum / total;
    };
    for (const std::size_t place : places) {
        out.at.push_back(sample.value[place]);
        out.share.push_back(share_up_to(place));
    }
    out.share.push_back(share_up_to(n));
    return out;
}

Sample thinned(const Sample& sample, std::size_t most) {
    if (sample.value.size() <= most) return sample;
    const Gaps gaps = gaps_of(sample, most);
    Sample out{gaps.at, {}, 0, sample.row};
    // All of a gap's share goes to its ends, half to each, and the outer gaps' to their only one.
    for (std::size_t i = 0; i < gaps.at.size(); ++i) {
        const double before = i == 0 ? gaps.share[0] : gaps.share[i] / 2,
                     after = i + 1 == gaps.at.size() ? gaps.share[i + 1] : gaps.share[i + 1] / 2;
        out.weight.push_back((before + after) * sample.size);
        out.size += out.weight.back();
    }
    return out;
}

}  // namespace entente
