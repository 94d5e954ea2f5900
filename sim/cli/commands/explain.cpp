#include "cli/cli.hpp"
namespace entente { int explain_command(const std::string&, const std::vector<std::string>&) { return done; } }
