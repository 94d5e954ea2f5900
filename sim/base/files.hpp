// Files that appear whole under their names or not at all, and their hashes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace entente {

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
