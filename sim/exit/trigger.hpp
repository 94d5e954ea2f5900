// What every trigger is written against: what it may ask of a scenario while it is checked and made ready, and when it fires.
//
// A trigger is a struct X with its keys, its slots X::Resolved, and beside them
//   void check(const X&, const ExitCheck&)            what is wrong with its names and numbers; may be missing
//   X::Resolved resolve(const X&, ExitBuilder&)          indices and slots instead of names
//   Firing fire(const X::Resolved&, const ExitView&, const Leaver&)   when it fires for a firm in a world
// and where it has something to say (exit/sayings.hpp)
//   void check_horizon(const X&, const ExitHorizon&)     what is dated too late to count
//   void doubt(const X&, const ExitDoubts&)              numbers that are hardly meant
//   std::vector<std::string> own_draws(const X&)         keys whose numbers each leaver draws for itself
//   std::string told(const X&, const ExitWords&)         when it fires, for people: what follows "leaves the alliance"
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/grid.hpp"
#include "base/ids.hpp"
#include "base/problem.hpp"
#include "chance/quantity.hpp"
#include "chance/slot.hpp"

namespace entente {

struct ExitDoubts;
struct ExitHorizon;
struct ExitView;
struct ExitWords;
struct Observed;

// When a trigger fires for one leaver, and the program whose gate did it.
struct Firing {
    double date = never;
    ProgramId program = {};
};

// A firm that may leave, and its place among those that may by the same exit: their own slots are in this order.
struct Leaver {
    std::size_t place;
    FirmId firm;
};

// What a trigger wants of the worlds before it can fire: Resolved::needs() says so where it wants anything.
struct TriggerNeeds {
    bool outlay = false;       // each firm's, as if nobody left
    bool target = false;       // the cost targets of pools
    bool planned_end = false;  // the planned ends of pools
};

// What the check of a trigger may ask. Keys are named as in ".date"; what is wrong is reported for the whole exit where no place is given.
struct ExitCheck {
    std::string leaver;  // a firm or "any"

    virtual void problem(const std::string& what, const std::string& expected) const = 0;
    virtual void firm(const Name& name, const std::string& key) const = 0;
    virtual void event(const Name& name) const = 0;
    virtual void regimes(const Name& market, const std::vector<Name>& regimes) const = 0;
    virtual void not_before_start(const Quantity& date, const std::string& key) const = 0;
    virtual void not_before_start(std::optional<double> date, const std::string& key) const = 0;
    // Each firm that may leave has a budget.
    virtual void budgets() const = 0;

protected:
    ~ExitCheck() = default;
};

// What a trigger may ask while it is made ready. Names were checked, so every one is found.
struct ExitBuilder {
    std::vector<FirmId> leavers;  // in the firms' order
    bool alliance = true;         // what is left: all of it, or the program
    ProgramId program;

    virtual FirmId firm(const Name& name) = 0;
    virtual MarketId market(const Name& name) = 0;
    virtual EventId event(const Name& name) = 0;
    // The names of a market's regimes, in their order.
    virtual const std::vector<std::string>& regimes(MarketId market) = 0;
    virtual Slot value(const Quantity& quantity, Sign sign) = 0;
    // By leaver: a number of its own, a waiting time with mean 1, and whether it takes an occasion.
    virtual std::vector<Slot> values(const Quantity& quantity) = 0;
    virtual std::vector<Slot> clocks() = 0;
    virtual std::vector<Chance> chances(const Quantity& probability) = 0;
    // What a firm knows when it has to choose.
    virtual Observed observed(FirmId firm) = 0;

protected:
    ~ExitBuilder() = default;
};

}  // namespace entente
