// What a command declares: its name, what it does, examples, its options and how it is carried out.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "cli/cli.hpp"

namespace entente {

// An option, or an argument where its name has no dash; made by the functions below.
struct OptionKind {
    std::string names, meaning;
    std::variant<std::string*, std::vector<std::string>*, bool*> value;
    bool is_needed = false;
    bool is_one = false;         // of an argument that others may give more than once
    bool is_many = false;        // several values may stand behind it
    bool tells_default = false;  // in --help

    OptionKind needed() const { return with(&OptionKind::is_needed); }
    OptionKind one() const { return with(&OptionKind::is_one); }
    OptionKind many() const { return with(&OptionKind::is_many); }
    OptionKind with_default() const { return with(&OptionKind::tells_default); }

private:
    OptionKind with(bool OptionKind::*what) const {
        OptionKind out = *this;
        out.*what = true;
        return out;
    }
};

struct Command {
    std::string name, what;
    std::vector<std::string> examples;  // what follows `entente NAME`
    std::vector<OptionKind> options;
    std::function<int(const Surroundings&)> carry_out;
    bool on_every_rank = false;  // else the root's alone
};

// Every command, in the order of --help.
std::vector<Command> commands();

// Options that several commands have.
OptionKind settings_option(std::vector<std::string>& settings);
OptionKind json_option(bool& json);
std::vector<OptionKind> run_options(RunArguments& arguments);
std::vector<OptionKind> one_scenario(RunArguments& arguments);  // with run_options
std::vector<OptionKind> checkpoint_options(RunArguments& arguments, const std::string& what);
// The first, then the others.
std::vector<OptionKind> joined(std::vector<OptionKind> options, const std::vector<OptionKind>& more);

}  // namespace entente
