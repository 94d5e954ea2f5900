// What a run can be written as (--format): a format declares its name, its files and how they are made.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "write/files.hpp"

namespace entente {

// What is written: `plain` are the CSV files without a dialect, on which the others rest.
struct RunFiles {
    const Results& results;
    const RunRecord& record;
    const std::vector<NamedFile>& plain;
};

struct Format {
    std::string_view name;
    std::string_view first_look;  // what a reader is told to open first
    int preference;               // among the formats that are written: the highest is named
    std::vector<std::string> (*files)();
    void (*write)(FileSet&, const RunFiles&);
};

// Every format, in the order in which they are written.
std::span<const Format* const> formats();
const Format* find_format(std::string_view name);
// "csv, xlsx, html".
std::string format_names();
// What a reader of these formats opens first.
std::string_view first_look(const std::vector<std::string>& names);

}  // namespace entente
