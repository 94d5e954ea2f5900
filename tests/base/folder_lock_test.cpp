// Locks of folders: one writer, whoever is gone holds nothing, and a process's number that was given away is another process.
#include "base/folder_lock.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "support/folder.hpp"

using namespace entente;
using test::Folder;

namespace {

std::string refusal(const std::string& folder) {
    try {
        const FolderLock lock(folder);
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a folder that is being written is refused, naming the process", "[base]") {
    const Folder folder;
    {
        FolderLock lock(folder.path());
        CHECK_THAT(refusal(folder.path()),
                   Catch::Contains("'" + folder.path() + "' is being written by process " + std::to_string(getpid())));
        const FolderLock moved(std::move(lock));
        CHECK_THAT(refusal(folder.path()), Catch::Contains("is being written"));
    }
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/.lock"));
    CHECK(refusal(folder.path()).empty());
}

TEST_CASE("what a process that was killed has left is taken over", "[base]") {
    const Folder folder;
    const pid_t child = fork();
    if (child == 0) {
        FolderLock* const held = new FolderLock(folder.path());
        _exit(held->folder().empty() ? 1 : 0);  // like kill -9: nothing is given back
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    const LockOwner left = LockOwner::read(read_file(folder.path() + "/.lock"));
    CHECK(left.process == child);
    CHECK_FALSE(left.lives());
    const FolderLock lock(folder.path());
    CHECK(LockOwner::read(read_file(folder.path() + "/.lock")).process == getpid());
}

TEST_CASE("an owner is a process of a machine since a moment", "[base]") {
    const LockOwner self = LockOwner::self();
    CHECK(self.started > 0);
    CHECK(self.here());
    CHECK(self.lives());
    const LockOwner read = LockOwner::read(self.text());
    CHECK(read.text() == self.text());
    LockOwner other = self;
    other.started += 1;  // the number has been given to another process since
    CHECK_FALSE(other.lives());
    other = self;
    other.boot = "00000000-0000-0000-0000-000000000000";
    CHECK_FALSE(other.lives());
    other = self;
    other.host = "elsewhere";
    CHECK_FALSE(other.here());
    for (const char* text : {"", "host a", "host a\nprocess x\nstarted 1\nboot b\n", "host \x1b[31m\nprocess 1\nstarted 1\nboot b\n"})
        CHECK(LockOwner::read(text).process == 0);
}

TEST_CASE("a lock's text that is no lock's does not keep a folder", "[base]") {
    const Folder folder;
    write_file(folder.path(), ".lock", "what is this");
    CHECK(refusal(folder.path()).empty());
}
