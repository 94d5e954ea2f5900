// How a result file declares its columns once: CSV, the workbook's sheets, JSON and docs/files.md follow from it.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "write/csv.hpp"

namespace entente {

// What is the same in every row of a run.
struct RunNames {
    std::string scenario, baseline;
};

// Where the cell stands: a member of the row or of RunNames, or a member of that member; or a function of the row.
template <class... Step>
struct Column {
    std::string_view name, meaning;
    std::tuple<Step...> steps;
    bool brief = false;  // --json has it too

    // The same column in what --json prints.
    constexpr Column in_brief() const { return {name, meaning, steps, true}; }
};

template <class... Step>
constexpr Column<Step...> column(std::string_view name, std::string_view meaning, Step... steps) {
    return {name, meaning, {steps...}};
}

template <class Row, class First, class... Rest>
decltype(auto) cell(const Column<First, Rest...>& column, const Row& row, const RunNames& run) {
    const auto& first = std::get<0>(column.steps);
    if constexpr (!std::is_invocable_v<First, const Row&>) {
        return std::invoke(first, run);
    } else if constexpr (sizeof...(Rest) == 0) {
        return std::invoke(first, row);
    } else {
        return std::invoke(std::get<1>(column.steps), std::invoke(first, row));
    }
}

// Whether the cells of a column are numbers.
template <class Row, class Column>
constexpr bool is_number(const Column&) {
    return std::is_arithmetic_v<std::remove_cvref_t<decltype(cell(std::declval<const Column&>(), std::declval<const Row&>(), RunNames()))>>;
}

// A result file: specialised for each kind of row with where the rows are, its file, what a row is, and columns().
template <class Row>
struct TableOf;

template <class Row>
NamedFile csv_of(const std::vector<Row>& rows, const RunNames& run, const CsvDialect& dialect) {
    return std::apply(
        [&](const auto&... column) {
            std::string header;
            ((header += (header.empty() ? "" : ",") + std::string(column.name)), ...);
            Csv csv(std::string(TableOf<Row>::file), header, dialect);
            for (const Row& row : rows) csv.row(cell(column, row, run)...);
            return csv.finish();
        },
        TableOf<Row>::columns());
}

// The brief columns of a row.
template <class Row>
nlohmann::ordered_json brief_json(const Row& row) {
    nlohmann::ordered_json out;
    const auto add = [&](const auto& column) {
        if (column.brief) out[std::string(column.name)] = cell(column, row, RunNames{});
    };
    std::apply([&](const auto&... column) { (add(column), ...); }, TableOf<Row>::columns());
    return out;
}

}  // namespace entente
