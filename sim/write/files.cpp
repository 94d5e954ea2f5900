// The files of a run, one after another (see files.hpp).
#include "write/files.hpp"

#include <filesystem>

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "unknown"
#endif
#ifndef ENTENTE_BUILD
#define ENTENTE_BUILD "unknown"
#endif

namespace entente {

std::string version() { return ENTENTE_VERSION; }
std::string build() { return ENTENTE_BUILD; }

void write_file(const std::string& folder, const NamedFile& file) { write_file(folder, file.name, file.content); }

std::string write_results(const std::string& folder, const Results& results, const RunRecord& record) {
    // Without its manifest a folder is visibly unfinished, even when older files are being replaced.
    std::error_code ignored;
    std::filesystem::remove(folder + "/manifest.json", ignored);
    const std::vector<NamedFile> files = csv_files(results, record.scenario, record.samples);
    if (record.csv) {
        for (const NamedFile& file : csv_files(results, record.scenario, record.samples, record.dialect)) write_file(folder, file);
    }
    if (record.workbook) {
        PendingFile pending(folder, "workbook.xlsx");
        write_workbook(pending.path(), results, record, files);
        pending.finish();
    }
    if (record.report) write_file(folder, "report.html", report_html(results, record, files));
    write_file(folder, "manifest.json", manifest_json(results, record, files));
    return result_hash(files);
}

std::string result_hash(const std::vector<NamedFile>& files) {
    std::string all;
    for (const NamedFile& file : files) all += file.name + " " + sha256(file.content) + "\n";
    return sha256(all);
}

}  // namespace entente
