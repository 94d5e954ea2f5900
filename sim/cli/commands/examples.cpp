// entente examples: the scenarios that are built into the program.
#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/examples.hpp"

namespace entente {

namespace {

// All of them, or the one that is asked for with its text; nothing where there is none.
nlohmann::ordered_json json_of(const std::string& name) {
    nlohmann::ordered_json out;
    for (const Example& example : examples()) {
        const nlohmann::ordered_json one{{"name", std::string(example.name)}, {"title", std::string(example.title)}};
        if (name.empty()) out.push_back(one);
        if (name != example.name) continue;
        out = one;
        out["text"] = std::string(example.text);
    }
    return out;
}

}  // namespace

int examples_command(const ExamplesArguments& arguments) {
    const std::string& name = arguments.name;
    if (const auto json = json_of(name); arguments.json && !json.is_null()) {
        fmt::print("{}\n", json.dump(2));
        return done;
    }
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
            {{"name", "the scenario to print", &arguments->name}, json_option(arguments->json)},
            [arguments](const Surroundings&) { return examples_command(*arguments); }};
}

}  // namespace command

}  // namespace entente
