#!/usr/bin/env python3
"""Reports in a real browser, on a phone, a desk and paper: they draw, complain of nothing, ask for nothing, and no words overlap.
Usage: browser.py PROGRAM"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ["two-carmakers", "ford-vw-2019", "renault-nissan-mitsubishi", "gm-fiat"]
# What Chromium says of its own when it has no display and no bus.
OWN = re.compile(r"dbus|DBus|gpu|GPU|vaapi|Vulkan|viz|sandbox|ALSA|font|gcm|registration_request|network_service|UPower|mojo|interface_endpoint")
MOST_CHARTS, TALLEST = 8, 12_000

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
  const figures = [...page.querySelectorAll("figure[data-chart]")];
  const found = {
    drawn: +root.dataset.drawn, figures: figures.length,
    empty: figures.filter((figure) => !figure.querySelector(".drawing svg path")).map((figure) => figure.dataset.chart),
    tables: figures.filter((figure) => !figure.querySelector("details table tbody tr")).map((figure) => figure.dataset.chart),
    overlaps: figures.flatMap((figure) => [...figure.querySelectorAll(".drawing svg")].flatMap(overlaps).map((what) => figure.dataset.chart + ": " + what)),
    sections: [...page.querySelectorAll(".charts")].map((section) => section.querySelectorAll("figure").length),
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
    for scenario in SCENARIOS:
        subprocess.run([PROGRAM, "run", str(ROOT / "scenarios" / f"{scenario}.toml"), "-o", str(folder), "--worlds", "2000", "--quiet"], check=True)
        page = folder / scenario / "report.html"
        for width in (400, 1200):
            frame = folder / "frame.html"
            frame.write_text(LOOK.replace("PAGE", page.as_uri()).replace("WIDTH", str(width)), encoding="utf-8")
            result = chromium("--dump-dom", f"--window-size={max(width, 500)},3000", "--virtual-time-budget=20000", frame.as_uri())
            where = f"{scenario} at {width}"
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
            check(width < 1000 or found["height"] <= TALLEST, f"{where}: {found['height']} pixels high")
        paper = folder / "report.pdf"
        result = chromium(f"--print-to-pdf={paper}", "--virtual-time-budget=20000", page.as_uri())
        check(not complaints(result) and paper.read_bytes().startswith(b"%PDF") and paper.stat().st_size > 50_000, f"{scenario} on paper")
print("browser: good")
