// Reading our own CSV (see sheet_rows.hpp).
#include "write/formats/sheet_rows.hpp"

#include <charconv>
#include <cmath>

namespace entente {

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < csv.size() && rows.size() <= most_rows + 1; ++i) {
        const char c = csv[i];
        if (quoted) {
            if (c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
                rows.back().back() += csv[++i];
            } else if (c == '"') {
                quoted = false;
            } else {
                rows.back().back() += c;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\n') {
            rows.push_back({""});
        } else if (c != '\r') {
            rows.back().back() += c;
        }
    }
    rows.pop_back();  // what follows the last line end
    return rows;
}

std::optional<double> number_of(const std::string& cell) {
    double x = 0;
    const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), x);
    if (cell.empty() || end.ec != std::errc() || end.ptr != cell.data() + cell.size() || !std::isfinite(x)) return std::nullopt;
    return x;
}

}  // namespace entente
