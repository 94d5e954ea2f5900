// Two scenario files, the groups of keys in which they differ, and the scenarios between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "read/document.hpp"
#include "read/read.hpp"

namespace entente {

class Inputs;

// One of the two: a file, and the KEY=VALUE settings with which it is read.
struct ScenarioFile {
    std::string file;
    std::vector<std::string> settings;
};

class Between {
public:
    // Keys that one file has and the other lacks, or that differ, by table: firm.ford, program.ev, ..; where these would be more than
    // `most`, by the tables' kinds. What [run] and [sources] hold, as_of and the name are no difference.
    Between(const ScenarioFile& first, const ScenarioFile& second, std::size_t most, Inputs& inputs);

    // What is wrong with either file as a document.
    const Problems& problems() const { return problems_; }

    struct Group {
        std::string name;
        std::vector<std::string> keys;  // as --set names them, but for whole arrays
    };
    const std::vector<Group>& groups() const { return groups_; }

    // The first scenario with the groups of these bits as the second has them.
    ReadResult scenario(std::uint32_t taken) const;

private:
    // A key by its steps, and its value in the second file; none where that lacks it.
    struct Change {
        std::vector<std::string> steps;
        const toml::node* second;
    };
    void compare(const toml::table& first, const toml::table& second, std::vector<std::string>& steps);
    void group(std::size_t most);

    Document first_, second_;
    std::string folder_;  // of the first, for data files
    Inputs& inputs_;
    Problems problems_;
    std::vector<Change> changes_;
    std::vector<Group> groups_;
    std::vector<std::size_t> group_of_;  // by change
};

}  // namespace entente
