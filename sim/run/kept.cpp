// Sealed files in a folder (see kept.hpp).
#include "run/kept.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/problem.hpp"

namespace entente {

namespace {

namespace fs = std::filesystem;

constexpr int format = 5;

constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr std::size_t seal_size = 64;  // SHA-256 in hexadecimal, after the payload

std::string file_name(const std::string& kind, std::int64_t number) { return fmt::format("{}-{:016}.bin", kind, number); }

[[noreturn]] void refuse_path(const std::string& path, const std::string& why) {
    throw Failure("'" + path + "' " + why + "; without --resume the run starts anew");
}

}  // namespace

KeptFiles::KeptFiles(std::string folder, const Identity& identity) : folder_(std::move(folder)) {
    nlohmann::ordered_json out;
    out["format"] = std::to_string(format);
    for (const auto& [name, value] : identity) out[name] = value;
    description_ = out.dump(2) + "\n";
}

bool KeptFiles::found() const {
    const std::string path = folder_ + "/run.json";
    if (folder_.empty() || !fs::exists(path)) return false;
    const auto theirs = nlohmann::ordered_json::parse(read_file(path), nullptr, false), ours = nlohmann::ordered_json::parse(description_);
    if (theirs.is_discarded() || !theirs.is_object()) refuse_path(path, "is damaged: it is no JSON object");
    for (const auto& [name, value] : ours.items()) {
        const std::string other = theirs.value(name, std::string("nothing"));
        if (other != value)
            refuse_path(path, "is of another run: its " + name + " is " + other + ", this run's is " + value.get<std::string>());
    }
    return true;
}

void KeptFiles::begin() const {
    remove_kept(folder_);
    claim_folder(folder_);
    write_file(folder_, "run.json", description_);
}

std::vector<std::int64_t> KeptFiles::numbers(const std::string& kind) const {
    std::vector<std::int64_t> out;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind(kind + "-", 0) != 0) continue;
        const char* const digits = name.data() + kind.size() + 1;
        std::int64_t number = -1;
        std::from_chars(digits, name.data() + name.size(), number);
        if (name != file_name(kind, number)) refuse_path(entry.path().string(), "is damaged: no file of this kind has such a name");
        out.push_back(number);
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string KeptFiles::read(const std::string& kind, std::int64_t number) const {
    const std::string path = folder_ + "/" + file_name(kind, number), bytes = read_file(path);
    const std::string head = header(kind);
    if (bytes.size() < head.size() + seal_size || bytes.compare(0, head.size(), head) != 0)
        refuse_path(path, "is damaged: it has not the header of this run's files");
    const std::size_t end = bytes.size() - seal_size;
    if (sha256(std::string_view(bytes).substr(0, end)) != std::string_view(bytes).substr(end))
        refuse_path(path, "is damaged: its hash is not the one it was saved with");
    return bytes.substr(head.size(), end - head.size());
}

void KeptFiles::write(const std::string& kind, std::int64_t number, const std::function<void(ByteWriter&)>& put) const {
    PendingFile file(folder_, file_name(kind, number));
    Sha256 hash;
    const auto keep = [&](std::string_view piece) {
        hash.add(piece);
        file.write_all(piece);
    };
    ByteWriter out(keep, piece_size);
    const std::string head = header(kind);
    hash.add(head);
    file.write_all(head);
    put(out);
    out.flush();
    file.write_all(hash.finish());
    file.finish();
}

std::string KeptFiles::header(const std::string& kind) const {
    return fmt::format("entente checkpoint {} {} {}\n", format, kind, sha256(description_));
}

void KeptFiles::remove(const std::string& kind, std::int64_t number) const { fs::remove(folder_ + "/" + file_name(kind, number)); }

void KeptFiles::refuse(const std::string& why) const { refuse_path(folder_, why); }

void remove_kept(const std::string& folder) {
    std::error_code ignored;
    // First what says that there is something: one who is killed halfway leaves nothing to go on from, not a part of it.
    fs::remove(folder + "/run.json", ignored);
    fs::remove_all(folder, ignored);
}

}  // namespace entente
