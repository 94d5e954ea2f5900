// Standard streams (see output.hpp).
#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace entente {

void finish_output() {
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw std::system_error(errno, std::generic_category(), "standard output");
}

void occupy_standard_streams() {
    // open() gives the lowest number that is free, which is that of the closed stream, for the lower ones are taken by now.
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        const bool closed = fcntl(stream, F_GETFD) < 0 && errno == EBADF;
        if (closed && open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) std::_Exit(1);
    }
}

Bold::Bold(const std::string& mode) {
    const char* no_color = std::getenv("NO_COLOR");
    const bool by_itself = (no_color == nullptr || *no_color == '\0') && isatty(STDOUT_FILENO) != 0;
    shown_ = mode == "always" || (mode != "never" && by_itself);
}

std::string Bold::operator()(const std::string& text) const { return shown_ ? "\x1b[1m" + text + "\x1b[0m" : text; }

}  // namespace entente
