#!/usr/bin/env python3
"""Reports in a real browser, on a phone, a desk, in the dark and on paper: they draw, complain of nothing, ask for nothing, and no words overlap.
Usage: browser.py PROGRAM"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = [ROOT / "scenarios" / f"{name}.toml" for name in ("two-carmakers", "ford-vw-2019", "renault-nissan-mitsubishi", "gm-fiat")]
# As a new user writes one: two firms, four alternatives.
SCENARIOS.append(ROOT / "tests" / "support" / "two-firms.toml")
# What Chromium says of its own when it has no display and no bus.
OWN = re.compile(r"dbus|DBus|gpu|GPU|vaapi|Vulkan|viz|sandbox|ALSA|font|gcm|registration_request|network_service|UPower|mojo|interface_endpoint")
MOST_CHARTS, TALLEST, MOST_PAGES = 8, 12_000, 24

# Looks at the report in a frame of any width, and leaves what it has found as text.
LOOK = """<!DOCTYPE html><body style="margin:0"><iframe id="frame" src="PAGE" style="border:0;width:WIDTHpx;height:3000px"></iframe><script>
const overlaps = (svg) => {
  const boxes = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() && getComputedStyle(text).opacity > 0 &&
    text.getAttribute("stroke-width") !== "4").map((text) => [text.textContent, text.getBoundingClientRect()]);
  const found = [];
  for (let i = 0; i < boxes.length; ++i) for (let j = 0; j < i; ++j) {
    const [a, b] = [boxes[i][1], boxes[j][1]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 4) found.push(boxes[j][0] + " / " + boxes[i][0]);
  }
  return found;
};
const look = () => {
  const page = document.getElementById("frame").contentDocument, root = page.documentElement;
  if (!root.dataset.drawn) return setTimeout(look, 50);
  if (PAPER && !root.hasAttribute("data-paper")) {
    document.getElementById("frame").contentWindow.dispatchEvent(new Event("beforeprint"));
    return setTimeout(look, 500);
  }
  const light = (colour) => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255; };
  const figures = [...page.querySelectorAll("figure[data-chart]")];
  const found = {
    drawn: +root.dataset.drawn, figures: figures.length,
    empty: figures.filter((figure) => !figure.querySelector(".drawing svg path")).map((figure) => figure.dataset.chart),
    tables: figures.filter((figure) => !figure.querySelector("details table tbody tr")).map((figure) => figure.dataset.chart),
    overlaps: figures.flatMap((figure) => [...figure.querySelectorAll(".drawing svg")].flatMap(overlaps).map((what) => figure.dataset.chart + ": " + what)),
    sections: [...page.querySelectorAll(".charts")].map((section) => section.querySelectorAll("figure").length),
    paper: light(getComputedStyle(page.body).backgroundColor),
    ink: [...page.querySelectorAll(".drawing text")].filter((text) => text.getAttribute("stroke-width") !== "4").map((text) => light(getComputedStyle(text).fill)),
    widest: Math.max(...figures.filter((figure) => !figure.classList.contains("wide")).map((figure) => +figure.querySelector("svg").getAttribute("width"))),
    unnamed: figures.filter((figure) => figure.querySelector(".drawing").getAttribute("aria-label") !== figure.querySelector("figcaption").textContent).length,
    headings: [page.querySelectorAll("h1").length, page.querySelectorAll("main nav a").length, page.querySelectorAll("section[id] > h2").length],
    folded: [...page.querySelectorAll("details")].filter((one) => !one.querySelector(":scope > summary")).length,
    height: root.scrollHeight, beyond: root.scrollWidth - root.clientWidth,
    loaded: performance.getEntriesByType("resource").length + document.getElementById("frame").contentWindow.performance.getEntriesByType("resource").length,
  };
  document.body.textContent = "FOUND" + JSON.stringify(found) + "END";
};
document.getElementById("frame").addEventListener("load", look);
</script></body>"""


def chromium(*options):
    return subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--enable-logging=stderr", "--v=0",
                           "--host-resolver-rules=MAP * ~NOTFOUND", *options], capture_output=True, text=True, timeout=180, check=True)


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def complaints(result):
    return [line for line in result.stderr.splitlines() if "CONSOLE" in line or ("ERROR" in line and not OWN.search(line))]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for file in SCENARIOS:
        scenario = file.stem
        subprocess.run([PROGRAM, "run", str(file), "-o", str(folder), "--worlds", "2000", "--quiet"], check=True)
        page = folder / scenario / "report.html"
        for width, how in ((400, "light"), (1200, "light"), (1200, "dark"), (1200, "paper")):
            frame = folder / "frame.html"
            frame.write_text(LOOK.replace("PAGE", page.as_uri()).replace("WIDTH", str(width)).replace("PAPER", "true" if how == "paper" else "false"), encoding="utf-8")
            result = chromium("--dump-dom", f"--window-size={max(width, 500)},3000", "--virtual-time-budget=20000",
                              f"--blink-settings=preferredColorScheme={0 if how == 'dark' else 1}", frame.as_uri())
            where = f"{scenario} at {width}, {how}"
            check(not complaints(result), f"{where}: the browser complains: {complaints(result)}")
            told = re.search(r"FOUND(\{.*\})END", result.stdout)
            check(told, f"{where}: nothing was drawn\n{result.stdout[-500:]}")
            found = json.loads(told.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
            check(found["figures"] >= 6 and found["drawn"] == found["figures"], f"{where}: {found}")
            check(not found["empty"], f"{where}: not drawn: {found['empty']}")
            check(not found["tables"], f"{where}: no table behind {found['tables']}")
            check(not found["overlaps"], f"{where}: words overlap: {found['overlaps']}")
            check(max(found["sections"]) <= MOST_CHARTS, f"{where}: {found['sections']} charts")
            check(found["loaded"] == 0, f"{where}: {found['loaded']} requests")
            check(found["beyond"] <= 0, f"{where}: {found['beyond']} pixels wider than the screen")
            check(found["unnamed"] == 0 and found["folded"] == 0, f"{where}: pictures or folds without a name")
            check(found["headings"][0] == 1 and found["headings"][1] == found["headings"][2] > 4, f"{where}: headings and links {found['headings']}")
            check((found["paper"] < 0.2) == (how == "dark"), f"{where}: the page's lightness is {found['paper']}")
            check(min(abs(ink - found["paper"]) for ink in found["ink"]) > 0.25, f"{where}: words that are hardly seen")
            check(how != "paper" or 700 < found["widest"] <= 900, f"{where}: a picture of {found['widest']} pixels for paper")
            check(width < 1000 or found["height"] <= TALLEST, f"{where}: {found['height']} pixels high")
        paper = folder / "report.pdf"
        result = chromium(f"--print-to-pdf={paper}", "--virtual-time-budget=20000", page.as_uri())
        check(not complaints(result) and paper.read_bytes().startswith(b"%PDF") and paper.stat().st_size > 50_000, f"{scenario} on paper")
        pages = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
        check(2 <= pages <= MOST_PAGES, f"{scenario} on paper: {pages} pages")
print("browser: good")
