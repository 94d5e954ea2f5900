// Sets of files: whole when their manifest is there, nothing of an older one beside it, nothing foreign touched.
#include "write/set.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "base/problem.hpp"
#include "support/folder.hpp"

using namespace entente;
using test::Folder;

namespace {

std::set<std::string> names_in(const Folder& folder) {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) out.insert(entry.path().filename().string());
    return out;
}

}  // namespace

TEST_CASE("older files that a set does not have go, foreign ones stay", "[write]") {
    const Folder folder;
    for (const char* name :
         {"worlds.csv", "workbook.xlsx", "report.html", "summary.csv", "manifest.json", "sweep.csv", "notes.txt", "summary.csv.bak"})
        write_file(folder.path(), name, "old");
    FileSet set(folder.path(), SetKind::run);
    set.add({"summary.csv", "new"});
    set.finish("{}");
    CHECK(names_in(folder) == std::set<std::string>{"summary.csv", "manifest.json", "sweep.csv", "notes.txt", "summary.csv.bak"});
    CHECK(read_file(folder.path() + "/summary.csv") == "new");
    CHECK(read_file(folder.path() + "/notes.txt") == "old");
}

TEST_CASE("until a set is finished the older one stands as it is", "[write]") {
    const Folder folder;
    write_file(folder.path(), "summary.csv", "old");
    write_file(folder.path(), "manifest.json", "old");
    {
        FileSet set(folder.path(), SetKind::run);
        set.add({"summary.csv", "new"});
        set.add({"annual.csv", "new"});
        CHECK_THROWS_AS(set.add({"unheard-of.csv", "new"}), std::logic_error);
    }
    CHECK(names_in(folder) == std::set<std::string>{"summary.csv", "manifest.json"});
    CHECK(read_file(folder.path() + "/summary.csv") == "old");
    // A file that cannot get its name leaves no manifest: what is there is visibly no set.
    std::filesystem::create_directories(folder.path() + "/annual.csv/full");
    FileSet set(folder.path(), SetKind::run);
    set.add({"summary.csv", "new"});
    set.add({"annual.csv", "new"});
    CHECK_THROWS_AS(set.finish("new"), Failure);
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/manifest.json"));
}

TEST_CASE("a page or table of the user's own with a batch's name is not removed", "[write]") {
    const Folder folder;
    write_file(folder.path(), "index.html", "<html><title>My page</title></html>");
    write_file(folder.path(), "weights.csv", "pounds,kilograms\r\n");
    write_file(folder.path(), "batch.csv", "scenario;alternative;baseline;firm;unit\r\n");
    CHECK(batch_tells_of(folder.path(), "a"));  // batch.csv is one of ours, and no manifest says of what
    drop_set(folder.path(), SetKind::batch);
    CHECK(names_in(folder) == std::set<std::string>{"index.html", "weights.csv"});
    CHECK_FALSE(batch_tells_of(folder.path(), "a"));
    write_study(folder.path(), SetKind::share, {"share", {}, {}, {}, false}, {{"share.csv", "rule,coalition\r\n"}});
    CHECK(names_in(folder) == std::set<std::string>{"index.html", "weights.csv", "share.csv", "share_manifest.json"});
    write_file(folder.path(), "weights.csv", "alternative,program,rule,firm,weight\r\n");
    write_study(folder.path(), SetKind::share, {"share", {}, {}, {}, false}, {{"share.csv", "rule,coalition\r\n"}});
    CHECK(names_in(folder) == std::set<std::string>{"index.html", "share.csv", "share_manifest.json"});
}

TEST_CASE("a study's manifest tells what it rests on and holds its files' hashes", "[write]") {
    const Folder folder;
    StudyRecord record{
        "sweep", {{"s.toml", "s.toml", "aa"}, {"hist.csv", "d/hist.csv", "bb"}}, {"a=1"}, {{"worlds", std::int64_t{5}}}, true};
    write_study(folder.path(), SetKind::sweep, record, {{"sweep.csv", "x"}});
    const auto json = nlohmann::json::parse(read_file(folder.path() + "/sweep_manifest.json"));
    CHECK(json["inputs"] == nlohmann::json::parse(R"([{"file": "s.toml", "sha256": "aa"}, {"file": "hist.csv", "sha256": "bb"}])"));
    CHECK(json["settings"] == nlohmann::json{"a=1"});
    CHECK(json["worlds"] == 5);
    CHECK(json["partial"] == true);
    CHECK(json["files"] == nlohmann::json{{"sweep.csv", sha256("x")}});
}

TEST_CASE("temporary files of a process that was killed are tidied, others stay", "[write]") {
    const Folder folder;
    for (const char* name : {".summary.csv.123.tmp", ".sweep_manifest.json.9.tmp", ".mine.tmp", "summary.csv.tmp", ".lock"})
        write_file(folder.path(), name, "old");
    tidy_folder(folder.path());
    CHECK(names_in(folder) == std::set<std::string>{".mine.tmp", "summary.csv.tmp", ".lock"});
}
