// The columns of one table of costs or risks: where they are, and in which units.
#pragma once

#include <string>
#include <vector>

#include "read/cost_table.hpp"

namespace entente {

struct FoundColumn {
    CostHeader header;
    std::string text;  // as written
    int column = 0;    // of the table
    Source at;
    double factor = 1;  // to millions, years, or a share of 1
};

struct FoundColumns {
    std::size_t header_row = 0;  // of the sheet's rows
    std::vector<FoundColumn> all;
    std::vector<std::string> unread;  // headers with no meaning here
    std::string currency;
    int price_year = 0;

    const FoundColumn* find(CostColumn column, OfWhat of = OfWhat::cost) const;
    bool any(OfWhat of) const;
    bool is_register() const { return find(CostColumn::probability) != nullptr; }
};

// The header row is the one, among the first, with most headers that are known; no columns where there is none. Faults are in `problems`.
FoundColumns find_columns(const Sheet& sheet, const ImportChoices& choices, std::vector<SheetProblem>& problems);

}  // namespace entente
