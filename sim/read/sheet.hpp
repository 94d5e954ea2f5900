// Tables as people keep them: rows of cells from a CSV file or a workbook (xlsx), with the place of each cell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/problem.hpp"

namespace entente {

struct SheetCell {
    std::string text;              // without blanks around it; of a number in a workbook, its digits
    std::optional<double> number;  // what a workbook holds as a number
    bool is_unsolved = false;      // a formula whose result the workbook does not hold
    int column = 0;                // of the table, from 1
    Source at;                     // line and column of a CSV file; row and column of a workbook's sheet
};

struct Sheet {
    std::string file;
    std::string name;    // in a workbook; none in a CSV file
    char separator = 0;  // of a CSV file
    std::vector<std::vector<SheetCell>> rows;
};

// What is wrong with a cell, or with a whole file where it has no place.
struct SheetProblem {
    std::string file;
    std::string cell;  // "Costs!B7" in a workbook; in a CSV file the problem has line and column
    Problem problem;
};

// "Costs!B7" for a cell of a workbook; "" for one of a CSV file.
std::string cell_name(const Sheet& sheet, Source at);

// The largest table that is read: more is no cost sheet.
constexpr std::size_t most_cells = 2'000'000;

// The sheets of a file: one of a CSV file (commas, semicolons or tabs: those with which most headers are known), the visible ones of a
// workbook. A file at fault has none, and says so in `problems`. `text` becomes the text of a CSV file. Throws Failure where reading fails.
std::vector<Sheet> read_sheets(const std::string& path, std::string& text, std::vector<SheetProblem>& problems);

// The same of a workbook: SpreadsheetML (ECMA-376 part 1, 18.3) in its archive. What is wrong with it, or "".
std::string read_workbook(const std::string& path, std::vector<Sheet>& sheets);

}  // namespace entente
