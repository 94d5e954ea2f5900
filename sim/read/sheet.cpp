// Sheets of CSV files, and which kind a file is (see sheet.hpp).
#include "read/sheet.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"
#include "read/cells.hpp"
#include "read/cost_headers.hpp"
#include "read/csv_rows.hpp"

namespace entente {

namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20U;

// A reading of the text with one separator: its rows, and what is wrong with it, if anything.
struct Reading {
    Sheet sheet;
    std::optional<Problem> fault;
    int known = 0;           // headers, in the row that has most of them
    std::size_t widest = 0;  // row
};

Reading read_with(const std::string& path, const std::string& text, char separator) {
    Reading out;
    out.sheet = {path, "", separator, {}};
    std::size_t cells = 0;
    CsvRows* at_work = nullptr;
    CsvRows rows(
        separator,
        [&](const std::vector<std::string>& row) {
            if (out.sheet.rows.size() < most_title_rows) out.known = std::max(out.known, known_headers(row));
            out.widest = std::max(out.widest, row.size());
            std::vector<SheetCell> kept;
            for (std::size_t i = 0; i < row.size(); ++i) {
                const std::string words = trimmed(row[i]);
                if (words.empty()) continue;
                kept.push_back({words, std::nullopt, false, static_cast<int>(i) + 1, at_work->place_of(i)});
            }
            cells += kept.size();
            if (!kept.empty()) out.sheet.rows.push_back(std::move(kept));
            return cells <= most_cells;
        },
        EmptyRows::skipped);
    at_work = &rows;
    if (!rows.add(text) || !rows.finish()) {
        out.fault = rows.fault();
        if (cells > most_cells) out.fault = {{}, "more than 2,000,000 cells", "a cost sheet or a risk register", ""};
    }
    return out;
}

std::vector<Sheet> read_csv(const std::string& path, std::string text, std::vector<SheetProblem>& problems) {
    const auto fail = [&](Problem problem) {
        problems.push_back({path, "", std::move(problem)});
        return std::vector<Sheet>();
    };
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return fail({{1, 1}, "the file is UTF-16", "a CSV file in UTF-8", "save it as 'CSV UTF-8'"});
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    std::size_t offset = 0;
    if (!is_utf8(text, offset)) {
        const auto line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
        return fail({{line, 1}, "a byte that is not UTF-8", "a CSV file in UTF-8", "save it as 'CSV UTF-8'"});
    }
    std::optional<Reading> best;
    for (const char separator : {',', ';', '\t'}) {
        Reading reading = read_with(path, text, separator);
        if (!best || std::pair(reading.known, reading.widest) > std::pair(best->known, best->widest)) best = std::move(reading);
    }
    if (best->fault) return fail(*best->fault);
    if (best->sheet.rows.empty()) return fail({{1, 1}, "nothing in the file", "a cost sheet or a risk register", ""});
    std::vector<Sheet> out;
    out.push_back(std::move(best->sheet));
    return out;
}

}  // namespace

std::vector<Sheet> read_sheets(const std::string& path, std::string& text, std::vector<SheetProblem>& problems) {
    const auto fail = [&](std::string found, std::string expected, std::string hint) {
        problems.push_back({path, "", {{}, std::move(found), std::move(expected), std::move(hint)}});
        return std::vector<Sheet>();
    };
    InputFile file(path);
    if (!file.is_open()) return fail("the file cannot be opened (" + file.fault() + ")", "a CSV file or a workbook (.xlsx)", "");
    std::optional<std::string> bytes = read_at_most(file, most_bytes);
    if (!bytes) return fail("a file above 64 MiB", "a cost sheet or a risk register", "");
    if (bytes->starts_with("\xD0\xCF\x11\xE0"))
        return fail("an old .xls file, or a workbook with a password", "a CSV file or a workbook (.xlsx)",
                    "save it as .xlsx, without a password");
    if (!bytes->starts_with("PK")) {
        std::vector<Sheet> sheets = read_csv(path, *bytes, problems);
        text = std::move(*bytes);
        return sheets;
    }
    std::vector<Sheet> sheets;
    const std::string fault = read_workbook(path, sheets);
    if (!fault.empty()) return fail("the workbook cannot be read: " + fault, "a workbook as spreadsheets save it (.xlsx)", "");
    if (sheets.empty()) return fail("no sheet that can be seen", "a sheet with costs or risks", "");
    return sheets;
}

}  // namespace entente
