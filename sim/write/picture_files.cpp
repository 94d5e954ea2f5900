// Drawing for files (see picture_files.hpp).
#include "write/picture_files.hpp"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "base/child.hpp"
#include "base/files.hpp"
#include "model/rows.hpp"
#include "write/assets.hpp"
#include "write/report/chart.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* list_name = "charts.json";

// What nodejs is given: the library, the colours, the drawings, and each picture with its data.
std::string program_of(const Json& pictures) {
    Json specs{{"config", Json::parse(asset("config.json"))}};
    for (const Json& picture : pictures) {
        const std::string drawing = picture["drawing"];
        if (!specs.contains(drawing)) specs[drawing] = Json::parse(asset(drawing + ".json"));
    }
    const Json input{{"style", std::string(asset("page.css"))}, {"specs", specs}, {"pictures", pictures}};
    return std::string(asset("measure.js")) + std::string(asset("vega.js")) + "\n" + std::string(asset("spec.js")) +
           "\nconst input = " + input.dump(-1, ' ', true, Json::error_handler_t::replace) + ";\n" + std::string(asset("draw.js"));
}

void add(const std::string& whose, const std::vector<Chart>& charts, Json& out) {
    for (std::size_t i = 0; i < charts.size(); ++i) {
        const Chart& chart = charts[i];
        out.push_back({{"name", whose + "-" + std::to_string(i + 1) + "-" + chart.drawing},
                       {"drawing", chart.drawing},
                       {"finding", chart.finding},
                       {"rows", chart.rows},
                       {"signals", chart.signals},
                       {"wide", chart.is_wide}});
    }
}

Json pictures_of(const Results& results) {
    const Shown shown(results);
    Json out = Json::array();
    for (const std::string& firm : firms_of(results)) add(firm, charts_of(results, shown, firm), out);
    add("deals", common_charts(results, shown), out);
    return out;
}

std::string first_line(const std::string& text) {
    // Before its reason nodejs quotes the line at fault, which may be the whole library.
    const std::size_t at = text.find("Error");
    const std::size_t begin = at == std::string::npos ? 0 : text.rfind('\n', at) + 1;
    return text.substr(begin, std::min<std::size_t>(text.find('\n', begin) - begin, 300));
}

// The files that an earlier call has left, by its own list.
std::set<std::string> earlier(const std::string& folder) {
    std::set<std::string> out;
    const std::string path = folder + "/" + list_name;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return out;
    const Json list = Json::parse(read_file(path), nullptr, false);
    if (!list.is_object() || !list.contains("files") || !list["files"].is_object()) return out;
    for (const auto& [name, unused] : list["files"].items()) {
        if (name.ends_with(".svg") && name.find('/') == std::string::npos) out.insert(name);
    }
    return out;
}

}  // namespace

std::string drawing_fault() {
    const ChildResult node = run_program({"node", "--version"}, "");
    if (node.found && node.status == 0) return "";
    return "--charts draws with nodejs, which is not installed; expected the program 'node' (Debian: apt install nodejs). Without it the "
           "buttons under each picture of report.html save it as SVG or PNG";
}

std::size_t write_charts(const std::string& folder, const std::string& scenario, const Results& results) {
    const Json pictures = pictures_of(results);
    const ChildResult node = run_program({"node", "-"}, program_of(pictures));
    const Json drawn = Json::parse(node.output, nullptr, false);
    if (!node.found || node.status != 0 || !drawn.is_object())
        throw Failure("nodejs could not draw the pictures" + (node.errors.empty() ? "" : ": " + first_line(node.errors)));
    claim_folder(folder);
    Json list{{"program", "entente"}, {"scenario", scenario}, {"files", Json::object()}};
    std::vector<std::unique_ptr<PendingFile>> files;
    for (const Json& picture : pictures) {
        const std::string name = picture["name"];
        if (!drawn.contains(name)) throw Failure("nodejs did not draw the picture " + name);
        const std::string svg = drawn[name].get<std::string>() + "\n";
        files.push_back(std::make_unique<PendingFile>(folder, name + ".svg"));
        files.back()->write_all(svg);
        files.back()->settle();
        list["files"][name + ".svg"] = {{"finding", picture["finding"]}, {"sha256", sha256(svg)}};
    }
    PendingFile last(folder, list_name);
    last.write_all(list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    last.settle();
    const std::set<std::string> before = earlier(folder);
    std::filesystem::remove(folder + "/" + list_name);
    for (const auto& file : files) file->finish();
    for (const std::string& name : before) {
        if (!list["files"].contains(name)) std::filesystem::remove(folder + "/" + name);
    }
    last.finish();
    return files.size();
}

}  // namespace entente
