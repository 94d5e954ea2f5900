// Numbers with their sources (see assumptions.hpp).
#include "model/assumptions.hpp"

#include <charconv>
#include <map>

#include "chance/properties.hpp"
#include "model/dates.hpp"
#include "model/rows.hpp"
#include "model/scenario_keys.hpp"
#include "model/titles.hpp"
#include "model/words.hpp"

namespace entente {

namespace {

// The kind of thing that a table is about.
std::string group_of(const std::string& table) {
    if (table == "alternative") return "deal";
    return table == "scenario" ? "prices" : table;
}

// In what a number is told: money, a share, a date, years; nothing where its meaning says what it counts.
std::string unit_of(const ScenarioKey& key, const std::string& currency) {
    const auto tells = [&](std::string_view word) { return key.meaning.find(word) != std::string_view::npos; };
    if (key.range == Range::date || key.range == Range::endless_date || key.meaning.starts_with("date")) return "date";
    if (key.range == Range::fraction || tells("share of")) return "share";
    if (key.range == Range::rate_above_minus_one) return "share a year";
    if (key.money || tells("money") || tells("limit")) return currency + " m";
    return tells("years") ? "years" : "";
}

void tell_quantiles(const ScenarioKey& key, AssumptionRow& row) {
    double number = 0;
    if (key.law != nullptr && !constant(*key.law)) {
        row.p10 = quantile(*key.law, {0.1, 0.9});
        row.p50 = quantile(*key.law, {0.5, 0.5});
        row.p90 = quantile(*key.law, {0.9, 0.1});
    } else if (const char* const end = key.value.data() + key.value.size(); std::from_chars(key.value.data(), end, number).ptr == end) {
        row.p50 = number;
    }
}

}  // namespace

void tell_assumptions(const Scenario& scenario, Results& out) {
    const Titles titles = titles_of(scenario);
    std::map<std::string, std::string> values;  // by path, those of alternatives that others may copy
    for (const ScenarioKey& key : sourced_keys(scenario)) {
        if (!key.number || key.default_value) continue;
        const std::string::size_type dot = key.path.find('.'), end = key.path.find('.', dot + 1);
        const std::string table = key.path.substr(0, dot), of = key.path.substr(dot + 1, end - dot - 1);
        AssumptionRow row;
        row.group = group_of(table);
        row.of = of;
        row.quantity = in_words(titles, key.path);
        row.key = key.path;
        row.meaning = std::string(key.meaning);
        row.unit = unit_of(key, scenario.scenario.currency);
        row.value = key.value;
        tell_quantiles(key, row);
        if (const Citation* citation = citation_of(scenario, key.path)) {
            row.source = citation->text;
            row.date = citation->date ? day_text(*citation->date) : "";
            row.mark = word_of(citation->mark);
        }
        if (table == "alternative") {
            values[key.path] = key.value;
            const Alternative* own = find(scenario.alternative, of);
            const std::string copied = own != nullptr && own->like ? own->like->text : "";
            const auto original = values.find("alternative." + copied + key.path.substr(end));
            if (!copied.empty() && original != values.end() && original->second == key.value) row.like = copied;
        }
        out.assumptions.push_back(std::move(row));
    }
    if (scenario.scenario.as_of) out.as_of = day_text(*scenario.scenario.as_of);
}

}  // namespace entente
