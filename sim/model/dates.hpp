// Dates on the grid of time: what people write of a period's beginning is taken for it.
#pragma once

#include <string>

namespace entente {

struct Scenario;

// How far, in periods, a start or horizon may lie from a whole number of them: 2025.083 is February.
constexpr double nearly_a_period = 0.01;

// Moves the start and the horizon to the periods that they nearly name, and dates that lie as little before the start to it.
void align_dates(Scenario& scenario);

// "2025.0833333333333 (2025-02-01)": a beginning of a period.
std::string date_text(double date);

// "2019-07-12": the day of a date, of which months are twelfths of a year and days equal parts of their month.
std::string day_text(double date);

}  // namespace entente
