// Market positions of a pack of worlds over time (docs/model.md, section 5).
#pragma once

#include <span>

#include "base/grid.hpp"
#include "lanes/lanes.hpp"

namespace entente {

// A firm's market position in a program: 1 before formation; then it drifts, stays from the end of the drift to tau, declines without
// access of its own, and recovers towards its level from then on.
struct Position {
    double formed = 0;         // date
    double drift = 0;          // ln(1 + rate)
    double drift_end = never;  // date
    double left = never;       // tau
    double decline = 0;        // ln(1 - rate)
    double own = never;        // date of access of its own after tau
    double level = -1;         // < 0: stays where it is
    double recover = never;    // speed per year
};

// The same by lane.
class PositionLanes {
public:
    // One world's; lanes that are not set are 1 all the time.
    void set(std::size_t lane, const Position& position);
    // Back to 1 in every lane, where any is set: most never are, and one is a kilobyte and a half to write.
    void reset() {
        if (moves_) *this = {};
    }
    bool moves() const { return moves_; }
    bool drifts() const { return drifts_; }

    // What drift and decline make of a position at each date as long as there is no access of one's own; firms' positions in several
    // programs mostly share it.
    void fall(std::span<const double> date, std::span<Lanes> out) const;
    bool falls_as(const PositionLanes& other) const;

    // The position at the middles of some periods, given the row of fall() by period, which is empty unless it drifts. The scratch row is
    // as long as the result.
    void curve(const Grid& grid, const Periods& periods, std::span<const Lanes> fallen, std::span<Lanes> scratch,
               std::span<Lanes> out) const;

private:
    void stop_at_own(std::span<const double> date, std::span<const Lanes> fallen, std::span<Lanes> position) const;
    void recover(const Grid& grid, const Periods& periods, std::span<Lanes> left_over, std::span<Lanes> position) const;

    static constexpr double far = 1e300;  // a date that is never reached, and a speed that leaves nothing to recover or to lose

    Lanes formed_ = all_lanes(far), drift_, drift_end_ = all_lanes(far);
    Lanes left_ = all_lanes(far), decline_, own_ = all_lanes(far);
    Lanes recovers_from_ = all_lanes(far), level_, recover_;
    bool moves_ = false, drifts_ = false, recovers_ = false;
};

}  // namespace entente
