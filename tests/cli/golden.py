#!/usr/bin/env python3
"""Golden summaries of every scenario, and a transcript of the audit: change detectors. Usage: golden.py PROGRAM [--write]

Written anew only in a commit that says why: tests/cli/golden.py build/release/entente --write
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
KEYS = ("alternative", "firm", "metric")
KEPT = ("mean", "sd", "p10", "p50", "p90")


def summary(scenario, folder):
    subprocess.run([PROGRAM, "run", str(scenario), "-o", folder, "--worlds", "4096", "--seed", "1", "--quiet"], check=True)
    rows = csv.DictReader(open(pathlib.Path(folder) / scenario.stem / "summary.csv", encoding="utf-8"))
    return [[r[k] for k in KEYS + KEPT] for r in rows]


def audited(folder):
    """What `audit` says of a scenario with a fault for every rule."""
    asked = [PROGRAM, "audit", str(GOLDEN / "audit.toml"), "-o", str(folder), "--seed", "1"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.replace(str(folder), "OUT")


def close(a, b):
    # Within rounding: tables of distributions rest on the C library, whose last bits differ between processors.
    return abs(float(a) - float(b)) <= 1e-7 * max(1.0, abs(float(a)))


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        said = audited(folder)
    if "--write" in sys.argv:
        (GOLDEN / "audit.txt").write_text(said, encoding="utf-8")
    elif said != (GOLDEN / "audit.txt").read_text(encoding="utf-8"):
        print(f"audit: says otherwise than the golden transcript:\n{said}")
        failures += 1
    for scenario in sorted((ROOT / "scenarios").glob("*.toml")):
        with tempfile.TemporaryDirectory() as folder:
            rows = summary(scenario, folder)
        path = GOLDEN / (scenario.stem + ".csv")
        if "--write" in sys.argv:
            with open(path, "w", newline="", encoding="utf-8") as out:
                csv.writer(out, lineterminator="\n").writerows([KEYS + KEPT, *rows])
            continue
        golden = list(csv.reader(open(path, encoding="utf-8")))[1:]
        if [r[:3] for r in golden] != [r[:3] for r in rows]:
            print(f"{scenario.stem}: other rows than the golden ones")
            failures += 1
            continue
        for old, new in zip(golden, rows):
            if not all(close(a, b) for a, b in zip(old[3:], new[3:])):
                print(f"{scenario.stem}: {' '.join(old[:3])}: was {old[3:]}, is {new[3:]}")
                failures += 1
    sys.exit(1 if failures else 0)


main()
