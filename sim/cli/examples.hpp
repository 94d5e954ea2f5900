// The built-in scenarios; the table is made from scenarios/ when the program is configured.
#pragma once

#include <span>
#include <string_view>

namespace entente {

struct Example {
    std::string_view name, title, text;
};

std::span<const Example> examples();

}  // namespace entente
