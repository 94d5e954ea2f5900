// Finished worlds on disk, from which a run that was killed goes on (--resume).
//
// A folder holds run.json, which says what run this is; leaves-FIRST.bin, up to 64 leaves each; and, where tallies stand for
// leaves, tallies-WORLDS.bin, their state after so many worlds. Each file appears whole or not at all, so whatever moment the
// process is killed at, what is there is sound.
#pragma once

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "engine/found.hpp"
#include "engine/run.hpp"

namespace entente {

class Checkpoint {
public:
    // `identity`: what must be the same for a run to go on, by name.
    Checkpoint(CheckpointOptions options, std::vector<std::pair<std::string, std::string>> identity);
    ~Checkpoint();
    Checkpoint(const Checkpoint&) = delete;
    Checkpoint& operator=(const Checkpoint&) = delete;

    // Takes what an earlier process has left; nothing where it left nothing. Throws Failure, naming the file, when it is
    // damaged, and naming what differs when it is of another run.
    void load(Found& found);

    // Saves the leaves that a batch has added (and the tallies), once the run has lasted long enough. Files are written while
    // the next batch is computed; the leaves must stay where they are.
    void save(const std::vector<const Leaf*>& fresh, const Found& found, double seconds);

    // Waits until everything is on the disk. Throws Failure where it cannot be.
    void finish();

private:
    bool load_tallies(Found& found);
    std::string load_bytes(const std::string& name, const std::string& kind) const;

    CheckpointOptions options_;
    std::string description_;  // run.json
    bool begun_ = false;
    std::vector<const Leaf*> waiting_;  // not saved yet
    std::future<void> writing_;
};

// Removes what was kept for a run whose results are written.
void remove_checkpoint(const std::string& folder);

}  // namespace entente
