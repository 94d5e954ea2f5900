// From tables to a scenario (see import.hpp).
#include "read/import.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <filesystem>

#include "base/text.hpp"
#include "chance/properties.hpp"
#include "model/scenario.hpp"
#include "read/import_text.hpp"
#include "read/read.hpp"

namespace entente {

namespace {

class Grouping {
public:
    Grouping(const ImportedTables& tables, std::vector<SheetProblem>& problems) : tables_(tables), problems_(problems) {}

    std::vector<ImportedProgram> programs() {
        for (const ImportedStage& stage : tables_.stages) add(stage);
        for (const ImportedRisk& risk : tables_.risks) add(risk);
        return std::move(out_);
    }

private:
    void add(const ImportedStage& stage) {
        const std::string id = id_of(stage.program, "program");
        auto program = std::find_if(out_.begin(), out_.end(), [&](const ImportedProgram& p) { return p.id == id; });
        if (program == out_.end()) program = out_.insert(out_.end(), {id, stage.program, {}, {}});
        const std::string name = id_of(stage.name, "stage");
        if (find(program->stages, name) != nullptr)
            return fail(stage.place, fmt::format("stage '{}' of program '{}' stands twice", stage.name, stage.program), "one row a stage",
                        "add the rows up, or tell them apart by name");
        program->stages.push_back({name, &stage});
    }

    void add(const ImportedRisk& risk) {
        ImportedProgram* program = program_of(risk);
        if (program == nullptr) return;
        std::vector<std::string> stages;
        for (const auto& stage : program->stages) stages.push_back(stage.id);
        const std::string name = id_of(risk.name, "risk"), stage = risk.stage.empty() ? "" : id_of(risk.stage, "stage");
        if (stage.empty() && stages.size() > 1)
            return fail(risk.place, "no stage of risk '" + risk.name + "'", "the stage that it hits, one of " + listed(stages));
        if (!stage.empty() && find(program->stages, stage) == nullptr)
            return fail(risk.place, fmt::format("stage '{}' of risk '{}' is in no cost sheet", risk.stage, risk.name),
                        "one of " + listed(stages), suggestion(stage, stages));
        if (std::any_of(program->risks.begin(), program->risks.end(), [&](const auto& other) { return other.id == name; }))
            return fail(risk.place, fmt::format("risk '{}' of program '{}' stands twice", risk.name, program->title), "one row a risk",
                        "tell them apart by name");
        program->risks.push_back({name, stage.empty() ? stages.front() : stage, &risk});
    }

    ImportedProgram* program_of(const ImportedRisk& risk) {
        std::vector<std::string> known;
        for (const ImportedProgram& program : out_) known.push_back(program.id);
        if (known.empty()) return nullptr;
        if (risk.program.empty() && known.size() == 1) return &out_.front();
        if (risk.program.empty()) {
            fail(risk.place, "no program of risk '" + risk.name + "'", "one of " + listed(known), "add a column 'program'");
            return nullptr;
        }
        const std::string id = id_of(risk.program, "program");
        const auto program = std::find(known.begin(), known.end(), id);
        if (program != known.end()) return &out_[static_cast<std::size_t>(program - known.begin())];
        fail(risk.place, fmt::format("program '{}' of risk '{}' is in no cost sheet", risk.program, risk.name), "one of " + listed(known),
             suggestion(id, known));
        return nullptr;
    }

    template <class Named>
    static const Named* find(const std::vector<Named>& all, const std::string& id) {
        const auto at = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.id == id; });
        return at == all.end() ? nullptr : &*at;
    }

    void fail(const CellPlace& place, std::string found, std::string expected, std::string hint = "") {
        problems_.push_back(problem_at(place, {{}, std::move(found), std::move(expected), std::move(hint)}));
    }

    const ImportedTables& tables_;
    std::vector<SheetProblem>& problems_;
    std::vector<ImportedProgram> out_;
};

// A range that was meant for money or time may begin below 0, where nothing is.
void note_below_zero(const Scenario& scenario, std::vector<std::string>& notes) {
    constexpr double seldom = 0.001;
    const auto look = [&](const Quantity& quantity) {
        if (!(quantile(quantity.law, {seldom, 1 - seldom}) < 0)) return;
        notes.push_back(quantity.name + " = " + description(quantity.law) +
                        " is below 0 in more than one draw of 1,000, and counts as 0 there; --range ends or another family may be meant");
    };
    for (const auto& [id, program] : scenario.program) {
        for (const Stage& stage : program.stage) {
            if (stage.cost) look(*stage.cost);
            if (stage.duration) look(*stage.duration);
        }
        for (const Risk& risk : program.risk) {
            look(risk.cost);
            look(risk.delay);
        }
    }
}

std::string stem_of(const std::string& path) { return as_utf8(std::filesystem::path(path).stem().string()); }

}  // namespace

SheetProblem problem_at(const CellPlace& place, Problem problem) {
    if (place.sheet == nullptr) return {"", "", std::move(problem)};
    const std::string cell = cell_name(*place.sheet, place.at);
    problem.source = cell.empty() ? place.at : Source{};
    return {place.sheet->file, cell, std::move(problem)};
}

std::string id_of(const std::string& name, const std::string& kind) {
    std::string out;
    for (const char c : name) {
        if (c == '\'') continue;
        const char small = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        const bool kept = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '_';
        if (kept) out += small;
        if (!kept && !out.empty() && out.back() != '-') out += '-';
    }
    while (out.ends_with('-')) out.pop_back();
    constexpr std::size_t longest = 60;
    if (out.size() > longest) out.resize(longest);
    if (out.empty() || out.front() < 'a' || out.front() > 'z') out = kind + (out.empty() ? "" : "-") + out;
    return out;
}

bool read_import_range(const std::string& text, ImportChoices& out) {
    if (text == "ends") {
        out.low = 0;
        out.high = 1;
        return true;
    }
    const std::size_t dash = text.find('-');
    const auto level = [](std::string part, double& p) {
        if (!part.empty() && (part.front() == 'P' || part.front() == 'p')) part.erase(0, 1);
        const auto read = std::from_chars(part.data(), part.data() + part.size(), p, std::chars_format::fixed);
        p = to_twelve_digits(p / 100);
        return read.ec == std::errc() && read.ptr == part.data() + part.size();
    };
    return dash != std::string::npos && level(text.substr(0, dash), out.low) && level(text.substr(dash + 1), out.high) && out.low > 0 &&
           out.low < out.high && out.high < 1;
}

ImportedScenario import_scenario(const std::vector<std::string>& files, const ImportOptions& options) {
    ImportedScenario out;
    ImportedTables tables;
    std::deque<std::vector<Sheet>> read;  // what is read points to it
    for (const std::string& file : files) {
        std::string text;
        read.push_back(read_sheets(file, text, out.problems));
        out.texts[file] = std::move(text);
        add_tables(read.back(), stem_of(file), options.choices, tables, out.problems);
    }
    out.notes = tables.notes;
    const std::vector<ImportedProgram> programs = Grouping(tables, out.problems).programs();
    if (out.problems.empty() && programs.empty())
        out.problems.push_back({files.front(), "", {{}, "no stage with a cost", "a cost sheet: program, stage, low, likely, high", ""}});
    if (!out.problems.empty()) return out;
    if (tables.currency.empty()) tables.currency = options.choices.money.currency;
    if (tables.price_year == 0) tables.price_year = options.choices.money.price_year;
    ImportText text(tables, options, stem_of(files.front()));
    text.write(programs);
    const ReadResult checked = read_scenario_text(text.text(), {});
    for (const Problem& problem : checked.problems) {
        SheetProblem placed = problem_at(text.place_of(problem.source.line), problem);
        if (placed.file.empty()) placed.file = files.front();
        out.problems.push_back(std::move(placed));
    }
    if (!out.problems.empty()) return out;
    note_below_zero(*checked.scenario, out.notes);
    out.text = text.text();
    out.to_fill_in = text.to_fill_in();
    out.programs = programs.size();
    out.stages = tables.stages.size();
    out.risks = tables.risks.size();
    return out;
}

}  // namespace entente
