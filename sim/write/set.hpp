// The files that one command writes into a folder: a set that is whole when its manifest is there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/files.hpp"
#include "base/input.hpp"

namespace entente {

// One file, by its name in the folder.
struct NamedFile {
    std::string name, content;
    std::string kinds = {};  // of a CSV file's columns: 't' for texts, 'n' for numbers; empty where it has no rows, or where cells tell
};

enum class SetKind { run, batch, sweep, clauses, sensitivity, audit, share, fit, voi, diff, terms, levels, fair };

// The name of a kind's manifest.
std::string manifest_name(SetKind kind);

// First everything is written under temporary names. Then the manifest that an earlier set has left goes, the files get their names, those
// of that set that this one does not have go, and the new manifest comes last: a process may be ended at any moment, and what a
// manifest stands beside is its own. Members throw Failure.
class FileSet {
public:
    FileSet(std::string folder, SetKind kind) : folder_(std::move(folder)), kind_(kind) {}

    void add(const NamedFile& file);
    // The temporary name of a file that a library writes itself, which is done when the set is.
    const std::string& pending(const std::string& name);
    // SHA-256 of the files so far, by name.
    std::vector<std::pair<std::string, std::string>> hashes() const;
    void finish(const std::string& manifest);

private:
    PendingFile& begin(const std::string& name);

    std::string folder_;
    SetKind kind_;
    std::vector<std::pair<std::string, std::unique_ptr<PendingFile>>> files_;
};

// Removes what a process that was ended has left under temporary names. The folder must be locked.
void tidy_folder(const std::string& folder);

// Removes a set that no longer holds: its manifest first.
void drop_set(const std::string& folder, SetKind kind);

// Whether the batch in a folder, if there is one, tells of a scenario: its manifest says so, or is missing.
bool batch_tells_of(const std::string& folder, const std::string& scenario);

// What the manifest of a study says.
struct StudyRecord {
    std::string command;
    std::vector<Input> inputs;
    std::vector<std::string> settings;
    // What else was asked for, by its name.
    std::vector<std::pair<std::string, std::variant<std::string, std::int64_t, std::vector<std::string>>>> options;
    bool partial = false;
};

// A file that a library writes itself, to a path that it is given.
struct WrittenFile {
    std::string name;
    std::function<void(const std::string& path)> write;
};

// Writes the files of a study as a set.
void write_study(const std::string& folder, SetKind kind, const StudyRecord& record, const std::vector<NamedFile>& files,
                 const std::vector<WrittenFile>& written = {});

}  // namespace entente
