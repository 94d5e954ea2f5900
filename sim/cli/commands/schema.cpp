// entente schema: a JSON Schema of scenario files, written from the same fields() that the reader uses.
#include <fmt/core.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "chance/distribution.hpp"
#include "cli/command.hpp"
#include "model/scenario.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

Json numbers(Range range) {
    Json out{{"type", "number"}};
    switch (range) {
        case Range::non_negative:
        case Range::endless: out["minimum"] = 0; break;
        case Range::positive:
        case Range::positive_endless: out["exclusiveMinimum"] = 0; break;
        case Range::fraction:
            out["minimum"] = 0;
            out["maximum"] = 1;
            break;
        case Range::rate_above_minus_one: out["exclusiveMinimum"] = -1; break;
        case Range::any: break;
        case Range::date:
        case Range::endless_date: return {{"anyOf", {out, {{"type", "string"}, {"format", "date"}}}}};
    }
    return out;
}

template <HasFields S>
Json table();

// The schema of one kind of value; nested tables are written out where they stand.
template <class T>
struct Schema {
    static Json of(const Key& key) {
        if constexpr (HasWords<T>) {
            Json out{{"enum", Json::array()}};
            for (const std::string_view word : words(T{})) out["enum"].push_back(std::string(word));
            return out;
        } else if constexpr (HasFields<T>) {
            return table<T>();
        } else if constexpr (std::is_same_v<T, bool>) {
            return {{"type", "boolean"}};
        } else if constexpr (std::is_integral_v<T>) {
            Json out = numbers(key.range);
            out["type"] = "integer";
            return out;
        } else if constexpr (std::is_floating_point_v<T>) {
            return numbers(key.range);
        } else {
            return {{"type", "string"}};
        }
    }
};
Json quantity(const Key& key) { return {{"anyOf", {numbers(key.range), {{"$ref", "#/$defs/distribution"}}}}}; }
template <>
struct Schema<Quantity> {
    static Json of(const Key& key) { return quantity(key); }
};
template <>
struct Schema<Distribution> {
    static Json of(const Key& key) { return quantity(key); }
};
template <>
struct Schema<Budget> {
    static Json of(const Key& key) {
        return {{"anyOf",
                 {numbers(key.range),
                  {{"type", "object"}, {"patternProperties", {{"^[0-9]{1,4}$", numbers(key.range)}}}, {"additionalProperties", false}}}}};
    }
};
template <>
struct Schema<Profile> {
    static Json of(const Key&) {
        Json words = Json::array(), out = Json::array();
        const auto add = [&]<class P>(std::type_identity<P>) {
            if constexpr (ShapedProfile<P>) {
                const Json numbers{{"type", "array"}, {"items", {{"type", "number"}}}};
                out.push_back({{"type", "object"}, {"properties", {{P::name, numbers}}}, {"required", {P::name}}});
            } else {
                words.push_back(P::name);
            }
        };
        const auto add_all = [&]<class... P>(std::type_identity<std::variant<P...>>) { (add(std::type_identity<P>()), ...); };
        add_all(std::type_identity<Profile>());
        out.insert(out.begin(), Json{{"enum", words}});
        return {{"anyOf", out}};
    }
};
template <>
struct Schema<HazardRate> {
    static Json of(const Key& key) { return {{"anyOf", {quantity(key), {{"type", "object"}, {"additionalProperties", quantity(key)}}}}}; }
};
template <>
struct Schema<Funding> {
    static Json of(const Key& key) {
        return {{"anyOf",
                 {quantity(key),
                  {{"type", "object"}, {"patternProperties", {{"^[0-9]{1,4}$", quantity(key)}}}, {"additionalProperties", false}}}}};
    }
};
template <>
struct Schema<CostLevel> {
    static Json of(const Key&) { return {{"anyOf", {{{"enum", {"mean", "p50", "p80"}}}, quantity({"", Range::non_negative})}}}; }
};
template <class T>
struct Schema<Keyed<T>>;
template <>
struct Schema<MeanwhileTerms> {
    static Json of(const Key& key);
};
template <class T>
struct Schema<std::optional<T>> {
    static Json of(const Key& key) { return Schema<T>::of(key); }
};
template <class T>
struct Schema<std::vector<T>> {
    static Json of(const Key& key) { return {{"type", "array"}, {"items", Schema<T>::of(key)}}; }
};
template <class T, std::size_t N>
struct Schema<std::array<T, N>> {
    static Json of(const Key& key) { return {{"type", "array"}, {"items", Schema<T>::of(key)}, {"minItems", N}, {"maxItems", N}}; }
};
template <class T>
struct Schema<Keyed<T>> {
    static Json of(const Key& key) { return {{"type", "object"}, {"additionalProperties", Schema<T>::of(key)}}; }
};

Json Schema<MeanwhileTerms>::of(const Key& key) { return {{"anyOf", {Schema<Meanwhile>::of(key), Schema<Keyed<Meanwhile>>::of(key)}}}; }

// What a key that is left out stands for, as a file would write it; null where that is nothing, or follows from other keys.
template <class T>
Json default_of(const T& value) {
    if constexpr (HasWords<T>) {
        return word_of(value);
    } else if constexpr (std::is_same_v<T, Quantity>) {
        const std::optional<double> number = constant(value.law);
        return number ? default_of(*number) : Json();
    } else if constexpr (std::is_same_v<T, Profile>) {
        return std::visit([](const auto& profile) { return std::string(profile.name); }, value);
    } else if constexpr (std::is_same_v<T, CostLevel>) {
        return value.level == Level::p50 ? Json("p50") : Json();
    } else if constexpr (std::is_same_v<T, MeanwhileTerms>) {
        return word_of(value.all);
    } else if constexpr (std::is_floating_point_v<T>) {
        return std::isinf(value) ? Json("inf") : Json(value);
    } else if constexpr (std::is_arithmetic_v<T>) {
        return value;
    } else {
        return {};
    }
}

class Table {
public:
    template <class S, class T>
    void add(const Field<S, T>& field) {
        Json schema = Schema<T>::of(field.key);
        if (!field.key.required) {
            Json otherwise = default_of(S{}.*field.member);
            if (!otherwise.is_null()) schema["default"] = std::move(otherwise);
        }
        if (!field.key.meaning.empty()) schema["description"] = std::string(field.key.meaning);
        properties_[std::string(field.key.text)] = std::move(schema);
        if (field.key.required) required_.push_back(std::string(field.key.text));
    }
    // A leaf's keys go with its name in the tag's key.
    template <class S, class... Leaf>
    void add(const Tagged<S, std::variant<Leaf...>>& tag) {
        (leaves_.push_back(leaf<Leaf>(std::string(tag.key.text))), ...);
        required_.push_back(std::string(tag.key.text));
    }

    Json finish() {
        Json out{{"type", "object"}};
        if (leaves_.empty()) {
            out["properties"] = properties_;
            if (!required_.empty()) out["required"] = required_;
            out["additionalProperties"] = false;
            return out;
        }
        for (Json& leaf : leaves_) {
            for (const auto& [key, schema] : properties_.items()) leaf["properties"][key] = schema;
            for (const auto& key : required_) leaf["required"].push_back(key);
        }
        out["oneOf"] = leaves_;
        return out;
    }

private:
    template <class L>
    static Json leaf(const std::string& tag) {
        Json out = table<L>();
        out["properties"][tag] = {{"const", std::string(L::name)}};
        if (!out.contains("required")) out["required"] = Json::array();
        return out;
    }

    Json properties_ = Json::object(), required_ = Json::array(), leaves_ = Json::array();
};

template <HasFields S>
Json table() {
    Table out;
    std::apply([&](const auto&... field) { (out.add(field), ...); }, S::fields());
    return out.finish();
}

}  // namespace

int schema_command() {
    Json out = table<Scenario>();
    Json full{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "entente scenario"}};
    full.update(out);
    full["$defs"]["distribution"] = table<Distribution>();
    fmt::print("{}\n", full.dump(2));
    return done;
}

namespace command {

Command schema();
Command schema() {
    const auto arguments = std::make_shared<SchemaArguments>();
    return {"schema",
            "the JSON Schema of scenario files, for editors",
            {"", "--results"},
            {{"--results", "the metrics and the columns of the result files instead, as JSON", &arguments->results},
             {"--json", "as it is anyway", &arguments->json}},
            [arguments](const Surroundings&) { return arguments->results ? schema_results_command() : schema_command(); }};
}

}  // namespace command

}  // namespace entente
