// When so much money of a plan's work is spent, where that can be told at once: a part of clock.cpp and clock_lanes.cpp.
#pragma once

#include "plan/plans.hpp"

namespace entente {

// How a course goes along its plan: years of it done before, the factor on what remains, and money of the plan done before.
struct Remaining {
    double offset, stretch, before;
};

// The years that a course has worked, as planned, when so much money of its work is spent: of a plan whose stages follow one another, and
// strictly within a stage; else below 0. In such a chain one stage is at work at a time, and its profile inverts in closed form.
double time_of_money(const Plan& plan, const Remaining& remaining, double money);

}  // namespace entente
