// One mistake is told once, wherever its consequences show.
#pragma once

#include "read/document.hpp"

namespace entente {

// Leaves out what is wrong in an alternative only because the one that it is like has it so, and joins what several places say of the same
// unknown name: the first of them counts the others.
void tell_once(Problems& problems, const toml::table& root);

}  // namespace entente
