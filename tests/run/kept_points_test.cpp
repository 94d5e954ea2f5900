// Points of a study are kept in time, once each, and read back in their order.
#include "run/kept_points.hpp"

#include <catch2/catch.hpp>

#include "base/problem.hpp"
#include "support/folder.hpp"

using namespace entente;
using test::Folder;

namespace {

using Points = std::vector<std::string>;

CheckpointOptions options_of(const Folder& folder) {
    CheckpointOptions out;
    out.folder = folder.path() + "/.checkpoint";
    out.resume = true;
    return out;
}
KeptPoints<std::string> kept_in(const CheckpointOptions& options) { return {options, {{"study", "a"}}, 10}; }

}  // namespace

TEST_CASE("points are read back as they were saved, in pieces", "[run]") {
    const Folder folder;
    const CheckpointOptions options = options_of(folder);
    auto kept = kept_in(options);
    CHECK(kept.load().empty());
    kept.save({"one", "two"});
    kept.save({"one", "two"});
    kept.save({"one", "two", "three"});
    CHECK(kept_in(options).load() == Points{"one", "two", "three"});
    CHECK(KeptFiles(options.folder, {{"study", "a"}}, 10).numbers("points") == std::vector<std::int64_t>{0, 2});
}

TEST_CASE("a study that does not resume leaves nothing of the one before", "[run]") {
    const Folder folder;
    CheckpointOptions options = options_of(folder);
    kept_in(options).save({"one", "two"});
    options.resume = false;
    auto kept = kept_in(options);
    CHECK(kept.load().empty());
    kept.save({"other"});
    CHECK(kept_in(options_of(folder)).load() == Points{"other"});
}

TEST_CASE("points are saved when the study has lasted, and as often as is asked for", "[run]") {
    const Folder folder;
    CheckpointOptions options = options_of(folder);
    kept_in(options).save_in_time({"one"});
    CHECK_FALSE(KeptFiles(options.folder, {{"study", "a"}}, 10).found());
    options.always = true;
    kept_in(options).save_in_time({"one"});
    CHECK_FALSE(KeptFiles(options.folder, {{"study", "a"}}, 10).found());
    options.interval = 0;
    kept_in(options).save_in_time({"one"});
    CHECK(kept_in(options).load() == Points{"one"});
    CHECK(CheckpointOptions{}.begins(60));
    CHECK_FALSE(CheckpointOptions{}.begins(59));
}

TEST_CASE("points of which a piece is missing are refused", "[run]") {
    const Folder folder;
    const CheckpointOptions options = options_of(folder);
    auto kept = kept_in(options);
    kept.save({"one"});
    kept.save({"one", "two"});
    KeptFiles(options.folder, {{"study", "a"}}, 10).remove("points", 0);
    CHECK_THROWS_WITH(kept_in(options).load(), Catch::Contains("lacks a file of points"));
}

TEST_CASE("without a folder nothing is kept", "[run]") {
    auto kept = kept_in({});
    kept.save({"one"});
    CHECK(kept_in({}).load().empty());
}
