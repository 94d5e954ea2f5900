// Two quantities never have one name, and two draws never one stream (see check.hpp).
#include <map>
#include <string>
#include <vector>

#include "model/check.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

// The steps of a path. Joined by dots they are a quantity's name, so a step that has a dot in it can make two paths one name.
using Path = std::vector<std::string>;

Path operator/(Path path, const std::string& step) {
    path.push_back(step);
    return path;
}

// "program.p.stage.'s.rework'.cost"
std::string told(const Path& path) {
    std::string out;
    for (const std::string& step : path) out += (out.empty() ? "" : ".") + (step.find('.') == std::string::npos ? step : "'" + step + "'");
    return out;
}
std::string joined(const Path& path) {
    std::string out;
    for (const std::string& step : path) out += (out.empty() ? "" : ".") + step;
    return out;
}

// Every quantity of a scenario with the path that leads to it.
class Quantities {
public:
    struct Found {
        Path path;
        const Quantity* quantity;
    };
    std::vector<Found> found;

    template <HasFields S>
    void table(const Path& path, const S& from) {
        std::apply([&](const auto&... field) { (member(path, field, from), ...); }, S::fields());
    }

private:
    template <class S, class T, class O>
    void member(const Path& path, const Field<S, T>& field, const O& from) {
        value(path / std::string(field.key.text), from.*field.member);
    }
    template <class S, class... Leaf, class O>
    void member(const Path& path, const Tagged<S, std::variant<Leaf...>>& tag, const O& from) {
        std::visit([&](const auto& leaf) { table(path, leaf); }, from.*tag.member);
    }

    template <class T>
    void value(const Path& path, const T& x) {
        if constexpr (std::is_same_v<T, Quantity>) {
            found.push_back({path, &x});
        } else if constexpr (std::is_same_v<T, HazardRate>) {
            value(path, x.flat);
            value(path, x.by_regime);
        } else if constexpr (std::is_same_v<T, Funding>) {
            value(path, x.flat);
            value(path, x.by_year);
        } else if constexpr (std::is_same_v<T, CostLevel>) {
            if (x.level == Level::money) value(path, x.amount);
        } else if constexpr (HasFields<T>) {
            table(path, x);
        }
    }
    template <class T>
    void value(const Path& path, const std::optional<T>& x) {
        if (x) value(path, *x);
    }
    template <class T>
    void value(const Path& path, const Keyed<T>& xs) {
        for (const auto& [name, x] : xs) value(path / name.text, x);
    }
    template <class T>
    void value(const Path& path, const std::vector<T>& xs) {
        for (std::size_t i = 0; i < xs.size(); ++i) value(path / element_of(xs[i], i), xs[i]);
    }
};

// What is drawn under a name: a quantity, or the luck of something that may happen.
struct Draw {
    Path path;  // without the alternative: variants of a deal meet the same fate
    bool quantity = false;
    Source source;

    bool operator==(const Draw& other) const { return path == other.path && quantity == other.quantity; }
};

class DrawnNames {
public:
    explicit DrawnNames(Problems& problems) : problems_(problems) {}

    void add(const Path& path, bool quantity, Source source) {
        const Draw draw{path, quantity, source};
        const auto [known, fresh] = by_name_.try_emplace(joined(path), draw);
        if (fresh || known->second == draw) return;
        const Draw& other = known->second;
        problems_.push_back({source,
                             "'" + joined(path) + "' would be drawn for two: " + told(other.path) + kind(other) + place(other.source) +
                                 " and " + told(path) + kind(draw),
                             "a name of its own for everything that is drawn", "rename one of the two"});
    }

private:
    static std::string kind(const Draw& draw) { return draw.quantity ? " (a number)" : " (whether, or when, it happens)"; }
    static std::string place(Source source) { return source.line > 0 ? " in line " + std::to_string(source.line) : ""; }

    Problems& problems_;
    std::map<std::string, Draw> by_name_;
};

Path without_alternative(const Path& path) {
    return path.size() > 2 && path[0] == "alternative" ? Path(path.begin() + 2, path.end()) : path;
}

void add_luck_of_programs(const Scenario& scenario, DrawnNames& draws) {
    for (const auto& [id, program] : scenario.program) {
        for (const Stage& stage : program.stage) {
            const Path path{"program", id.text, "stage", stage.name.text, "gate"};
            draws.add(path, false, stage.name.source);
            const int limit = stage.rework ? stage.rework->limit : Rework{}.limit;
            for (int attempt = 2; attempt <= 1 + limit; ++attempt) draws.add(path / std::to_string(attempt), false, stage.name.source);
        }
        for (const Risk& risk : program.risk) draws.add({"program", id.text, "risk", risk.name.text, "event"}, false, risk.name.source);
    }
}

// The keys of a trigger whose numbers each leaver draws for itself.
constexpr auto own_draws_of = [](const auto& trigger) -> std::vector<std::string> {
    if constexpr (requires { own_draws(trigger); }) return own_draws(trigger);
    return {};
};

void add_luck_of_deals(const Scenario& scenario, DrawnNames& draws) {
    for (const auto& [id, alternative] : scenario.alternative) {
        if (!alternative.arrangement.empty()) draws.add({"formation"}, false, id.source);
        for (const ExitTerms& terms : alternative.exit) {
            const Source at = terms.name ? terms.name->source : terms.leaver.source;
            const std::vector<std::string> own = std::visit(own_draws_of, terms.trigger);
            for (const auto& [firm, unused] : scenario.firm) {
                draws.add({"exit", exit_name(terms), firm.text}, false, at);
                for (const std::string& key : own) draws.add({"exit", exit_name(terms), key, firm.text}, true, at);
            }
        }
    }
}

}  // namespace

void check_names(const Scenario& scenario, Problems& problems) {
    Quantities quantities;
    quantities.table({}, scenario);
    std::map<std::string, const Quantities::Found*> by_name;
    for (const Quantities::Found& found : quantities.found) {
        const auto [known, fresh] = by_name.try_emplace(joined(found.path), &found);
        if (fresh) continue;
        const Quantity &one = *known->second->quantity, &other = *found.quantity;
        const Source at = other.source.line > 0 ? other.source : one.source;
        const int line = other.source.line > 0 ? one.source.line : 0;
        problems.push_back({at,
                            "'" + joined(found.path) + "' is the name of two quantities: " + told(known->second->path) +
                                (line > 0 ? " in line " + std::to_string(line) : "") + " and " + told(found.path),
                            "a name of its own for every quantity", "rename one of the two"});
    }
    if (!problems.empty()) return;
    DrawnNames draws(problems);
    for (const Quantities::Found& found : quantities.found) {
        if (!constant(found.quantity->law)) draws.add(without_alternative(found.path), true, found.quantity->source);
    }
    add_luck_of_programs(scenario, draws);
    for (const Event& event : scenario.event) draws.add({"event", event.name.text}, false, event.name.source);
    add_luck_of_deals(scenario, draws);
}

}  // namespace entente
