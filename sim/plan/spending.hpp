// Real money by period of a pack of worlds: what courses and evenly spread amounts spend (docs/model.md, section 3).
#pragma once

#include <span>
#include <vector>

#include "base/grid.hpp"
#include "lanes/lanes.hpp"
#include "plan/course.hpp"

namespace entente {

// Where spending is booked: each period's amount times its weight (escalation, or 1 for real money) is added to a row by period, and to
// the total. What falls past the horizon is booked in the last period, and `past` told of it.
struct Booking {
    std::span<const double> weight;
    std::span<Lanes> row;
    Lanes& total;
    LaneFlags& past;
};

struct ClockedBooking {
    Booking work, waiting;
};

// Spending along one profile: amount, dates between which it grows from none to all, and those between which it counts. The amount
// is 0 where there is none.
struct Stretch {
    Lanes cost, begin, end, pace, low, high;
    double first = never, last = -never;  // the least `low` and the greatest `high` where there is any
};

class Spender {
public:
    explicit Spender(const Grid& grid) : grid_(grid) {}

    // Books what courses of one work, the plans of worlds from `first_world` on, spend up to a date by lane; returns the periods that
    // have any.
    Periods add(const CourseLanes& courses, const Plans& plans, int first_world, const Lanes& cut, const Booking& booking);
    // The same of courses that may have waited for money, by their clocks: work, and besides what waiting cost.
    Periods add_clocked(const CourseLanes& courses, const Plans& plans, int first_world, const Lanes& cut, const ClockedBooking& booking);
    // Books amounts spent evenly over [begin, begin + duration], begin infinite where there is none; a lump where the duration is 0.
    Periods add_evenly(const Lanes& cost, const Lanes& begin, const Lanes& duration, const Booking& booking);

private:
    static Stretch stretch_of(const CourseLanes& courses, const Plans& plans, int first_world, StageId stage, const Lanes& cut);
    Periods add_lumps(const CourseLanes& courses, const Plans& plans, int first_world, StageId stage, const Lanes& cut,
                      const Booking& booking) const;
    Periods add_clocked(const Course& course, std::size_t lane, double cut, const ClockedBooking& booking) const;
    // The same of lanes that money held back and nothing cuts short.
    Periods add_uncut(const CourseLanes& courses, const Plans& plans, int first_world, const LaneFlags& lanes,
                      const ClockedBooking& booking) const;
    Periods add_past_clock(const Course& course, std::size_t lane, double cut, const Booking& booking) const;
    Periods lump(double cost, double date, std::size_t lane, const Booking& booking) const;
    template <class Profile>
    Periods add(const Stretch& stretch, const Profile& profile, const Booking& booking);

    const Grid& grid_;
};

}  // namespace entente
