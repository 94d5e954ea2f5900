// Markets with regimes and adoption, and events that shake them (docs/model.md, section 3).
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

struct Regime {
    double demand = 1;
    double duration = 1;            // mean years
    Keyed<double> next;             // weights of the regimes that follow; default equal on the others
    std::optional<double> initial;  // probability at the start; default: the first regime has 1
    template <class S = Regime>
    static constexpr auto fields() {
        return std::tuple{needed("demand", &S::demand, Range::non_negative, "factor on the market's size"),
                          needed("duration", &S::duration, Range::positive, "mean years"),
                          field("next", &S::next, Range::non_negative, "weights of the regimes that follow"),
                          field("initial", &S::initial, Range::fraction, "probability at the start")};
    }
};

// ceiling / (1 + exp(-rate (t - midpoint)))
struct Adoption {
    Quantity ceiling;
    Quantity midpoint;
    Quantity rate;
    template <class S = Adoption>
    static constexpr auto fields() {
        return std::tuple{needed("ceiling", &S::ceiling, Range::non_negative, "share reached in the end"),
                          needed("midpoint", &S::midpoint, Range::date, "date of half the ceiling"),
                          needed("rate", &S::rate, "steepness per year")};
    }
};

struct Market {
    Quantity size;  // thousand vehicles a year at the start
    Quantity growth = 0;
    Keyed<Regime> regime;
    Keyed<Adoption> adoption;
    template <class S = Market>
    static constexpr auto fields() {
        return std::tuple{needed("size", &S::size, Range::non_negative, "thousand vehicles a year at the start"),
                          field("growth", &S::growth, Range::rate_above_minus_one, "growth per year"),
                          field("regime", &S::regime, "states of demand"), field("adoption", &S::adoption, "adoption curves")};
    }
};

// Something that happens to every alternative: a tariff, a pandemic, a scandal.
struct Event {
    Name name;
    std::optional<Quantity> rate;  // per year, first arrival ...
    std::optional<Quantity> date;  // ... or a date with a probability
    Quantity probability = 1;
    Quantity duration = std::numeric_limits<double>::infinity();
    Keyed<Quantity> demand;  // factor by market
    Keyed<Quantity> margin;  // change by market, thousand currency a vehicle
    Keyed<Quantity> outlay;  // money by firm, spread evenly over the duration
    template <class S = Event>
    static constexpr auto fields() {
        return std::tuple{needed("name", &S::name, "name of the event"),
                          field("rate", &S::rate, Range::non_negative, "arrivals per year"),
                          field("date", &S::date, Range::date, "date, instead of a rate"),
                          field("probability", &S::probability, Range::fraction, "chance that it happens at its date"),
                          field("duration", &S::duration, Range::endless, "years; may be inf"),
                          field("demand", &S::demand, Range::non_negative, "factor on a market's demand"),
                          field("margin", &S::margin, "change of the margin in a market"),
                          field("outlay", &S::outlay, Range::non_negative, "money that firms must spend")};
    }
};

}  // namespace entente
