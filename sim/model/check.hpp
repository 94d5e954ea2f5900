// Whether a scenario makes sense: names that refer to something, weights that sum to 1, no cycles, dates in order.
#pragma once

#include "base/problem.hpp"
#include "model/scenario.hpp"

namespace entente {

// Every problem of sense, in the order of the model's pages; empty when the scenario can be run.
Problems check(const Scenario& scenario);

// The parts, one file each.
void check_size(const Scenario& scenario, Problems& problems);          // how many of each kind
void check_world(const Scenario& scenario, Problems& problems);         // time, firms, markets, events, correlations
void check_programs(const Scenario& scenario, Problems& problems);      // stages, risks, benefits
void check_alternatives(const Scenario& scenario, Problems& problems);  // formation, arrangements, exits
void check_names(const Scenario& scenario, Problems& problems);         // one name for one quantity, and for one draw
void check_growth(const Scenario& scenario, Problems& problems);        // rates that compound
void check_sources(const Scenario& scenario, Problems& problems);       // where numbers come from

// Warnings: what is sound but counts for nothing, for it is dated past the horizon; and what is hardly meant, for it looks like percent,
// another unit or another century.
Problems dropped(const Scenario& scenario);
Problems doubtful(const Scenario& scenario);
// Whether a lump of this date falls past the last period.
bool past_horizon(const Settings& settings, double date);
// The date of the last of yearly payments.
double last_payment(const Payment& payment);

// ---- what the parts share

// Looks names up and reports those that are missing.
class NameCheck {
public:
    NameCheck(const Scenario& scenario, Problems& problems);

    void firm(const Name& name, std::string_view where);
    void program(const Name& name, std::string_view where);
    const Market* market(const Name& name, std::string_view where);
    void event(const Name& name, std::string_view where);
    // Names that must be among `known`; `kind` for the message.
    void one_of(const Name& name, const std::vector<std::string>& known, std::string_view kind, std::string_view where);
    template <class T>
    void firms(const Keyed<T>& table, std::string_view where) {
        for (const auto& [name, value] : table) firm(name, where);
    }
    // The second of two equal names is a problem.
    void distinct(const std::vector<Name>& names, std::string_view where);
    // No date before the scenario's start.
    void not_before_start(std::optional<double> date, Source at, std::string_view where);
    void problem(Source at, std::string found, std::string expected, std::string hint = "");

    // While it lives, what has no place in the file is said to stand here.
    class Within {
    public:
        Within(NameCheck& names, Source at) : names_(names) { names_.otherwise_ = at; }
        ~Within() { names_.otherwise_ = {}; }
        Within(const Within&) = delete;
        Within& operator=(const Within&) = delete;

    private:
        NameCheck& names_;
    };

private:
    // A name that some table of the scenario must define: wherever it is missing, the mistake is one.
    void defined(const Name& name, const std::vector<std::string>& known, std::string_view kind, std::string_view where);

    Source otherwise_;
    const Scenario& scenario_;
    Problems& problems_;
    std::vector<std::string> firms_, programs_, markets_, events_;
};

// What an exit's trigger refers to and what it leaves.
void check_exit(const Scenario& scenario, const ExitTerms& exit, const std::string& where, NameCheck& names);

// A cycle in "node i comes after nodes edges[i]": the names on it, or empty.
std::vector<std::string> cycle(const std::vector<std::string>& names, const std::vector<std::vector<std::size_t>>& edges);

template <class T>
std::vector<std::string> ids(const Keyed<T>& table) {
    std::vector<std::string> out;
    for (const auto& [name, value] : table) out.push_back(name.text);
    return out;
}
inline std::vector<std::string> texts(const std::vector<Name>& names) {
    std::vector<std::string> out;
    for (const Name& name : names) out.push_back(name.text);
    return out;
}

}  // namespace entente
