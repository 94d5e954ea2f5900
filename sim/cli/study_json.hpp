// The answer of a study as JSON (--json): what was asked, and the rows of its CSV files.
#pragma once

#include <string>
#include <vector>

#include "write/set.hpp"

namespace entente {

// One object: the record's command, settings and options, then `tables`: by the name of each CSV file, without its ending, a list of rows
// by column. Numbers are numbers, empty cells null. The files are in the plain dialect.
std::string study_json(const StudyRecord& record, const std::vector<NamedFile>& files);

}  // namespace entente
