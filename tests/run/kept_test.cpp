// What is kept of a command: a piece is what its seal says, whatever its file is called and wherever it comes from.
#include "run/kept.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "support/folder.hpp"

using namespace entente;
using test::Folder;

namespace {

const Identity mine{{"scenario", "a"}, {"data file hist.csv", "1111"}};

std::string named(const Folder& folder, const std::string& name) { return folder.path() + "/" + name; }

void write(const KeptFiles& kept, const std::string& kind, std::int64_t first, std::int64_t end) {
    kept.write(kind, first, end, [&](ByteWriter& out) { out.put(std::string("payload of ") + kind); });
}

template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "";
}

// A folder with two pieces of leaves and one of tallies, of a run of 1,000 worlds.
struct Kept {
    Kept() {
        files.begin();
        write(files, "leaves", 0, 512);
        write(files, "leaves", 512, 700);
        write(files, "tallies", 700, 700);
    }
    Folder folder;
    KeptFiles files{folder.path(), mine, 1000};
};

const std::string first = "leaves-0000000000000000.bin", second = "leaves-0000000000000512.bin", tallies = "tallies-0000000000000700.bin";

}  // namespace

TEST_CASE("pieces are read as they were written", "[run]") {
    const Kept kept;
    CHECK(kept.files.found());
    CHECK(kept.files.numbers("leaves") == std::vector<std::int64_t>{0, 512});
    const Piece piece = kept.files.read("leaves", 512);
    CHECK(piece.first == 512);
    CHECK(piece.end == 700);
    std::string payload;
    ByteReader(piece.payload).get(payload);
    CHECK(payload == "payload of leaves");
}

TEST_CASE("a piece under another name is refused by name", "[run]") {
    const Kept kept;
    const auto read = [&](const std::string& kind, std::int64_t number) { return refusal([&] { kept.files.read(kind, number); }); };
    std::filesystem::copy_file(named(kept.folder, first), named(kept.folder, "leaves-0000000000000600.bin"));
    CHECK_THAT(read("leaves", 600), Catch::Contains("leaves-0000000000000600.bin") && Catch::Contains("was saved as '" + first + "'"));
    std::filesystem::rename(named(kept.folder, tallies), named(kept.folder, "tallies-0000000000000999.bin"));
    CHECK_THAT(read("tallies", 999), Catch::Contains("was saved as '" + tallies + "'"));
    std::filesystem::rename(named(kept.folder, first), named(kept.folder, "swapped"));
    std::filesystem::rename(named(kept.folder, second), named(kept.folder, first));
    std::filesystem::rename(named(kept.folder, "swapped"), named(kept.folder, second));
    CHECK_THAT(read("leaves", 0), Catch::Contains("was saved as '" + second + "'"));
    CHECK_THAT(read("leaves", 512), Catch::Contains("was saved as '" + first + "'"));
    std::filesystem::copy_file(named(kept.folder, first), named(kept.folder, tallies));
    CHECK_THAT(read("tallies", 700), Catch::Contains("was saved as"));
}

TEST_CASE("a number past the run's end is refused by name", "[run]") {
    const Kept kept;
    std::filesystem::copy_file(named(kept.folder, second), named(kept.folder, "leaves-0000000000001001.bin"));
    CHECK_THAT(refusal([&] { kept.files.numbers("leaves"); }),
               Catch::Contains("leaves-0000000000001001.bin") && Catch::Contains("past its end at 1000"));
    const KeptFiles shorter(kept.folder.path(), mine, 600);
    CHECK_THAT(refusal([&] { shorter.read("leaves", 512); }), Catch::Contains(second) && Catch::Contains("past its end at 600"));
    for (const char* name :
         {"tallies--000000000000001.bin", "tallies-99999999999999999999.bin", "tallies-.bin", "tallies-0000000000000700.bi"}) {
        std::filesystem::copy_file(named(kept.folder, tallies), named(kept.folder, name));
        CHECK_THAT(refusal([&] { kept.files.numbers("tallies"); }), Catch::Contains(name) && Catch::Contains("damaged"));
        std::filesystem::remove(named(kept.folder, name));
    }
    CHECK(kept.files.numbers("tallies") == std::vector<std::int64_t>{700});
}

TEST_CASE("another run's piece, a changed and a cut one are refused by name", "[run]") {
    const Kept kept;
    const auto read = [&] { return refusal([&] { kept.files.read("leaves", 512); }); };
    const std::string path = named(kept.folder, second), bytes = read_file(path);
    const Folder elsewhere;
    const KeptFiles others(elsewhere.path(), {{"scenario", "b"}}, 1000);
    others.begin();
    write(others, "leaves", 512, 700);
    write_file(kept.folder.path(), second, read_file(named(elsewhere, second)));
    CHECK_THAT(read(), Catch::Contains(second) && Catch::Contains("another run"));
    std::string changed = bytes;
    for (const std::size_t at : {std::size_t{3}, bytes.find("512"), bytes.find("700"), bytes.size() / 2, bytes.size() - 1}) {
        changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        write_file(kept.folder.path(), second, changed);
        CHECK_THAT(read(), Catch::Contains(second) && Catch::Contains("damaged"));
    }
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        write_file(kept.folder.path(), second, bytes.substr(0, size));
        CHECK_THAT(read(), Catch::Contains(second) && Catch::Contains("damaged"));
    }
    write_file(kept.folder.path(), second, bytes);
    CHECK(read().empty());
}

TEST_CASE("what is kept of another run is refused by what differs", "[run]") {
    const Kept kept;
    const auto found = [&](const Identity& identity) {
        return refusal([&] { static_cast<void>(KeptFiles(kept.folder.path(), identity, 1000).found()); });
    };
    CHECK(found(mine).empty());
    CHECK_THAT(found({{"scenario", "a"}, {"data file hist.csv", "2222"}}),
               Catch::Contains("its data file hist.csv is 1111, this run's is 2222"));
    CHECK_THAT(found({{"scenario", "a"}}), Catch::Contains("its data file hist.csv is 1111, this run's is nothing"));
    CHECK_THAT(found({{"scenario", "a"}, {"data file hist.csv", "1111"}, {"over x", "0 1"}}), Catch::Contains("its over x is nothing"));
    for (const char* text : {"{\"format\": 4}", "{\"format\": [1, {}]}", "{\"format\": null}", "{}"}) {
        write_file(kept.folder.path(), "run.json", text);
        CHECK_THAT(found(mine), Catch::Contains("run.json' is of another run: its format is"));
    }
    for (const char* text : {"", "[]", "4", "{", "\xff\xfe"}) {
        write_file(kept.folder.path(), "run.json", text);
        CHECK_THAT(found(mine), Catch::Contains("run.json' is damaged"));
    }
    write_file(kept.folder.path(), "run.json", "{\"format\": \"\\u001b[31m\"}");
    CHECK(found(mine).find('\x1b') == std::string::npos);
}

TEST_CASE("only what was kept is removed", "[run]") {
    const Kept kept;
    write_file(kept.folder.path(), "mine.txt", "precious");
    remove_kept(kept.folder.path());
    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(kept.folder.path())) left.push_back(entry.path().filename().string());
    CHECK(left == std::vector<std::string>{"mine.txt"});
    std::filesystem::remove(named(kept.folder, "mine.txt"));
    remove_kept(kept.folder.path());
    CHECK_FALSE(std::filesystem::exists(kept.folder.path()));
    remove_kept(kept.folder.path());
}
