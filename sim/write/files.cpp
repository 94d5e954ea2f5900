// The files of a run, one after another (see files.hpp).
#include "write/files.hpp"

#include "write/format.hpp"

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "unknown"
#endif
#ifndef ENTENTE_BUILD
#define ENTENTE_BUILD "unknown"
#endif

namespace entente {

std::string version() { return ENTENTE_VERSION; }
std::string build() { return ENTENTE_BUILD; }

std::string write_results(const std::string& folder, const Results& results, const RunRecord& record) {
    const std::vector<NamedFile> files = csv_files(results, record.scenario, record.samples);
    FileSet set(folder, SetKind::run);
    for (const Format* format : formats()) {
        if (record.writes(format->name)) format->write(set, {results, record, files});
    }
    set.finish(manifest_json(results, record, files, set.hashes()));
    return result_hash(files);
}

std::string result_hash(const std::vector<NamedFile>& files) {
    std::string all;
    for (const NamedFile& file : files) all += file.name + " " + sha256(file.content) + "\n";
    return sha256(all);
}

}  // namespace entente
