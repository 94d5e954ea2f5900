// Loading the scenarios of a call and printing what is wrong with them (see cli.hpp).
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "read/read.hpp"

namespace entente {

namespace {

std::string source_line(const std::string& text, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line; ++i) {
        begin = text.find('\n', begin);
        if (begin == std::string::npos) return "";
        ++begin;
    }
    std::string out = text.substr(begin, text.find('\n', begin) - begin);
    if (!out.empty() && out.back() == '\r') out.pop_back();
    return out;
}

bool expand(const std::string& path, std::vector<std::string>& files) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
        files.push_back(path);
        return true;
    }
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
        if (entry.path().extension() == ".toml") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    if (found.empty()) {
        tell("{}: error: no .toml file in the directory; expected scenario files\n", shown(path));
        return false;
    }
    files.insert(files.end(), found.begin(), found.end());
    return true;
}

// Files that a command writes beside the folders of its scenarios.
constexpr std::array<std::string_view, 2> reserved{"batch.csv", "index.html"};

std::string stem_of(const std::string& file) { return file == standard_input ? "stdin" : std::filesystem::path(file).stem().string(); }

// What keeps a file's stem from being the name of a folder in that of the results.
std::optional<Problem> fault_of_stem(const std::string& stem) {
    std::string why;
    if (stem.empty() || stem.front() == '.') {
        why = "is no name for the folder of its results";
    } else if (const auto unfit = unfit_character(stem)) {
        why = "holds " + wording(*unfit);
    } else if (std::find(reserved.begin(), reserved.end(), stem) != reserved.end()) {
        why = "is the name of a file of results";
    }
    if (why.empty()) return std::nullopt;
    return Problem{{}, "'" + stem + "' " + why, "a file called NAME.toml, or another ending, whose results go into a folder NAME", ""};
}

// Problems of one file; where there are very many, the others are of the same kinds.
void print_problems(const Problems& problems, const std::string& file, const std::string& text) {
    constexpr std::size_t most_printed = 50;
    for (std::size_t i = 0; i < std::min(problems.size(), most_printed); ++i) tell("{}", formatted(problems[i], file, text));
    if (problems.size() > most_printed)
        tell("{}: error: {} problems more; expected a scenario without any\n", shown(file), problems.size() - most_printed);
}

// The first characters of a line as blanks, for a mark under what follows them.
std::string blank(std::string_view line, int characters) {
    std::size_t end = 0;
    const auto continues = [&](std::size_t i) { return i < line.size() && (static_cast<unsigned char>(line[i]) & 0xC0U) == 0x80U; };
    for (int i = 0; i < characters && end < line.size(); ++i) {
        ++end;
        while (continues(end)) ++end;
    }
    std::string out;
    for (const char c : shown(line.substr(0, end))) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) out += c == '\t' ? '\t' : ' ';
    }
    return out;
}

}  // namespace

bool check_arguments(int count, char** arguments) {
    bool sound = true;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        std::size_t offset = 0;
        std::error_code error;
        const auto unfit = unfit_character(argument);
        const bool strange = !is_utf8(argument, offset) && !std::filesystem::exists(argument, error);
        if (!unfit && !strange) continue;
        tell("entente: error: {} in the argument '{}'; expected text that everybody can see\n",
             unfit ? wording(*unfit) : "a byte that is not UTF-8", shown(argument.substr(0, 200)));
        sound = false;
    }
    return sound;
}

std::optional<std::string> folder_for(const std::string& output, const std::string& file) {
    const std::string stem = stem_of(file);
    const std::optional<Problem> fault = fault_of_stem(stem);
    if (!fault) return output + "/" + stem;
    tell("{}", formatted(*fault, file, ""));
    return std::nullopt;
}

bool claim_folders(const std::vector<std::string>& folders, std::string_view option) {
    try {
        for (const std::string& folder : folders) claim_folder(folder);
    } catch (const FileFailure& failure) {
        if (!failure.of_place()) throw;
        tell("entente: error: {}; expected an output folder that can be written ({})\n", shown(failure.what()), option);
        return false;
    }
    return true;
}

std::string formatted(const Problem& problem, const std::string& file, const std::string& text, std::string_view grade) {
    const bool placed = problem.source.line > 0;
    const std::string name = shown(file == standard_input ? "<stdin>" : file);
    std::string out = placed ? fmt::format("{}:{}:{}: ", name, problem.source.line, problem.source.column) : name + ": ";
    out += std::string(grade) + ": " + shown(problem.found + "; expected " + problem.expected) + "\n";
    const std::string line = placed ? source_line(text, problem.source.line) : "";
    // Very long lines would drown the message.
    if (!line.empty() && line.size() <= 200) {
        out += "    " + shown(line) + "\n    " + blank(line, problem.source.column - 1) + "^\n";
    }
    if (!problem.hint.empty()) out += "    hint: " + shown(problem.hint) + "\n";
    return out;
}

bool load_all(const std::vector<std::string>& paths, const std::vector<std::string>& settings, std::vector<LoadedScenario>& out,
              std::vector<RefusedFile>* refused) {
    bool sound = true;
    std::vector<std::string> files;
    for (const std::string& path : paths) sound = expand(path, files) && sound;
    std::map<std::string, std::string> stems;
    const auto inputs = std::make_shared<Inputs>();
    for (const std::string& file : files) {
        ReadResult result = read_scenario(file, settings, *inputs);
        const std::string stem = stem_of(file);
        if (const std::optional<Problem> fault = fault_of_stem(stem)) result.problems.push_back(*fault);
        if (const auto [known, fresh] = stems.emplace(as_utf8(stem), file); !fresh)
            result.problems.push_back({{}, "its results would have the name of those of " + known->second, "different file names", ""});
        print_problems(result.problems, file, result.text);
        if (result.problems.empty() && result.scenario) {
            out.push_back({file, stem, as_utf8(stem), std::move(result.text), std::move(result.sha256), std::move(result.inputs),
                           std::move(result.scenario), inputs});
        } else {
            sound = false;
            if (refused != nullptr) refused->push_back({file, std::move(result.problems)});
        }
    }
    return sound;
}

bool parse_whole(const std::string& text, std::int64_t low, std::int64_t high, std::int64_t& out, std::string& error) {
    std::string digits = text;
    std::erase(digits, '_');
    std::int64_t value = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || end.ptr != digits.data() + digits.size() || end.ec != std::errc() || value < low || value > high) {
        error = fmt::format("'{}'; expected a whole number from {} to {}, written in digits (1000000 or 1_000_000)", text, low, high);
        return false;
    }
    out = value;
    return true;
}

bool parse_number(std::string_view text, double& out) {
    const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
    return !text.empty() && end.ec == std::errc() && end.ptr == text.data() + text.size() && std::isfinite(out);
}

}  // namespace entente
