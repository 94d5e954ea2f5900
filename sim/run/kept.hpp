// What a long command has finished, kept on disk so that one that was killed can go on (--resume).
//
// A folder holds run.json, which says what it is of, and pieces in numbered files of a few kinds. Each file appears whole or not at all,
// and what it is - its kind, its numbers, the run it is of - stands in it under the same seal as its payload: whatever moment the process
// is killed at, what is there is sound, and a piece that was renamed, copied or cut off is known for one.
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

// The payload of what stands from one number up to another.
struct Piece {
    std::int64_t first = 0, end = 0;
    std::string payload;
};

class KeptFiles {
public:
    // An empty folder: nothing is ever kept. Pieces have numbers up to `most`.
    KeptFiles(std::string folder, const Identity& identity, std::int64_t most);

    // Whether an earlier process has left something of the same identity. Throws Failure, naming what differs, when it is of
    // another one.
    bool found() const;
    // Makes the folder anew: whatever was left there is of no use any more.
    void begin() const;

    // The first numbers of the pieces of a kind, ascending. Throws Failure, naming the file, for one that the run cannot have.
    std::vector<std::int64_t> numbers(const std::string& kind) const;
    // Throws Failure, naming the file, when it is damaged, or not what its name says.
    Piece read(const std::string& kind, std::int64_t first) const;
    // `put` writes the payload, which goes to the disk piece by piece.
    void write(const std::string& kind, std::int64_t first, std::int64_t end, const std::function<void(ByteWriter&)>& put) const;
    void remove(const std::string& kind, std::int64_t first) const;

    // Throws Failure: what is kept cannot be gone on from; with a piece's number, that piece.
    [[noreturn]] void refuse(const std::string& why) const;
    [[noreturn]] void refuse(const std::string& kind, std::int64_t first, const std::string& why) const;

private:
    std::string path(const std::string& kind, std::int64_t first) const;

    std::string folder_, description_;  // run.json
    std::int64_t most_;
};

// Removes what was kept for a run whose results are written, and nothing else that may be there.
void remove_kept(const std::string& folder);

}  // namespace entente
