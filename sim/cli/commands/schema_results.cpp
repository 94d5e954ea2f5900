// entente schema --results: every metric, result file and column, from the declarations that they are written by.
#include <fmt/core.h>

#include "cli/cli.hpp"
#include "outcome/metrics.hpp"
#include "write/tables.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

std::string told_of(ToldOf of) {
    switch (of) {
        case ToldOf::alternatives: return "every alternative";
        case ToldOf::deals: return "every deal";
        case ToldOf::comparisons: return "every alternative but the baseline";
    }
    return "";
}

Json metrics_json() {
    Json out = Json::array();
    for (const MetricKind& metric : metrics) {
        out.push_back({{"name", std::string(metric.name)},
                       {"unit", metric.unit == Unit::share ? "share" : "money"},
                       {"of", told_of(metric.of)},
                       {"firms", metric.whose == Whose::all_only ? "all" : "each, and all"},
                       {"file", metric.of == ToldOf::comparisons ? "comparison.csv" : "summary.csv"},
                       {"high_is_bad", metric.high_is_bad},
                       {"meaning", std::string(metric.meaning)}});
    }
    return out;
}

template <class Row>
Json columns_json() {
    Json out = Json::array();
    const auto add = [&](const auto& column) {
        out.push_back({{"name", std::string(column.name)},
                       {"type", is_number<Row>(column) ? "number" : "text"},
                       {"meaning", std::string(column.meaning)}});
    };
    std::apply([&](const auto&... column) { (add(column), ...); }, TableOf<Row>::columns());
    return out;
}

}  // namespace

int schema_results_command() {
    Json out{{"metrics", metrics_json()}, {"files", Json::array()}};
    each_table([&]<class Row>(const TableOf<Row>&) {
        out["files"].push_back(
            {{"name", std::string(TableOf<Row>::file)}, {"row", std::string(TableOf<Row>::row)}, {"columns", columns_json<Row>()}});
    });
    const auto column = [](std::string_view name, std::string_view meaning) {
        return Json{{"name", std::string(name)}, {"type", "number"}, {"meaning", std::string(meaning)}};
    };
    out["files"].push_back({{"name", std::string(DrawsFile::file)},
                            {"row", std::string(DrawsFile::row)},
                            {"columns", {column("world", DrawsFile::world), column(DrawsFile::quantity, DrawsFile::meaning)}}});
    fmt::print("{}\n", out.dump(2));
    return done;
}

}  // namespace entente
