// Whether the machine has the memory that worlds take.
#pragma once

#include <cstdint>
#include <string>

namespace entente {

// "1234 MB"
std::string megabytes(double bytes);

// Linux promises more memory than it has, and ends a process that uses what is not there. So what is needed is compared with the machine's
// memory before it begins: throws Failure, with what to do, where it does not suffice.
void check_memory(double bytes, std::int64_t worlds, const std::string& mend);

}  // namespace entente
