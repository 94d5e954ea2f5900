// One world of a run, told in full: what was drawn, when everything happened, who paid and earned what.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/results.hpp"
#include "run/options.hpp"

namespace entente {

struct Scenario;

struct WorldStory {
    struct Work {
        std::string program, firm;  // `firm`: who carries it out, members of a pool joined by '+'
        double begin = 0, end = 0;  // infinite: never
        double stop = 0;            // date of the gate that stopped it; infinite: none
        std::string stopped_at;     // that stage
        double cut = 0;             // date at which talks end it; infinite: they do not
    };
    // What a pool rests on, where it has been found in the pilot worlds or written.
    struct Terms {
        std::string program;
        std::vector<std::pair<std::string, double>> weights;  // base weights by firm
        double target = 0, cap = 0;                           // of the pool's real plan cost; infinite: no cap
        double planned_end = 0;                               // p50; 0: no exit asks for it
    };
    struct Use {
        std::string program, firm;
        double first = 0, until = 0, again = 0;  // dates of access; infinite: never
        double cost = 0;                         // of the program to the firm, nominal
        // Where some firm has limited funding: what of that was paid for waiting, and the first access less what it would be if none had,
        // infinite where one of the two never comes.
        double waiting_cost = 0, late_by_money = 0;
    };
    struct Money {
        std::string firm;
        double cost_npv = 0, transfer_npv = 0, benefit_npv = 0;     // with what is past the horizon,
        double past_cost = 0, past_transfer = 0, past_benefit = 0;  // which is this
        std::vector<double> cost, transfer, benefit;                // nominal, by year
        std::vector<bool> funding_binds;                            // by year: limited funding held its work back
    };
    struct Pair {
        std::string program, firm;
    };
    struct GoesOn {
        std::string program, firm;
        bool goes_on = true;
    };
    struct Departure {
        std::string exit, leaver;  // empty: nobody left
        double triggered = 0, tau = 0;
        std::vector<GoesOn> goes_on;  // of those who decide after it
    };
    struct Alternative {
        std::string id;
        bool arranged = false, formed = false;
        double formation = 0, term = 0;
        Departure left, left_unfunded;                     // the latter if no firm had limited funding; of nobody where none has
        std::vector<std::pair<std::string, double>> stay;  // each firm's npv had nobody left; empty after a failure
        std::vector<Pair> forgone;                         // what firms do not carry out alone outside the arrangements, formed or not
        std::vector<Terms> terms;
        std::vector<Work> works;
        std::vector<Use> uses;
        std::vector<Money> money;
    };

    std::int64_t world = 0;
    Titles titles;  // of what is known by ids here
    int first_year = 0;
    std::vector<std::pair<std::string, double>> draws;
    std::vector<std::pair<std::string, std::vector<std::string>>> regimes;  // market: regime by period
    std::vector<std::pair<std::string, double>> arrivals;                   // events; infinite: never
    std::vector<Alternative> alternatives;
};

// Replays one world of the run that `options` describe; its figures are those of the run, to the last bit.
WorldStory replay(const Scenario& scenario, const RunOptions& options, std::int64_t world);

}  // namespace entente
