// Starting programs (see child.hpp): their streams are files without a name, so that neither side waits for the other.
#include "base/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/problem.hpp"

namespace entente {

namespace {

using Stream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail(const std::string& what, int why) { throw Failure(what + ": " + std::strerror(why)); }

Stream unnamed_file() {
    Stream out(std::tmpfile(), &std::fclose);
    if (!out) fail("no file can be made in the folder for temporary ones", errno);
    return out;
}

std::string content(const Stream& stream) {
    std::string out;
    std::rewind(stream.get());
    char piece[1 << 16];
    for (std::size_t size = 0; (size = std::fread(piece, 1, sizeof piece, stream.get())) > 0;) out.append(piece, size);
    if (std::ferror(stream.get()) != 0) fail("what a program has said cannot be read", errno);
    return out;
}

}  // namespace

ChildResult run_program(const std::vector<std::string>& arguments, std::string_view input) {
    const Stream in = unnamed_file(), out = unnamed_file(), errors = unnamed_file();
    if (std::fwrite(input.data(), 1, input.size(), in.get()) != input.size() || std::fflush(in.get()) != 0)
        fail("what a program is to read cannot be written", errno);
    std::rewind(in.get());
    posix_spawn_file_actions_t actions;
    if (const int why = posix_spawn_file_actions_init(&actions); why != 0) fail("no program can be started", why);
    const std::unique_ptr<posix_spawn_file_actions_t, int (*)(posix_spawn_file_actions_t*)> held(&actions,
                                                                                                 &posix_spawn_file_actions_destroy);
    for (const auto& [stream, number] :
         {std::pair(in.get(), STDIN_FILENO), std::pair(out.get(), STDOUT_FILENO), std::pair(errors.get(), STDERR_FILENO)}) {
        if (const int why = posix_spawn_file_actions_adddup2(&actions, fileno(stream), number); why != 0)
            fail("no program can be started", why);
    }
    std::vector<char*> words;
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    pid_t child = 0;
    const int why = posix_spawnp(&child, words.front(), &actions, nullptr, words.data(), environ);
    if (why == ENOENT || why == EACCES || why == ENOEXEC) return {false, 127, "", ""};
    if (why != 0) fail("'" + arguments.front() + "' cannot be started", why);
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) fail("'" + arguments.front() + "' cannot be waited for", errno);
    }
    return {true, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(out), content(errors)};
}

}  // namespace entente
