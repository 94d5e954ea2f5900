// Aligning dates (see dates.hpp).
#include "model/dates.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "base/text.hpp"
#include "model/scenario.hpp"

namespace entente {

namespace {

// The whole number of periods that a span nearly is; the span itself where it is none.
double aligned(double years, int steps) {
    const double periods = std::round(years * steps);
    return periods != 0 && std::fabs(years * steps - periods) <= nearly_a_period ? periods / steps : years;
}

class Alignment {
public:
    Alignment(double start, int steps) : start_(start), earliest_(start - nearly_a_period / steps) {}

    void date(double& at) const {
        if (at < start_ && at >= earliest_) at = start_;
    }
    void date(std::optional<double>& at) const {
        if (at) date(*at);
    }
    void date(Quantity& at) const {
        if (const auto known = constant(at.law)) {
            double moved = *known;
            date(moved);
            if (moved != *known) at.law = moved;
        }
    }
    void payments(std::vector<Payment>& all) const {
        for (Payment& payment : all) {
            date(payment.at);
            date(payment.since);
            date(payment.until);
        }
    }
    void exit(ExitTerms& terms) const {
        std::visit([&](auto& trigger) { dates(trigger); }, terms.trigger);
    }
    // The keys of a struct that are declared to be dates.
    template <class T>
    void dates(T& table) const {
        const auto align = [&](const auto& field) {
            if constexpr (requires { date(table.*field.member); }) {
                if (field.key.range == Range::date) date(table.*field.member);
            }
        };
        std::apply([&](const auto&... field) { (align(field), ...); }, T::fields());
    }

private:
    double start_, earliest_;
};

}  // namespace

void align_dates(Scenario& scenario) {
    Settings& settings = scenario.scenario;
    if (settings.steps_per_year < 1) return;  // the check says so
    settings.start = aligned(settings.start, settings.steps_per_year);
    settings.horizon = aligned(settings.horizon, settings.steps_per_year);
    const Alignment alignment(settings.start, settings.steps_per_year);
    for (auto& [id, program] : scenario.program) {
        alignment.date(program.start);
        for (Benefit& benefit : program.benefit) alignment.date(benefit.until);
        for (auto& [firm, terms] : program.firm) {
            if (terms.penalty_from) alignment.date(*terms.penalty_from);
        }
    }
    for (Event& event : scenario.event) {
        if (event.date) alignment.date(*event.date);
    }
    for (auto& [id, alternative] : scenario.alternative) {
        alignment.date(alternative.term);
        for (ExitTerms& terms : alternative.exit) alignment.exit(terms);
        for (Arrangement& arrangement : alternative.arrangement) {
            alignment.payments(arrangement.payment);
            if (auto* own = payments_in(arrangement.mode)) alignment.payments(*own);
        }
    }
}

std::string date_text(double date) {
    const double year = std::floor(date + 1e-9);
    const double months = (date - year) * 12;
    if (std::fabs(months - std::round(months)) > 1e-6 || year < 0 || year > 9999) return shortest(date);
    std::array<char, 32> day{};
    std::snprintf(day.data(), day.size(), "%04d-%02d-01", static_cast<int>(year), static_cast<int>(std::round(months)) + 1);
    return shortest(date) + " (" + day.data() + ")";
}

std::string day_text(double date) {
    const double year = std::floor(date + 1e-9), months = (date - year) * 12;
    const double month = std::clamp(std::floor(months + 1e-7), 0.0, 11.0);
    const std::chrono::year_month first{std::chrono::year(static_cast<int>(year)), std::chrono::month(static_cast<unsigned>(month) + 1)};
    const auto days = static_cast<unsigned>((first / std::chrono::last).day());
    const auto day = static_cast<int>((months - month) * days + 1e-4);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", static_cast<int>(year), static_cast<int>(month) + 1, day + 1);
    return text.data();
}

}  // namespace entente
