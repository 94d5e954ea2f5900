// entente schema: a JSON Schema of scenario files, written from the same fields() that the reader uses.
#include <fmt/core.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "chance/distribution.hpp"
#include "cli/command.hpp"
#include "model/scenario.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

// Schemas are put together by these few functions. A list of lists as nlohmann/json takes it is a page of machine code wherever it stands,
// and below it would stand in each instance of a template.
Json with(const char* key, Json value) {
    Json out;
    out[key] = std::move(value);
    return out;
}
Json type(const char* name) { return with("type", name); }
Json list(std::initializer_list<Json> items) {
    Json out = Json::array();
    for (const Json& item : items) out.push_back(item);
    return out;
}
Json any_of(std::initializer_list<Json> items) { return with("anyOf", list(items)); }
// A table of values under names that anybody may choose.
Json table_of(Json value) {
    Json out = type("object");
    out["additionalProperties"] = std::move(value);
    return out;
}
// The same under years.
Json by_year(Json value) {
    Json out = type("object");
    out["patternProperties"] = with("^[0-9]{1,4}$", std::move(value));
    out["additionalProperties"] = false;
    return out;
}
Json list_of(Json value) {
    Json out = type("array");
    out["items"] = std::move(value);
    return out;
}
Json array_of(Json value, std::size_t size) {
    Json out = list_of(std::move(value));
    out["minItems"] = size;
    out["maxItems"] = size;
    return out;
}
Json one_of(std::span<const std::string_view> words) {
    Json out = Json::array();
    for (const std::string_view word : words) out.push_back(std::string(word));
    return with("enum", std::move(out));
}

Json numbers(Range range) {
    Json out = type("number");
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
        case Range::endless_date: {
            Json day = type("string");
            day["format"] = "date";
            return any_of({out, day});
        }
    }
    return out;
}
Json integers(Range range) {
    Json out = numbers(range);
    out["type"] = "integer";
    return out;
}
Json quantity(const Key& key) { return any_of({numbers(key.range), with("$ref", "#/$defs/distribution")}); }

template <HasFields S>
Json table();

// The schema of one kind of value; nested tables are written out where they stand.
template <class T>
struct Schema {
    static Json of(const Key& key) {
        if constexpr (HasWords<T>) {
            const auto known = words(T{});
            return one_of(known);
        } else if constexpr (HasFields<T>) {
            return table<T>();
        } else if constexpr (std::is_same_v<T, bool>) {
            return type("boolean");
        } else if constexpr (std::is_integral_v<T>) {
            return integers(key.range);
        } else if constexpr (std::is_floating_point_v<T>) {
            return numbers(key.range);
        } else {
            return type("string");
        }
    }
};
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
    static Json of(const Key& key) { return any_of({numbers(key.range), by_year(numbers(key.range))}); }
};
template <>
struct Schema<Profile> {
    static Json of(const Key&) {
        Json words = Json::array(), out = Json::array();
        const auto add = [&]<class P>(std::type_identity<P>) {
            if constexpr (ShapedProfile<P>) {
                Json shaped = type("object");
                shaped["properties"] = with(P::name, list_of(type("number")));
                shaped["required"] = list({P::name});
                out.push_back(std::move(shaped));
            } else {
                words.push_back(P::name);
            }
        };
        const auto add_all = [&]<class... P>(std::type_identity<std::variant<P...>>) { (add(std::type_identity<P>()), ...); };
        add_all(std::type_identity<Profile>());
        out.insert(out.begin(), with("enum", std::move(words)));
        return with("anyOf", std::move(out));
    }
};
template <>
struct Schema<HazardRate> {
    static Json of(const Key& key) { return any_of({quantity(key), table_of(quantity(key))}); }
};
template <>
struct Schema<Funding> {
    static Json of(const Key& key) { return any_of({quantity(key), by_year(quantity(key))}); }
};
template <>
struct Schema<CostLevel> {
    static Json of(const Key&) {
        constexpr std::array<std::string_view, 3> levels{"mean", "p50", "p80"};
        return any_of({one_of(levels), quantity({"", Range::non_negative})});
    }
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
    static Json of(const Key& key) { return list_of(Schema<T>::of(key)); }
};
template <class T, std::size_t N>
struct Schema<std::array<T, N>> {
    static Json of(const Key& key) { return array_of(Schema<T>::of(key), N); }
};
template <class T>
struct Schema<Keyed<T>> {
    static Json of(const Key& key) { return table_of(Schema<T>::of(key)); }
};

Json Schema<MeanwhileTerms>::of(const Key& key) { return any_of({Schema<Meanwhile>::of(key), Schema<Keyed<Meanwhile>>::of(key)}); }

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
    // A key of a struct, and the struct as it is where nothing is written.
    template <class S, class Owner, class T>
    void add(const Field<Owner, T>& field, const S& empty) {
        put(field.key, Schema<T>::of(field.key), field.key.required ? Json() : default_of(empty.*field.member));
    }
    // A leaf's keys go with its name in the tag's key.
    template <class S, class Owner, class... Leaf>
    void add(const Tagged<Owner, std::variant<Leaf...>>& tag, const S&) {
        (put_leaf(tag.key, std::string(Leaf::name), table<Leaf>()), ...);
        required_.push_back(std::string(tag.key.text));
    }

    Json finish() {
        Json out = type("object");
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
    void put(const Key& key, Json schema, Json otherwise) {
        if (!otherwise.is_null()) schema["default"] = std::move(otherwise);
        if (!key.meaning.empty()) schema["description"] = std::string(key.meaning);
        properties_[std::string(key.text)] = std::move(schema);
        if (key.required) required_.push_back(std::string(key.text));
    }
    void put_leaf(const Key& tag, const std::string& name, Json leaf) {
        leaf["properties"][std::string(tag.text)] = with("const", name);
        if (!leaf.contains("required")) leaf["required"] = Json::array();
        leaves_.push_back(std::move(leaf));
    }

    Json properties_ = Json::object(), required_ = Json::array(), leaves_ = Json::array();
};

template <HasFields S>
Json table() {
    Table out;
    const S empty{};
    std::apply([&](const auto&... field) { (out.add<S>(field, empty), ...); }, S::fields());
    return out.finish();
}

}  // namespace

int schema_command() {
    Json out = table<Scenario>();
    Json full = with("$schema", "https://json-schema.org/draft/2020-12/schema");
    full["title"] = "entente scenario";
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
