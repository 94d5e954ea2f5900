// Files that appear whole under their names or not at all, and their hashes.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/problem.hpp"

namespace entente {

// The system's refusal of what was to be done with a file.
class FileFailure : public Failure {
public:
    FileFailure(const std::string& what, const std::string& path, std::error_code why)
        : Failure(what + " '" + path + "': " + why.message()), why_(why) {}
    // Whether the path is at fault - no folder, not ours to write in -, not the disk or the machine.
    bool of_place() const;

private:
    std::error_code why_;
};

// A file under a temporary name in its folder, removed again unless it reaches its final name. Members throw Failure.
class PendingFile {
public:
    PendingFile(const std::string& folder, const std::string& name);
    ~PendingFile();
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    // The temporary name, for a library that writes the file itself.
    const std::string& path() const { return path_; }
    void write_all(std::string_view content);
    // Has all of it on the disk; nothing more can be written.
    void settle();
    // Gives the file its final name, once it is on the disk.
    void finish();

private:
    std::string final_path_, path_;
    int descriptor_;
};

// Makes the folder and proves that files can be made in it. Throws Failure.
void claim_folder(const std::string& folder);

// Writes one file through a temporary name in the same folder. Throws Failure.
void write_file(const std::string& folder, const std::string& name, std::string_view content);

// A file to read in pieces, so that a limit is seen before the memory is gone: a pipe and a device have no size.
class InputFile {
public:
    explicit InputFile(const std::string& path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    // A file that cannot be opened is the user's matter, and `fault` says why; one that cannot be read is a Failure.
    bool is_open() const { return descriptor_ >= 0; }
    const std::string& fault() const { return fault_; }
    // The next bytes, which stand until the next call; none at the end. Throws Failure.
    std::string_view next();

private:
    std::string path_, fault_;
    int descriptor_ = -1;
    std::array<char, 1 << 16> piece_{};
};

// All of an open file, or nothing where it has more than `most` bytes. Throws Failure.
std::optional<std::string> read_at_most(InputFile& file, std::size_t most);

// The bytes of a file. Throws Failure.
std::string read_file(const std::string& path);

// SHA-256 in hexadecimal, of bytes that come in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    void add(std::string_view bytes);
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

}  // namespace entente
