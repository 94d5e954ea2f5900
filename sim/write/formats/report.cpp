// report.html: one page that draws by itself and fetches nothing: a verdict on one screen, then pictures with their figures, then sources.
#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"
#include "model/rows.hpp"
#include "write/assets.hpp"
#include "write/format.hpp"
#include "write/report/cards.hpp"
#include "write/report/chart.hpp"
#include "write/report/details.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

// JSON inside a script element: nothing in it may end the element.
std::string inside_script(const std::string& json) {
    std::string out;
    for (const char c : json) {
        if (c == '<') {
            out += "\\u003c";
        } else {
            out += c;
        }
    }
    return out;
}
std::string data_element(const std::string& id, const std::string& json) {
    return "<script type=\"application/json\" id=\"" + id + "\">" + inside_script(json) + "</script>\n";
}

// SHA-256 in base 64, as a page names the one script that it may run.
std::string script_hash(const std::string& script) {
    const std::string hex = sha256(script);
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

class Report {
public:
    Report(const Results& results, const RunRecord& record, std::string hash) : r_(results), record_(record), hash_(std::move(hash)), shown_(results) {}

    std::string page() {
        const std::string title = escaped(r_.name.empty() ? record_.scenario : r_.name);
        const std::string script = std::string(asset("vega.js")) + "\n" + std::string(asset("page.js"));
        std::string body = "<h1>" + title + "</h1>\n" + first_screen();
        for (const std::string& firm : firms_of(r_)) {
            body += section(firm == "all" ? "All firms together" : firm_title(r_, firm), charts_of(r_, shown_, firm));
        }
        body += section("Ends, and dates", common_charts(r_, shown_));
        body += "<h2>Behind the figures</h2>\n" + every_figure(r_) + method(r_) + glossary() + origin(r_, record_, hash_);
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
               "initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data: "
               "blob:; script-src 'sha256-" +
               script_hash(script) + "'\"><title>" + title + "</title><style>" + std::string(asset("page.css")) + "</style></head><body>\n" + body +
               data_element("drawings", drawings()) + "<script>" + script + "</script></body></html>\n";
    }

private:
    std::string first_screen() const {
        std::string out = fmt::format("<p class=\"lead\">{} worlds; money in {} m, real, discounted to the start; against '{}'</p>\n",
                                      money_text(static_cast<double>(r_.worlds)), escaped(r_.currency), escaped(alternative_title(r_, r_.baseline)));
        if (r_.partial()) out += "<p class=\"warning\">This run was interrupted: what follows rests on the worlds that were finished.</p>\n";
        out += cards(r_, shown_) + story_table(r_, shown_);
        for (const std::string& sentence : shown_.same) out += "<p class=\"lead\">" + escaped(sentence) + "</p>\n";
        std::string warnings;
        for (const std::string& warning : r_.warnings) warnings += "<p class=\"warning\">" + escaped(warning) + "</p>\n";
        if (!warnings.empty()) out += folded(fmt::format("{} of this run", r_.warnings.size() == 1 ? "A warning" : "Warnings"), warnings);
        return out;
    }

    std::string section(const std::string& title, const std::vector<Chart>& charts) {
        if (charts.empty()) return "";
        std::string out = "<h2>" + escaped(title) + "</h2>\n<div class=\"charts\">\n";
        for (const Chart& chart : charts) out += figure(chart);
        return out + "</div>\n";
    }

    // The place of a drawing under the sentence that it shows, with what it draws as data and as a table.
    std::string figure(const Chart& chart) {
        const std::string id = "chart" + std::to_string(++figures_);
        used_.insert(chart.drawing);
        const Json data{{"rows", chart.rows}, {"signals", chart.signals}};
        return "<figure id=\"" + id + "\" data-chart=\"" + chart.drawing + "\"><figcaption>" + escaped(chart.finding) +
               "</figcaption><div class=\"drawing\"></div><div class=\"tools\"><button type=\"button\" data-save=\"svg\" hidden>SVG</button>"
               "<button type=\"button\" data-save=\"png\" hidden>PNG</button>" +
               folded("Figures", table(chart.head, chart.figures)) + "</div>" +
               data_element(id + "-data", data.dump(-1, ' ', false, Json::error_handler_t::replace)) + "</figure>\n";
    }

    // The drawings that the page uses, and how all of them look.
    std::string drawings() const {
        std::string out = "{\"config\":" + std::string(asset("config.json"));
        for (const std::string& name : used_) out += ",\"" + name + "\":" + Json::parse(asset(name + ".json")).dump();
        return out + "}";
    }

    const Results& r_;
    const RunRecord& record_;
    std::string hash_;
    Shown shown_;
    int figures_ = 0;
    std::set<std::string> used_;
};

}  // namespace

std::string report_html(const Results& results, const RunRecord& record, const std::vector<NamedFile>& files) {
    return Report(results, record, result_hash(files)).page();
}

extern const Format report_format{"html", "report.html", 3, [] { return std::vector<std::string>{"report.html"}; },
                                  [](FileSet& set, const RunFiles& run) {
                                      set.add({"report.html", report_html(run.results, run.record, run.plain)});
                                  }};

}  // namespace entente
