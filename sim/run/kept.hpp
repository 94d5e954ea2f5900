// What a long command has finished, kept on disk so that one that was killed can go on (--resume).
//
// A folder holds run.json, which says what it is of, and payloads in numbered files of a few kinds. Each file appears whole or
// not at all and is sealed with its hash, so whatever moment the process is killed at, what is there is sound.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace entente {

// What must be the same to go on, by name.
using Identity = std::vector<std::pair<std::string, std::string>>;

class KeptFiles {
public:
    // An empty folder: nothing is ever kept.
    KeptFiles(std::string folder, const Identity& identity);

    // Whether an earlier process has left something of the same identity. Throws Failure, naming what differs, when it is of
    // another one.
    bool found() const;
    // Makes the folder anew: whatever was left there is of no use any more.
    void begin() const;

    // The numbers under which payloads of a kind are kept, ascending.
    std::vector<std::int64_t> numbers(const std::string& kind) const;
    // Throws Failure, naming the file, when it is damaged.
    std::string read(const std::string& kind, std::int64_t number) const;
    // `put` writes the payload, which goes to the disk piece by piece.
    void write(const std::string& kind, std::int64_t number, const std::function<void(ByteWriter&)>& put) const;
    void remove(const std::string& kind, std::int64_t number) const;

    // Throws Failure: what is kept cannot be gone on from.
    [[noreturn]] void refuse(const std::string& why) const;

private:
    std::string header(const std::string& kind) const;

    std::string folder_, description_;  // run.json
};

// Removes what was kept for a run whose results are written.
void remove_kept(const std::string& folder);

}  // namespace entente
