// Loading a scenario file, `like` and --set (see document.hpp).
#include "read/document.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "read/inputs.hpp"

namespace entente {

namespace {

constexpr std::uintmax_t largest_file = 16U << 20U;

Source position(const std::string& text, std::size_t offset) {
    Source at{1, 1};
    for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

// The first non-ASCII byte outside strings and comments, or npos: the parser does not survive all of them.
std::size_t stray_byte(const std::string& text) {
    std::size_t i = 0;
    const auto at = [&](std::string_view what) { return text.compare(i, what.size(), what) == 0; };
    while (i < text.size()) {
        if (text[i] == '#') {
            while (i < text.size() && text[i] != '\n') ++i;
        } else if (at("\"\"\"") || at("'''")) {
            const std::string quote = text.substr(i, 3);
            i += 3;
            while (i < text.size() && !at(quote)) i += text[i] == '\\' && quote[0] == '"' ? 2 : 1;
            i += 3;
        } else if (text[i] == '"' || text[i] == '\'') {
            const char quote = text[i++];
            while (i < text.size() && text[i] != quote && text[i] != '\n') {
                i += text[i] == '\\' && quote == '"' ? 2 : 1;
            }
            ++i;
        } else if (static_cast<unsigned char>(text[i]) >= 0x80U) {
            return i;
        } else {
            ++i;
        }
    }
    return std::string::npos;
}

std::string line_of(const std::string& text, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line && begin != std::string::npos; ++i) {
        begin = text.find('\n', begin);
        if (begin != std::string::npos) ++begin;
    }
    return begin == std::string::npos ? "" : text.substr(begin, text.find('\n', begin) - begin);
}

// 1,5 for 1.5: a digit, a comma and a digit after a bare '='.
bool has_decimal_comma(const std::string& line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) return false;
    for (std::size_t i = equals + 2; i + 1 < line.size(); ++i) {
        if (line[i] == ',' && std::isdigit(static_cast<unsigned char>(line[i - 1])) != 0 &&
            std::isdigit(static_cast<unsigned char>(line[i + 1])) != 0) {
            return true;
        }
    }
    return false;
}

bool read_bytes(const std::string& file, Document& document, std::string& text) {
    std::error_code error;
    const auto problem = [&](const std::string& found, const std::string& expected) {
        document.problems.push_back({{}, found, expected, ""});
        return false;
    };
    if (std::filesystem::is_directory(file, error)) return problem("a directory", "a scenario file");
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (!error && size > largest_file) return problem("a file of " + std::to_string(size) + " bytes", "at most 16 MiB");
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return problem("the file cannot be opened", "a readable scenario file");
    text.assign(std::istreambuf_iterator<char>(stream), {});
    if (text.size() > largest_file) return problem("a file above 16 MiB", "at most 16 MiB");
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
    if (offset = stray_byte(text); offset != std::string::npos) {
        document.problems.push_back({position(text, offset), "a character outside ASCII that is not in quotes",
                                     "plain letters, digits and punctuation", "put text into double quotes"});
        return false;
    }
    return true;
}

// The element of an array of tables with this name; path is consumed as far as the name reaches.
toml::table* named_element(toml::array& array, std::string_view& path) {
    for (std::size_t i = 0; i < array.size(); ++i) {
        toml::table* element = array[i].as_table();
        if (element == nullptr) continue;
        const std::string name = element_name(*element, i);
        if (path == name || path.starts_with(name + ".")) {
            path.remove_prefix(std::min(path.size(), name.size() + 1));
            return element;
        }
    }
    return nullptr;
}

// What stands at the key of a step: names of table keys or of array elements, for the message of a path that fails.
std::vector<std::string> known_steps(const toml::node& node) {
    std::vector<std::string> names;
    if (const auto* table = node.as_table()) {
        for (const auto& [key, value] : *table) names.emplace_back(key.str());
    } else if (const auto* array = node.as_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (const auto* element = (*array)[i].as_table()) names.push_back(element_name(*element, i));
        }
    }
    return names;
}

// Whether a table is a distribution of another family than one that it replaces.
bool of_other_family(const toml::table& base, const toml::table& over) {
    return over.contains("dist") && base["dist"].value<std::string>() != over["dist"].value<std::string>();
}

// Gives a table what another has and it has not: tables key by key, everything else whole; so is a distribution of another family,
// whose parameters mean something else. What the table has itself stays where it is: a copy of a node does not know its place.
void inherit(toml::table& own, const toml::table& base) {
    for (const auto& [key, value] : base) {
        toml::node* const mine = own.get(key);
        if (mine == nullptr) {
            own.insert(key, value);
        } else if (mine->is_table() && value.is_table() && !of_other_family(*value.as_table(), *mine->as_table())) {
            inherit(*mine->as_table(), *value.as_table());
        }
    }
}

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
    if (std::string bytes; text == nullptr && read_bytes(file, document, bytes)) text = &inputs.keep(file, std::move(bytes));
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

void parse(Document& document) {
    try {
        document.root = toml::parse(document.text);
    } catch (const toml::parse_error& error) {
        const Source at = source_of(error.source());
        const bool comma = has_decimal_comma(line_of(document.text, at.line));
        document.problems.push_back(
            {at, std::string(error.description()), "TOML 1.0", comma ? "write decimals with a point: 1.5, not 1,5" : ""});
    }
}

void apply_setting(Document& document, const Setting& setting) {
    const auto problem = [&](const std::string& found, const std::string& hint) {
        document.problems.push_back({{}, "--set " + setting.key + ": " + found, "a key of the scenario", hint});
    };
    toml::table parsed;
    try {
        parsed = toml::parse("value = " + setting.value);
    } catch (const toml::parse_error&) {
        parsed.insert_or_assign("value", setting.value);
    }
    toml::table* table = &document.root;
    std::string_view path = setting.key;
    while (true) {
        // Keys may hold no dots (ids), but names of elements may: the longest match comes from named_element.
        const std::size_t dot = path.find('.');
        const std::string step(path.substr(0, dot));
        if (step.empty()) return problem("an empty step in the path", "");
        if (dot == std::string_view::npos) {
            table->insert_or_assign(step, *parsed.get("value"));
            return;
        }
        path.remove_prefix(dot + 1);
        toml::node* next = table->get(step);
        if (next == nullptr) return problem("there is no '" + step + "'", suggestion(step, known_steps(*table)));
        if (toml::array* array = next->as_array()) {
            const std::string rest(path);
            table = named_element(*array, path);
            if (table == nullptr) return problem("'" + step + "' has no element '" + rest + "'", "known: " + listed(known_steps(*array)));
            if (path.empty()) return problem("'" + rest + "' is a whole element", "name one of its keys");
        } else if (toml::table* inner = next->as_table()) {
            table = inner;
        } else if (path.find('.') == std::string_view::npos && step != "name") {
            return problem("'" + step + "' is a plain value", "set it as a whole, e.g. { dist = ... }");
        } else {
            return problem("'" + step + "' has no parts", "");
        }
    }
}

void merge_alternatives(Document& document) {
    toml::table* alternatives = document.root["alternative"].as_table();
    if (alternatives == nullptr) return;
    std::set<std::string> done, open;
    std::vector<std::string> ids;
    for (const auto& [key, value] : *alternatives) ids.emplace_back(key.str());

    const auto resolve_like = [&](const auto& self, const std::string& id) -> void {
        toml::table* own = (*alternatives)[id].as_table();
        if (own == nullptr || done.contains(id)) return;
        open.insert(id);
        const toml::node* like = own->get("like");
        const std::string other = like != nullptr ? like->value_or(std::string()) : "";
        if (!other.empty() && other != "solo") {
            if (!alternatives->contains(other)) {
                document.problems.push_back(
                    {source_of(*like), "no alternative '" + other + "'", "the name of another alternative", suggestion(other, ids)});
            } else if (open.contains(other)) {
                document.problems.push_back(
                    {source_of(*like), "'" + id + "' and '" + other + "' copy each other", "one of them written out", ""});
            } else {
                self(self, other);
                if (const toml::table* base = (*alternatives)[other].as_table()) inherit(*own, *base);
            }
        }
        open.erase(id);
        done.insert(id);
    };
    for (const std::string& id : ids) resolve_like(resolve_like, id);
}

}  // namespace entente
