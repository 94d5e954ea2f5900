#!/usr/bin/env python3
"""Every numeric key at both ends of its declared range, and just inside, on every scenario: finite money in every world, or refused.

Usage: ends.py PROGRAM [RUNS]: all of them, or so many taken at random (the same each time).
The keys are those that `explain` lists and those that `entente schema` has besides in the same tables; ranges are the schema's.
"""
import concurrent.futures
import csv
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.toml")) + [ROOT / "docs" / "every-key.toml"]
SCHEMA = json.loads(subprocess.run([PROGRAM, "schema"], capture_output=True, text=True, check=True).stdout)
MOST = 1e30
# How much is computed is no number that money could depend on: their upper ends take hours.
LENGTHS = ("run.worlds", "run.precision", "scenario.pilot")


def leaves_of(node):
    """A schema's alternatives, references followed."""
    if "$ref" in node:
        return leaves_of(SCHEMA["$defs"]["distribution"])
    return [leaf for part in node["anyOf"] for leaf in leaves_of(part)] if "anyOf" in node else [node]


def tables_of(node):
    """The tables that a key may lead to: (its properties, how many words of a path stand for its name)."""
    out = []
    for leaf in leaves_of(node):
        for table in [leaf, *leaf.get("oneOf", [])]:
            if "properties" in table:
                out.append((table["properties"], 0))
        if isinstance(leaf.get("additionalProperties"), dict):
            out.append(({None: leaf["additionalProperties"]}, 0))
        if leaf.get("type") == "array" and "items" in leaf:
            for properties, _ in tables_of(leaf["items"]):
                out += [(properties, words) for words in (1, 2)]
    return out


def find(node, words):
    """Every schema node that a path may mean."""
    if not words:
        return [node]
    found = []
    for properties, skipped in tables_of(node):
        rest = words[skipped:]
        if not rest:
            continue
        inner = properties.get(None) or properties.get(rest[0])
        if inner is not None:
            found += find(inner, rest[1:])
    return found


def ranges_of(node):
    return [leaf for leaf in leaves_of(node) if leaf.get("type") in ("number", "integer")]


def ends(leaf):
    """Both ends of a range and the numbers next to them."""
    whole = leaf["type"] == "integer"
    low = leaf.get("minimum", leaf.get("exclusiveMinimum", -MOST))
    high = leaf.get("maximum", MOST)
    if whole:
        return [int(max(low, 0)), int(max(low, 0)) + 1, int(high) if "maximum" in leaf else 2**31 - 1]
    values = [] if "exclusiveMinimum" in leaf else [low]
    values += [math.nextafter(low, MOST), low + 1e-12 if abs(low) < 2 else low * (1 - 1e-9), high, math.nextafter(high, -MOST)]
    if "maximum" not in leaf:
        values.append(math.inf)
    return values


def keys_of(scenario):
    """Numeric keys with the values to try: those listed, their distributions' parameters, and the rest of the same tables."""
    text = subprocess.run([PROGRAM, "explain", str(scenario), "--set", "scenario.pilot=64"], capture_output=True, text=True, check=True).stdout
    listed = dict(re.findall(r"^  ([a-z0-9_.:-]+) = (.*)$", text, re.M))
    firms = sorted({key.split(".")[1] for key in listed if key.startswith("firm.")})
    out = {}

    def add(path, node):
        for leaf in ranges_of(node):
            out.setdefault(path, set()).update(ends(leaf))

    tables = set()
    for path, value in listed.items():
        for node in find(SCHEMA, path.split(".")):
            add(path, node)
        for parameter in re.findall(r"([a-z0-9_]+)=-?[0-9.]", value):
            for node in find(SCHEMA, path.split(".") + [parameter]):
                add(f"{path}.{parameter}", node)
        words = path.split(".")
        tables.update(tuple(words[:n]) for n in range(1, len(words)))
    for table in sorted(tables):
        for node in find(SCHEMA, list(table)):
            for properties, skipped in tables_of(node):
                for name, inner in properties.items():
                    if skipped or name is None:
                        continue
                    add(".".join(table) + "." + name, inner)
                    for leaf in leaves_of(inner):
                        if isinstance(leaf.get("additionalProperties"), dict) and ranges_of(leaf["additionalProperties"]):
                            for firm in firms:
                                add(".".join(table) + f".{name}.{firm}", leaf["additionalProperties"])
    return {key: sorted(values) for key, values in out.items()}


def number(value):
    return "inf" if value == math.inf else repr(value)


def cases():
    for scenario in SCENARIOS:
        for key, values in sorted(keys_of(scenario).items()):
            for value in values:
                if key in LENGTHS and value > 2:
                    continue
                yield scenario, key, number(value)


def fault(case):
    """What is wrong with one run, or nothing, and whether it was carried out."""
    scenario, key, value = case
    with tempfile.TemporaryDirectory() as folder:
        words = [PROGRAM, "run", str(scenario), "-o", folder, "--samples", "--format", "csv", "--quiet", "--threads", "1"]
        words += ["--set", f"{key}={value}"] + ([] if key == "run.worlds" else ["--worlds", "48"])
        words += [] if key == "scenario.pilot" else ["--set", "scenario.pilot=64"]
        try:
            result = subprocess.run(words, capture_output=True, text=True, timeout=120)
        except subprocess.TimeoutExpired:
            return "no end in two minutes", False
        if result.returncode == 2:
            return ("" if "expected" in result.stderr else f"refused without a word: {result.stderr}"), False
        if result.returncode == 1 and "is undefined" in result.stderr:
            return "", False  # a sharing rule that such a game leaves without an answer
        if result.returncode != 0:
            return f"status {result.returncode}: {result.stderr.strip()}", False
        out = pathlib.Path(folder) / scenario.stem
        money = ("cost_npv", "transfer_npv", "benefit_npv", "npv", "peak")
        for row in csv.DictReader(open(out / "worlds.csv", encoding="utf-8")):
            if any(row[column] == "" for column in money):
                return f"world {row['world']}: {row['alternative']}, {row['firm']} has no number", True
        for row in csv.DictReader(open(out / "summary.csv", encoding="utf-8")):
            if any(row[column] == "" for column in (("mean", "se") if row["metric"] == "ce" else ("mean", "se", "sd", "p50", "tail5"))):
                return f"summary.csv: {row['alternative']}, {row['firm']}, {row['metric']} has no number", True
        for row in csv.DictReader(open(out / "annual.csv", encoding="utf-8")):
            if any(row[column] == "" for column in (("mean",) if row["flow"] == "funding_binds" else ("mean", "p10", "p50", "p90"))):
                return f"annual.csv: {row['alternative']}, {row['firm']}, {row['flow']} has no number", True
    return "", True


def main():
    every = list(cases())
    count = len(every)
    if len(sys.argv) > 2:
        every = random.Random(1).sample(every, min(int(sys.argv[2]), count))
    carried_out = failures = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, (wrong, done) in zip(every, pool.map(fault, every)):
            carried_out += done
            if not wrong:
                continue
            failures += 1
            print(f"FAILED: {case[0].stem}: --set {case[1]}={case[2]}: {wrong}", flush=True)
    print(f"{len(every)} of {count} ends of ranges: {carried_out} carried out, {len(every) - carried_out} refused, {failures} at fault")
    # That all are refused would be no answer.
    sys.exit(1 if failures or carried_out < len(every) / 3 else 0)


main()
