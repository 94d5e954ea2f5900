// Saving and loading finished worlds (see checkpoint.hpp).
#include "run/checkpoint.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"

namespace entente {

namespace {

constexpr std::size_t leaves_per_file = 64;

}  // namespace

Identity identity_of(const RunOptions& options, bool tallied) {
    Identity out = options.checkpoint.identity;
    out.emplace_back("worlds", std::to_string(options.worlds));
    out.emplace_back("seed", std::to_string(options.seed));
    out.emplace_back("sampling", word_of(options.sampling));
    out.emplace_back("memory", tallied ? "histograms" : "columns");
    std::string targets;
    for (const PrecisionTarget& target : options.precision)
        targets += target.metric + "." + target.firm + "=" + shortest(target.most) + " ";
    out.emplace_back("precision", targets);
    targets.clear();
    for (const Target& target : options.targets)
        targets += target.alternative + ": " + target.metric + "." + target.firm + "=" + shortest(target.value) + " ";
    out.emplace_back("targets", targets);
    out.emplace_back("condition", options.given ? options.given->text : "");
    return out;
}

Checkpoint::Checkpoint(CheckpointOptions options, const Identity& identity, std::int64_t worlds, std::int64_t sampled)
    : options_(std::move(options)), sampled_(sampled), kept_(options_.folder, identity, worlds) {}

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
        for (Leaf& leaf : load_leaves(number)) {
            if (!found.tallies || leaf.first < found.worlds) saved.insert_or_assign(leaf.first, std::move(leaf));
        }
    }
    const std::size_t leaves = saved.size();
    Batch batch;
    for (auto& [first, leaf] : saved) batch.leaves.push_back(std::move(leaf));
    const bool unbroken = found.absorb(std::move(batch)).size() == leaves;
    const std::int64_t last = found.leaves.empty() ? 0 : found.leaves.back().first + found.leaves.back().count;
    if (!unbroken || (found.tallies && last < std::min(found.worlds, sampled_))) kept_.refuse("lacks a file of leaves");
}

// Those of one file, which stand in their order.
std::vector<Leaf> Checkpoint::load_leaves(std::int64_t number) const {
    const Piece piece = kept_.read("leaves", number);
    std::vector<Leaf> out;
    std::int64_t next = piece.first;
    for (ByteReader in(piece.payload); !in.at_end();) {
        in.get(out.emplace_back());
        const Leaf& leaf = out.back();
        if (leaf.first != next || leaf.count < 1 || leaf.count > leaf_worlds)
            kept_.refuse("leaves", number, "is damaged: its leaves do not follow each other");
        next += leaf.count;
    }
    if (next != piece.end) kept_.refuse("leaves", number, "is damaged: it does not reach its end");
    return out;
}

// The newest state of the tallies; false where none was saved.
bool Checkpoint::load_tallies(Found& found) {
    const std::vector<std::int64_t> states = kept_.numbers("tallies");
    if (states.empty()) return false;
    const Piece piece = kept_.read("tallies", states.back());
    ByteReader in(piece.payload);
    in.get(found.tallies->running);
    for (Histogram& histogram : found.tallies->histograms) in.get(histogram);
    in.get(found.tallies->spreads);
    in.get(found.totals);
    found.worlds = states.back();
    return true;
}

void Checkpoint::save(const std::vector<const Leaf*>& fresh, const Found& found, double seconds) {
    if (options_.folder.empty()) return;
    waiting_.insert(waiting_.end(), fresh.begin(), fresh.end());
    if (!options_.begins(seconds)) return;
    if (!begun_) {
        kept_.begin();
        begun_ = true;
    }
    const auto write = [this, leaves = std::exchange(waiting_, {}), &found] {
        for (std::size_t i = 0; i < leaves.size(); i += leaves_per_file) {
            const std::size_t end = std::min(i + leaves_per_file, leaves.size());
            kept_.write("leaves", leaves[i]->first, leaves[end - 1]->first + leaves[end - 1]->count, [&](ByteWriter& out) {
                for (std::size_t j = i; j < end; ++j) out.put(*leaves[j]);
            });
        }
        if (!found.tallies) return;
        kept_.write("tallies", found.worlds, found.worlds, [&](ByteWriter& out) {
            out.put(found.tallies->running);
            for (const Histogram& histogram : found.tallies->histograms) out.put(histogram);
            out.put(found.tallies->spreads);
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
