// Sets of files (see set.hpp).
#include "write/set.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "base/problem.hpp"
#include "write/format.hpp"

namespace entente {

namespace {

namespace fs = std::filesystem;

// A name that a kind of set may have. Where a folder is the user's own choice and the name is one that others use too, a file that stays
// behind is ours only with these words near its beginning.
struct SetName {
    SetKind kind;
    std::string_view name, words = {};
};

constexpr std::array of_studies{
    SetName{SetKind::batch, "batch_manifest.json"},
    SetName{SetKind::batch, "batch.csv", "scenario,alternative,baseline,firm"},
    SetName{SetKind::batch, "index.html", "<title>entente: a batch of scenarios</title>"},
    SetName{SetKind::sweep, "sweep_manifest.json"},
    SetName{SetKind::sweep, "sweep.csv"},
    SetName{SetKind::sweep, "sweep_comparison.csv"},
    SetName{SetKind::sweep, "sweep_table.csv"},
    SetName{SetKind::sweep, "sweep.xlsx"},
    SetName{SetKind::clauses, "clauses_manifest.json"},
    SetName{SetKind::clauses, "clauses.csv"},
    SetName{SetKind::clauses, "clauses.xlsx"},
    SetName{SetKind::sensitivity, "sensitivity_manifest.json"},
    SetName{SetKind::sensitivity, "sensitivity.csv"},
    SetName{SetKind::sensitivity, "sensitivity_factors.csv"},
    SetName{SetKind::sensitivity, "sensitivity.xlsx"},
    SetName{SetKind::voi, "voi_manifest.json"},
    SetName{SetKind::voi, "voi.csv"},
    SetName{SetKind::voi, "voi.xlsx"},
    SetName{SetKind::diff, "diff_manifest.json"},
    SetName{SetKind::diff, "diff.csv"},
    SetName{SetKind::diff, "diff.xlsx"},
    SetName{SetKind::audit, "audit_manifest.json"},
    SetName{SetKind::audit, "audit.csv"},
    SetName{SetKind::share, "share_manifest.json"},
    SetName{SetKind::share, "share.csv", "rule,coalition"},
    SetName{SetKind::share, "weights.csv", "alternative,program,rule,firm"},
    SetName{SetKind::levels, "levels_manifest.json"},
    SetName{SetKind::levels, "levels.csv"},
    SetName{SetKind::levels, "levels.xlsx"},
    SetName{SetKind::terms, "terms_manifest.json"},
    SetName{SetKind::terms, "terms.csv"},
    SetName{SetKind::terms, "frontier.csv"},
    SetName{SetKind::terms, "conditions.csv"},
    SetName{SetKind::terms, "terms.html"},
    SetName{SetKind::terms, "terms.xlsx"},
    SetName{SetKind::fair, "fair_manifest.json"},
    SetName{SetKind::fair, "fair.csv"},
    SetName{SetKind::fit, "fit_manifest.json"},
    SetName{SetKind::fit, "fit.csv"},
};

// The manifest of each kind comes first.
const std::vector<SetName>& names() {
    static const std::vector<std::string> of_runs = [] {
        std::vector<std::string> out{"manifest.json"};
        for (const Format* format : formats()) {
            for (std::string& file : format->files()) out.push_back(std::move(file));
        }
        return out;
    }();
    static const std::vector<SetName> all = [] {
        std::vector<SetName> out;
        for (const std::string& file : of_runs) out.push_back({SetKind::run, file});
        out.insert(out.end(), of_studies.begin(), of_studies.end());
        return out;
    }();
    return all;
}

void remove_file(const std::string& path) {
    if (unlink(path.c_str()) != 0 && errno != ENOENT) throw Failure("cannot remove '" + path + "': " + std::strerror(errno));
}

// Whether a file that an earlier set may have left is one of ours.
bool is_ours(const std::string& path, std::string_view words) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return false;
    if (words.empty()) return true;
    std::string head(1024, '\0');
    std::ifstream stream(path, std::ios::binary);
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    // A set in the dialect with semicolons is one of ours too.
    std::string plain(words);
    std::replace(plain.begin(), plain.end(), ',', ';');
    return head.find(words) != std::string::npos || head.find(plain) != std::string::npos;
}

}  // namespace

std::string manifest_name(SetKind kind) {
    return std::string(std::find_if(names().begin(), names().end(), [&](const SetName& n) { return n.kind == kind; })->name);
}

PendingFile& FileSet::begin(const std::string& name) {
    const bool known = std::any_of(names().begin(), names().end(), [&](const SetName& n) { return n.kind == kind_ && n.name == name; });
    if (!known) throw std::logic_error("'" + name + "' is missing from the names of its set");
    return *files_.emplace_back(name, std::make_unique<PendingFile>(folder_, name)).second;
}

void FileSet::add(const NamedFile& file) {
    PendingFile& pending = begin(file.name);
    pending.write_all(file.content);
    pending.settle();
}

const std::string& FileSet::pending(const std::string& name) { return begin(name).path(); }

std::vector<std::pair<std::string, std::string>> FileSet::hashes() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [name, file] : files_) out.emplace_back(name, sha256(read_file(file->path())));
    return out;
}

void FileSet::finish(const std::string& manifest) {
    PendingFile last(folder_, manifest_name(kind_));
    last.write_all(manifest);
    last.settle();
    for (const auto& [name, file] : files_) file->settle();
    remove_file(folder_ + "/" + manifest_name(kind_));
    for (const auto& [name, file] : files_) file->finish();
    for (const SetName& n : names()) {
        const std::string path = folder_ + "/" + std::string(n.name);
        const bool written = std::any_of(files_.begin(), files_.end(), [&](const auto& f) { return f.first == n.name; });
        if (n.kind == kind_ && !written && n.name != manifest_name(kind_) && is_ours(path, n.words)) remove_file(path);
    }
    last.finish();
}

void tidy_folder(const std::string& folder) {
    std::vector<std::string> left;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".tmp")) continue;
        const bool ours = std::any_of(names().begin(), names().end(),
                                      [&](const SetName& n) { return name.starts_with("." + std::string(n.name) + "."); });
        if (ours || name.starts_with(".claim.")) left.push_back(entry.path().string());
    }
    for (const std::string& path : left) remove_file(path);
}

void drop_set(const std::string& folder, SetKind kind) {
    for (const SetName& n : names()) {
        const std::string path = folder + "/" + std::string(n.name);
        if (n.kind == kind && is_ours(path, n.words)) remove_file(path);
    }
}

bool batch_tells_of(const std::string& folder, const std::string& scenario) {
    const std::string path = folder + "/" + manifest_name(SetKind::batch);
    if (!fs::exists(path)) {
        return std::any_of(names().begin(), names().end(), [&](const SetName& n) {
            return n.kind == SetKind::batch && is_ours(folder + "/" + std::string(n.name), n.words);
        });
    }
    const nlohmann::json json = nlohmann::json::parse(read_file(path), nullptr, false);
    if (!json.is_object() || !json.contains("scenarios")) return true;
    return std::any_of(json["scenarios"].begin(), json["scenarios"].end(), [&](const auto& stem) { return stem == scenario; });
}

void write_study(const std::string& folder, SetKind kind, const StudyRecord& record, const std::vector<NamedFile>& files,
                 const std::vector<WrittenFile>& written) {
    FileSet set(folder, kind);
    for (const NamedFile& file : files) set.add(file);
    for (const WrittenFile& file : written) file.write(set.pending(file.name));
    nlohmann::ordered_json out;
    out["program"] = "entente";
    out["version"] = version();
    out["build"] = build();
    out["command"] = record.command;
    out["inputs"] = nlohmann::ordered_json::array();
    for (const Input& input : record.inputs) out["inputs"].push_back({{"file", input.name}, {"sha256", input.sha256}});
    out["settings"] = record.settings;
    for (const auto& [name, value] : record.options) std::visit([&, &key = name](const auto& x) { out[key] = x; }, value);
    out["partial"] = record.partial;
    for (const auto& [name, hash] : set.hashes()) out["files"][name] = hash;
    set.finish(out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace entente
