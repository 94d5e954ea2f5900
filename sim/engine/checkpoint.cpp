// Saving and loading finished worlds (see checkpoint.hpp).
#include "engine/checkpoint.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "base/files.hpp"
#include "base/problem.hpp"

namespace entente {

namespace {

namespace fs = std::filesystem;

constexpr int format = 1;
constexpr std::size_t leaves_per_file = 64;

std::string header(const std::string& kind, const std::string& description, const std::string& payload) {
    return fmt::format("entente checkpoint {} {} {} {}\n", format, kind, sha256(description), sha256(payload));
}

// Padded, so that names sort as numbers do.
std::string numbered(const std::string& kind, std::int64_t number) { return fmt::format("{}-{:016}.bin", kind, number); }

// Names of the files of one kind, ascending.
std::vector<std::string> files_of(const std::string& folder, const std::string& kind) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind(kind + "-", 0) == 0) out.push_back(name);
    }
    std::sort(out.begin(), out.end());
    return out;
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw Failure("'" + path + "' " + why + "; without --resume the run starts anew");
}

std::string bytes_of(const Tallies& tallies, const Totals& totals) {
    ByteWriter out;
    out.put(tallies.running);
    for (const Histogram& histogram : tallies.histograms) out.put(histogram);
    out.put(totals);
    return out.take();
}

}  // namespace

Checkpoint::Checkpoint(CheckpointOptions options, std::vector<std::pair<std::string, std::string>> identity)
    : options_(std::move(options)) {
    nlohmann::ordered_json out;
    out["format"] = std::to_string(format);
    for (const auto& [name, value] : identity) out[name] = value;
    description_ = out.dump(2) + "\n";
}

Checkpoint::~Checkpoint() {
    if (writing_.valid()) writing_.wait();
}

void Checkpoint::finish() {
    if (writing_.valid()) writing_.get();
}

std::string Checkpoint::load_bytes(const std::string& name, const std::string& kind) const {
    const std::string path = options_.folder + "/" + name, bytes = read_file(path);
    const std::size_t end = bytes.find('\n');
    if (end == std::string::npos) refuse(path, "is damaged: it has no header");
    std::string payload = bytes.substr(end + 1);
    if (bytes.substr(0, end + 1) != header(kind, description_, payload))
        refuse(path, "is damaged: its hash is not the one it was saved with");
    return payload;
}

void Checkpoint::load(Found& found) {
    const std::string path = options_.folder + "/run.json";
    if (!fs::exists(path)) return;
    const auto theirs = nlohmann::ordered_json::parse(read_file(path), nullptr, false), ours = nlohmann::ordered_json::parse(description_);
    if (theirs.is_discarded() || !theirs.is_object()) refuse(path, "is damaged: it is no JSON object");
    for (const auto& [name, value] : ours.items()) {
        const std::string other = theirs.value(name, std::string("nothing"));
        if (other != value) refuse(path, "is of another run: its " + name + " is " + other + ", this run's is " + value.get<std::string>());
    }
    begun_ = true;
    if (found.tallies && !load_tallies(found)) return;
    // A leaf may have been saved twice, or by a process that was killed before it had saved the tallies that count it.
    std::map<std::int64_t, Leaf> saved;
    for (const std::string& name : files_of(options_.folder, "leaves")) {
        const std::string bytes = load_bytes(name, "leaves");
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
    if (found.absorb(std::move(batch)).size() != leaves) refuse(options_.folder, "lacks a file of leaves");
}

// The newest state of the tallies; false where none was saved.
bool Checkpoint::load_tallies(Found& found) {
    const std::vector<std::string> states = files_of(options_.folder, "tallies");
    if (states.empty()) return false;
    const std::string bytes = load_bytes(states.back(), "tallies");
    ByteReader in(bytes);
    in.get(found.tallies->running);
    for (Histogram& histogram : found.tallies->histograms) in.get(histogram);
    in.get(found.totals);
    found.worlds = std::stoll(states.back().substr(std::string("tallies-").size()));
    return true;
}

void Checkpoint::save(const std::vector<const Leaf*>& fresh, const Found& found, double seconds) {
    if (options_.folder.empty()) return;
    waiting_.insert(waiting_.end(), fresh.begin(), fresh.end());
    if (!options_.always && seconds < options_.after) return;
    finish();
    if (!begun_) {
        // Whatever an earlier run has left is of no use to this one.
        fs::remove_all(options_.folder);
        claim_folder(options_.folder);
        write_file(options_.folder, "run.json", description_);
        begun_ = true;
    }
    std::string tallies = found.tallies ? bytes_of(*found.tallies, found.totals) : "";
    const auto write = [this, leaves = std::exchange(waiting_, {}), tallies = std::move(tallies), worlds = found.worlds] {
        const auto write_payload = [&](const std::string& kind, std::int64_t number, const std::string& payload) {
            PendingFile file(options_.folder, numbered(kind, number));
            file.write_all(header(kind, description_, payload));
            file.write_all(payload);
            file.finish();
        };
        for (std::size_t i = 0; i < leaves.size(); i += leaves_per_file) {
            ByteWriter out;
            for (std::size_t j = i; j < std::min(i + leaves_per_file, leaves.size()); ++j) out.put(*leaves[j]);
            write_payload("leaves", leaves[i]->first, out.take());
        }
        if (tallies.empty()) return;
        write_payload("tallies", worlds, tallies);
        for (const std::string& name : files_of(options_.folder, "tallies")) {
            if (name < numbered("tallies", worlds)) fs::remove(options_.folder + "/" + name);
        }
    };
    writing_ = std::async(std::launch::async, write);
}

void remove_checkpoint(const std::string& folder) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

}  // namespace entente
