// Studies as JSON (see study_json.hpp).
#include "cli/study_json.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/cli.hpp"
#include "read/csv_rows.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

std::optional<Json> number_of(const std::string& cell) {
    std::int64_t whole = 0;
    const char* const end = cell.data() + cell.size();
    if (const auto read = std::from_chars(cell.data(), end, whole); read.ec == std::errc() && read.ptr == end && !cell.empty())
        return whole;
    double x = 0;
    return parse_number(cell, x) ? std::optional<Json>(x) : std::nullopt;
}

// A text as it was before it was made harmless for spreadsheets.
std::string text_of(const std::string& cell) {
    const bool marked = cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@\t\r").find(cell[1]) != std::string_view::npos;
    return marked ? cell.substr(1) : cell;
}

// Whether a column holds numbers, where its file does not say: a scenario may be called by one.
bool holds_numbers(const Rows& rows, std::size_t column) {
    if (rows.front()[column] == "scenario") return false;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        if (!rows[r][column].empty() && !number_of(rows[r][column])) return false;
    }
    return true;
}

Json rows_of(const NamedFile& file) {
    Rows rows;
    CsvRows reader(',', [&](const std::vector<std::string>& cells) {
        rows.push_back(cells);
        return true;
    });
    reader.add(file.content);
    reader.finish();
    Json out = Json::array();
    if (rows.empty()) return out;
    std::string kinds = file.kinds;
    for (std::size_t c = kinds.size(); c < rows.front().size(); ++c) kinds += holds_numbers(rows, c) ? 'n' : 't';
    for (std::size_t r = 1; r < rows.size(); ++r) {
        Json row;
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const std::string& cell = rows[r][c];
            const std::optional<Json> number = kinds[c] == 'n' ? number_of(cell) : std::nullopt;
            row[rows.front()[c]] = cell.empty() ? Json() : number ? *number : Json(text_of(cell));
        }
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace

std::string study_json(const StudyRecord& record, const std::vector<NamedFile>& files) {
    Json out{{"command", record.command}};
    for (const auto& [name, value] : record.options) std::visit([&, &key = name](const auto& x) { out[key] = x; }, value);
    out["settings"] = record.settings;
    out["partial"] = record.partial;
    out["tables"] = Json::object();
    for (const NamedFile& file : files) {
        if (file.name.ends_with(".csv")) out["tables"][file.name.substr(0, file.name.size() - 4)] = rows_of(file);
    }
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente
