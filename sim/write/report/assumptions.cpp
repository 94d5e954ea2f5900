// The page of assumptions (see assumptions.hpp).
#include "write/report/assumptions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "model/rows.hpp"
#include "write/page.hpp"
#include "write/values.hpp"

namespace entente {

namespace {

using Rows = std::vector<const AssumptionRow*>;

// "3 facts, 12 derived, 20 judgements, 2 without a source", what there is none of left out.
std::string marks_of(const Rows& rows) {
    const std::array<std::pair<const char*, const char*>, 4> kinds{
        {{"fact", "fact"}, {"derived", "derived"}, {"judgement", "judgement"}, {"", "without a source"}}};
    std::string out;
    for (const auto& [mark, word] : kinds) {
        const auto count =
            std::count_if(rows.begin(), rows.end(), [mark = std::string(mark)](const AssumptionRow* row) { return row->mark == mark; });
        if (count == 0) continue;
        const bool plural = count > 1 && (word == std::string("fact") || word == std::string("judgement"));
        out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", count, word, plural ? "s" : "");
    }
    return out;
}

std::string title_of(const Results& results, const AssumptionRow& row) {
    if (row.group == "program") return program_title(results, row.of);
    if (row.group == "deal") return alternative_title(results, row.of);
    if (row.group == "firm") return firm_title(results, row.of);
    if (row.group == "market") return "Market " + row.of;
    if (row.group == "event") return "Event '" + row.of + "'";
    return row.group == "correlation" ? "Correlations" : "Prices";
}

// A quantity's words without the title of the fold that it stands in.
std::string within(const std::string& title, const std::string& words) {
    return words.starts_with(title + ": ") ? words.substr(title.size() + 2) : words;
}

std::string table_of(const Rows& rows, const std::string& title) {
    std::vector<TableRow> out;
    for (const AssumptionRow* row : rows) {
        const std::string date = row->date.empty() ? "" : " (" + row->date + ")";
        out.push_back({within(title, row->quantity), value_in_words(*row), figure_in(row->unit, row->p10), figure_in(row->unit, row->p50),
                       figure_in(row->unit, row->p90), row->source + date, row->mark.empty() ? "none" : row->mark});
    }
    return table({"quantity", "value", "P10", "P50", "P90", "source", "mark"}, out, "words");
}

// The things of one group, each folded, in the order of the file.
std::string group(const Results& results, const std::vector<std::string>& kinds) {
    std::vector<std::pair<std::string, Rows>> things;
    std::vector<std::string> copies;  // of each: the alternative that it copies, or none
    for (const AssumptionRow& row : results.assumptions) {
        if (std::find(kinds.begin(), kinds.end(), row.group) == kinds.end()) continue;
        const std::string title = title_of(results, row);
        if (things.empty() || things.back().first != title) {
            things.emplace_back(title, Rows());
            copies.emplace_back();
        }
        if (row.like.empty()) {
            things.back().second.push_back(&row);
        } else {
            copies.back() = alternative_title(results, row.like);
        }
    }
    std::string out;
    for (std::size_t i = 0; i < things.size(); ++i) {
        const auto& [title, rows] = things[i];
        std::string summary = title;
        if (!copies[i].empty()) summary += ", as '" + copies[i] + "'" + (rows.empty() ? " in every number" : " but for");
        if (!rows.empty()) summary += ": " + marks_of(rows);
        out += rows.empty() ? "<p>" + escaped(summary) + "</p>\n" : folded(summary, table_of(rows, title));
    }
    return out;
}

}  // namespace

std::string assumptions(const Results& results) {
    if (results.assumptions.empty()) return "";
    Rows own;
    for (const AssumptionRow& row : results.assumptions) {
        if (row.like.empty()) own.push_back(&row);
    }
    std::string out = "<h2>What is taken for given</h2>\n<p>" +
                      escaped(fmt::format("{} numbers{}: {}. assumptions.csv has the same, with their keys.", own.size(),
                                          results.as_of.empty() ? "" : ", as known on " + results.as_of, marks_of(own))) +
                      "</p>\n";
    const std::array<std::pair<const char*, std::vector<std::string>>, 4> parts{{{"Programs", {"program"}},
                                                                                 {"Deals", {"deal"}},
                                                                                 {"Markets and events", {"market", "event", "correlation"}},
                                                                                 {"Firms and prices", {"firm", "prices"}}}};
    for (const auto& [heading, kinds] : parts) {
        const std::string content = group(results, kinds);
        if (!content.empty()) out += "<h3>" + std::string(heading) + "</h3>\n" + content;
    }
    return out;
}

}  // namespace entente
