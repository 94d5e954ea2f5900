// Two-way tables as sheets of a workbook, coloured from the lowest value to the highest.
#pragma once

#include <string>
#include <vector>

namespace entente {

// A value for each of the rows and columns; NaN: an empty cell.
struct HeatMap {
    std::string title;  // what it shows
    std::string row_name, column_name;
    std::vector<std::string> rows, columns;
    std::vector<std::vector<double>> values;  // by row
};

// Writes a workbook with a sheet a table to `path`. Throws Failure where the disk or the memory does not suffice.
void write_heat_maps(const std::string& path, const std::vector<HeatMap>& maps);

}  // namespace entente
