// Tables, files and the page of the best terms (see terms_files.hpp).
#include "cli/terms_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "cli/metric.hpp"
#include "stats/quantiles.hpp"
#include "write/csv.hpp"
#include "write/page.hpp"
#include "write/verdict.hpp"
#include "write/workbook/study_book.hpp"

namespace entente {

namespace {

// As people read it: six digits of a number, a text as it is.
std::string brief(const std::string& value) {
    double number = 0;
    return parse_number(value, number) ? fmt::format("{:.6g}", number) : value;
}

std::string with_limits(const Valued& valued) {
    return entente::with_limits(valued.value, valued.value - normal_975 * valued.se, valued.value + normal_975 * valued.se);
}
std::string with_limits(const Goal& goal, Valued valued) {
    if (goal.kind == Goal::Kind::nash)
        return fmt::format("{:.5g} [{:.5g}, {:.5g}]", valued.value, valued.value - normal_975 * valued.se,
                           valued.value + normal_975 * valued.se);
    if (goal.less) valued.value = -valued.value;
    return with_limits(valued);
}

std::string worth_text(const Binding& binding) {
    if (!binding.binds) return "does not bind";
    return std::isnan(binding.worth) ? "binds; its key ends there"
                                     : fmt::format("binds; a unit less strict is worth {:.4g}", binding.worth);
}

std::vector<TableRow> term_rows(const TermsTold& told) {
    std::vector<TableRow> rows;
    for (std::size_t k = 0; k < told.keys.size(); ++k) {
        const std::vector<VariedKey>& varied = told.asked.question.space.keys();
        const std::string within = k < varied.size() ? fmt::format("{:.6g} to {:.6g}", varied[k].low, varied[k].high)
                                                     : listed(told.asked.question.listed[k - varied.size()].values);
        rows.push_back({told.keys[k], brief(told.written[k]), brief(told.answer.best.values[k]), within});
    }
    return rows;
}

std::vector<TableRow> worth_rows(const TermsTold& told) {
    const TermsAnswer& answer = told.answer;
    std::vector<TableRow> rows{{told.asked.question.goal.name, with_limits(told.asked.question.goal, answer.written.goal),
                                with_limits(told.asked.question.goal, answer.best.goal)}};
    for (std::size_t i = 0; i < answer.best.figures.size(); ++i) {
        const std::string& name = told.asked.question.figures[i].name;
        if (name != told.asked.question.goal.name)
            rows.push_back({name, with_limits(answer.written.figures[i]), with_limits(answer.best.figures[i])});
    }
    return rows;
}

std::vector<TableRow> condition_rows(const TermsTold& told) {
    std::vector<TableRow> rows;
    for (std::size_t i = 0; i < told.answer.bindings.size(); ++i) {
        const Binding& binding = told.answer.bindings[i];
        const bool bound = i >= told.asked.question.subject.size();
        if (bound && !binding.binds) continue;
        rows.push_back({binding.text, bound ? "" : with_limits(told.answer.best.spare[i]), worth_text(binding)});
    }
    return rows;
}

// What terms give: of a frontier its two figures, else the gains of the first two parties.
std::string picture(const TermsTold& told, Page& page) {
    const bool of_frontier = !told.frontier.empty();
    const std::vector<Figure>& figures = told.asked.question.figures;
    if (!of_frontier && figures.size() < 2) return "";
    const std::string across = of_frontier ? told.asked.first->name : figures[0].name,
                      up = of_frontier ? told.asked.second->name : figures[1].name;
    Chart chart{.drawing = "terms", .finding = "What terms can give: " + across + " across, " + up + " up", .head = {"terms", across, up}};
    chart.signals = {{"unit", told.currency + " m"}, {"across_title", across}, {"up_title", up}};
    const auto add = [&](const std::string& kind, double x, double y) {
        chart.rows.push_back({{"kind", kind}, {"x", x}, {"y", y}});
        if (kind != "tried") chart.figures.push_back({kind, money_text(x), money_text(y)});
    };
    for (const TermsPoint& point : told.frontier) add("efficient terms", point.figures[0].value, point.figures[1].value);
    if (!of_frontier) {
        for (const auto& [x, y] : told.answer.seen) add("tried", x, y);
    }
    if (figures.size() > 1 && across == figures[0].name && up == figures[1].name) {
        add("as written", told.answer.written.figures[0].value, told.answer.written.figures[1].value);
        add("best", told.answer.best.figures[0].value, told.answer.best.figures[1].value);
    }
    return page.figure(chart);
}

NamedFile page_of(const TermsTold& told) {
    const std::string title = "The best terms of '" + told.alternative + "'";
    Page page;
    std::string out = "<h1>" + escaped(title) + "</h1>\n";
    out += "<p class=\"lead\">" +
           escaped(fmt::format("{}: found in one half of {} worlds, valued in the other; {} terms tried; {} m, means with 95% limits",
                               told.title, told.worlds, told.answer.tried, told.currency)) +
           "</p>\n";
    if (!told.answer.best.holds)
        out += "<p class=\"warning\">No terms within the bounds meet every condition; these fail them least.</p>\n";
    out += "<h2>Terms</h2>\n" + table({"key", "as written", "best", "within"}, term_rows(told));
    out += "<h2>What they are worth</h2>\n" + table({"figure", "as written", "best"}, worth_rows(told));
    out += "<h2>What binds</h2>\n" + table({"condition", "to spare", "relaxed"}, condition_rows(told));
    return {"terms.html", page.html(title, out + picture(told, page))};
}

NamedFile terms_csv(const TermsTold& told) {
    Csv csv("terms.csv", "scenario,alternative,kind,name,low,high,written,written_se,best,best_se", {});
    const double none = std::nan("");
    const TermsAnswer& answer = told.answer;
    const std::vector<VariedKey>& varied = told.asked.question.space.keys();
    for (std::size_t k = 0; k < told.keys.size(); ++k) {
        const bool range = k < varied.size();
        csv.row(told.scenario, told.alternative, "term", told.keys[k], range ? varied[k].low : none, range ? varied[k].high : none,
                told.written[k], none, answer.best.values[k], none);
    }
    const auto figure = [&](const char* kind, const std::string& name, const Valued& written, const Valued& best) {
        csv.row(told.scenario, told.alternative, kind, name, none, none, shortest(written.value), written.se, shortest(best.value),
                best.se);
    };
    figure("goal", told.asked.question.goal.name, answer.written.goal, answer.best.goal);
    for (std::size_t i = 0; i < answer.best.figures.size(); ++i)
        figure("figure", told.asked.question.figures[i].name, answer.written.figures[i], answer.best.figures[i]);
    return csv.finish();
}

NamedFile conditions_csv(const TermsTold& told) {
    Csv csv("conditions.csv", "scenario,alternative,condition,binds,spare_found,spare,spare_se,worth_of_a_unit", {});
    const double none = std::nan("");
    for (std::size_t i = 0; i < told.answer.bindings.size(); ++i) {
        const Binding& binding = told.answer.bindings[i];
        const bool bound = i >= told.asked.question.subject.size();
        csv.row(told.scenario, told.alternative, binding.text, binding.binds ? "yes" : "no", bound ? none : told.answer.best.slack[i],
                bound ? none : told.answer.best.spare[i].value, bound ? none : told.answer.best.spare[i].se, binding.worth);
    }
    return csv.finish();
}

NamedFile frontier_csv(const TermsTold& told) {
    std::string out = "scenario,alternative,point,meets_conditions";
    for (const std::string& key : told.keys) out += "," + csv_text(key, ',');
    for (const Goal* goal : {&*told.asked.first, &*told.asked.second})
        out += "," + csv_text(goal->name, ',') + "," + csv_text(goal->name + "_se", ',');
    out += "\r\n";
    for (std::size_t i = 0; i < told.frontier.size(); ++i) {
        const TermsPoint& point = told.frontier[i];
        out += csv_text(told.scenario, ',') + "," + csv_text(told.alternative, ',') + "," + std::to_string(i + 1) +
               (point.holds ? ",yes" : ",no");
        for (const std::string& value : point.values) out += "," + value;
        for (const Valued& valued : point.figures) out += "," + shortest(valued.value) + "," + shortest(valued.se);
        out += "\r\n";
    }
    return {"frontier.csv", out};
}

void print_table(const std::vector<TableRow>& rows) {
    std::vector<std::size_t> width;
    for (const TableRow& row : rows) {
        width.resize(std::max(width.size(), row.size()), 0);
        for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], row[c].size());
    }
    for (const TableRow& row : rows) {
        std::string line = fmt::format("  {:<{}}", row.front(), width[0]);
        for (std::size_t c = 1; c < row.size(); ++c) line += fmt::format("  {:>{}}", row[c], width[c]);
        fmt::print("{}\n", line);
    }
}

}  // namespace

void print_terms(const TermsTold& told, const Bold& bold) {
    fmt::print("{}\n", bold(fmt::format("The best terms of '{}' for the {}", told.alternative, told.asked.question.goal.name)));
    fmt::print("found in one half of {} worlds, valued in the other ({} terms tried); {} m, means with 95% limits\n\n", told.worlds,
               told.answer.tried, told.currency);
    if (!told.answer.best.holds) fmt::print("no terms within the bounds meet every condition; these fail them least\n\n");
    std::vector<TableRow> rows = term_rows(told);
    rows.insert(rows.begin(), {"term", "as written", "best", "within"});
    print_table(rows);
    rows = worth_rows(told);
    rows.insert(rows.begin(), {"worth", "as written", "best"});
    fmt::print("\n");
    print_table(rows);
    rows = condition_rows(told);
    if (!rows.empty()) {
        rows.insert(rows.begin(), {"condition", "to spare", ""});
        fmt::print("\n");
        print_table(rows);
    }
    if (told.frontier.empty()) return;
    rows = {{"frontier", told.asked.first->name, told.asked.second->name}};
    for (std::size_t i = 0; i < told.frontier.size(); ++i) {
        const TermsPoint& point = told.frontier[i];
        std::string values;
        for (const std::string& value : point.values) values += (values.empty() ? "" : ", ") + brief(value);
        rows.push_back({values, with_limits(point.figures[0]), with_limits(point.figures[1])});
    }
    fmt::print("\n");
    print_table(rows);
}

std::vector<NamedFile> terms_files(const TermsTold& told) {
    std::vector<NamedFile> out{terms_csv(told), conditions_csv(told)};
    if (!told.frontier.empty()) out.push_back(frontier_csv(told));
    out.push_back(page_of(told));
    return out;
}

WrittenFile terms_book(const TermsTold& told) {
    StudyBook book{"The best terms of '" + told.alternative + "'", told.currency + " m", {}, {}, {terms_csv(told), conditions_csv(told)}};
    book.lines = {fmt::format("found in one half of {} worlds, valued in the other; {} terms tried", told.worlds, told.answer.tried)};
    if (!told.frontier.empty()) book.files.push_back(frontier_csv(told));
    return study_book("terms.xlsx", std::move(book));
}

}  // namespace entente
