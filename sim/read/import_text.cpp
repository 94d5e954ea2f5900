// Writing an imported scenario (see import_text.hpp).
#include "read/import_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace entente {

namespace {

// A text in TOML's quotes.
std::string toml_quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            out += fmt::format("\\u{:04X}", static_cast<int>(c));
        } else {
            out += c;
        }
    }
    return out + "\"";
}

// "costs.csv, line 4" or "costs.xlsx, Costs!C4".
std::string told(const CellPlace& place) {
    const std::string file = place.sheet->file.substr(place.sheet->file.rfind('/') + 1);
    const std::string cell = cell_name(*place.sheet, place.at);
    return as_utf8(file) + ", " + (cell.empty() ? fmt::format("line {}, column {}", place.at.line, place.at.column) : cell);
}

std::string in_one_line(const std::string& text) {
    std::string out = shown(text);
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

}  // namespace

CellPlace ImportText::place_of(int line) const {
    return line >= 1 && static_cast<std::size_t>(line) <= places_.size() ? places_[static_cast<std::size_t>(line) - 1] : CellPlace{};
}

void ImportText::line(const std::string& text, const CellPlace& place) {
    text_ += text + "\n";
    places_.push_back(place);
}

void ImportText::placeholder(const std::string& key, const std::string& text, const std::string& why, const CellPlace& place) {
    to_fill_in_.push_back(key);
    line(text + "  # to fill in: " + why, place);
}

void ImportText::range(const std::string& path, const std::string& key, const ImportedRange& range) {
    line(key + " = " + range.text + (range.note.empty() ? "" : "  # " + range.note), range.place);
    sources_.emplace_back(path + "." + key, range.place);
}

void ImportText::head(const std::vector<ImportedProgram>& programs) {
    double longest = 0;
    for (const ImportedProgram& program : programs) {
        double years = 0;
        for (const auto& stage : program.stages) years += stage.row->duration ? stage.row->longest : 1;
        longest = std::max(longest, years);
    }
    const double horizon = std::min(100.0, std::max(10.0, std::ceil(longest) + 5));
    line("# Made from tables by `entente import`. Money is in millions, time in years.");
    line(options_.choices.low > 0 ? "# A low and a high are quantiles, " + in_one_line(options_.range) +
                                        ": values beyond them are possible. `--range ends` takes them for the ends."
                                  : std::string("# A low and a high are the ends of a range. `--range P10-P90` takes them for quantiles."));
    line("# What is marked \"to fill in\" stands in no table.");
    line("[scenario]");
    line("name = " + toml_quoted(title_));
    placeholder("scenario.start", "start = " + shortest(options_.start) + (options_.start == std::floor(options_.start) ? ".0" : ""),
                "when the work begins (--start)");
    placeholder("scenario.horizon", "horizon = " + shortest(horizon), "years that count");
    if (!tables_.currency.empty()) line("currency = " + toml_quoted(tables_.currency));
    if (tables_.price_year != 0) line(fmt::format("price_year = {}.0", tables_.price_year));
    for (const std::string& firm : options_.firms) {
        line("");
        line("[firm." + firm + "]");
        placeholder("firm." + firm + ".discount", "discount = 0.08", "its discount rate a year");
    }
}

void ImportText::program(const ImportedProgram& program) {
    const CellPlace place = program.stages.front().row->place;
    line("");
    line("[program." + program.id + "]", place);
    if (program.title != program.id) line("name = " + toml_quoted(program.title), place);
    for (const auto& stage : program.stages) {
        const CellPlace at = stage.row->place;
        const std::string path = "program." + program.id + ".stage." + stage.id;
        line("[[program." + program.id + ".stage]]", at);
        line("name = " + toml_quoted(stage.id) + (stage.row->name == stage.id ? "" : "  # " + in_one_line(stage.row->name)), at);
        range(path, "cost", stage.row->cost);
        if (stage.row->duration) {
            range(path, "duration", *stage.row->duration);
        } else {
            placeholder(path + ".duration", "duration = 1", "years, or a distribution", at);
        }
    }
    for (const auto& risk : program.risks) {
        const CellPlace at = risk.row->place;
        const std::string path = "program." + program.id + ".risk." + risk.id;
        line("[[program." + program.id + ".risk]]", at);
        line("name = " + toml_quoted(risk.id) + (risk.row->name == risk.id ? "" : "  # " + in_one_line(risk.row->name)), at);
        line("stage = " + toml_quoted(risk.stage), at);
        range(path, "probability", risk.row->probability);
        if (risk.row->cost) range(path, "cost", *risk.row->cost);
        if (risk.row->delay) range(path, "delay", *risk.row->delay);
    }
}

void ImportText::alternative(const std::vector<ImportedProgram>& programs) {
    std::string members;
    for (const std::string& firm : options_.firms) members += (members.empty() ? "" : ", ") + toml_quoted(firm);
    line("");
    line("[alternative.together]  # to fill in: the deal; `entente explain` tells what it is");
    to_fill_in_.emplace_back("alternative.together");
    for (const ImportedProgram& program : programs) {
        line("[[alternative.together.arrangement]]");
        line("program = " + toml_quoted(program.id));
        line("mode = \"pool\"");
        line("members = [" + members + "]");
        line("share = { rule = \"equal\" }");
    }
}

void ImportText::sources() {
    line("");
    line("[sources]");
    for (const auto& [key, place] : sources_)
        line(toml_quoted(key) + " = { source = " + toml_quoted(told(place)) + ", mark = \"judgement\" }", place);
}

void ImportText::write(const std::vector<ImportedProgram>& programs) {
    head(programs);
    for (const ImportedProgram& one : programs) program(one);
    alternative(programs);
    sources();
}

}  // namespace entente
