// Loading a scenario file (see document.hpp).
#include "read/document.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/files.hpp"
#include "base/text.hpp"
#include "read/inputs.hpp"
#include "read/mend.hpp"
#include "read/read.hpp"
#include "read/scan.hpp"

namespace entente {

namespace {

constexpr std::uintmax_t largest_file = 16U << 20U;

std::string line_of(const std::string& text, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line && begin != std::string::npos; ++i) {
        begin = text.find('\n', begin);
        if (begin != std::string::npos) ++begin;
    }
    return begin == std::string::npos ? "" : text.substr(begin, text.find('\n', begin) - begin);
}

bool read_bytes(const std::string& path, Document& document, std::string& text) {
    std::error_code error;
    const auto problem = [&](const std::string& found, const std::string& expected) {
        document.problems.push_back({{}, found, expected, ""});
        return false;
    };
    if (std::filesystem::is_directory(path, error)) return problem("a directory", "a scenario file");
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > largest_file) return problem("a file of " + std::to_string(size) + " bytes", "at most 16 MiB");
    InputFile file(path);
    if (!file.is_open()) return problem("the file cannot be opened (" + file.fault() + ")", "a readable scenario file");
    std::optional<std::string> read = read_at_most(file, largest_file);
    if (!read) return problem("a file above 16 MiB", "at most 16 MiB");
    text = std::move(*read);
    return true;
}

bool check_text(Document& document) {
    std::string& text = document.text;
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    std::size_t offset = 0;
    if (!is_utf8(text, offset)) {
        document.problems.push_back({position(text, offset), "a byte that is not UTF-8", "a file in UTF-8", "save the file as UTF-8"});
        return false;
    }
    return true;
}

// Every key and text of a node, to any depth: visible characters, and not too many.
class TextCheck {
public:
    explicit TextCheck(Problems& problems) : problems_(problems) {}

    void node(const toml::node& node, const std::string& path) {
        constexpr std::size_t enough = 100;  // problems; the rest would say the same
        if (problems_.size() >= enough) return;
        if (const auto* inner = node.as_table()) {
            for (const auto& [key, value] : *inner) {
                if (!text(key.str(), source_of(key.source()), path.empty() ? "a key" : "a key of " + path)) continue;
                constexpr std::size_t told = 200;  // characters of a path: deep ones are told by their beginning
                this->node(value, path.size() > told ? path : path + (path.empty() ? "" : ".") + std::string(key.str()));
            }
        } else if (const auto* array = node.as_array()) {
            for (const toml::node& element : *array) this->node(element, path);
        } else if (node.is_string()) {
            text(node.as_string()->get(), source_of(node), path);
        }
    }

private:
    bool text(std::string_view text, Source at, const std::string& where) {
        const auto length =
            std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        if (static_cast<std::size_t>(length) > most_characters) {
            problems_.push_back({at, std::to_string(length) + " characters in " + where,
                                 "a text of at most " + std::to_string(most_characters) + " characters", ""});
            return false;
        }
        if (const auto unfit = unfit_character(text)) {
            problems_.push_back({at, wording(*unfit) + " in " + where, "text that everybody can see", hint(*unfit)});
            return false;
        }
        return true;
    }

    Problems& problems_;
};

}  // namespace

std::string element_name(const toml::table& element, std::size_t index) {
    const auto text = [&](std::string_view key) { return element[key].value_or(std::string()); };
    if (!text("name").empty()) return text("name");
    if (!text("program").empty() && element.contains("mode")) return text("program");
    if (!text("firm").empty() && !text("market").empty()) return text("firm") + "." + text("market");
    if (!text("trigger").empty()) return text("trigger");
    return std::to_string(index + 1);
}

Document load_document(const std::string& file, Inputs& inputs) {
    Document document;
    const Inputs::Text* text = inputs.text(file);
    if (std::string bytes; text == nullptr && read_bytes(file == standard_input ? "/dev/stdin" : file, document, bytes))
        text = &inputs.keep(file, std::move(bytes));
    if (text == nullptr) return document;
    document.text = text->bytes;
    if (check_text(document)) parse(document);
    return document;
}

Document document_of(const std::string& text) {
    Document document;
    document.text = text;
    parse(document);
    return document;
}

void check_texts(Document& document) { TextCheck(document.problems).node(document.root, ""); }

void parse(Document& document) {
    document.problems = scan(document.text);
    if (!document.problems.empty()) return;
    try {
        document.root = toml::parse(document.text);
        check_texts(document);
    } catch (const toml::parse_error& error) {
        const Source at = source_of(error.source());
        const std::string mend = mend_line(line_of(document.text, at.line), error.description());
        document.problems.push_back({at, std::string(error.description()), "TOML 1.0", mend});
    }
}

}  // namespace entente
