// Positions in lanes (see position.hpp).
#include "deal/position.hpp"

#include <algorithm>

#include "base/grid.hpp"
#include "lanes/lane_kernels.hpp"
#include "lanes/wide_exp.hpp"

namespace entente {

void PositionLanes::set(std::size_t lane, const Position& position) {
    moves_ = true;
    drifts_ = drifts_ || position.drift != 0 || (position.left < never && position.decline != 0);
    formed_[lane] = position.formed;
    drift_[lane] = position.drift;
    drift_end_[lane] = std::max(std::min(position.drift_end, position.left), position.formed);
    if (position.left == never) return;
    left_[lane] = position.left;
    // All of it lost at once: infinite, which over no time would be no number.
    decline_[lane] = std::max(position.decline, -far);
    own_[lane] = std::min(position.own, far);
    if (position.level < 0) return;
    recovers_ = true;
    recovers_from_[lane] = own_[lane];
    level_[lane] = position.level;
    recover_[lane] = std::min(position.recover, far);
}

// An exponential of the years that drift and decline were at work.
void PositionLanes::fall(std::span<const double> date, std::span<Lanes> out) const {
    in_lanes([=, this]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> formed = formed_, rate = drift_, drift_end = drift_end_, left = left_, decline = decline_;
        for (std::size_t k = 0; k < out.size(); ++k) {
            const Wide<V> drifted = lesser(greater(formed, date[k]), drift_end) - formed, declined = greater(left, date[k]) - left;
            exponential(rate * drifted + decline * declined).store(out[k]);
        }
    });
}

bool PositionLanes::falls_as(const PositionLanes& other) const {
    return formed_ == other.formed_ && drift_ == other.drift_ && drift_end_ == other.drift_end_ && left_ == other.left_ &&
           decline_ == other.decline_;
}

void PositionLanes::curve(const Grid& grid, const Periods& periods, std::span<const Lanes> fallen, std::span<Lanes> scratch,
                          std::span<Lanes> out) const {
    if (drifts_) {
        stop_at_own(periods.part(std::span(grid.middle)), periods.part(fallen), out);
    } else {
        std::fill(out.begin(), out.end(), all_lanes(1));
    }
    if (!recovers_) return;
    // Periods before the first access of any world are left as they are: nobody recovers in them.
    const double first = *std::min_element(recovers_from_.value.begin(), recovers_from_.value.end());
    const std::size_t from = std::clamp(grid.first_middle_from(first), periods.first, periods.end()), rest = periods.end() - from;
    if (rest > 0) recover(grid, {from, rest}, scratch.last(rest), out.last(rest));
}

// From the access of one's own on the position stays where it had come to.
void PositionLanes::stop_at_own(std::span<const double> date, std::span<const Lanes> fallen, std::span<Lanes> position) const {
    in_lanes([=, this]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> own = own_, formed = formed_, rate = drift_, drift_end = drift_end_, left = left_, decline = decline_;
        const Wide<V> stopped = exponential(rate * (drift_end - formed) + decline * (own - left));
        for (std::size_t k = 0; k < position.size(); ++k) if_less(own, date[k], stopped, Wide<V>(fallen[k])).store(position[k]);
    });
}

// From then on, what is left of the distance to the level falls exponentially.
void PositionLanes::recover(const Grid& grid, const Periods& periods, std::span<Lanes> left_over, std::span<Lanes> position) const {
    Lanes slope;
    for (std::size_t lane = 0; lane < pack_size; ++lane) slope[lane] = -recover_[lane];
    exponentials_of_dates(slope, recovers_from_, grid.middle, periods.first, left_over);
    const auto middle = periods.part(std::span(grid.middle));
    in_lanes([=, this]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = recovers_from_, level = level_;
        for (std::size_t k = 0; k < position.size(); ++k) {
            const Wide<V> fallen = position[k];
            if_less(from, middle[k], level + (fallen - level) * Wide<V>(left_over[k]), fallen).store(position[k]);
        }
    });
}

}  // namespace entente
