// The tables of --samples: one row a world, and what was drawn in it.
#pragma once

#include "write/column.hpp"

namespace entente {

template <>
struct TableOf<WorldRow> {
    static constexpr auto rows = &Results::samples;
    static constexpr bool on_request = true;  // --samples
    static constexpr std::string_view file = "worlds.csv", row = "one world (with `--samples`)";
    static constexpr auto columns() {
        return std::tuple{column("world", "number of the world, from 0", &WorldRow::world),
                          column("alternative", "the alternative", &WorldRow::alternative),
                          column("firm", "the firm, or all", &WorldRow::firm),
                          column("cost_npv", "as in summary.csv", &WorldRow::cost_npv),
                          column("transfer_npv", "as in summary.csv", &WorldRow::transfer_npv),
                          column("benefit_npv", "as in summary.csv", &WorldRow::benefit_npv),
                          column("npv", "as in summary.csv", &WorldRow::npv),
                          column("peak", "as in summary.csv", &WorldRow::peak),
                          column("over_budget", "1 where a budget is passed, else 0", &WorldRow::over_budget),
                          column("exit_date", "date of the end, where there is an exit", &WorldRow::exit_date),
                          column("saving", "as in comparison.csv; none of the baseline", &WorldRow::saving),
                          column("gain", "as in comparison.csv; none of the baseline", &WorldRow::gain),
                          column("formed", "1 where the deal comes about, else 0; none without an arrangement", &WorldRow::formed),
                          column("exit", "name of the exit, where there is one", &WorldRow::exit),
                          column("leaver", "the firm that leaves", &WorldRow::leaver)};
    }
};

template <>
struct TableOf<AccessRow> {
    static constexpr auto rows = &Results::access;
    static constexpr bool on_request = true;  // --samples
    static constexpr std::string_view file = "access.csv", row = "one firm's part in one program in one world (with `--samples`)";
    static constexpr auto columns() {
        return std::tuple{column("world", "number of the world, from 0", &AccessRow::world),
                          column("alternative", "the alternative", &AccessRow::alternative),
                          column("program", "the program", &AccessRow::program),
                          column("firm", "the firm", &AccessRow::firm),
                          column("access_date", "date of access, where it ever comes", &AccessRow::access_date),
                          column("cost", "nominal cost of the program to the firm", &AccessRow::cost)};
    }
};

// What was drawn has a column a quantity, so it is no table of declared columns.
struct DrawsFile {
    static constexpr std::string_view file = "draws.csv", row = "what was drawn in one world (with `--samples`)",
                                      world = "number of the world, from 0", quantity = "PATH@EXECUTOR",
                                      meaning = "a column a quantity: its value as drawn; events and gates 1 where they happen, else 0";
};

}  // namespace entente
