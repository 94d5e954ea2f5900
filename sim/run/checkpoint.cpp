// Saving and loading finished worlds (see checkpoint.hpp).
#include "run/checkpoint.hpp"

#include <algorithm>
#include <map>

#include "base/bytes.hpp"

namespace entente {

namespace {

constexpr std::size_t leaves_per_file = 64;

}  // namespace

Checkpoint::Checkpoint(CheckpointOptions options, const Identity& identity)
    : options_(std::move(options)), kept_(options_.folder, identity) {}

Checkpoint::~Checkpoint() {
    if (writing_.valid()) writing_.wait();
}

void Checkpoint::finish() {
    if (writing_.valid()) writing_.get();
}

void Checkpoint::load(Found& found) {
    if (!kept_.found()) return;
    begun_ = true;
    if (found.tallies && !load_tallies(found)) return;
    // A leaf may have been saved twice, or by a process that was killed before it had saved the tallies that count it.
    std::map<std::int64_t, Leaf> saved;
    for (const std::int64_t number : kept_.numbers("leaves")) {
        const std::string bytes = kept_.read("leaves", number);
        ByteReader in(bytes);
        while (!in.at_end()) {
            Leaf leaf;
            in.get(leaf);
            if (!found.tallies || leaf.first < found.worlds) saved.insert_or_assign(leaf.first, std::move(leaf));
        }
    }
    const std::size_t leaves = saved.size();
    Batch batch;
    for (auto& [first, leaf] : saved) batch.leaves.push_back(std::move(leaf));
    if (found.absorb(std::move(batch)).size() != leaves) kept_.refuse("lacks a file of leaves");
}

// The newest state of the tallies; false where none was saved.
bool Checkpoint::load_tallies(Found& found) {
    const std::vector<std::int64_t> states = kept_.numbers("tallies");
    if (states.empty()) return false;
    const std::string bytes = kept_.read("tallies", states.back());
    ByteReader in(bytes);
    in.get(found.tallies->running);
    for (Histogram& histogram : found.tallies->histograms) in.get(histogram);
    in.get(found.totals);
    found.worlds = states.back();
    return true;
}

void Checkpoint::save(const std::vector<const Leaf*>& fresh, const Found& found, double seconds) {
    if (options_.folder.empty()) return;
    waiting_.insert(waiting_.end(), fresh.begin(), fresh.end());
    if (!options_.always && seconds < options_.after) return;
    if (!begun_) {
        kept_.begin();
        begun_ = true;
    }
    const auto write = [this, leaves = std::exchange(waiting_, {}), &found] {
        for (std::size_t i = 0; i < leaves.size(); i += leaves_per_file) {
            kept_.write("leaves", leaves[i]->first, [&](ByteWriter& out) {
                for (std::size_t j = i; j < std::min(i + leaves_per_file, leaves.size()); ++j) out.put(*leaves[j]);
            });
        }
        if (!found.tallies) return;
        kept_.write("tallies", found.worlds, [&](ByteWriter& out) {
            out.put(found.tallies->running);
            for (const Histogram& histogram : found.tallies->histograms) out.put(histogram);
            out.put(found.totals);
        });
        for (const std::int64_t earlier : kept_.numbers("tallies")) {
            if (earlier < found.worlds) kept_.remove("tallies", earlier);
        }
    };
    // Where no thread can be made, finish() writes.
    writing_ = std::async(std::launch::async | std::launch::deferred, write);
}

}  // namespace entente
