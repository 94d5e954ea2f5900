// Stages and risks as cost sheets and risk registers list them: a row each, read from the sheets of any number of files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/cost_headers.hpp"
#include "read/sheet.hpp"

namespace entente {

// What the person who imports says where the tables do not.
struct ImportChoices {
    double low = 0.1, high = 0.9;  // which quantiles a low and a high are; 0 and 1: the ends of the range
    MoneyUnit money;               // of numbers whose headers have no unit
};

// A cell that something rests on, for messages and for the comments of the scenario.
struct CellPlace {
    const Sheet* sheet = nullptr;
    Source at;
};

// A range of one row as a distribution of a scenario: `text` is what stands behind the key. None where the row has no such range.
struct ImportedRange {
    std::string text;
    CellPlace place;
    std::string note;  // what of the row the distribution does not show; mostly none
};

struct ImportedStage {
    std::string program, name;  // as written
    CellPlace place;
    ImportedRange cost;
    std::optional<ImportedRange> duration;
    double longest = 0;  // years, or 0 where no duration is given
};

struct ImportedRisk {
    std::string program, stage, name;  // as written; program and stage may be empty
    CellPlace place;
    ImportedRange probability;
    std::optional<ImportedRange> cost, delay;
};

struct ImportedTables {
    std::vector<ImportedStage> stages;
    std::vector<ImportedRisk> risks;
    std::string currency;            // or ""
    int price_year = 0;              // or 0
    std::vector<std::string> notes;  // what was left out
};

// Adds the rows of a file's sheets; `title` names the program of a table without programs. Every fault is in `problems`.
void add_tables(const std::vector<Sheet>& sheets, const std::string& title, const ImportChoices& choices, ImportedTables& out,
                std::vector<SheetProblem>& problems);

}  // namespace entente
