#!/usr/bin/env python3
"""Instructions that a world costs, counted by callgrind: a guard against work that creeps in. Usage: instructions.py PROGRAM [--write]

Of bench/peers/ford-vw-2019.toml, and of the same with limited funding, Ford's binding in most worlds. Two runs of each, of 6,144 and 8,192
worlds on one thread (tables that rest on the first worlds are then complete): the difference is the worlds' own. It must be within 3% of
the recorded figure, which is of g++ 12, -O3 and x86-64-v3 (valgrind knows no AVX-512): elsewhere the test says so and fails.
"""
import concurrent.futures
import pathlib
import subprocess
import sys

import callgrind

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDED = ROOT / "tests" / "golden" / "instructions.txt"
KINDS = {"a world": [], "a world with funding": ["--set", "firm.ford.funding=2500", "--set", "firm.vw.funding=5000"]}


def count(settings, worlds):
    """Without those that went into a checkpoint: a run that takes more than a minute, as it may on a busy machine, keeps one."""
    total, of = callgrind.counted(PROGRAM, ROOT / "bench" / "peers" / "ford-vw-2019.toml", "--worlds", str(worlds), *settings)
    return total - of("KeptFiles::write")


def main():
    asked = [(kind, worlds) for kind in KINDS for worlds in (8192, 6144)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        counted = dict(zip(asked, pool.map(lambda one: count(KINDS[one[0]], one[1]), asked)))
    each = {kind: (counted[kind, 8192] - counted[kind, 6144]) / 2048 for kind in KINDS}
    if "--write" in sys.argv:
        RECORDED.write_text("".join(f"{value:.0f} {kind}\n" for kind, value in each.items()))
        return
    recorded = {kind: float(value) for value, kind in (line.split(" ", 1) for line in RECORDED.read_text().splitlines())}
    faults = []
    for kind in KINDS:
        change = each[kind] / recorded[kind] - 1
        print(f"{each[kind]:,.0f} instructions {kind}, recorded {recorded[kind]:,.0f} ({100 * change:+.1f}%)")
        if abs(change) > 0.03:
            faults.append(kind)
    if faults:
        version = subprocess.run(["g++", "-dumpversion"], capture_output=True, text=True).stdout.strip()
        sys.exit(f"FAILED: {', '.join(faults)}: more than 3% from the record (g++ {version}, recorded with 12); measure with scripts/bench, "
                 "then tests/cli/instructions.py PROGRAM --write")


main()
