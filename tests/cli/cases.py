#!/usr/bin/env python3
"""All scenarios as one batch, and the key figure of each case. Usage: cases.py PROGRAM

Ranges come from what happened (docs/cases), or from what a case is there to show; 8,192 worlds make them wide of any chance.
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = {"comparison": ("alternative", "firm", "metric"), "exits": ("alternative", "trigger", "leaver"), "programs": ("alternative", "program", "firm")}
# Scenario, file, row, field, at least, at most: what it holds.
HELD = [
    ("ford-vw-2019", "comparison", ("alliance", "ford", "gain"), "prob_positive", 0.9, 1, "the alliance pays Ford"),
    ("ford-vw-2019", "comparison", ("autolatina-exit", "ford", "gain"), "mean", 1_500, 4_500, "an Autolatina-style exit eats more than half of it"),
    ("ford-vw-2020", "exits", ("autolatina-exit", "recovery", "vw"), "date_p50", 2022, 2026, "recovery is near in the pandemic's summer"),
    ("commercial-vehicles", "comparison", ("swap", "all", "gain"), "prob_positive", 0.99, 1, "the swap pays"),
    ("commercial-vehicles", "comparison", ("scarce-capacity", "vw", "gain"), "prob_positive", 0.3, 0.65, "spare capacity is its hinge"),
    ("meb-licence", "programs", ("licence", "platform", "ford"), "completion_p10", 2023.5, 2024.75, "the car comes after 2023"),
    ("meb-licence", "comparison", ("licence", "vw", "gain"), "prob_positive", 0.99, 1, "the licensor always gains"),
    ("argo", "exits", ("as-signed", "patience", "ford"), "date_p10", 2020, 2022.82, "Argo's end lies inside the model's"),
    ("argo", "comparison", ("none", "all", "gain"), "prob_positive", 0.9, 1, "doing without was better"),
    ("honda-gm-cruise", "exits", ("signed", "horizon", "gm"), "date_p10", 2019, 2024.94, "Cruise's end is not the earliest"),
    ("honda-gm-cruise", "exits", ("signed", "horizon", "gm"), "date_p90", 2024.94, 2035, "nor the latest"),
    ("honda-gm-cruise", "comparison", ("fuelcell-only", "honda", "gain"), "mean", 100, 400, "fuel cells together pay Honda"),
    ("gm-fiat", "comparison", ("put", "fiat", "gain"), "mean", 500, 1_340, "the put is worth less than its strike"),
    ("gm-fiat", "comparison", ("put", "gm", "gain"), "mean", -1_340, -500, "and costs the other more than it brings"),
    ("renault-nissan-mitsubishi", "exits", ("shapley", "arrest", "nissan"), "probability", 0.05, 0.25, "the three stay together, mostly"),
    ("autolatina", "exits", ("exit", "recovery", "vw"), "date_p90", 1995, 2002, "the split of 1996 lies inside the model's"),
    ("autolatina", "comparison", ("exit", "vw", "gain"), "mean", 0, 5_000, "Volkswagen gains by Autolatina all the same"),
]


def main():
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([PROGRAM, "run", str(ROOT / "scenarios"), "-o", out, "--worlds", "8192", "--quiet", "--format", "csv"], check=True)
        batch = list(csv.DictReader(open(pathlib.Path(out) / "batch.csv", encoding="utf-8")))
        names = {p.stem for p in (ROOT / "scenarios").glob("*.toml")}
        if {row["scenario"] for row in batch} != names:
            sys.exit("FAILED: batch.csv does not hold every scenario")
        pages = {p.stem for p in (ROOT / "docs" / "cases").glob("*.md")}
        for name in names - {"two-carmakers", "recovery-exit"}:
            if name not in pages:
                sys.exit(f"FAILED: no page in docs/cases for {name}")
            if not any(name == held[0] for held in HELD):
                sys.exit(f"FAILED: no key figure is held for {name}")
        for name, file, keys, field, low, high, words in HELD:
            rows = csv.DictReader(open(pathlib.Path(out) / name / f"{file}.csv", encoding="utf-8"))
            found = [float(r[field]) for r in rows if tuple(r[k] for k in KEYS[file]) == keys]
            if len(found) != 1 or not low <= found[0] <= high:
                sys.exit(f"FAILED: {name}: {words}: {field} of {keys} is {found}, expected {low} to {high}")
    print(f"{len(names)} scenarios in a batch, {len(HELD)} key figures hold")


main()
