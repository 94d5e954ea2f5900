// The files of a run: every one appears whole under its name, or not at all.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/input.hpp"
#include "model/results.hpp"
#include "write/set.hpp"

namespace entente {

// How CSV files are written: RFC 4180 with points, or for spreadsheets that expect semicolons and decimal commas; with or
// without the mark that lets Excel see UTF-8.
struct CsvDialect {
    char separator = ',', decimal = '.';
    bool mark = false;
};

// What the manifest says besides the results.
struct RunRecord {
    std::string scenario;       // the file's stem, first column of every CSV
    std::string file;           // the scenario file as given
    std::string text;           // what stands in it
    std::string sha256;         // of its bytes
    std::vector<Input> inputs;  // the data files that it rests on
    std::vector<std::string> settings;
    bool samples = false;
    std::vector<std::string> formats = {};  // what is written besides the manifest
    CsvDialect dialect = {};

    bool writes(std::string_view format) const { return std::find(formats.begin(), formats.end(), format) != formats.end(); }
};

// Writes every file of the run into the folder as a set. Returns the hash of the result files together: equal hashes are equal bytes.
std::string write_results(const std::string& folder, const Results& results, const RunRecord& record);

// The program's version and build, for the manifest and --version.
std::string version();
std::string build();

// Parts, one file each in formats/.
std::vector<NamedFile> csv_files(const Results& results, const std::string& scenario, bool samples, const CsvDialect& dialect = {});
// `plain`: the result files as they are without a dialect; `written`: the hashes of those in the folder.
std::string manifest_json(const Results& results, const RunRecord& record, const std::vector<NamedFile>& plain,
                          const std::vector<std::pair<std::string, std::string>>& written);
std::string report_html(const Results& results, const RunRecord& record, const std::vector<NamedFile>& files);
// Writes to `path` itself, for the library that makes it knows files only.
void write_workbook(const std::string& path, const Results& results, const RunRecord& record, const std::vector<NamedFile>& files);
// A batch: one row a scenario, alternative and firm with the main figures; and a page that leads to every report.
struct BatchEntry {
    std::string scenario;  // as its files name it
    Results results;
    std::string folder;  // of its files, in that of the page
};
NamedFile batch_csv(const std::vector<BatchEntry>& batch, const CsvDialect& dialect);
NamedFile batch_page(const std::vector<BatchEntry>& batch, bool reports);
std::string summary_json(const Results& results, const std::string& scenario);

// One hash over all files of a run but the manifest.
std::string result_hash(const std::vector<NamedFile>& files);

}  // namespace entente
