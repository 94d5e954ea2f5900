// Saving and loading finished worlds (see checkpoint.hpp).
#include "run/checkpoint.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"
#include "run/merging.hpp"

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

Checkpoint::Checkpoint(CheckpointOptions options, const Identity& identity, const Ranks& ranks, std::int64_t worlds, std::int64_t sampled)
    : options_(std::move(options)), ranks_(ranks), sampled_(sampled), kept_(options_.folder, identity, worlds) {}

Checkpoint::~Checkpoint() {
    if (writing_.valid()) writing_.wait();
}

void Checkpoint::finish() {
    if (writing_.valid()) writing_.get();
}

// Whether it is so on every rank.
bool Checkpoint::all(bool mine) const {
    const std::vector<std::string> answers = ranks_.to_all(mine ? "1" : "0");
    return std::find(answers.begin(), answers.end(), "0") == answers.end();
}

void Checkpoint::load(Found& found) {
    const bool mine = kept_.found();
    if (ranks_.from_root(mine ? 1 : 0) == 0) return;
    if (!all(mine))
        throw Failure("not every rank sees '" + options_.folder + "': --resume on several machines needs a folder that all see");
    begun_ = true;
    if (found.tallies) {
        if (ranks_.root()) load_tallies(found);
        found.worlds = ranks_.from_root(found.worlds);
        if (found.worlds == 0) return;
    }
    // A leaf may have been saved twice, or by a process that was killed before it had saved what counts it.
    std::map<std::int64_t, Leaf> saved;
    const std::vector<std::int64_t> files = kept_.numbers("leaves");
    for (auto i = static_cast<std::size_t>(ranks_.rank()); i < files.size(); i += static_cast<std::size_t>(ranks_.count())) {
        for (Leaf& leaf : load_leaves(files[i])) {
            if (!found.tallies || leaf.first < found.worlds) saved.insert_or_assign(leaf.first, std::move(leaf));
        }
    }
    std::vector<Leaf> leaves;
    for (auto& [first, leaf] : saved) leaves.push_back(std::move(leaf));
    const std::int64_t last = keep_unbroken(ranks_, leaves, 0);
    const std::vector<std::int64_t> marks = kept_.numbers("whole");
    const std::int64_t counted =
        found.tallies ? std::min(found.worlds, sampled_) : (marks.empty() ? 0 : kept_.read("whole", marks.back()).end);
    if (last < counted) kept_.refuse("lacks a file of leaves");
    found.absorb(std::move(leaves));
    if (!found.tallies) found.worlds = last;
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

// The newest state of the tallies, where one was saved.
void Checkpoint::load_tallies(Found& found) {
    const std::vector<std::int64_t> states = kept_.numbers("tallies");
    if (states.empty()) return;
    const Piece piece = kept_.read("tallies", states.back());
    ByteReader in(piece.payload);
    in.get(found.tallies->spans);
    for (Histogram& histogram : found.tallies->histograms) in.get(histogram);
    found.worlds = states.back();
}

void Checkpoint::add(const std::vector<const Leaf*>& fresh) {
    if (!options_.folder.empty()) waiting_.insert(waiting_.end(), fresh.begin(), fresh.end());
}

bool Checkpoint::is_due(double seconds) {
    const bool due = ranks_.from_root(!options_.folder.empty() && refusal_.empty() && options_.begins(seconds) ? 1 : 0) != 0;
    return due && (begun_ || begin());
}

// Root makes the folder; false where another rank does not see it.
bool Checkpoint::begin() {
    if (ranks_.root()) kept_.begin();
    ranks_.from_root(0);
    begun_ = all(ranks_.root() || kept_.found());
    if (!begun_) {
        refusal_ = "no checkpoint is kept, for not every rank sees '" + options_.folder + "'";
        if (ranks_.root()) remove_kept(options_.folder);
    }
    return begun_;
}

void Checkpoint::write_leaves(const std::vector<const Leaf*>& leaves) const {
    for (std::size_t i = 0, end = 0; i < leaves.size(); i = end) {
        const auto follows = [&](std::size_t j) { return leaves[j]->first == leaves[j - 1]->first + leaves[j - 1]->count; };
        for (end = i + 1; end < leaves.size() && end < i + leaves_per_file && follows(end);) ++end;
        kept_.write("leaves", leaves[i]->first, leaves[end - 1]->first + leaves[end - 1]->count, [&](ByteWriter& out) {
            for (std::size_t j = i; j < end; ++j) out.put(*leaves[j]);
        });
    }
}

void Checkpoint::write_state(const Found& found, std::int64_t worlds) const {
    if (!found.tallies) return write_mark(worlds);
    kept_.write("tallies", worlds, worlds, [&](ByteWriter& out) {
        out.put(found.tallies->spans);
        for (const Histogram& histogram : found.tallies->histograms) out.put(histogram);
    });
    for (const std::int64_t earlier : kept_.numbers("tallies")) {
        if (earlier < worlds) kept_.remove("tallies", earlier);
    }
}

void Checkpoint::write_mark(std::int64_t worlds) const {
    kept_.write("whole", worlds, worlds, [](ByteWriter&) {});
    for (const std::int64_t earlier : kept_.numbers("whole")) {
        if (earlier < worlds) kept_.remove("whole", earlier);
    }
}

void Checkpoint::save(const Found& found) {
    // Where no thread can be made, finish() writes.
    const auto start = [&](auto write) { writing_ = std::async(std::launch::async | std::launch::deferred, std::move(write)); };
    const std::int64_t worlds = found.worlds;
    start([this, leaves = std::exchange(waiting_, {}), worlds, &found] {
        write_leaves(leaves);
        if (ranks_.alone()) write_state(found, worlds);
    });
    if (ranks_.alone()) return;
    if (!found.tallies) {
        unmarked_ = worlds;
        return;
    }
    // Tallies count the leaves of all ranks, which must be there before.
    finish();
    all(true);
    if (ranks_.root()) start([this, worlds, &found] { write_state(found, worlds); });
}

void Checkpoint::mark() {
    if (ranks_.root() && unmarked_ >= 0) write_mark(unmarked_);
    unmarked_ = -1;
}

}  // namespace entente
