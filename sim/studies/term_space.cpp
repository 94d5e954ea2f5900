// Values from points and back (see term_space.hpp).
#include "studies/term_space.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace entente {

namespace {

constexpr double rounding = 1e-9;  // of the cube

}  // namespace

TermSpace::TermSpace(std::vector<VariedKey> keys) : keys_(std::move(keys)) {
    for (std::size_t k = 0; k < keys_.size(); ++k) dimensions_ += follows(k) ? 0 : 1;
}

bool TermSpace::possible() const {
    for (std::size_t k = 0; k < keys_.size(); ++k) {
        if (keys_[k].shares.empty()) continue;
        double least = 0, most = 0;
        for (const VariedKey& other : keys_) {
            if (other.shares != keys_[k].shares) continue;
            least += other.low;
            most += other.high;
        }
        if (least > 1 + 1e-12 || (keys_[k].whole && most < 1 - 1e-12)) return false;
    }
    return true;
}

bool TermSpace::follows(std::size_t key) const {
    if (!keys_[key].whole) return false;
    return std::none_of(keys_.begin() + static_cast<std::ptrdiff_t>(key) + 1, keys_.end(),
                        [&](const VariedKey& later) { return later.shares == keys_[key].shares; });
}

TermSpace::Bounds TermSpace::bounds(std::size_t key, double left) const {
    const VariedKey& own = keys_[key];
    if (own.shares.empty()) return {own.low, own.high};
    double least = 0, most = 0;  // of those behind it
    for (std::size_t later = key + 1; later < keys_.size(); ++later) {
        if (keys_[later].shares != own.shares) continue;
        least += keys_[later].low;
        most += keys_[later].high;
    }
    const double low = own.whole ? std::max(own.low, left - most) : own.low, high = std::min(own.high, left - least);
    return {std::min(low, high), high};
}

double TermSpace::left_before(std::size_t key, const std::vector<double>& values) const {
    double left = 1;
    for (std::size_t before = 0; before < key; ++before) {
        if (keys_[before].shares == keys_[key].shares) left -= values[before];
    }
    return left;
}

std::vector<double> TermSpace::values(const Cube& at) const {
    std::vector<double> out;
    std::size_t dimension = 0;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
        const double left = left_before(k, out);
        if (follows(k)) {
            out.push_back(left);
            continue;
        }
        const Bounds within = bounds(k, left);
        const double part = at[dimension++];
        // A search comes to a bound within rounding of its steps.
        out.push_back(part < rounding ? within.low : part > 1 - rounding ? within.high : within.low + (within.high - within.low) * part);
    }
    return out;
}

Cube TermSpace::point(const std::vector<double>& values) const {
    Cube out;
    std::vector<double> reached;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
        const double left = left_before(k, reached);
        const Bounds within = bounds(k, left);
        const double value = follows(k) ? left : std::clamp(values[k], within.low, within.high);
        if (!follows(k)) out.push_back(within.high > within.low ? (value - within.low) / (within.high - within.low) : 0);
        reached.push_back(value);
    }
    return out;
}

}  // namespace entente
