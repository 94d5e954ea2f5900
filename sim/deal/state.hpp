// What has become of an alternative in one world: courses of work, access, market positions, and the exit, if any.
#pragma once

#include <concepts>
#include <vector>

#include "base/grid.hpp"
#include "deal/deal.hpp"
#include "plan/course.hpp"

namespace entente {

// When a firm may use a program's result: from `first` until `until`, and once more from `again`.
struct Access {
    double first = never;
    double until = never;
    double again = never;
};

// One firm's part in one program.
struct Part {
    Course own;                 // its own work: solo, licensor's, resumed or redone
    double provided = never;    // date at which whoever provides the program to the firm has completed it
    double adapt_from = never;  // its adaptation begins
    double adapt_cost = 0, adapt_years = 0;
    Access access;

    // As before anything is scheduled; the rest is not looked at then.
    void reset() {
        own.begin = own.end = own.stop = never;
        provided = adapt_from = never;
        access = {};
    }
};

// One program's pool.
struct PoolState {
    Course course;
    double cut = never;   // the members pay for it until then
    double left = never;  // the leaver pays until then, the others go on
    int leaver = -1;      // member who left

    void reset() {
        course.begin = course.end = course.stop = never;
        cut = left = never;
        leaver = -1;
    }
};

struct Exit {
    int terms = -1;   // which of the alternative's exits; -1: none
    int leaver = -1;  // firm
    double triggered = never;
    double tau = never;
    bool alliance = true;     // scope
    int program = -1;         // of scope program
    int failed_program = -1;  // whose gate triggered it

    bool happens() const { return terms >= 0; }
    bool covers(int p) const { return happens() && (alliance || p == program); }
};

struct DealState {
    bool formed = false;
    double formation = 0;  // date
    double term = never;
    std::size_t firms = 0;
    std::vector<Part> parts;       // by program, then firm
    std::vector<PoolState> pools;  // by arrangement
    std::vector<double> ended;     // by arrangement: no payments after this date
    std::vector<double> left;      // by arrangement: none from or to the leaver after this date
    std::vector<char> changed;     // by program: whether it was scheduled again for the exit
    Exit exit;

    Part& part(std::integral auto program, std::integral auto firm) { return parts[place(program, firm)]; }
    const Part& part(std::integral auto program, std::integral auto firm) const { return parts[place(program, firm)]; }

    void reset(std::size_t programs, std::size_t firms, std::size_t arrangements);

    std::size_t place(std::integral auto program, std::integral auto firm) const {
        return static_cast<std::size_t>(program) * firms + static_cast<std::size_t>(firm);
    }
};

}  // namespace entente
