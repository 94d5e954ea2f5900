// Reading columns of numbers (see column.hpp).
#include "read/column.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/files.hpp"
#include "base/text.hpp"
#include "read/cells.hpp"
#include "read/csv_rows.hpp"

namespace entente {

namespace {

constexpr std::size_t most_values = 20'000'000;
constexpr double largest = 1e30;  // as for a number in a scenario

class ColumnReader {
public:
    ColumnReader(std::string path, const std::vector<std::string>& names, Headers headers, Problem& problem)
        : path_(std::move(path)), names_(names), headers_(headers), problem_(problem), columns_(names.size()) {}

    std::vector<std::vector<double>> read(std::string& hash) {
        InputFile file(path_);
        if (!file.is_open()) {
            problem_ = {{}, "the file '" + path_ + "' cannot be opened (" + file.fault() + ")", "a readable CSV file", ""};
            return {};
        }
        if (!find_header(file)) return {};
        CsvRows rows(separator_, [&](const std::vector<std::string>& cells) { return take(cells); });
        rows_ = &rows;
        bool more = rows.add(head_);
        while (more && !ended_) {
            const std::string_view piece = next(file);
            more = rows.add(piece);
            ended_ = piece.empty();
        }
        if (more && rows.finish() && complete()) {
            hash = hash_.finish();
            return std::move(columns_);
        }
        if (problem_.found.empty()) {
            problem_ = rows.fault();
            problem_.found = path_ + ": " + problem_.found;
        }
        return {};
    }

private:
    std::string_view next(InputFile& file) {
        const std::string_view piece = file.next();
        hash_.add(piece);
        return piece;
    }

    // Reads on until the header is whole, and chooses the separator with which it has the columns.
    bool find_header(InputFile& file) {
        std::size_t end = std::string::npos;
        while (end == std::string::npos && head_.size() <= longest_row) {
            const std::string_view piece = next(file);
            ended_ = piece.empty();
            head_ += piece;
            if (head_.starts_with("\xFF\xFE") || head_.starts_with("\xFE\xFF"))
                return fail({1, 1}, path_ + " is UTF-16", "a CSV file in UTF-8", "save it as 'CSV UTF-8'");
            if (head_.starts_with("\xEF\xBB\xBF")) head_.erase(0, 3);
            end = end_of_header();
            if (ended_) break;
        }
        const std::string_view header = std::string_view(head_).substr(0, end);
        if (header.find_first_not_of(" \r\n") == std::string_view::npos)
            return fail({1, 1}, "no header in " + path_, "the columns' names in the first row", "");
        std::size_t most = 0, most_cells = 0;
        for (const char separator : {',', ';', '\t'}) {
            const std::vector<std::string> cells = csv_cells(header, separator);
            const auto named = static_cast<std::size_t>(std::count_if(names_.begin(), names_.end(), [&](const std::string& name) {
                return std::find(cells.begin(), cells.end(), name) != cells.end();
            }));
            if (separator != ',' && std::pair(named, cells.size()) <= std::pair(most, most_cells)) continue;
            most = named;
            most_cells = cells.size();
            separator_ = separator;
        }
        // A single column has no separator; its commas can only be decimal ones.
        if (most_cells == 1) separator_ = ';';
        return true;
    }

    // Where the first line ends whose quotes are closed.
    std::size_t end_of_header() const {
        bool quoted = false;
        for (std::size_t i = 0; i < head_.size(); ++i) {
            if (head_[i] == '"') quoted = !quoted;
            if (!quoted && (head_[i] == '\n' || head_[i] == '\r')) return i;
        }
        return std::string::npos;
    }

    bool take(const std::vector<std::string>& cells) {
        if (places_.empty()) return take_header(cells);
        if (cells.size() != width_) {
            return fail(rows_->place_of(0), std::to_string(cells.size()) + (cells.size() == 1 ? " cell" : " cells") + " in row " + row(),
                        std::to_string(width_) + ", as the header has", "text with a separator in it needs quotes");
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (!take_cell(i, cells[places_[i]])) return false;
        }
        if (columns_[0].size() <= most_values) return true;
        return fail({}, "more than " + std::to_string(most_values) + " rows in " + path_, "at most so many", "");
    }

    bool take_header(const std::vector<std::string>& cells) {
        width_ = cells.size();
        for (const std::string& name : names_) {
            const auto found = std::find(cells.begin(), cells.end(), name);
            if (found == cells.end()) {
                const std::string near = nearest(name, cells);
                const bool list = headers_ == Headers::listed && cells.size() <= 50;
                std::vector<std::string> known;
                for (const std::string& cell : cells) known.push_back(cell_in_message(cell));
                return fail({1, 1}, "no column '" + name + "' in " + path_,
                            list ? "one of " + listed(known) : "the header of one of its " + std::to_string(cells.size()) + " columns",
                            near.empty() ? "" : "did you mean " + cell_in_message(near) + "?");
            }
            if (std::find(found + 1, cells.end(), name) != cells.end())
                return fail({1, 1}, "two columns '" + name + "' in " + path_, "headers that differ", "");
            places_.push_back(static_cast<std::size_t>(found - cells.begin()));
        }
        return true;
    }

    bool take_cell(std::size_t column, const std::string& cell) {
        Written written{};
        const std::optional<double> x = number_of(cell, written);
        const auto place = [&] { return rows_->place_of(places_[column]); };
        if (!x && is_missing(cell)) {
            return fail(place(), (cell.empty() ? "no value" : cell_in_message(cell)) + " in row " + row(),
                        "a number in each row under '" + names_[column] + "'",
                        "a missing value is no number: leave its row out, or fill it in");
        }
        if (!x) return fail(place(), cell_in_message(cell) + " in row " + row(), "a number", "");
        if (std::fabs(*x) > largest) return fail(place(), cell_in_message(cell) + " in row " + row(), "a number of at most 1e30", "");
        if (written == Written::point) points_ = true;
        if (written == Written::comma) commas_ = certain_ = true;
        if (written == Written::perhaps_thousands) {
            if (!commas_)
                doubtful_ = {place(), cell_in_message(cell) + " in row " + row(), "a number that can be read in one way only",
                             "write 1.234 or 1234 for it; a comma is taken for a decimal one where others of the file are plain"};
            commas_ = true;
        }
        if (points_ && commas_)
            return fail(place(), cell_in_message(cell) + " in row " + row() + ", where other numbers have the other decimal sign",
                        "decimal points, or decimal commas, throughout", "no separators of thousands");
        columns_[column].push_back(*x);
        return true;
    }

    bool complete() {
        if (places_.empty() || columns_[0].empty())
            return fail({2, 1}, "no rows in " + path_, "a number in each row under '" + names_[0] + "'", "");
        // Files with semicolons are those of decimal commas; elsewhere 1,234 may be a thousand and more.
        if (!commas_ || certain_ || (separator_ == ';' && width_ > 1)) return true;
        problem_ = doubtful_;
        return false;
    }

    std::string row() const { return std::to_string(rows_->row()) + " of " + path_; }
    bool fail(Source at, std::string found, std::string expected, std::string hint) {
        problem_ = {at, std::move(found), std::move(expected), std::move(hint)};
        return false;
    }

    std::string path_;
    const std::vector<std::string>& names_;
    Headers headers_;
    Problem& problem_;
    std::vector<std::vector<double>> columns_;
    const CsvRows* rows_ = nullptr;
    std::string head_;
    char separator_ = ',';
    bool ended_ = false;
    std::size_t width_ = 0;
    std::vector<std::size_t> places_;  // of the columns in a row
    bool points_ = false, commas_ = false, certain_ = false;
    Problem doubtful_;
    Sha256 hash_;
};

}  // namespace

std::vector<std::vector<double>> read_columns(const std::string& path, const std::vector<std::string>& names, Headers headers,
                                              Problem& problem, std::string& hash) {
    problem = {};
    return ColumnReader(path, names, headers, problem).read(hash);
}

std::vector<double> read_column(const std::string& path, const std::string& name, Headers headers, Problem& problem, std::string& hash) {
    std::vector<std::vector<double>> columns = read_columns(path, {name}, headers, problem, hash);
    return columns.empty() ? std::vector<double>() : std::move(columns[0]);
}

}  // namespace entente
