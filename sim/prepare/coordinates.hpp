// Which coordinate of the Sobol points each number is drawn by: those that move the outcomes most have the best ones (docs/model.md, 2).
#pragma once

#include <map>
#include <string>

#include "base/stop.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// Coordinates by name. Variants of a scenario that are compared world by world take those of one of them, else each would have points of
// its own.
struct CoordinateOrder {
    struct Path {
        int first = 0, periods = 0;
    };
    std::map<std::string, int> numbers;   // by stream: a quantity's name, with its executor
    std::map<std::string, Path> regimes;  // by market: one a period
    int next = 0;                         // free from here on
};

// By the first pilot worlds of a model that is ready, which are independent: first what decides events and gates that matter, then all
// other numbers by the squared correlation of the score with the ranks of every firm's npv in each alternative and gain, summed, equal ones
// by name; then the paths of regimes, each period of which moves little. Throws Interrupted where it is stopped.
CoordinateOrder coordinate_order(const RunModel& ready, const Stop& stop);

// Gives a model's numbers their coordinates: those of an order, what it does not know those behind it in the order of the names.
void place_coordinates(const CoordinateOrder& order, RunModel& model);

// For a run of Sobol points: by `known`, or where there is none by the model's own order.
void lay_out(Sampling sampling, const CoordinateOrder* known, RunModel& ready, const Stop& stop);

}  // namespace entente
