// A page that draws by itself and fetches nothing: tables, what is folded away, pictures under the sentences that they show.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace entente {

// Text made harmless inside HTML.
std::string escaped(const std::string& text);

using TableRow = std::vector<std::string>;

// A row's first cell heads it. `kind`: a class of page.css; "words": texts rather than figures.
std::string table(const TableRow& head, const std::vector<TableRow>& rows, const std::string& kind = "");
std::string folded(const std::string& title, const std::string& content);
// A share as a percentage with one decimal.
std::string percent(double share);

// A picture before it is drawn: which drawing, what it shows, and the figures behind it.
struct Chart {
    std::string drawing;                                                // a file of sim/write/charts, without its ending
    std::string finding = {};                                           // the sentence over it
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();      // what the drawing calls `rows`
    nlohmann::ordered_json signals = nlohmann::ordered_json::object();  // the drawing's own, by name
    TableRow head = {};                                                 // of the table behind it
    std::vector<TableRow> figures = {};
    bool is_wide = false;  // takes all the width of the page
};

class Page {
public:
    // The place of a drawing under the sentence that it shows, with what it draws as data and as a table.
    std::string figure(const Chart& chart);
    // The whole page around its body, which holds the figures.
    std::string html(const std::string& title, const std::string& body) const;

private:
    int figures_ = 0;
    std::set<std::string> used_;  // drawings
};

}  // namespace entente
