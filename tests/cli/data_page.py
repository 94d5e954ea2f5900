#!/usr/bin/env python3
"""The programs of docs/data.md, run on the files of a run, with what they print. Usage: data_page.py PROGRAM python|r|sql
Exit status 77 where the tool is not installed: the test counts as skipped."""
import csv
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

PROGRAM, LANGUAGE = sys.argv[1:3]
ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
TOOLS = {"python": [sys.executable, "-"], "r": ["Rscript", "-"], "sql": ["duckdb"]}


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def installed():
    if LANGUAGE == "python":
        return subprocess.run([sys.executable, "-c", "import pandas"], capture_output=True).returncode == 0
    return shutil.which(TOOLS[LANGUAGE][0]) is not None


def block():
    found = re.findall(rf"^```{LANGUAGE}\n(.*?)^```$", PAGE, re.M | re.S)
    check(len(found) == 1, f"one program in {LANGUAGE}")
    check(found[0].count("\n") <= 10, "ten lines at most")
    return found[0]


def rows(folder, name):
    with open(folder / "out" / "two-carmakers" / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def holds(text, number, what):
    """Whether a figure is printed, to three digits at least."""
    printed = [float(n) for n in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]
    check(any(abs(x - number) <= 5e-3 * abs(number) + 5e-3 for x in printed), f"{what} {number} in\n{text}")


def main():
    if not installed():
        print(f"{LANGUAGE}: {TOOLS[LANGUAGE][0] if LANGUAGE != 'python' else 'pandas'} is not installed; nothing was run")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        command = re.search(r"^build/release/entente (run .*)$", PAGE, re.M).group(1).replace("scenarios/", f"{ROOT}/scenarios/")
        run = subprocess.run([PROGRAM, *command.split(), "--format", "csv", "--quiet"], cwd=folder, capture_output=True, text=True)
        check(run.returncode == 0, run.stderr)
        result = subprocess.run(TOOLS[LANGUAGE], input=block(), cwd=folder, capture_output=True, text=True, timeout=120)
        check(result.returncode == 0 and "rror" not in result.stderr, result.stderr)
        ford = {row["world"]: float(row["gain"]) for row in rows(folder, "worlds.csv")
                if row["firm"] == "ford" and row["alternative"] == "alliance"}
        holds(result.stdout, statistics.fmean(ford.values()), "the mean gain")
        dates = {row["world"]: float(row["access_date"]) for row in rows(folder, "access.csv")
                 if (row["program"], row["alternative"], row["firm"]) == ("ev", "alliance", "ford") and row["access_date"]}
        years = {}
        for world, date in dates.items():
            years.setdefault(int(date), []).append(ford[world])
        busiest = max(years, key=lambda year: len(years[year]))
        holds(result.stdout, statistics.fmean(years[busiest]), f"the mean gain with access in {busiest}")
        holds(result.stdout, len(years[busiest]), f"the worlds with access in {busiest}")
        quantities = set(rows(folder, "draws.csv")[0]) - {"world"}
        check(sum(quantity in result.stdout for quantity in quantities) >= 3, f"names of quantities in\n{result.stdout}")


main()
