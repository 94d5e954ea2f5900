// What a trigger may say of itself besides what is wrong with it: warnings, draws of its own, when it fires (see trigger.hpp).
#pragma once

#include <string>

#include "base/problem.hpp"
#include "chance/quantity.hpp"

namespace entente {

// Before whom a trigger warns of what is sound but counts for nothing, for it is dated past the horizon. Keys are named as in ".date".
struct ExitHorizon {
    double end = 0;     // of the horizon, a date
    double notice = 0;  // years from the trigger to the end of the alliance, at the least

    // The date below which only one world in 10^12 draws.
    virtual double earliest(const Quantity& date) const = 0;
    // Whether a date falls past the last period.
    virtual bool past(double date) const = 0;
    // "it CONSEQUENCE": "never takes effect". The place is the leaver's where none is given.
    virtual void late(Source at, const std::string& what, const std::string& consequence) const = 0;
    virtual void late(const std::string& what, const std::string& consequence) const = 0;

protected:
    ~ExitHorizon() = default;
};

// Before whom it tells its numbers, to be warned of where they look like percent, another unit or another century.
struct ExitDoubts {
    virtual void date(const Quantity& date) const = 0;
    virtual void yearly_rate(const Quantity& rate) const = 0;

protected:
    ~ExitDoubts() = default;
};

// What it may ask to tell people when it fires; numbers are in chance/words.hpp.
struct ExitWords {
    bool several = false;  // more than one firm may leave by the exit

    // What people call a firm.
    virtual std::string firm(const Name& name) const = 0;
    // The chance that one of those who may leave does, if each does with this chance: "5.0%", "together 9.8%".
    virtual std::string chance(double each) const = 0;
    // Whether a date falls past the horizon in all but one world of 10^12.
    virtual bool past_horizon(const Quantity& date) const = 0;

protected:
    ~ExitWords() = default;
};

}  // namespace entente
