// A sheet of one CSV file: the same figures, each as its unit is read.
#pragma once

#include <string>

#include "write/set.hpp"
#include "write/workbook/book.hpp"

namespace entente {

// `unit`: of its money. Headers say units, are wrapped and frozen; what does not fit in a sheet is said at its end. Sheets of many cells
// that are for machines (joint, worlds, access, draws) are not printed.
void add_table(Book& book, const NamedFile& file, const std::string& unit);

// Of a name of a file: the name of its sheet.
std::string sheet_name(const std::string& file);

// Where the library gets no memory it crashes in some places instead of saying so. So as much as these sheets may need is asked for
// beforehand, and given back. Throws std::bad_alloc.
void check_memory_for(const std::vector<NamedFile>& files);

}  // namespace entente
