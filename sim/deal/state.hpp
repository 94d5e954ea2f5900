// What has become of an alternative in a pack of worlds: courses of work, access, and the exits, if any; by lane.
#pragma once

#include <array>
#include <concepts>
#include <vector>

#include "base/grid.hpp"
#include "deal/access.hpp"
#include "plan/course.hpp"

namespace entente {

// One firm's part in one program.
struct Part {
    CourseLanes own;                      // its own work: solo, licensor's, resumed or redone
    Lanes provided = all_lanes(never);    // date at which whoever provides the program to the firm has completed it
    Lanes adapt_from = all_lanes(never);  // its adaptation begins
    Lanes adapt_cost, adapt_years;
    Access access;

    // As before anything is scheduled. What is not looked at then stays: a whole Part would be made and copied.
    void reset() {
        own.begin = own.end = own.stop = provided = adapt_from = all_lanes(never);
        access = {};
    }
};

// One program's pool.
struct PoolState {
    CourseLanes course;
    Lanes cut = all_lanes(never);       // the members pay for it until then
    Lanes left = all_lanes(never);      // the leaver pays until then, the others go on
    std::array<int, pack_size> leaver;  // member who left, or -1

    PoolState() { leaver.fill(-1); }
    void reset() {
        course.begin = course.end = course.stop = cut = left = all_lanes(never);
        leaver.fill(-1);
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
using Exits = std::array<Exit, pack_size>;

struct DealState {
    Lanes formed;     // 1 or 0
    Lanes formation;  // date
    Lanes term;       // the alliance's own end, where it is formed
    std::size_t firms = 0;
    std::vector<Part> parts;       // by program, then firm
    std::vector<PoolState> pools;  // by arrangement
    std::vector<Lanes> ended;      // by arrangement: no payments after this date
    std::vector<Lanes> left;       // by arrangement: none from or to the leaver after this date
    Exits exits;
    std::vector<char> changed;  // by program: whether exits have changed it

    Part& part(std::integral auto program, std::integral auto firm) { return parts[place(program, firm)]; }
    const Part& part(std::integral auto program, std::integral auto firm) const { return parts[place(program, firm)]; }
    bool is_formed(std::size_t lane) const { return formed[lane] != 0; }

    // Room for so many, without exits; what has become of the programs is set by scheduling each.
    void reset(std::size_t programs, std::size_t firms, std::size_t arrangements);
    // As another without its exits, but for what has become of its programs.
    void begin_as(const DealState& other);
    // What has become of one program, arranged or not (-1), in another.
    void take(const DealState& other, std::size_t program, int arrangement);

    std::size_t place(std::integral auto program, std::integral auto firm) const {
        return static_cast<std::size_t>(program) * firms + static_cast<std::size_t>(firm);
    }
};

}  // namespace entente
