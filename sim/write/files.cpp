// Folders, atomic files and hashes (see files.hpp).
#include "write/files.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/problem.hpp"

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "unknown"
#endif
#ifndef ENTENTE_BUILD
#define ENTENTE_BUILD "unknown"
#endif

namespace entente {

namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Failure(what + " '" + path + "': " + std::strerror(errno));
}

// An open file that is removed again unless it reaches its final name.
class Pending {
public:
    explicit Pending(std::string path)
        : path_(std::move(path)), descriptor_(open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
        if (descriptor_ < 0) fail("cannot create", path_);
    }
    ~Pending() {
        if (descriptor_ >= 0) close(descriptor_);
        if (!path_.empty()) unlink(path_.c_str());
    }
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;

    void write_all(const std::string& content) {
        std::size_t done = 0;
        while (done < content.size()) {
            const ssize_t count = ::write(descriptor_, content.data() + done, content.size() - done);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) fail("cannot write", path_);
            done += static_cast<std::size_t>(count);
        }
        if (fsync(descriptor_) != 0 && errno != EINVAL) fail("cannot write", path_);
    }
    void finish(const std::string& final_path) {
        const int descriptor = descriptor_;
        descriptor_ = -1;
        if (close(descriptor) != 0) fail("cannot write", path_);
        if (rename(path_.c_str(), final_path.c_str()) != 0) fail("cannot rename to", final_path);
        path_.clear();
    }

private:
    std::string path_;
    int descriptor_;
};

std::string temporary(const std::string& folder, const std::string& name) {
    return folder + "/." + name + "." + std::to_string(getpid()) + ".tmp";
}

}  // namespace

std::string version() { return ENTENTE_VERSION; }
std::string build() { return ENTENTE_BUILD; }

void claim_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw Failure("cannot make the folder '" + folder + "': " + error.message());
    Pending(temporary(folder, "claim")).write_all("entente\n");
}

void write_file(const std::string& folder, const std::string& name, const std::string& content) {
    Pending file(temporary(folder, name));
    file.write_all(content);
    file.finish(folder + "/" + name);
}

std::string write_results(const std::string& folder, const Results& results, const RunRecord& record) {
    // Without its manifest a folder is visibly unfinished, even when older files are being replaced.
    std::error_code ignored;
    std::filesystem::remove(folder + "/manifest.json", ignored);
    const std::vector<NamedFile> files = csv_files(results, record.scenario, record.samples);
    if (record.csv) {
        for (const NamedFile& file : csv_files(results, record.scenario, record.samples, record.dialect))
            write_file(folder, file.name, file.content);
    }
    if (record.workbook) {
        Pending pending(temporary(folder, "workbook.xlsx"));
        write_workbook(temporary(folder, "workbook.xlsx"), results, record, files);
        pending.finish(folder + "/workbook.xlsx");
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

std::string sha256(const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw Failure("the SHA-256 of a file cannot be computed");
    }
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
        out += "0123456789abcdef"[digest[i] >> 4];
        out += "0123456789abcdef"[digest[i] & 15];
    }
    return out;
}

}  // namespace entente
