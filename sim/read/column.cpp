// Reading a column (see column.hpp).
#include "read/column.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

#include "base/files.hpp"
#include "base/text.hpp"

namespace entente {

namespace {

std::vector<std::string> cells(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> out;
    std::stringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) {
        if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
        out.push_back(cell);
    }
    return out;
}

// Where in a line the cell begins, from 1.
int begin_of(const std::string& line, std::size_t cell) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < cell && at != std::string::npos; ++i) at = line.find(',', at == 0 && i == 0 ? 0 : at + 1);
    return cell == 0 || at == std::string::npos ? 1 : static_cast<int>(at) + 2;
}

}  // namespace

std::vector<double> read_column(const std::string& path, const std::string& column, Problem& problem, std::string& hash) {
    std::ifstream file(path);
    if (!file) {
        problem = {{}, "the file '" + path + "' cannot be opened", "a readable CSV file", ""};
        return {};
    }
    const std::string bytes = read_file(path);
    hash = sha256(bytes);
    std::istringstream stream(bytes);
    std::string line;
    std::getline(stream, line);
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    const std::vector<std::string> header = cells(line);
    const auto found = std::find(header.begin(), header.end(), column);
    if (found == header.end()) {
        problem = {{1, 1}, "no column '" + column + "' in " + path, "one of " + listed(header), suggestion(column, header)};
        return {};
    }
    const auto place = static_cast<std::size_t>(found - header.begin());
    std::vector<double> out;
    for (int row = 2; std::getline(stream, line); ++row) {
        const std::vector<std::string> fields = cells(line);
        if (fields.empty()) continue;
        double x = 0;
        const std::string cell = place < fields.size() ? fields[place] : "";
        const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), x);
        if (cell.empty() || end.ec != std::errc() || end.ptr != cell.data() + cell.size() || !std::isfinite(x)) {
            problem = {{row, begin_of(line, place)}, "'" + cell + "' in row " + std::to_string(row) + " of " + path, "a number", ""};
            return {};
        }
        out.push_back(x);
    }
    if (out.empty()) problem = {{2, 1}, "no rows in " + path, "a number in each row under '" + column + "'", ""};
    return out;
}

}  // namespace entente
