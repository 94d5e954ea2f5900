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
KEYS = {"comparison": ("alternative", "firm", "metric"), "exits": ("alternative", "trigger", "leaver"), "programs": ("alternative", "program", "firm"),
        "choices": ("alternative", "firm", "program", "choice"), "funding": ("alternative", "firm", "program")}
# Scenario, file, row, field, at least, at most: what it holds.
HELD = [
    ("ford-vw-2019", "choices", ("solo", "ford", "ev", "forgo"), "value", -3_000, -800, "Ford alone makes no platform"),
    ("ford-vw-2019", "choices", ("solo", "vw", "av", "forgo"), "value", -5_000, -2_000, "Volkswagen alone makes no robotaxi"),
    ("ford-vw-2019", "comparison", ("without-argo", "ford", "gain"), "prob_positive", 0.75, 0.9, "without Argo the alliance pays Ford"),
    ("ford-vw-2019", "comparison", ("alliance", "vw", "gain"), "mean", -300, 100, "as announced it hardly pays Volkswagen"),
    ("ford-vw-2019", "funding", ("own-work", "ford", "av"), "late_by_money_p50", 3, 6, "alone, money delays Ford's self-driving system by years"),
    ("ford-vw-2019", "funding", ("alliance", "ford", "av"), "late_by_money_p50", 0.05, 0.8, "in the alliance by a fraction of one"),
    ("ford-vw-2019", "funding", ("alliance", "ford", "av"), "bought_low95", 100, 500, "and that time is worth something"),
    ("ford-vw-2020", "funding", ("as-signed", "ford", "av"), "bought_low95", 50, 900, "as signed too"),
    ("ford-vw-2019", "exits", ("may-leave", "leaves", "vw"), "leaver_better", 0.8, 1, "who leaves by choice gains by it"),
    ("ford-vw-2019", "comparison", ("autolatina-exit", "ford", "gain"), "mean", -2_500, -800, "an Autolatina-style exit eats more than all of it"),
    ("ford-vw-2020", "comparison", ("as-signed", "ford", "gain"), "prob_positive", 0.8, 0.95, "as signed it pays Ford"),
    ("commercial-vehicles", "comparison", ("swap", "all", "gain"), "prob_positive", 0.99, 1, "the swap pays"),
    ("commercial-vehicles", "comparison", ("scarce-capacity", "vw", "gain"), "prob_positive", 0.5, 0.72, "spare capacity is its hinge"),
    ("meb-licence", "programs", ("licence", "platform", "ford"), "completion_p10", 2023.5, 2024.45, "the car comes after the plan's 2023"),
    ("meb-licence", "comparison", ("own-platform", "ford", "gain"), "mean", -1_500, -700, "a platform of its own is worse than fines"),
    ("argo", "exits", ("as-signed", "patience", "ford"), "date_p10", 2020, 2022.82, "Argo's end lies inside the model's"),
    ("argo", "comparison", ("venture", "all", "gain"), "prob_positive", 0.05, 0.25, "doing without was better"),
    ("honda-gm-cruise", "exits", ("signed", "horizon", "gm"), "date_p10", 2019, 2024.94, "Cruise's end is not the earliest"),
    ("honda-gm-cruise", "exits", ("signed", "horizon", "gm"), "date_p90", 2024.94, 2035, "nor the latest"),
    ("honda-gm-cruise", "comparison", ("fuelcell-only", "honda", "gain"), "mean", 100, 400, "fuel cells together pay Honda"),
    ("gm-fiat", "exits", ("put", "put", "fiat"), "probability", 0.3, 0.7, "the put is no bond: it is used in some worlds"),
    ("gm-fiat", "exits", ("put", "put", "fiat"), "others_gain", -3_000, -2_000, "to be let off for 2,000 was cheaper for General Motors"),
    ("renault-nissan-mitsubishi", "comparison", ("shapley", "mitsubishi", "gain"), "mean", 300, 800, "the smallest is not charged more than it is worth to it"),
    ("renault-nissan-mitsubishi", "exits", ("shapley", "arrest", "nissan"), "probability", 0.05, 0.25, "the three stay together, mostly"),
    ("autolatina", "comparison", ("pooled", "ford", "gain"), "mean", 50, 250, "pooling pays Ford, where half of its loss is rivals'"),
    ("autolatina", "exits", ("vw-may-leave", "leaves", "vw"), "leaver_better", 0.8, 1, "Volkswagen leaves when that pays it"),
    ("autolatina", "exits", ("exit", "recovery", "vw"), "date_p90", 1995, 2002, "the split of 1996 lies inside the model's"),
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
