// Positions in lanes (see position.hpp).
#include "deal/position.hpp"

#include <algorithm>

#include "base/grid.hpp"
#include "base/lane_kernels.hpp"
#include "base/wide.hpp"

namespace entente {

void PositionLanes::set(std::size_t lane, const Position& position) {
    moves_ = true;
    drifts_ = drifts_ || position.drift != 0 || (position.left < never && position.decline != 0);
    formed_[lane] = position.formed;
    drift_[lane] = position.drift;
    drift_end_[lane] = std::max(std::min(position.drift_end, position.left), position.formed);
    if (position.left == never) return;
    left_[lane] = position.left;
    decline_[lane] = position.decline;
    own_[lane] = std::min(position.own, far);
    if (position.level < 0) return;
    recovers_ = true;
    recovers_from_[lane] = own_[lane];
    level_[lane] = position.level;
    recover_[lane] = std::min(position.recover, far);
}

void PositionLanes::curve(std::span<const double> middle, std::span<Lanes> scratch, std::span<Lanes> out) const {
    if (drifts_) {
        drift(middle, out);
    } else {
        std::fill(out.begin(), out.end(), all_lanes(1));
    }
    if (!recovers_) return;
    // Nobody recovers before the first does.
    const double first = *std::min_element(recovers_from_.value.begin(), recovers_from_.value.end());
    const auto from = static_cast<std::size_t>(std::upper_bound(middle.begin(), middle.end(), first) - middle.begin());
    recover(middle.subspan(from), scratch.subspan(from), out.subspan(from));
}

// What drift and decline have made of it: an exponential of the years that they were at work.
void PositionLanes::drift(std::span<const double> middle, std::span<Lanes> position) const {
    in_vectors([=, this]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> formed = formed_, drift = drift_, drift_end = drift_end_, left = left_, decline = decline_, own = own_;
        for (std::size_t k = 0; k < position.size(); ++k) {
            const Wide<V> drifted = lesser(greater(formed, middle[k]), drift_end) - formed;
            const Wide<V> declined = lesser(greater(left, middle[k]), own) - left;
            (drift * drifted + decline * declined).store(position[k]);
        }
    });
    exponentials(position);
}

// From the access of one's own on, what is left of the distance to the level falls exponentially.
void PositionLanes::recover(std::span<const double> middle, std::span<Lanes> left_over, std::span<Lanes> position) const {
    in_vectors([=, this]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = recovers_from_, speed = 0.0 - Wide<V>(recover_);
        for (std::size_t k = 0; k < position.size(); ++k) (speed * greater(middle[k] - from, 0.0)).store(left_over[k]);
    });
    exponentials(left_over);
    in_vectors([=, this]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = recovers_from_, level = level_;
        for (std::size_t k = 0; k < position.size(); ++k) {
            const Wide<V> fallen = position[k];
            if_less(from, middle[k], level + (fallen - level) * Wide<V>(left_over[k]), fallen).store(position[k]);
        }
    });
}

}  // namespace entente
