// The text of an imported scenario, with the cell that each of its lines rests on.
#pragma once

#include <string>
#include <vector>

#include "read/import.hpp"

namespace entente {

// A program with its rows, by the names that they have in the scenario.
struct ImportedProgram {
    struct Stage {
        std::string id;
        const ImportedStage* row;
    };
    struct Risk {
        std::string id, stage;
        const ImportedRisk* row;
    };
    std::string id, title;
    std::vector<Stage> stages;
    std::vector<Risk> risks;
};

// A problem at a cell; of no file where there is none.
SheetProblem problem_at(const CellPlace& place, Problem problem);

class ImportText {
public:
    ImportText(const ImportedTables& tables, const ImportOptions& options, std::string title)
        : tables_(tables), options_(options), title_(std::move(title)) {}

    void write(const std::vector<ImportedProgram>& programs);

    const std::string& text() const { return text_; }
    const std::vector<std::string>& to_fill_in() const { return to_fill_in_; }
    // Of a line of the text, from 1.
    CellPlace place_of(int line) const;

private:
    void line(const std::string& text, const CellPlace& place = {});
    // A value that the tables do not say.
    void placeholder(const std::string& key, const std::string& text, const std::string& why, const CellPlace& place = {});
    void range(const std::string& path, const std::string& key, const ImportedRange& range);
    void head(const std::vector<ImportedProgram>& programs);
    void program(const ImportedProgram& program);
    void alternative(const std::vector<ImportedProgram>& programs);
    void sources();

    const ImportedTables& tables_;
    const ImportOptions& options_;
    std::string title_, text_;
    std::vector<CellPlace> places_;  // by line
    std::vector<std::string> to_fill_in_;
    std::vector<std::pair<std::string, CellPlace>> sources_;  // keys of the scenario, and where they come from
};

}  // namespace entente
