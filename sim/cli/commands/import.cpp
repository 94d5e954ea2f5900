// entente import: a scenario from cost sheets and risk registers.
#include "read/import.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "cli/command.hpp"

namespace entente {

namespace {

bool read_firms(const std::string& text, std::vector<std::string>& out) {
    out = between_commas(text);
    for (const std::string& id : out) {
        const auto same = std::count(out.begin(), out.end(), id);
        if (id_of(id, "firm") != id || id == "all" || id == "any" || same > 1)
            return refuse("entente import",
                          "the firm '" + id + "' of --firms; expected ids of small letters, digits and dashes that differ (ford,vw)");
    }
    return out.size() > 1 || refuse("entente import", "--firms '" + text + "'; expected two firms or more, joined by commas (ford,vw)");
}

bool read_import_options(const ImportArguments& arguments, ImportOptions& out) {
    bool sound = read_firms(arguments.firms, out.firms);
    out.range = arguments.range;
    if (!read_import_range(arguments.range, out.choices))
        sound =
            refuse("entente import", "--range '" + arguments.range + "'; expected two quantiles (P10-P90), or ends: what low and high are");
    if (!arguments.unit.empty()) {
        const std::optional<MoneyUnit> unit = money_unit(arguments.unit);
        if (!unit)
            sound = refuse("entente import",
                           "--unit '" + arguments.unit + "'; expected a currency and a scale (\"EUR m\", \"k USD\"), or one of them");
        if (unit) out.choices.money = *unit;
    }
    if (!parse_number(arguments.start, out.start) || out.start < 1 || out.start > 9999)
        sound = refuse("entente import", "--start '" + arguments.start + "'; expected a date in years (2026.5)");
    std::error_code ignored;
    if (!arguments.output.empty() && std::filesystem::exists(arguments.output, ignored))
        sound =
            refuse("entente import", "'" + arguments.output + "' is there already; expected a new name (-o FILE), or take the file away");
    return sound;
}

void write(const std::string& path, const std::string& text) {
    const std::filesystem::path file(path);
    const std::string folder = file.parent_path().string();
    write_file(folder.empty() ? "." : folder, file.filename().string(), text);
}

void print_json(const ImportedScenario& imported, const ImportArguments& arguments) {
    nlohmann::ordered_json out{{"tables", arguments.files}, {"programs", imported.programs},     {"stages", imported.stages},
                               {"risks", imported.risks},   {"to_fill_in", imported.to_fill_in}, {"notes", imported.notes}};
    if (arguments.output.empty()) out["scenario"] = imported.text;
    if (!arguments.output.empty()) out["file"] = arguments.output;
    fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void tell_problems(const ImportedScenario& imported) {
    constexpr std::size_t most_told = 50;
    for (std::size_t i = 0; i < std::min(most_told, imported.problems.size()); ++i) {
        const SheetProblem& one = imported.problems[i];
        const auto text = imported.texts.find(one.file);
        tell("{}", formatted(one.problem, one.cell.empty() ? one.file : one.file + ":" + one.cell,
                             text == imported.texts.end() ? std::string() : text->second));
    }
    if (imported.problems.size() > most_told)
        tell("entente import: error: {} problems more; expected tables without any\n", imported.problems.size() - most_told);
}

}  // namespace

int import_command(const ImportArguments& arguments) {
    ImportOptions options;
    if (!read_import_options(arguments, options)) return bad_input;
    const ImportedScenario imported = import_scenario(arguments.files, options);
    for (const std::string& note : imported.notes) {
        if (!arguments.json) tell("{}\n", shown(note));
    }
    tell_problems(imported);
    if (imported.text.empty()) return bad_input;
    if (!arguments.output.empty()) write(arguments.output, imported.text);
    if (arguments.json) {
        print_json(imported, arguments);
    } else if (arguments.output.empty()) {
        fmt::print("{}", imported.text);
    } else {
        fmt::print("{}: {}, {}, {}\n", shown(arguments.output), counted(imported.programs, "program"), counted(imported.stages, "stage"),
                   counted(imported.risks, "risk"));
        fmt::print("to fill in: {}\n", listed(imported.to_fill_in));
    }
    return done;
}

namespace command {

Command import();
Command import() {
    const auto arguments = std::make_shared<ImportArguments>();
    return {
        "import",
        "a scenario from a cost sheet and a risk register, CSV or xlsx",
        {"examples/import/costs.csv examples/import/risks.csv -o deal.toml", "examples/import/costs.csv --range P5-P95 --firms ford,vw"},
        {OptionKind{"table", "cost sheets and risk registers: CSV files or workbooks", &arguments->files}.needed(),
         OptionKind{"--range", "what low and high are: two quantiles, or ends of the range", &arguments->range}.with_default(),
         {"--unit", "money where headers have no unit, e.g. \"EUR m\" or k; millions by default", &arguments->unit},
         OptionKind{"--firms", "ids of the firms, joined by commas", &arguments->firms}.with_default(),
         OptionKind{"--start", "date at which the work begins", &arguments->start}.with_default(),
         {"-o,--output", "file for the scenario, which must not be there yet; standard output by default", &arguments->output},
         {"--json", "the scenario, what was left out and what is to be filled in on standard output as JSON", &arguments->json}},
        [arguments](const Surroundings&) { return import_command(*arguments); }};
}

}  // namespace command

}  // namespace entente
