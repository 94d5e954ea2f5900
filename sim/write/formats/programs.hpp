// A section of the report: each program's dates and costs, and the lines of joint confidence (NASA's JCL charts).
#pragma once

#include <string>

#include "model/results.hpp"

namespace entente {

std::string programs_section(const Results& results);

}  // namespace entente
