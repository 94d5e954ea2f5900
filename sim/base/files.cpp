// Atomic files and hashes (see files.hpp).
#include "base/files.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/problem.hpp"

namespace entente {

namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Failure(what + " '" + path + "': " + std::strerror(errno));
}

}  // namespace

PendingFile::PendingFile(const std::string& folder, const std::string& name)
    : final_path_(folder + "/" + name),
      path_(folder + "/." + name + "." + std::to_string(getpid()) + ".tmp"),
      descriptor_(open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) fail("cannot create", path_);
}

PendingFile::~PendingFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!path_.empty()) unlink(path_.c_str());
}

void PendingFile::write_all(std::string_view content) {
    while (!content.empty()) {
        const ssize_t count = ::write(descriptor_, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail("cannot write", path_);
        content.remove_prefix(static_cast<std::size_t>(count));
    }
}

void PendingFile::settle() {
    if (descriptor_ < 0) return;
    if (fsync(descriptor_) != 0 && errno != EINVAL) fail("cannot write", path_);
    const int descriptor = descriptor_;
    descriptor_ = -1;
    if (close(descriptor) != 0) fail("cannot write", path_);
}

void PendingFile::finish() {
    settle();
    if (rename(path_.c_str(), final_path_.c_str()) != 0) fail("cannot rename to", final_path_);
    path_.clear();
}

void claim_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw Failure("cannot make the folder '" + folder + "': " + error.message());
    PendingFile(folder, "claim").write_all("entente\n");
}

void write_file(const std::string& folder, const std::string& name, std::string_view content) {
    PendingFile file(folder, name);
    file.write_all(content);
    file.finish();
}

std::string read_file(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail("cannot open", path);
    std::string out;
    std::array<char, 1 << 16> buffer{};
    ssize_t count = 0;
    while ((count = ::read(descriptor, buffer.data(), buffer.size())) != 0) {
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        out.append(buffer.data(), static_cast<std::size_t>(count));
    }
    close(descriptor);
    if (count < 0) fail("cannot read", path);
    return out;
}

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};

    static void check(int done) {
        if (done != 1) throw Failure("the SHA-256 of a file cannot be computed");
    }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { State::check(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr)); }

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { State::check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size())); }

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    State::check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length));
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
        out += "0123456789abcdef"[digest[i] >> 4];
        out += "0123456789abcdef"[digest[i] & 15];
    }
    return out;
}

std::string sha256(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.finish();
}

}  // namespace entente
