// How each kind of single value is read: numbers, names, quantities and the model's short forms (see reader.hpp).
#include <cmath>

#include "model/scenario.hpp"
#include "read/mend.hpp"
#include "read/reader.hpp"

namespace entente {

std::string kind_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table: return "a table";
        case toml::node_type::array: return "an array";
        case toml::node_type::string: return "the text '" + node.value_or(std::string()) + "'";
        case toml::node_type::integer:
        case toml::node_type::floating_point: return "the number " + shortest(node.value_or(0.0));
        case toml::node_type::boolean: return node.value_or(false) ? "true" : "false";
        default: return "a date or time";
    }
}

void Reader::wrong_type(const toml::node& node, const std::string& path, const std::string& expected) {
    problem(source_of(node), kind_of(node) + " for " + path, expected);
}

void Reader::no_number(const toml::node& node, const std::string& path, const std::string& expected) {
    problem(source_of(node), kind_of(node) + " for " + path, expected, mend_number(node, Range::any));
}

void Reader::unknown_key(const toml::key& key, const std::string& path, const std::vector<std::string>& known, std::size_t before) {
    const std::string text(key.str()), meant = nearest(text, known);
    const auto told = std::find_if(problems_.begin() + static_cast<std::ptrdiff_t>(before), problems_.end(),
                                   [&](const Problem& problem) { return problem.found == missing_key(meant, path); });
    if (!meant.empty() && told != problems_.end()) problems_.erase(told);
    problem(source_of(key.source()), "unknown key '" + text + "' in " + (path.empty() ? "the scenario" : path), "a key of this table",
            suggestion(text, known));
}

bool Reader::is_number(const toml::node& node, Range range) {
    return node.is_number() || ((range == Range::date || range == Range::endless_date) && date_of(node).has_value());
}

bool Reader::number(const toml::node& node, const std::string& path, Range range, double& out) {
    if (!is_number(node, range)) {
        no_number(node, path, std::string(wording(range)));
        return false;
    }
    if (!node.is_number()) {
        out = *date_of(node);
        return true;
    }
    const double x = node.value_or(0.0);
    if (std::isnan(x) || !within(range, x)) {
        problem(source_of(node), shortest(x) + " for " + path, std::string(wording(range)), mend_number(node, range));
        return false;
    }
    if (std::isfinite(x) && std::fabs(x) > most_number) {
        problem(source_of(node), shortest(x) + " for " + path, "a number of at most 1e30");
        return false;
    }
    out = x;
    return true;
}

void Reader::check_id(const std::string& id, Source at, const std::string& path) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    const bool year = path.ends_with(".budget") || path.ends_with(".funding");
    const bool sound = !id.empty() && ((id[0] >= 'a' && id[0] <= 'z') || year) && std::all_of(id.begin(), id.end(), allowed);
    if (!sound) {
        problem(at, "the id '" + id + "' in " + path, "lower-case letters, digits, '_' and '-', beginning with a letter");
    }
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, double& out) { number(node, path, key.range, out); }

void Reader::value(const toml::node& node, const std::string& path, const Key& key, std::int64_t& out) {
    if (!node.is_integer()) return no_number(node, path, "a whole number, written without point or exponent");
    const std::int64_t x = node.value_or(std::int64_t{0});
    if (!within(key.range, static_cast<double>(x))) {
        return problem(source_of(node), std::to_string(x) + " for " + path, std::string(wording(key.range)));
    }
    out = x;
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, int& out) {
    std::int64_t wide = out;
    value(node, path, key, wide);
    if (wide < INT_MIN || wide > INT_MAX) {
        return problem(source_of(node), std::to_string(wide) + " for " + path, "a number below 2147483648");
    }
    out = static_cast<int>(wide);
}

void Reader::value(const toml::node& node, const std::string& path, const Key&, bool& out) {
    if (!node.is_boolean()) return wrong_type(node, path, "true or false");
    out = node.value_or(false);
}

void Reader::value(const toml::node& node, const std::string& path, const Key&, std::string& out) {
    if (!node.is_string()) return wrong_type(node, path, "a text in quotes");
    out = node.value_or(std::string());
}

void Reader::value(const toml::node& node, const std::string& path, const Key&, Name& out) {
    if (!node.is_string()) return wrong_type(node, path, "a name in quotes");
    out = {node.value_or(std::string()), source_of(node)};
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, std::span<double> out) {
    const toml::array* array = node.as_array();
    if (array == nullptr || array->size() != out.size())
        return wrong_type(node, path, "an array of " + (out.size() == 2 ? "two" : std::to_string(out.size())) + " numbers");
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double bound = (*array)[i].value_or(0.0);
        if ((*array)[i].is_number() && std::isinf(bound)) {
            out[i] = bound;  // an open end of a truncation
        } else {
            number((*array)[i], path, key.range, out[i]);
        }
    }
}

bool Reader::calendar_year(const Name& year, const std::string& path) {
    const bool digits = !year.text.empty() && year.text.size() <= 4 &&
                        std::all_of(year.text.begin(), year.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) problem(year.source, "'" + year.text + "' in " + path, "a calendar year, e.g. 2019 = 7_400");
    return digits;
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, Budget& out) {
    if (!node.is_table()) {
        double x = 0;
        if (number(node, path, key.range, x)) out.from_year = {{0, x}};
        return;
    }
    Keyed<double> by_year;
    value(node, path, key, by_year);
    for (const auto& [year, amount] : by_year) {
        if (!calendar_year(year, path)) return;
        out.from_year.emplace_back(std::stoi(year.text), amount);
    }
    std::sort(out.from_year.begin(), out.from_year.end());
    if (out.from_year.empty()) problem(source_of(node), path + " is empty", "a number or { YEAR = number, ... }");
}

// A profile without numbers is a word, one with some a table of its name: { beta = [a, b] }.
template <class P>
bool Reader::profile(const toml::node& node, const std::string& path, Profile& out) {
    if constexpr (ShapedProfile<P>) {
        const toml::table* from = node.as_table();
        if (from == nullptr || from->size() != 1 || !from->contains(P::name)) return false;
        const std::string inner = path + "." + P::name;
        std::array<double, P::parameters.size()> shapes{};
        shapes.fill(1);
        value(*from->get(P::name), inner, {P::name, Range::positive}, shapes);
        P profile;
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            if (shapes[i] > P::largest || shapes[i] < 0)
                problem(source_of(node), shortest(shapes[i]) + " for " + inner, "shapes of at most " + shortest(P::largest));
            profile.*P::parameters[i] = shapes[i];
        }
        out = profile;
        return true;
    } else {
        if (node.value_or(std::string()) != P::name) return false;
        out = P{};
        return true;
    }
}

void Reader::value(const toml::node& node, const std::string& path, const Key&, Profile& out) {
    const auto read = [&]<class... P>(std::type_identity<std::variant<P...>>) { return (profile<P>(node, path, out) || ...); };
    if (read(std::type_identity<Profile>())) return;
    const std::vector<std::string> names = profile_forms();
    if (node.is_table()) return wrong_type(node, path, "one of " + listed(names));
    problem(source_of(node), kind_of(node) + " for " + path, "one of " + listed(names), suggestion(node.value_or(std::string()), names));
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, HazardRate& out) {
    const toml::table* from = node.as_table();
    if (from != nullptr && !from->contains("dist")) {
        value(node, path, key, out.by_regime);
    } else {
        value(node, path, key, out.flat.emplace());
    }
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, Funding& out) {
    const toml::table* from = node.as_table();
    if (from == nullptr || from->contains("dist")) return value(node, path, key, out.flat.emplace());
    value(node, path, key, out.by_year);
    for (const auto& [year, amount] : out.by_year) {
        if (!calendar_year(year, path)) return out.by_year.clear();
    }
    std::sort(out.by_year.begin(), out.by_year.end(),
              [](const auto& a, const auto& b) { return std::stoi(a.first.text) < std::stoi(b.first.text); });
    if (out.by_year.empty()) problem(source_of(node), path + " is empty", "a number or { YEAR = number, ... }");
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, MeanwhileTerms& out) {
    if (node.is_table()) {
        value(node, path, key, out.by_firm);
    } else {
        value(node, path, key, out.all);
    }
}

void Reader::value(const toml::node& node, const std::string& path, const Key&, CostLevel& out) {
    const std::vector<std::string> names{"mean", "p50", "p80"};
    if (!node.is_string()) {
        out.level = Level::money;
        return value(node, path, {"target", Range::non_negative}, out.amount);
    }
    const std::string text = node.value_or(std::string());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] != text) continue;
        out.level = static_cast<Level>(i);
        return;
    }
    problem(source_of(node), kind_of(node) + " for " + path, "one of " + listed(names) + ", or money", suggestion(text, names));
}

}  // namespace entente
