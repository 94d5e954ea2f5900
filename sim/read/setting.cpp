// Finding the place of a setting by the fields() that the reader uses too (see setting.hpp).
#include "read/setting.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.hpp"
#include "chance/distribution.hpp"
#include "model/scenario.hpp"
#include "read/read.hpp"
#include "read/reader.hpp"
#include "read/scan.hpp"
#include "read/steps.hpp"

namespace entente {

namespace {

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;
template <class T>
constexpr bool is_keyed = false;
template <class T>
constexpr bool is_keyed<Keyed<T>> = true;
template <class T>
constexpr bool is_law = std::is_same_v<T, Quantity> || std::is_same_v<T, Distribution> || std::is_same_v<T, CostLevel>;
// Tables named by the scenario itself are written in it; those named after its firms may be made.
template <class T>
constexpr bool is_defined = HasFields<T> && !std::is_same_v<T, FirmTerms> && !std::is_same_v<T, Adaptation>;

bool is_share(std::string_view key) { return key == "weights" || key == "overrun" || key == "beyond" || key == "stakes"; }

// The number that a person would write: 0.3 for 1 less 0.7.
double as_written(double x) {
    std::array<char, 32> digits{};
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), x, std::chars_format::general, 15).ptr;
    std::from_chars(digits.data(), end, x);
    return x;
}

class Place {
public:
    Place(const toml::node& value, const std::string& key) : value_(value), key_(key) {}

    void find(toml::table& root) { table<Scenario>(root, "the scenario", Steps(key_)); }

    std::optional<Problem> problem;
    std::string found;             // the key with every name in full
    toml::table* share = nullptr;  // the weights of which one was set
    std::string table_of_share, member;

private:
    void fail(const std::string& what, const std::string& hint) {
        if (!problem) problem = Problem{{}, "--set " + key_ + ": " + what, "a key of the scenario", hint};
    }

    template <HasFields S>
    void table(toml::table& at, const std::string& path, Steps steps) {
        const std::string step = steps.next();
        bool known = false;
        std::apply([&](const auto&... field) { ((known = known || member_of(at, path, step, steps, field)), ...); }, S::fields());
        if (known) return;
        const std::vector<std::string> keys = known_keys<S>(at);
        fail(step.empty() ? "an empty step" : "there is no '" + step + "' in " + path, suggestion(step, keys));
    }

    template <class S, class T>
    bool member_of(toml::table& at, const std::string& path, const std::string& step, const Steps& steps, const Field<S, T>& field) {
        if (field.key.text != step) return false;
        value<T>(at, step, path, steps);
        return true;
    }
    template <class S, class... Leaf>
    bool member_of(toml::table& at, const std::string& path, const std::string& step, const Steps& steps,
                   const Tagged<S, std::variant<Leaf...>>& tag) {
        if (tag.key.text == step) {
            value<std::string>(at, step, path, steps);
            return true;
        }
        const std::string chosen = at[tag.key.text].value_or(std::string());
        const auto in_leaf = [&]<class L>(std::type_identity<L>) {
            if (L::name != chosen) return false;
            bool known = false;
            std::apply([&](const auto&... field) { ((known = known || member_of(at, path, step, steps, field)), ...); }, L::fields());
            return known;
        };
        return (in_leaf(std::type_identity<Leaf>{}) || ...);
    }

    // The value at a key of a table, or what the steps lead to inside it.
    template <class T>
    void value(toml::table& at, const std::string& key, const std::string& path, Steps steps) {
        const std::string inner = (path == "the scenario" ? "" : path + ".") + key;
        if (steps.done()) {
            at.insert_or_assign(key, value_);
            found = inner;
        } else if constexpr (is_optional<T>) {
            value<typename T::value_type>(at, key, path, steps);
        } else if constexpr (is_keyed<T>) {
            keyed<typename T::value_type::second_type>(at, key, inner, steps);
        } else if constexpr (is_list<T>) {
            list<typename T::value_type>(at, key, inner, steps);
        } else if constexpr (std::is_same_v<T, HazardRate> || std::is_same_v<T, Funding>) {
            const toml::table* written = at[key].as_table();
            if (written != nullptr && !written->contains("dist")) return keyed<Quantity>(at, key, inner, steps);
            law(at, key, inner, steps);
        } else if constexpr (std::is_same_v<T, Budget>) {
            keyed<double>(at, key, inner, steps);
        } else if constexpr (std::is_same_v<T, MeanwhileTerms>) {
            keyed<Meanwhile>(at, key, inner, steps);
        } else if constexpr (is_law<T>) {
            law(at, key, inner, steps);
        } else if constexpr (HasFields<T>) {
            if (toml::table* table_there = made(at, key, inner)) table<T>(*table_there, inner, steps);
        } else {
            fail(inner + " has no parts", "set it as a whole");
        }
    }

    // A distribution's parameters can be set where one is written.
    void law(toml::table& at, const std::string& key, const std::string& inner, const Steps& steps) {
        toml::table* written = at[key].as_table();
        if (written == nullptr) return fail(inner + " is a plain value", "set it as a whole, e.g. { dist = ... }");
        table<Distribution>(*written, inner, steps);
    }

    template <class T>
    void keyed(toml::table& at, const std::string& key, const std::string& inner, Steps steps) {
        const toml::table* written = at[key].as_table();
        const std::string id = steps.next();
        if constexpr (is_defined<T>) {
            if (written == nullptr || (!written->contains(id) && !steps.done())) {
                std::vector<std::string> known;
                if (written != nullptr) {
                    for (const auto& [name, unused] : *written) known.emplace_back(name.str());
                }
                return fail("there is no '" + id + "' in " + inner, suggestion(id, known));
            }
        }
        toml::table* there = made(at, key, inner);
        if (there == nullptr) return;
        if (steps.done() && is_share(key)) {
            share = there;
            table_of_share = inner;
            member = id;
        }
        value<T>(*there, id, inner, steps);
    }

    // The longest name that the key goes on with, and whose element has the step behind it.
    template <class T>
    void list(toml::table& at, const std::string& key, const std::string& inner, Steps steps) {
        toml::array* array = at[key].as_array();
        if (array == nullptr || array->empty()) return fail(inner + " is not written", "");
        if constexpr (HasFields<T>) {
            toml::table* best = nullptr;
            bool leads_on = false;  // the best one has the step behind its name
            std::string name;
            std::vector<std::string> known;
            for (std::size_t i = 0; i < array->size(); ++i) {
                toml::table* element = (*array)[i].as_table();
                if (element == nullptr) continue;
                known.push_back(element_name(*element, i));
                const auto behind = rest_behind(steps, known.back());
                if (!behind) continue;
                const std::vector<std::string> keys = known_keys<T>(*element);
                const bool leads = std::find(keys.begin(), keys.end(), Steps(*behind).next()) != keys.end();
                if (best != nullptr && std::pair(leads, known.back().size()) <= std::pair(leads_on, name.size())) continue;
                best = element;
                leads_on = leads;
                name = known.back();
            }
            if (best == nullptr) return fail("'" + key + "' has no element '" + std::string(steps.rest()) + "'", "known: " + listed(known));
            const std::string_view behind = *rest_behind(steps, name);
            if (behind.empty()) return fail("'" + name + "' is a whole element", "name one of its keys");
            table<T>(*best, inner + "." + name, Steps(behind));
        } else {
            fail(inner + " is a list", "set it as a whole: [ ... ]");
        }
    }

    // What follows a name that the steps begin with, if they do.
    static std::optional<std::string_view> rest_behind(Steps steps, std::string_view name) {
        const std::string_view all = steps.rest();
        if (!all.empty() && (all.front() == '"' || all.front() == '\'')) {
            if (steps.next() != name) return std::nullopt;
            return steps.done() ? std::string_view() : steps.rest();
        }
        if (all == name) return std::string_view();
        if (!all.starts_with(name) || all[name.size()] != '.') return std::nullopt;
        return all.substr(name.size() + 1);
    }

    // The table at a key, made where there is none; a problem where something else stands.
    toml::table* made(toml::table& at, const std::string& key, const std::string& inner) {
        if (!at.contains(key)) at.insert(key, toml::table());
        toml::table* there = at[key].as_table();
        if (there == nullptr) fail(inner + " is a plain value", "set it as a whole");
        return there;
    }

    const toml::node& value_;
    const std::string& key_;
};

}  // namespace

std::size_t end_of_key(const std::string& text) {
    char quote = 0;  // of the name that is open
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quote == 0 && text[i] == '=') return i;
        const bool begins = (text[i] == '"' || text[i] == '\'') && i > 0 && text[i - 1] == '.';
        if (quote == 0 && begins) {
            quote = text[i];
        } else if (text[i] == quote) {
            quote = 0;
        }
    }
    return std::string::npos;
}

std::vector<Setting> settings_of(const std::vector<std::string>& texts, Problems& problems) {
    std::vector<Setting> out;
    for (const std::string& text : texts) {
        const std::size_t equals = end_of_key(text);
        if (equals == 0 || equals == std::string::npos) {
            problems.push_back({{}, "--set " + text, "KEY=VALUE", ""});
        } else {
            out.push_back({text.substr(0, equals), text.substr(equals + 1)});
        }
    }
    return out;
}

std::string altered_alternative(const Setting& setting) {
    Steps steps(setting.key);
    if (steps.next() != "alternative" || steps.done()) return "";
    const std::string id = steps.next();
    return steps.done() || steps.next() == "like" ? "" : id;
}

void Setter::apply(const Setting& setting) {
    toml::table parsed;
    const std::string text = "value = " + setting.value;
    const Problems wrong = scan(text);
    const bool plain_text = !wrong.empty() && wrong.front().found == stray_letter;  // needs no quotes here
    if (!wrong.empty() && !plain_text) {
        const Problem& first = wrong.front();
        return document_.problems.push_back({{}, "--set " + setting.key + ": " + first.found, first.expected, first.hint});
    }
    try {
        if (!plain_text) parsed = toml::parse(text);
    } catch (const toml::parse_error&) {
        parsed.clear();
    }
    if (parsed.size() != 1 || !parsed.contains("value")) {
        parsed.clear();
        parsed.insert_or_assign("value", setting.value);
    }
    Place place(*parsed.get("value"), setting.key);
    place.find(document_.root);
    if (place.problem) return document_.problems.push_back(*place.problem);
    // Weights that earlier settings have set inside what this one replaces are no longer there.
    std::erase_if(weights_, [&](const auto& entry) { return entry.first.starts_with(place.found); });
    if (place.share == nullptr) return;
    Weights& weights = weights_[place.table_of_share];
    weights.table = place.share;
    weights.named.insert(place.member);
}

void Setter::balance() {
    for (const auto& [path, weights] : weights_) {
        double named = 0, others = 0;
        std::vector<std::pair<std::string, double>> left;
        for (const auto& [id, weight] : *weights.table) {
            const double share = weight.value_or(0.0);
            if (weights.named.contains(std::string(id.str()))) {
                named += share;
            } else {
                others += share;
                left.emplace_back(id.str(), share);
            }
        }
        if (std::fabs(named + others - 1) <= 1e-9 || !(others > 0) || !(named <= 1)) continue;
        for (const auto& [id, share] : left) weights.table->insert_or_assign(id, as_written(share * (1 - named) / others));
    }
    weights_.clear();
}

}  // namespace entente
