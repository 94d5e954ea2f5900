// A workbook that is not whole is found when it is read back.
#include "write/read_back.hpp"

#include <minizip/zip.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <filesystem>

#include "base/files.hpp"
#include "base/problem.hpp"

using namespace entente;
using Catch::Matchers::Contains;

namespace {

// A folder of this test's own.
class Scratch {
public:
    Scratch() : path_(std::filesystem::temp_directory_path() / ("entente-read-back-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Scratch() { std::filesystem::remove_all(path_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string folder() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

std::string archive_of(const Scratch& scratch, const std::vector<std::pair<std::string, std::string>>& parts) {
    const std::string path = scratch.folder() + "/book.xlsx";
    zipFile archive = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
    REQUIRE(archive != nullptr);
    for (const auto& [name, content] : parts) {
        const zip_fileinfo now{};
        // Stored as it is, so that its bytes can be found again.
        REQUIRE(zipOpenNewFileInZip(archive, name.c_str(), &now, nullptr, 0, nullptr, 0, nullptr, 0, 0) == ZIP_OK);
        REQUIRE(zipWriteInFileInZip(archive, content.data(), static_cast<unsigned>(content.size())) == ZIP_OK);
        REQUIRE(zipCloseFileInZip(archive) == ZIP_OK);
    }
    REQUIRE(zipClose(archive, nullptr) == ZIP_OK);
    return path;
}

const std::string sheet = "<sheet><row><c>12</c></row><row><c>34</c></row></sheet>";

}  // namespace

TEST_CASE("a whole workbook is read back", "[write]") {
    const Scratch scratch;
    CHECK_NOTHROW(check_workbook(archive_of(scratch, {{"a.xml", sheet}, {"b.xml", sheet}})));
}

TEST_CASE("a workbook that is not whole is refused by its part", "[write]") {
    const Scratch scratch;
    // As it is when a temporary file took no more: a part ends early, and its checksum is that of what there is.
    CHECK_THROWS_WITH(check_workbook(archive_of(scratch, {{"a.xml", sheet}, {"b.xml", sheet.substr(0, 30)}})),
                      Contains("b.xml is cut off"));
    CHECK_THROWS_WITH(check_workbook(archive_of(scratch, {{"a.xml", ""}})), Contains("a.xml is cut off"));
    const std::string path = archive_of(scratch, {{"a.xml", sheet}, {"b.xml", sheet}});
    const std::string whole = read_file(path);
    std::string changed = whole;
    changed[changed.find("12")] = '9';
    write_file(scratch.folder(), "book.xlsx", changed);
    CHECK_THROWS_WITH(check_workbook(path), Contains("a.xml has another checksum"));
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, whole.size() / 2, whole.size() - 10}) {
        write_file(scratch.folder(), "book.xlsx", std::string_view(whole).substr(0, size));
        CHECK_THROWS_AS(check_workbook(path), Failure);
    }
    CHECK_THROWS_AS(check_workbook(scratch.folder() + "/none.xlsx"), Failure);
}
