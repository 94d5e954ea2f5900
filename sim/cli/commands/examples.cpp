// entente examples: the scenarios that are built into the program.
#include <fmt/core.h>

#include <memory>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/examples.hpp"

namespace entente {

int examples_command(const std::string& name) {
    std::vector<std::string> names;
    for (const Example& example : examples()) {
        names.emplace_back(example.name);
        if (name == example.name) {
            fmt::print("{}", example.text);
            return done;
        }
        if (name.empty()) fmt::print("{:<28} {}\n", example.name, example.title);
    }
    if (name.empty()) return done;
    tell("entente: error: no example '{}'; expected one of {}\n", name, listed(names));
    return bad_input;
}

namespace command {

Command examples();
Command examples() {
    const auto arguments = std::make_shared<ExamplesArguments>();
    return {"examples",
            "list or print the built-in scenarios",
            {"", "two-carmakers"},
            {{"name", "the scenario to print", &arguments->name}},
            [arguments](const Surroundings&) { return examples_command(arguments->name); }};
}

}  // namespace command

}  // namespace entente
