// What the user reads: answers on standard output, all of which must arrive, and messages on standard error, which may get lost.
#pragma once

#include <fmt/core.h>

#include <cstdio>
#include <string>
#include <utility>

namespace entente {

// A message on standard error. Where it cannot be written there is nobody to tell, so nothing else changes.
template <class... T>
void tell(fmt::format_string<T...> text, T&&... values) {
    const std::string message = fmt::format(text, std::forward<T>(values)...);
    std::fwrite(message.data(), 1, message.size(), stderr);
}

// Sends standard output on its way. Throws std::system_error where some of it cannot be written, as printing does.
void finish_output();

// Has files never take the numbers of standard streams that were closed, for what is printed would go into them. Writing to
// such a stream still fails.
void occupy_standard_streams();

// Bold text where standard output wants it: always, never, or auto - on a terminal, unless NO_COLOR is set.
class Bold {
public:
    explicit Bold(const std::string& mode);
    std::string operator()(const std::string& text) const;

private:
    bool shown_;
};

}  // namespace entente
