// The two kinds of trouble a user can meet: a fault in the input, and a failure of the world outside.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace entente {

// Where something stands in a scenario file; line 0 means "nowhere in the file" (a default, a command line).
struct Source {
    int line = 0;
    int column = 0;
};

// A fault in the input. A value: readers collect all of them, only the command line prints.
struct Problem {
    Source source;
    std::string found;
    std::string expected;
    std::string hint;
    std::string mistake = {};  // the same for all problems that one mistake makes; mostly none
};

using Problems = std::vector<Problem>;

// The world outside failed (disk, memory, a worker). Caught in main; exit status 1.
class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A name written in a scenario that refers to something defined elsewhere in it.
struct Name {
    std::string text;
    Source source;

    bool operator==(const std::string& other) const { return text == other; }
};

}  // namespace entente
