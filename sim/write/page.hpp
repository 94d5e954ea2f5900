// Parts of an HTML page: its style, tables, what is folded away, charts under the sentence that they show.
#pragma once

#include <string>
#include <vector>

namespace entente {

// For readers by day and by night, on phones and on paper; classes as Plot draws.
extern const char* const page_style;

// What a page may load and run: nothing.
extern const char* const page_policy;

using TableRow = std::vector<std::string>;

std::string table(const TableRow& head, const std::vector<TableRow>& rows);
std::string folded(const std::string& title, const std::string& content);
// A share as a percentage with one decimal.
std::string percent(double share);
// A drawn chart under its title, with its figures folded beneath.
std::string charted(const std::string& title, const std::string& chart, const std::string& figures);

}  // namespace entente
