// Atomic files and hashes (see files.hpp).
#include "base/files.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace entente {

namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw FileFailure(what, path, {errno, std::generic_category()});
}

}  // namespace

bool FileFailure::of_place() const {
    for (const std::errc of_path :
         {std::errc::permission_denied, std::errc::operation_not_permitted, std::errc::read_only_file_system, std::errc::not_a_directory,
          std::errc::file_exists, std::errc::is_a_directory, std::errc::no_such_file_or_directory, std::errc::filename_too_long,
          std::errc::too_many_symbolic_link_levels, std::errc::invalid_argument}) {
        if (why_ == of_path) return true;
    }
    return false;
}

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
    if (error) throw FileFailure("cannot make the folder", folder, error);
    PendingFile(folder, "claim").write_all("entente\n");
}

void write_file(const std::string& folder, const std::string& name, std::string_view content) {
    PendingFile file(folder, name);
    file.write_all(content);
    file.finish();
}

InputFile::InputFile(const std::string& path) : path_(path), descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    std::error_code error;
    if (descriptor_ < 0) {
        fault_ = std::strerror(errno);
    } else if (std::filesystem::is_directory(path, error)) {
        fault_ = std::strerror(EISDIR);
        close(descriptor_);
        descriptor_ = -1;
    }
}

InputFile::~InputFile() {
    if (descriptor_ >= 0) close(descriptor_);
}

std::string_view InputFile::next() {
    ssize_t count = 0;
    do {
        count = ::read(descriptor_, piece_.data(), piece_.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) fail("cannot read", path_);
    return {piece_.data(), static_cast<std::size_t>(count)};
}

std::optional<std::string> read_at_most(InputFile& file, std::size_t most) {
    std::string out;
    while (true) {
        const std::string_view piece = file.next();
        if (piece.empty()) return out;
        if (piece.size() > most - out.size()) return std::nullopt;
        out += piece;
    }
}

std::string read_file(const std::string& path) {
    InputFile file(path);
    if (!file.is_open()) throw Failure("cannot open '" + path + "': " + file.fault());
    return *read_at_most(file, std::string::npos);
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
