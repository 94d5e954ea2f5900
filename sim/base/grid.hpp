// The grid of time: periods, calendar years, escalation (docs/model.md, section 1).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "lanes/elementary.hpp"

namespace entente {

// The place of a period on the grid.
using Period = std::size_t;

constexpr double never = std::numeric_limits<double>::infinity();

// Consecutive periods.
struct Periods {
    std::size_t first = 0, count = 0;

    std::size_t end() const { return first + count; }
    // Their part of a row.
    template <class T>
    auto part(T&& row) const {
        return std::span(row).subspan(first, count);
    }
};

// The smallest run of periods that covers both; no periods cover nothing.
inline Periods joined(const Periods& a, const Periods& b) {
    if (a.count == 0) return b;
    if (b.count == 0) return a;
    const std::size_t first = std::min(a.first, b.first);
    return {first, std::max(a.end(), b.end()) - first};
}

// To which date of its period a period's money is discounted.
enum class Discounting { start, middle, end };
constexpr std::array<std::string_view, 3> words(Discounting) { return {"start", "middle", "end"}; }

struct Grid {
    double start = 0;
    int steps_per_year = 4;
    Period periods = 0;  // how many
    int first_year = 0;
    Discounting discounting = Discounting::middle;
    std::vector<double> middle;      // date of each period's middle
    std::vector<double> dates;       // at which periods begin, and the end of the last
    std::vector<double> escalation;  // nominal money for real money of the period
    std::vector<std::size_t> year;   // calendar year of each period, counted from first_year
    std::size_t years = 0;
    std::vector<double> boundaries;  // beginnings of calendar years from start to before the end

    Grid() = default;
    // horizon in years; price_year is the date whose prices real money is in.
    Grid(double start_, double horizon, int steps, double price_year, double rate)
        : start(start_), steps_per_year(steps), periods(static_cast<Period>(std::lround(horizon * steps))) {
        const double growth = log(1 + rate);
        for (Period k = 0; k <= periods; ++k) dates.push_back(start + static_cast<double>(k) / steps);
        for (Period k = 0; k < periods; ++k) {
            middle.push_back(start + (static_cast<double>(k) + 0.5) / steps);
            escalation.push_back(exp((middle.back() - price_year) * growth));
            if (k == 0) first_year = static_cast<int>(std::floor(middle.back()));
            year.push_back(static_cast<std::size_t>(static_cast<int>(std::floor(middle.back())) - first_year));
        }
        years = year.empty() ? 0 : year.back() + 1;
        for (double date = std::ceil(start - 1e-9); date < end() - 1e-9; ++date) boundaries.push_back(date);
    }

    double step() const { return 1.0 / steps_per_year; }
    double date(Period period) const { return dates[period]; }
    double end() const { return date(periods); }

    // The period of a date, `periods` past the horizon or for no date at all (NaN, as infinite money may give). A boundary belongs to the
    // period that it opens.
    Period period(double at) const {
        const double position = (at - start) * steps_per_year + 1e-9;
        // Signed on the way: a processor without AVX-512 takes several steps more between doubles and unsigned numbers.
        const bool within = position < static_cast<double>(static_cast<std::int64_t>(periods));
        return within ? static_cast<Period>(static_cast<std::int64_t>(std::max(position, 0.0))) : periods;
    }
    // The first period whose middle is not before a date, or `periods`.
    Period first_middle_from(double at) const {
        const Period k = period(at);
        return k < middle.size() && middle[k] < at ? k + 1 : k;
    }
    // The first period of the horizon's last year.
    Period last_year() const { return periods - std::min(periods, static_cast<Period>(steps_per_year)); }
    // The period in which work costs are booked: the last one for all that falls past the horizon.
    Period booked(double at) const { return std::min(period(at), periods - 1); }

    // The date from which a period's money is discounted.
    double discounted_from(Period period) const {
        switch (discounting) {
            case Discounting::start: return dates[period];
            case Discounting::middle: return middle[period];
            case Discounting::end: return dates[period + 1];
        }
        return middle[period];
    }
    // (1 + rate)^-(t - start) at that date of each period.
    std::vector<double> discount(double rate) const {
        std::vector<double> out;
        for (std::size_t k = 0; k < middle.size(); ++k) out.push_back(exp(-(discounted_from(k) - start) * log(1 + rate)));
        return out;
    }
};

}  // namespace entente
