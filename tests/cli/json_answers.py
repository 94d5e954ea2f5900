#!/usr/bin/env python3
"""--json of every command: one JSON value, with the figures of the CSV files that the command writes. Usage: json_answers.py PROGRAM"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
TWO, FEW = str(ROOT / "scenarios" / "two-carmakers.toml"), ("--worlds", "512")
ROYALTY = "alternative.alliance.arrangement.ev.royalty"
# What follows the command's name, and the CSV files that its tables are (in the folder, or of a scenario).
STUDIES = {
    "sweep": ([TWO, *FEW, "--over", f"{ROYALTY}=0:2:2", "--over", "program.ev.likeness=0,1", "--table", "gain.ford", "--alternative", "alliance"],
              ["sweep", "sweep_comparison", "sweep_table"]),
    "clauses": ([TWO, *FEW, "--alternative", "exit"], ["clauses"]),
    "fair": ([TWO, *FEW, "--solve", ROYALTY, "--for", "gain.ford = gain.vw", "--between", "0:8"], ["fair"]),
    "terms": ([TWO, "--worlds", "1024", "--alternative", "alliance", "--vary", f"{ROYALTY}=0:3", "--frontier", "gain.ford", "gain.vw", "--points", "3"],
              ["terms", "conditions", "frontier"]),
    "voi": ([TWO, "--worlds", "2048", "--firm", "ford"], ["voi"]),
    "diff": ([TWO, "other.toml", *FEW, "--metric", "npv.all", "--alternative", "solo"], ["diff"]),
    "sensitivity": ([TWO, *FEW, "--metric", "gain.ford"], ["sensitivity", "sensitivity_factors"]),
}


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def answer(*arguments, cwd, status=0):
    result = subprocess.run([PROGRAM, *map(str, arguments), "--json"], capture_output=True, text=True, cwd=cwd, timeout=300)
    check(result.returncode == status, f"{arguments}: {result.returncode} {result.stderr}")
    try:
        return json.loads(result.stdout)
    except json.JSONDecodeError as error:
        sys.exit(f"FAILED: {arguments}: {error}\n{result.stdout[:400]}")


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def same(cell, value):
    if value is None:
        return cell == ""
    return float(cell) == value if isinstance(value, (int, float)) else cell.lstrip("'") == value.lstrip("'")


def studies(folder):
    other = pathlib.Path(TWO).read_text().replace("likeness = 0.6", "likeness = 0.9").replace("standing = 150", "standing = 200")
    (folder / "other.toml").write_text(other)
    for command, (arguments, tables) in STUDIES.items():
        out = folder / command
        found = answer(command, *arguments, "-o", out, cwd=folder)
        check(found["command"] == command and set(found["tables"]) == set(tables), f"{command}: {list(found['tables'])}")
        for table in tables:
            rows = rows_of(next(out.rglob(table + ".csv")))
            check(rows and len(rows) == len(found["tables"][table]), f"{command}: rows of {table}")
            for row, told in zip(rows, found["tables"][table]):
                check(list(row) == list(told) and all(same(row[c], told[c]) for c in row), f"{command}, {table}: {row} and {told}")
            check(all(isinstance(v, (int, float)) for t in found["tables"][table] for c, v in t.items() if c in ("se", "mean", "worth") and v is not None),
                  f"{command}: numbers are numbers")


def others(folder):
    one = answer("run", TWO, *FEW, "--format", "csv", "-o", folder / "run", cwd=folder)
    rows = rows_of(folder / "run" / "two-carmakers" / "summary.csv")
    check([float(r["mean"]) for r in rows] == [r["mean"] for r in one["summary"]], "run: the means of summary.csv")
    batch = answer("run", TWO, ROOT / "scenarios" / "recovery-exit.toml", *FEW, "--format", "csv", "-o", folder / "batch", cwd=folder)
    check([b["scenario"] for b in batch] == ["two-carmakers", "recovery-exit"] and batch[0] == one, "run: a list of a batch")
    check(len(answer("run", TWO, ROOT / "scenarios" / "recovery-exit.toml", *FEW, "--world", "3", cwd=folder)) == 2, "run --world: a list of a batch")
    audit = answer("audit", TWO, "--worlds", "2048", "-o", folder / "audit", cwd=folder)
    check([r["rule"] for r in rows_of(next((folder / "audit").rglob("audit.csv")))] == [f["rule"] for f in audit["findings"]], "audit")
    check(answer("report", folder / "run" / "two-carmakers", cwd=folder)["worlds"] == 512, "report")
    share = answer("share", TWO, "-o", folder / "share", cwd=folder)
    weights = {(r["rule"], r["firm"]): float(r["weight"]) for r in rows_of(folder / "share" / "two-carmakers" / "weights.csv") if r["alternative"] == "alliance"}
    told = next(pool for pool in share if pool["alternative"] == "alliance")["rules"]
    check(all(told[rule]["weights"][firm]["weight"] == weight for (rule, firm), weight in weights.items()) and weights, "share")
    fit = answer("fit", ROOT / "docs" / "cases" / "durations.csv", "--column", "years", "--bootstrap", "0", "-o", folder / "fit", cwd=folder)
    check([r["line"] for r in rows_of(folder / "fit" / "durations" / "fit.csv")] == [f["line"] for f in fit["fits"]], "fit")


def words(folder):
    sound = answer("check", TWO, cwd=folder)
    check(sound["sound"] and sound["scenarios"][0]["firms"] == 2, sound)
    (folder / "bad.toml").write_text(pathlib.Path(TWO).read_text().replace("horizon = 20", "horizn = 20"))
    bad = answer("check", "bad.toml", TWO, cwd=folder, status=2)
    wrong = next(s for s in bad["scenarios"] if not s["sound"])
    check(not bad["sound"] and wrong["problems"][0]["line"] == 5 and "did you mean 'horizon'?" in wrong["problems"][0]["hint"], bad)
    told = answer("explain", TWO, "--set", "scenario.pilot=512", cwd=folder)
    plain = subprocess.run([PROGRAM, "explain", TWO, "--set", "scenario.pilot=512"], capture_output=True, text=True).stdout
    keys = re.findall(r"^  (\S+) = (.*)$", plain[plain.index("Every key"):], re.M)
    check([(k["key"], k["value"]) for k in told["keys"]] == keys and len(keys) > 100, "explain: every key and its value")
    tests = answer("selftest", "--worlds", "10000", cwd=folder)
    check(tests["good"] == len(tests["cases"]) and all(c["good"] for c in tests["cases"]), tests)
    check(answer("schema", cwd=folder)["title"] == "entente scenario" and "files" in answer("schema", "--results", cwd=folder), "schema")
    names = [e["name"] for e in answer("examples", cwd=folder)]
    check("two-carmakers" in names and answer("examples", "two-carmakers", cwd=folder)["text"] == pathlib.Path(TWO).read_text(), "examples")
    check("scenario" in answer("import", ROOT / "examples" / "import" / "costs.csv", cwd=folder), "import")


def every_command():
    """No command is forgotten here."""
    text = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True).stdout
    commands = set(re.findall(r"^  ([a-z]+)   +", text[text.index("Subcommands:"):], re.M))
    here = pathlib.Path(__file__).read_text()
    check(len(commands) > 15 and all(f'answer("{c}"' in here or c in STUDIES for c in commands), f"a test of each of {commands}")


with tempfile.TemporaryDirectory() as name:
    every_command()
    for test in (studies, others, words):
        test(pathlib.Path(name))
