// The first sheet of a workbook: the verdict as a table and in words, and where it comes from.
#pragma once

#include <string>

#include "write/format.hpp"
#include "write/workbook/book.hpp"

namespace entente {

void add_cover(Book& book, const Results& results, const RunRecord& record, const std::string& hash);

}  // namespace entente
