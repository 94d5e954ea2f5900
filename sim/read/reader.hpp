// Reads any struct that declares its fields() from a TOML table: values, ranges, unknown and missing keys.
#pragma once

#include <algorithm>
#include <array>
#include <climits>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/input.hpp"
#include "base/text.hpp"
#include "chance/quantity.hpp"
#include "plan/program.hpp"
#include "read/document.hpp"
#include "read/inputs.hpp"
#include "read/mend.hpp"

namespace entente {

struct Budget;
struct Citation;
struct CostLevel;
struct Empirical;
struct Funding;
struct HazardRate;
struct MeanwhileTerms;

// The largest number of a scenario. The product of a few larger ones could be infinite, and the difference of two infinite ones is no
// number.
constexpr double most_number = 1e30;

class Reader {
public:
    // Data files are read from `folder` where their names are relative, and added to `used`.
    Reader(Problems& problems, std::string folder, Inputs& inputs, std::vector<Input>& used)
        : problems_(problems), folder_(std::move(folder)), inputs_(inputs), used_(used) {}

    // Reads a table into a struct with fields(); `path` names it (program.ev.stage.platform).
    template <HasFields S>
    void table(const toml::node& node, const std::string& path, S& out);

private:
    // Whether a key is a year; a problem where it is not.
    bool calendar_year(const Name& year, const std::string& path);
    void value(const toml::node& node, const std::string& path, const Key& key, double& out);
    void value(const toml::node& node, const std::string& path, const Key& key, int& out);
    void value(const toml::node& node, const std::string& path, const Key& key, std::int64_t& out);
    void value(const toml::node& node, const std::string& path, const Key& key, bool& out);
    void value(const toml::node& node, const std::string& path, const Key& key, std::string& out);
    void value(const toml::node& node, const std::string& path, const Key& key, Name& out);
    void value(const toml::node& node, const std::string& path, const Key& key, Quantity& out);
    void value(const toml::node& node, const std::string& path, const Key& key, Distribution& out);
    void value(const toml::node& node, const std::string& path, const Key& key, Budget& out);
    void value(const toml::node& node, const std::string& path, const Key& key, Profile& out);
    void value(const toml::node& node, const std::string& path, const Key& key, HazardRate& out);
    void value(const toml::node& node, const std::string& path, const Key& key, Funding& out);
    void value(const toml::node& node, const std::string& path, const Key& key, CostLevel& out);
    void value(const toml::node& node, const std::string& path, const Key& key, MeanwhileTerms& out);
    void value(const toml::node& node, const std::string& path, const Key& key, std::span<double> out);
    template <std::size_t N>
    void value(const toml::node& node, const std::string& path, const Key& key, std::array<double, N>& out) {
        value(node, path, key, std::span<double>(out));
    }
    template <class P>
    bool profile(const toml::node& node, const std::string& path, Profile& out);
    template <HasWords E>
    void value(const toml::node& node, const std::string& path, const Key& key, E& out);
    template <HasFields S>
    void value(const toml::node& node, const std::string& path, const Key&, S& out) {
        table(node, path, out);
    }
    template <class T>
    void value(const toml::node& node, const std::string& path, const Key& key, std::optional<T>& out) {
        value(node, path, key, out.emplace());
    }
    template <class T>
    void value(const toml::node& node, const std::string& path, const Key& key, std::vector<T>& out);
    template <class T>
    void value(const toml::node& node, const std::string& path, const Key& key, Keyed<T>& out);

    template <class S, class T, class O>
    void member(const toml::table& from, const std::string& path, const Field<S, T>& field, O& out);
    template <class S, class... Leaf, class O>
    void member(const toml::table& from, const std::string& path, const Tagged<S, std::variant<Leaf...>>& tag, O& out);

    void problem(Source at, std::string found, std::string expected, std::string hint = "") {
        problems_.push_back({at, std::move(found), std::move(expected), std::move(hint)});
    }
    void wrong_type(const toml::node& node, const std::string& path, const std::string& expected);
    // The same where a number was expected, with how to write it where that can be told.
    void no_number(const toml::node& node, const std::string& path, const std::string& expected);
    static bool is_number(const toml::node& node, Range range);
    // A number of any TOML type, or a date where the range is one, checked against the key's range; false (and a problem) otherwise.
    bool number(const toml::node& node, const std::string& path, Range range, double& out);
    void check_law(const Quantity& quantity, const Key& key);
    // A key that a table does not have. It takes the place of a key that is missing and was probably meant: what is missing was told from
    // the problem `before` on.
    void unknown_key(const toml::key& key, const std::string& path, const std::vector<std::string>& known, std::size_t before);
    static std::string missing_key(const std::string& key, const std::string& path) {
        return "no key '" + key + "' in " + (path.empty() ? "the scenario" : path);
    }
    // Ids are [a-z][a-z0-9_-]*.
    void check_id(const std::string& id, Source at, const std::string& path);
    void load_column(const toml::node& node, Empirical& out);

    Problems& problems_;
    std::string folder_;  // of the scenario, for files it names
    Inputs& inputs_;
    std::vector<Input>& used_;
};

// "a string", "a table" ... for messages.
std::string kind_of(const toml::node& node);

// ---- templates

template <class S>
std::vector<std::string> known_keys(const toml::table& from);

template <class S, class T>
void add_keys(const Field<S, T>& field, const toml::table&, std::vector<std::string>& keys) {
    keys.emplace_back(field.key.text);
}
template <class S, class... Leaf>
void add_keys(const Tagged<S, std::variant<Leaf...>>& tag, const toml::table& from, std::vector<std::string>& keys) {
    keys.emplace_back(tag.key.text);
    // A leaf that is not known, or not named, was said to be wrong: the keys of all leaves count as known then.
    const std::string chosen = from[tag.key.text].value_or(std::string());
    const bool is_known = ((Leaf::name == chosen) || ...);
    const auto add_leaf = [&]<class L>(std::type_identity<L>) {
        if (is_known && L::name != chosen) return;
        for (std::string& key : known_keys<L>(from)) keys.push_back(std::move(key));
    };
    (add_leaf(std::type_identity<Leaf>{}), ...);
}

// The keys that a table of this kind may have, those of the leaf that its tag chooses included.
template <class S>
std::vector<std::string> known_keys(const toml::table& from) {
    std::vector<std::string> keys;
    std::apply([&](const auto&... field) { (add_keys(field, from, keys), ...); }, S::fields());
    return keys;
}

template <class S, class T, class O>
void Reader::member(const toml::table& from, const std::string& path, const Field<S, T>& field, O& out) {
    const std::string key(field.key.text);
    const std::string inner = path.empty() ? key : path + "." + key;
    if (const toml::node* node = from.get(key)) {
        value(*node, inner, field.key, out.*field.member);
    } else if (field.key.required) {
        problem(source_of(from), missing_key(key, path), "'" + key + "' (" + std::string(field.key.meaning) + ")");
    } else if constexpr (std::is_same_v<T, Quantity>) {
        (out.*field.member).name = inner;  // a default has a name too, for explain
    }
}

template <class S, class... Leaf, class O>
void Reader::member(const toml::table& from, const std::string& path, const Tagged<S, std::variant<Leaf...>>& tag, O& out) {
    const std::string key(tag.key.text);
    const std::vector<std::string> names{std::string(Leaf::name)...};
    const toml::node* node = from.get(key);
    if (node == nullptr) {
        return problem(source_of(from), missing_key(key, path), "'" + key + "' (" + listed(names) + ")");
    }
    const std::string chosen = node->value_or(std::string());
    const auto read_leaf = [&]<class L>(std::type_identity<L>) {
        if (L::name != chosen) return false;
        L leaf;
        const std::size_t before = problems_.size();
        std::apply([&](const auto&... field) { (member(from, path, field, leaf), ...); }, L::fields());
        if constexpr (std::is_same_v<L, Empirical>) load_column(from, leaf);
        if constexpr (requires { resolve(leaf); }) {
            // A number that could not be read was said to be wrong already.
            const std::string fault = problems_.size() == before ? resolve(leaf) : "";
            if (!fault.empty()) problem(source_of(from), path + ": " + fault, "a sound " + chosen);
        }
        out.*tag.member = std::move(leaf);
        return true;
    };
    if (!(read_leaf(std::type_identity<Leaf>{}) || ...)) {
        problem(source_of(*node), "unknown " + key + " '" + chosen + "' in " + path, "one of " + listed(names), suggestion(chosen, names));
    }
}

template <HasFields S>
void Reader::table(const toml::node& node, const std::string& path, S& out) {
    const toml::table* from = node.as_table();
    if (from == nullptr) return problem(source_of(node), kind_of(node) + " for " + path, "a table", mend_brackets(node, path));
    if constexpr (requires { out.source; }) out.source = source_of(node);
    const std::size_t before = problems_.size();
    std::apply([&](const auto&... field) { (member(*from, path, field, out), ...); }, S::fields());
    const std::vector<std::string> known = known_keys<S>(*from);
    for (const auto& [key, unused] : *from) {
        if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
        unknown_key(key, path, known, before);
    }
}

template <HasWords E>
void Reader::value(const toml::node& node, const std::string& path, const Key&, E& out) {
    constexpr auto known = words(E{});
    const std::vector<std::string> names(known.begin(), known.end());
    const std::string text = node.value_or(std::string());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) {
            out = static_cast<E>(i);
            return;
        }
    }
    if (!node.is_string()) return wrong_type(node, path, "one of " + listed(names));
    problem(source_of(node), "unknown value '" + text + "' for " + path, "one of " + listed(names), suggestion(text, names));
}

template <class T>
void Reader::value(const toml::node& node, const std::string& path, const Key& key, std::vector<T>& out) {
    const toml::array* array = node.as_array();
    if (array == nullptr) {
        const std::string mend = HasFields<T> ? mend_brackets(node, path) : "";
        return problem(source_of(node), kind_of(node) + " for " + path, "an array", mend);
    }
    for (std::size_t i = 0; i < array->size(); ++i) {
        const toml::table* element = (*array)[i].as_table();
        const std::string name = element != nullptr ? element_name(*element, i) : std::to_string(i + 1);
        value((*array)[i], path + "." + name, key, out.emplace_back());
    }
}

template <class T>
void Reader::value(const toml::node& node, const std::string& path, const Key& key, Keyed<T>& out) {
    const toml::table* from = node.as_table();
    if (from == nullptr) return wrong_type(node, path, "a table { NAME = ... }");
    // The parser sorts keys by name, but the order of the file counts. It is that of their positions; keys that a setting has added have
    // none and come last.
    std::vector<std::pair<const toml::key*, const toml::node*>> entries;
    for (const auto& [id, entry] : *from) entries.emplace_back(&id, &entry);
    const auto place = [](const auto& entry) {
        const Source at = source_of(entry.first->source());
        return std::pair{at.line == 0 ? INT_MAX : at.line, at.column};
    };
    std::stable_sort(entries.begin(), entries.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    for (const auto& [id, entry] : entries) {
        const std::string text(id->str());
        if constexpr (!std::is_same_v<T, Citation>) check_id(text, source_of(id->source()), path);
        auto& [name, inner] = out.emplace_back();
        name = {text, source_of(id->source())};
        value(*entry, path + "." + text, key, inner);
    }
}

}  // namespace entente
