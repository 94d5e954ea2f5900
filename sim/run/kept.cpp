// Sealed files in a folder (see kept.hpp).
#include "run/kept.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"

namespace entente {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int format = 7;

constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr std::size_t seal_size = 64;  // SHA-256 in hexadecimal, after the payload
constexpr std::size_t longest_header = 256;
constexpr std::string_view extension = ".bin";
constexpr std::string_view description_name = "run.json";

std::string file_name(const std::string& kind, std::int64_t first) { return fmt::format("{}-{:016}{}", kind, first, extension); }

[[noreturn]] void refuse_path(const std::string& path, const std::string& why) {
    throw Failure("'" + path + "' " + why + "; without --resume the run starts anew");
}

// The first line of a piece, which says what the rest is.
struct Header {
    std::string format, kind, run;
    std::int64_t first = -1, end = -1;

    std::string line() const { return fmt::format("entente checkpoint {} {} {} {} {}\n", format, kind, first, end, run); }
};

// Without its line end; a default header where it is none of ours.
Header header_of(std::string_view line) {
    std::istringstream fields{std::string(line)};
    Header out;
    std::string program, word;
    if (!(fields >> program >> word >> out.format >> out.kind >> out.first >> out.end >> out.run)) return {};
    return program + " " + word == "entente checkpoint" ? out : Header{};
}

// What a value of run.json says, whatever its type.
std::string said(const Json& values, const std::string& name) {
    if (!values.contains(name)) return "nothing";
    const Json& value = values[name];
    return shown(value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

}  // namespace

KeptFiles::KeptFiles(std::string folder, const Identity& identity, std::int64_t most) : folder_(std::move(folder)), most_(most) {
    Json out;
    out["format"] = std::to_string(format);
    for (const auto& [name, value] : identity) out[name] = value;
    description_ = out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string KeptFiles::path(const std::string& kind, std::int64_t first) const { return folder_ + "/" + file_name(kind, first); }

bool KeptFiles::found() const {
    const std::string path = folder_ + "/" + std::string(description_name);
    if (folder_.empty() || !fs::exists(path)) return false;
    const Json theirs = Json::parse(read_file(path), nullptr, false), ours = Json::parse(description_);
    if (theirs.is_discarded() || !theirs.is_object()) refuse_path(path, "is damaged: it is no JSON object");
    const auto compare = [&](const std::string& name) {
        const std::string before = said(theirs, name), now = said(ours, name);
        if (before != now || theirs.contains(name) != ours.contains(name))
            refuse_path(path, "is of another run: its " + shown(name) + " is " + before + ", this run's is " + now);
    };
    for (const auto& [name, value] : ours.items()) compare(name);
    for (const auto& [name, value] : theirs.items()) compare(name);
    return true;
}

void KeptFiles::begin() const {
    remove_kept(folder_);
    claim_folder(folder_);
    write_file(folder_, std::string(description_name), description_);
}

std::vector<std::int64_t> KeptFiles::numbers(const std::string& kind) const {
    std::vector<std::int64_t> out;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind(kind + "-", 0) != 0) continue;
        const char* const digits = name.data() + kind.size() + 1;
        std::int64_t number = -1;
        std::from_chars(digits, name.data() + name.size(), number);
        if (number < 0 || name != file_name(kind, number))
            refuse_path(shown(entry.path().string()), "is damaged: no file of this kind has such a name");
        if (number > most_) refuse(kind, number, "is not of this run: it is past its end at " + std::to_string(most_));
        out.push_back(number);
    }
    std::sort(out.begin(), out.end());
    return out;
}

Piece KeptFiles::read(const std::string& kind, std::int64_t first) const {
    std::string bytes = read_file(path(kind, first));
    const std::size_t line_end = bytes.substr(0, longest_header).find('\n');
    const Header found = line_end == std::string::npos ? Header{} : header_of(std::string_view(bytes).substr(0, line_end));
    if (found.format.empty() || bytes.size() < line_end + 1 + seal_size)
        refuse(kind, first, "is damaged: it has not the header of a checkpoint's files, or is cut off");
    const std::size_t end = bytes.size() - seal_size;
    if (sha256(std::string_view(bytes).substr(0, end)) != std::string_view(bytes).substr(end))
        refuse(kind, first, "is damaged: its hash is not the one it was saved with");
    if (found.format != std::to_string(format)) refuse(kind, first, "is of another version: its format is " + found.format);
    if (found.run != sha256(description_)) refuse(kind, first, "is of another run than 'run.json' beside it");
    if (found.kind != kind || found.first != first)
        refuse(kind, first, "has another file's name: it was saved as '" + file_name(found.kind, found.first) + "'");
    if (found.end < first || found.end > most_) refuse(kind, first, "is not of this run: it is past its end at " + std::to_string(most_));
    return {first, found.end, bytes.substr(line_end + 1, end - line_end - 1)};
}

void KeptFiles::write(const std::string& kind, std::int64_t first, std::int64_t end, const std::function<void(ByteWriter&)>& put) const {
    PendingFile file(folder_, file_name(kind, first));
    Sha256 hash;
    const auto keep = [&](std::string_view piece) {
        hash.add(piece);
        file.write_all(piece);
    };
    ByteWriter out(keep, piece_size);
    keep(Header{std::to_string(format), kind, sha256(description_), first, end}.line());
    put(out);
    out.flush();
    file.write_all(hash.finish());
    file.finish();
}

void KeptFiles::remove(const std::string& kind, std::int64_t first) const { fs::remove(path(kind, first)); }

void KeptFiles::refuse(const std::string& why) const { refuse_path(folder_, why); }

void KeptFiles::refuse(const std::string& kind, std::int64_t first, const std::string& why) const { refuse_path(path(kind, first), why); }

void remove_kept(const std::string& folder) {
    std::error_code ignored;
    // First what says that there is something: one who is killed halfway leaves nothing to go on from, not a part of it.
    fs::remove(folder + "/" + std::string(description_name), ignored);
    const auto is_ours = [](const std::string& name) {
        const auto piece = [&](std::string_view kind) { return name.starts_with(kind) && name.ends_with(extension); };
        const bool pending = name.starts_with(".") && name.ends_with(".tmp");
        return piece("leaves-") || piece("whole-") || piece("tallies-") || piece("points-") || pending;
    };
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (is_ours(entry.path().filename().string())) left.push_back(entry.path());
    }
    for (const fs::path& path : left) fs::remove(path, ignored);
    fs::remove(folder, ignored);  // only where nothing else is in it
}

}  // namespace entente
