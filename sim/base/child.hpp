// Another program as a tool: what it is given on standard input, and what it says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entente {

struct ChildResult {
    bool found = true;  // whether there is such a program
    int status = 0;     // its exit status, or 128 and the number of the signal that ended it
    std::string output, errors;
};

// Runs a program, found along PATH, to its end. Throws Failure where the system refuses what that takes.
ChildResult run_program(const std::vector<std::string>& arguments, std::string_view input);

}  // namespace entente
