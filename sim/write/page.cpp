// HTML (see page.hpp).
#include "write/page.hpp"

#include <fmt/core.h>
#include <openssl/evp.h>

#include "base/files.hpp"
#include "write/assets.hpp"

namespace entente {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string table(const TableRow& head, const std::vector<TableRow>& rows, const std::string& kind) {
    // What is wider than the screen is moved by the keyboard too.
    std::string out = "<div class=\"scroll\" tabindex=\"0\"><table" + (kind.empty() ? "" : " class=\"" + kind + "\"") + "><thead><tr>";
    for (const std::string& cell : head) out += "<th scope=\"col\">" + escaped(cell) + "</th>";
    out += "</tr></thead><tbody>";
    for (const TableRow& row : rows) {
        out += "<tr>";
        for (std::size_t c = 0; c < row.size(); ++c)
            out += (c == 0 ? "<th scope=\"row\">" : "<td>") + escaped(row[c]) + (c == 0 ? "</th>" : "</td>");
        out += "</tr>";
    }
    return out + "</tbody></table></div>\n";
}
std::string folded(const std::string& title, const std::string& content) {
    return "<details><summary>" + escaped(title) + "</summary>\n" + content + "</details>\n";
}
std::string percent(double share) { return fmt::format("{:.1f}%", 100 * share); }

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

}  // namespace

std::string Page::figure(const Chart& chart) {
    const std::string id = "chart" + std::to_string(++figures_);
    used_.insert(chart.drawing);
    const Json data{{"rows", chart.rows}, {"signals", chart.signals}};
    return std::string("<figure ") + (chart.is_wide ? "class=\"wide\" " : "") + "id=\"" + id + "\" data-chart=\"" + chart.drawing +
           "\"><figcaption>" + escaped(chart.finding) +
           "</figcaption><div class=\"drawing\"></div><div class=\"tools\"><button type=\"button\" data-save=\"svg\" hidden>SVG</button>"
           "<button type=\"button\" data-save=\"png\" hidden>PNG</button>" +
           folded("Figures", table(chart.head, chart.figures)) + "</div>" +
           data_element(id + "-data", data.dump(-1, ' ', false, Json::error_handler_t::replace)) + "</figure>\n";
}

std::string Page::html(const std::string& title, const std::string& body) const {
    const std::string script = std::string(asset("vega.js")) + "\n" + std::string(asset("spec.js")) + std::string(asset("page.js"));
    std::string drawings = "{\"config\":" + std::string(asset("config.json"));
    for (const std::string& name : used_) drawings += ",\"" + name + "\":" + Json::parse(asset(name + ".json")).dump();
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
           "img-src data: "
           "blob:; script-src 'sha256-" +
           script_hash(script) + "'\"><title>" + escaped(title) + "</title><style>" + std::string(asset("page.css")) +
           "</style></head><body>\n" + body + data_element("drawings", drawings + "}") + "<script>" + script + "</script></body></html>\n";
}

}  // namespace entente
