// The native charts of a workbook, under the sentences that they show, and the sheet that their figures stand on.
#pragma once

#include "model/results.hpp"
#include "write/workbook/book.hpp"

namespace entente {

// At most ten: gains by alternative of each firm, how alliances end, S-curves of gains, yearly cost - as far as they go.
void add_charts(Book& book, const Results& results);

}  // namespace entente
