// What a command has read of the disk: each file once, so that all it does - a search, a sweep's points - rests on the same bytes.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/problem.hpp"

namespace entente {

class Inputs {
public:
    struct Text {
        std::string bytes, sha256;
    };
    // A scenario's bytes; nullptr: it has not been read yet.
    const Text* text(const std::string& path) const;
    const Text& keep(const std::string& path, std::string bytes);

    struct Column {
        std::vector<double> values;
        std::string sha256;  // of the whole file
    };
    // A column of a data file. Empty where the file is at fault; `problem` then says how. Throws Failure where reading fails, or where
    // the file is no longer the one that another column was read from.
    const Column& column(const std::string& path, const std::string& name, Problem& problem);

private:
    std::map<std::string, Text> texts_;
    std::map<std::pair<std::string, std::string>, Column> columns_;  // by path and name
    std::map<std::string, std::string> hashes_;                      // of data files, by path
};

}  // namespace entente
