// HTML (see page.hpp).
#include "write/page.hpp"

#include <fmt/core.h>

#include "write/svg.hpp"

namespace entente {

const char* const page_style = R"(
:root { --ink: #1b2733; --soft: #5d6b7a; --paper: #ffffff; --edge: #d7dde3; --loss: #c8553d;
  --k0: #2f6db3; --k1: #d98324; --k2: #3a9270; --k3: #8d5aa6; --k4: #b23a48; --k5: #6b7b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9fb0c0; --paper: #12181f; --edge: #33404d;
  --k0: #6aa7e8; --k1: #f0a64f; --k2: #6cc7a3; --k3: #bd93d8; --k4: #e57684; --k5: #a9bd6c; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 1rem; max-width: 60rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { margin-top: 2.4rem; border-bottom: 1px solid var(--edge); } h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
.lead { color: var(--soft); margin-top: .2rem; } .verdict li { margin: .35rem 0; } .warning { border-left: 4px solid var(--k1); padding-left: .7rem; }
svg { width: 100%; height: auto; } .grid { stroke: var(--edge); stroke-width: 1; } .tick { font-size: 11px; fill: var(--soft); } .axis { font-size: 12px; fill: var(--ink); }
.line { fill: none; stroke-width: 2.2; } .band { opacity: .22; } .bar { opacity: .8; } .legend span { display: inline-block; margin-right: 1.1rem; } .legend i { display: inline-block; width: .9rem; height: .9rem; border-radius: .2rem; margin-right: .35rem; vertical-align: -.1rem; }
.c0 { stroke: var(--k0); } .c1 { stroke: var(--k1); } .c2 { stroke: var(--k2); } .c3 { stroke: var(--k3); } .c4 { stroke: var(--k4); } .c5 { stroke: var(--k5); }
.f0 { fill: var(--k0); } .f1 { fill: var(--k1); } .f2 { fill: var(--k2); } .f3 { fill: var(--k3); } .f4 { fill: var(--k4); } .f5 { fill: var(--k5); }
.k0 { background: var(--k0); } .k1 { background: var(--k1); } .k2 { background: var(--k2); } .k3 { background: var(--k3); } .k4 { background: var(--k4); } .k5 { background: var(--k5); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; } td, th { padding: .2rem .6rem; border-bottom: 1px solid var(--edge); text-align: right; } td:first-child, th:first-child { text-align: left; }
details { margin: .3rem 0 1rem; } summary { cursor: pointer; color: var(--soft); } pre { overflow-x: auto; font-size: .8rem; }
@media print { body { max-width: none; } details > * { display: block; } h3, svg { break-inside: avoid; } }
)";

const char* const page_policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";

std::string table(const TableRow& head, const std::vector<TableRow>& rows) {
    std::string out = "<div class=\"scroll\"><table><thead><tr>";
    for (const std::string& cell : head) out += "<th scope=\"col\">" + escaped(cell) + "</th>";
    out += "</tr></thead><tbody>";
    for (const TableRow& row : rows) {
        out += "<tr>";
        for (const std::string& cell : row) out += "<td>" + escaped(cell) + "</td>";
        out += "</tr>";
    }
    return out + "</tbody></table></div>\n";
}
std::string folded(const std::string& title, const std::string& content) {
    return "<details><summary>" + escaped(title) + "</summary>\n" + content + "</details>\n";
}
std::string percent(double share) { return fmt::format("{:.1f}%", 100 * share); }

std::string charted(const std::string& title, const std::string& chart, const std::string& figures) {
    return "<h3>" + escaped(title) + "</h3>\n" + chart + folded("Figures", figures);
}

}  // namespace entente
