// Finished worlds on disk, from which a run that was killed goes on.
//
// Kept are `leaves`, up to 64 a file by the first one's first world, by whatever rank found them; and by root how far they count: where
// tallies stand for leaves `tallies`, their state after so many worlds, else `whole`, an empty mark. A leaf past that may lack those
// before it, which another rank was about to write. Any number of ranks, on any folder that all of them see, can go on from that.
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
    // Of a run of so many worlds, with yearly flows of the first `sampled` of them. Every rank has one of the same folder.
    Checkpoint(CheckpointOptions options, const Identity& identity, const Ranks& ranks, std::int64_t worlds, std::int64_t sampled);
    ~Checkpoint();
    Checkpoint(const Checkpoint&) = delete;
    Checkpoint& operator=(const Checkpoint&) = delete;

    // Takes what an earlier process, or several, have left, each rank a part of the leaves and root the tallies; nothing where they left
    // nothing. Throws Failure, naming the file, when it is damaged, and naming what differs when it is of another run.
    void load(Found& found);

    // Leaves that a batch has added, for the next time that a state is saved.
    void add(const std::vector<const Leaf*>& fresh);
    // Whether a run that has lasted so many seconds saves its state: root's answer for every rank.
    bool is_due(double seconds);
    // Saves the added leaves, and, by root, the tallies of all ranks. Files are written while the next batch is computed; what is found
    // must stay as it is until finish() returns.
    void save(const Found& found);

    // Waits until everything is on the disk. Throws Failure where it cannot be.
    void finish();
    // Once every rank has finished: what was saved counts.
    void mark();

    // Why nothing is kept though it was asked for; empty: it is, or was not.
    const std::string& refusal() const { return refusal_; }

private:
    bool begin();
    bool all(bool mine) const;
    void load_tallies(Found& found);
    std::vector<Leaf> load_leaves(std::int64_t number) const;
    void write_leaves(const std::vector<const Leaf*>& leaves) const;
    void write_state(const Found& found, std::int64_t worlds) const;
    void write_mark(std::int64_t worlds) const;

    CheckpointOptions options_;
    const Ranks& ranks_;
    std::int64_t sampled_;
    KeptFiles kept_;
    bool begun_ = false;
    std::string refusal_;
    std::vector<const Leaf*> waiting_;  // not saved yet
    std::int64_t unmarked_ = -1;        // worlds that count once every rank has finished
    std::future<void> writing_;
};

}  // namespace entente
