// Listing every key (see scenario_keys.hpp).
#include "model/scenario_keys.hpp"

#include "base/text.hpp"
#include "model/alike.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

class Listing {
public:
    template <HasFields S>
    void table(const std::string& path, const S& from) {
        std::apply([&](const auto&... field) { (member(path, field, from), ...); }, S::fields());
    }
    std::vector<ScenarioKey> keys;

private:
    template <class S, class T, class O>
    void member(const std::string& path, const Field<S, T>& field, const O& from) {
        default_ = !field.key.required && same(from.*field.member, S{}.*field.member);
        key_ = field.key;
        value(path.empty() ? std::string(field.key.text) : path + "." + std::string(field.key.text), from.*field.member);
    }
    // Whether a value is the default; tables and lists are told apart key by key.
    template <class T>
    static bool same(const T& x, const T& other) {
        if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, Quantity> || std::is_same_v<T, CostLevel>) {
            return alike(x, other);
        } else {
            return false;
        }
    }
    template <class S, class... Leaf, class O>
    void member(const std::string& path, const Tagged<S, std::variant<Leaf...>>& tag, const O& from) {
        std::visit(
            [&](const auto& leaf) {
                default_ = false;
                key_ = tag.key;
                line(path + "." + std::string(tag.key.text), std::string(leaf.name));
                table(path, leaf);
            },
            from.*tag.member);
    }

    // A name as a step of a path: in quotes where it would not be told from what follows it.
    static std::string step(const std::string& name) {
        const bool plain = !name.empty() && name.find_first_of("='\"") == std::string::npos && name.front() != ' ' && name.back() != ' ';
        const char quote = name.find('"') == std::string::npos ? '"' : '\'';
        return plain ? name : quote + name + quote;
    }

    void add(const std::string& path, const std::string& shown, bool is_number, const Distribution* law) {
        keys.push_back({path, shown, is_number, default_, key_.meaning, key_.range, key_.cost, law});
    }
    void line(const std::string& path, const std::string& shown) { add(path, shown, false, nullptr); }
    void number(const std::string& path, const std::string& shown) { add(path, shown, true, nullptr); }

    void value(const std::string& path, double x) { number(path, shortest(x)); }
    void value(const std::string& path, int x) { number(path, std::to_string(x)); }
    void value(const std::string& path, std::int64_t x) { number(path, std::to_string(x)); }
    void value(const std::string& path, bool x) { line(path, x ? "true" : "false"); }
    void value(const std::string& path, const std::string& x) { line(path, "\"" + x + "\""); }
    void value(const std::string& path, const Name& x) { line(path, "\"" + x.text + "\""); }
    void value(const std::string& path, const Quantity& x) {
        const Distribution& law = x.law;
        add(path, summary(law), true, &law);
    }
    void value(const std::string& path, const Budget& x) {
        for (const auto& [year, amount] : x.from_year) number(year > 0 ? path + "." + std::to_string(year) : path, shortest(amount));
    }
    void value(const std::string& path, const Profile& x) { line(path, written(x)); }
    void value(const std::string& path, const HazardRate& x) {
        if (x.flat) return value(path, *x.flat);
        value(path, x.by_regime);
    }
    void value(const std::string& path, const Funding& x) {
        if (x.flat) return value(path, *x.flat);
        value(path, x.by_year);
    }
    void value(const std::string& path, const CostLevel& x) {
        constexpr std::string_view names[] = {"\"mean\"", "\"p50\"", "\"p80\""};
        if (x.level == Level::money) return value(path, x.amount);
        line(path, std::string(names[static_cast<int>(x.level)]));
    }
    void value(const std::string& path, const MeanwhileTerms& x) {
        if (x.by_firm.empty()) return value(path, x.all);
        value(path, x.by_firm);
    }
    template <HasWords E>
    void value(const std::string& path, E x) {
        line(path, "\"" + word_of(x) + "\"");
    }
    template <HasFields S>
    void value(const std::string& path, const S& x) {
        table(path, x);
    }
    template <class T>
    void value(const std::string& path, const std::optional<T>& x) {
        if (x) value(path, *x);
    }
    template <class T>
    void value(const std::string& path, const Keyed<T>& x) {
        const bool quoted = std::is_same_v<T, Citation>;  // its name is itself a path
        for (const auto& [name, inner] : x) value(path + "." + (quoted ? '"' + name.text + '"' : name.text), inner);
    }
    template <class T>
    void value(const std::string& path, const std::vector<T>& xs) {
        for (std::size_t i = 0; i < xs.size(); ++i) value(path + "." + step(element_of(xs[i], i)), xs[i]);
    }
    // Numbers are set as a whole.
    void value(const std::string& path, const std::vector<double>& xs) { number(path, row(xs)); }
    void value(const std::string& path, const std::vector<std::vector<double>>& rows) {
        std::string shown;
        for (const std::vector<double>& xs : rows) shown += (shown.empty() ? "" : ", ") + row(xs);
        if (!rows.empty()) number(path, "[" + shown + "]");
    }
    static std::string row(const std::vector<double>& xs) {
        std::string shown;
        for (const double x : xs) shown += (shown.empty() ? "" : ", ") + shortest(x);
        return "[" + shown + "]";
    }
    void value(const std::string& path, const std::vector<Name>& xs) {
        std::string shown;
        for (const Name& x : xs) shown += (shown.empty() ? "\"" : ", \"") + x.text + "\"";
        line(path, "[" + shown + "]");
    }

    Key key_;               // that is being listed
    bool default_ = false;  // what is being listed is not written, or as if it were not
};

// Keys that say how a scenario is run and counted, not what is known.
bool is_setting(const std::string& path) {
    return path.starts_with("run.") || path.starts_with("sources.") || (path.starts_with("scenario.") && path != "scenario.escalation");
}

}  // namespace

std::vector<ScenarioKey> scenario_keys(const Scenario& scenario) {
    Listing listing;
    listing.table("", scenario);
    return std::move(listing.keys);
}

std::vector<ScenarioKey> sourced_keys(const Scenario& scenario) {
    std::vector<ScenarioKey> keys = scenario_keys(scenario);
    std::erase_if(keys, [](const ScenarioKey& key) { return is_setting(key.path); });
    return keys;
}

bool covers(const std::string& pattern, const std::string& path) { return matches(pattern, path) || matches(pattern + ".*", path); }

const Citation* citation_of(const Scenario& scenario, const std::string& path) {
    const Citation* found = nullptr;
    for (const auto& [pattern, citation] : scenario.sources) {
        if (covers(pattern.text, path)) found = &citation;
    }
    return found;
}

}  // namespace entente
