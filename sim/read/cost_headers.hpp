// What the headers of cost sheets and risk registers mean: names in any order and case, synonyms, units.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace entente {

// What a column holds. `point` is a single estimate: the most likely value.
enum class CostColumn { program, stage, risk, name, family, probability, low, point, median, high };
// Which quantity a low, a point, a median or a high is of.
enum class OfWhat { cost, duration, delay };

struct CostHeader {
    CostColumn column;
    OfWhat of = OfWhat::cost;
    // Of a low or a high whose header says it: 0 and 1 for a minimum and a maximum, 0.1 for P10.
    std::optional<double> level = {};
    // As in brackets or after a comma: "EUR m", "months", "%".
    std::string unit = {};
};

// How many rows may stand above the headers: titles, dates, authors.
constexpr std::size_t most_title_rows = 50;

std::optional<CostHeader> header_of(const std::string& text);
int known_headers(const std::vector<std::string>& cells);
// The plain name of a header, for messages: "low", "duration", "probability".
std::string plain_name(CostColumn column, OfWhat of);

// Money as a header has it: by how much a number is multiplied to be in millions, of which currency, in prices of which year.
struct MoneyUnit {
    double factor = 1;
    std::string currency;  // or ""
    int price_year = 0;    // or 0
    bool operator==(const MoneyUnit&) const = default;
};
std::optional<MoneyUnit> money_unit(const std::string& text);
// Years of one unit of time: months, weeks, ...
std::optional<double> time_unit(const std::string& text);

}  // namespace entente
