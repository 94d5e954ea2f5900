// Loading the scenarios of a call and printing what is wrong with them (see cli.hpp).
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

#include "base/files.hpp"
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
        fmt::print(stderr, "{}: error: no .toml file in the directory; expected scenario files\n", path);
        return false;
    }
    files.insert(files.end(), found.begin(), found.end());
    return true;
}

}  // namespace

bool claim_folders(const std::vector<std::string>& folders) {
    try {
        for (const std::string& folder : folders) claim_folder(folder);
    } catch (const Failure& failure) {
        fmt::print(stderr, "entente: error: {}; expected an output folder that can be written (-o DIR)\n", failure.what());
        return false;
    }
    return true;
}

std::string formatted(const Problem& problem, const std::string& file, const std::string& text) {
    const bool placed = problem.source.line > 0;
    std::string out = placed ? fmt::format("{}:{}:{}: error: ", file, problem.source.line, problem.source.column) : file + ": error: ";
    out += problem.found + "; expected " + problem.expected + "\n";
    const std::string line = placed ? source_line(text, problem.source.line) : "";
    // Very long lines would drown the message.
    if (!line.empty() && line.size() <= 200) {
        std::string under;
        for (int i = 1; i < problem.source.column && i <= static_cast<int>(line.size()); ++i) {
            under += line[static_cast<std::size_t>(i - 1)] == '\t' ? '\t' : ' ';
        }
        out += "    " + line + "\n    " + under + "^\n";
    }
    if (!problem.hint.empty()) out += "    hint: " + problem.hint + "\n";
    return out;
}

bool load_all(const std::vector<std::string>& paths, const std::vector<std::string>& settings, std::vector<LoadedScenario>& out) {
    bool sound = true;
    std::vector<std::string> files;
    for (const std::string& path : paths) sound = expand(path, files) && sound;
    std::map<std::string, std::string> stems;
    const auto inputs = std::make_shared<Inputs>();
    for (const std::string& file : files) {
        ReadResult result = read_scenario(file, settings, *inputs);
        for (const Problem& problem : result.problems) fmt::print(stderr, "{}", formatted(problem, file, result.text));
        const std::string stem = std::filesystem::path(file).stem().string();
        if (const auto [known, fresh] = stems.emplace(stem, file); !fresh) {
            fmt::print(stderr, "{}: error: its results would overwrite those of {}; expected different file names\n", file, known->second);
            sound = false;
        }
        sound = sound && result.scenario.has_value();
        if (result.scenario) {
            out.push_back({file, stem, std::move(result.text), std::move(result.sha256), std::move(result.inputs),
                           std::move(*result.scenario), inputs});
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
