// The workbook of a study: what it is, its tables as heat maps, and its files as sheets.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "write/set.hpp"
#include "write/workbook/heat_map.hpp"

namespace entente {

struct StudyBook {
    std::string title, unit;  // of its money: "USD m"
    std::vector<std::string> lines = {};
    std::vector<HeatMap> maps = {};
    std::vector<NamedFile> files = {};  // without a dialect; those of too many cells are left to their CSV
};

// The workbook as a file of the study's set.
WrittenFile study_book(std::string name, StudyBook told);

}  // namespace entente
