// Finished worlds on disk, from which a run that was killed goes on.
//
// Kept are `leaves`, up to 64 a file by the first one's first world; and, where tallies stand for leaves, `tallies`: their state
// after so many worlds.
#pragma once

#include <future>
#include <vector>

#include "outcome/found.hpp"
#include "run/options.hpp"

namespace entente {

// What a run's results rest on besides its files: a checkpoint of another is refused. `tallied`: histograms stand for columns.
Identity identity_of(const RunOptions& options, bool tallied);

class Checkpoint {
public:
    // Of a run of so many worlds, with yearly flows of the first `sampled` of them.
    Checkpoint(CheckpointOptions options, const Identity& identity, std::int64_t worlds, std::int64_t sampled);
    ~Checkpoint();
    Checkpoint(const Checkpoint&) = delete;
    Checkpoint& operator=(const Checkpoint&) = delete;

    // Takes what an earlier process has left; nothing where it left nothing. Throws Failure, naming the file, when it is
    // damaged, and naming what differs when it is of another run.
    void load(Found& found);

    // Saves the leaves that a batch has added (and the tallies), once the run has lasted long enough. Files are written while
    // the next batch is computed; what is found must stay as it is until finish() returns.
    void save(const std::vector<const Leaf*>& fresh, const Found& found, double seconds);

    // Waits until everything is on the disk. Throws Failure where it cannot be.
    void finish();

private:
    bool load_tallies(Found& found);
    std::vector<Leaf> load_leaves(std::int64_t number) const;

    CheckpointOptions options_;
    std::int64_t sampled_;
    KeptFiles kept_;
    bool begun_ = false;
    std::vector<const Leaf*> waiting_;  // not saved yet
    std::future<void> writing_;
};

}  // namespace entente
