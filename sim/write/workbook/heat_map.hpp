// Two-way tables as sheets of a workbook, coloured from the lowest value to the highest.
#pragma once

#include <string>
#include <vector>

#include "write/workbook/book.hpp"

namespace entente {

// A value for each of the rows and columns; NaN: an empty cell.
struct HeatMap {
    std::string title;  // what it shows
    std::string row_name, column_name;
    std::vector<std::string> rows, columns;
    std::vector<std::vector<double>> values;  // by row
    bool shares = false;                      // rather than money
};

// `name`: of the sheet.
void add_heat_map(Book& book, const HeatMap& map, const std::string& name);

}  // namespace entente
