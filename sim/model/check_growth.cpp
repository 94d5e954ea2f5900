// Rates that compound over the horizon: none may make money that cannot be counted (see check.hpp).
#include <algorithm>

#include "base/text.hpp"
#include "chance/properties.hpp"
#include "lanes/elementary.hpp"
#include "model/check.hpp"

namespace entente {

namespace {

constexpr double most = 1e30;  // factor over the whole horizon

class GrowthCheck {
public:
    GrowthCheck(const Settings& settings, NameCheck& names) : settings_(settings), names_(names) {}

    // `years` that the rate is at work, below 0 where it shrinks what came earlier.
    void rate(double rate, double years, Source at, const std::string& key) const {
        if (log(1 + rate) * years <= log(most)) return;
        names_.problem(
            at,
            key + " = " + shortest(rate) + " multiplies by more than 1e30 within the horizon of " + shortest(settings_.horizon) + " years",
            "a rate that compounds to at most 1e30", "a lower rate, or a shorter horizon");
    }
    // What counts is the rate that only one world in 10^12 exceeds.
    void rate(const Quantity& quantity, const std::string& key) const {
        rate(quantile(quantity.law, {1 - 1e-12, 1e-12}), settings_.horizon, quantity.source, key);
    }
    void rates(const Keyed<Quantity>& table, const std::string& key) const {
        for (const auto& [firm, quantity] : table) rate(quantity, key + "." + firm.text);
    }
    // Prices of the price year at either end of the horizon.
    void escalation() const {
        const double from = settings_.start - settings_.price_year.value_or(settings_.start);
        const double years = settings_.escalation < 0 ? from : from + settings_.horizon;
        rate(settings_.escalation, years, settings_.source, "scenario.escalation");
    }

private:
    const Settings& settings_;
    NameCheck& names_;
};

}  // namespace

void check_growth(const Scenario& scenario, Problems& problems) {
    NameCheck names(scenario, problems);
    const GrowthCheck growth(scenario.scenario, names);
    growth.escalation();
    for (const auto& [id, firm] : scenario.firm)
        growth.rate(firm.discount, -scenario.scenario.horizon, id.source, "firm." + id.text + ".discount");
    for (const auto& [id, market] : scenario.market) growth.rate(market.growth, "market." + id.text + ".growth");
    for (const auto& [id, alternative] : scenario.alternative) {
        growth.rates(alternative.erosion, "alternative." + id.text + ".erosion");
        growth.rates(alternative.drift, "alternative." + id.text + ".drift");
    }
}

}  // namespace entente
