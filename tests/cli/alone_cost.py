#!/usr/bin/env python3
"""What it costs to find what is best alone, in pilots: in instructions of evaluating all alternatives in as many worlds as the pilot has. At most
three; where funding is limited all sets of a firm's programs are looked at together, two to the power of their number, and what that costs is
held to what it was found to be. Usage: alone_cost.py PROGRAM [SCENARIO...]"""
import pathlib
import re
import sys
import tempfile

import callgrind

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
WORLDS = "4096"  # of the pilot and of the run
MOST, MOST_FUNDED = 3.0, 18.0


def pilots(scenario):
    """Instructions of the choice over those of a pilot."""
    _, of = callgrind.counted(PROGRAM, scenario, "--worlds", WORLDS, "--set", f"scenario.pilot={WORLDS}")
    in_solo, in_deals, pilot = counts = [of(name) for name in ("choose_in_solo", "choose_in_deals", "evaluate_leaf")]
    if 0 in counts:
        sys.exit(f"FAILED: {scenario}: a function has no instructions: {counts}")
    return (in_solo + in_deals) / pilot


def check(name, path, most):
    found = pilots(path)
    print(f"{name}: best alone costs {found:.2f} pilots", flush=True)
    if found > most:
        sys.exit(f"FAILED: {name}: best alone costs {found:.2f} pilots, at most {most:g} are asked for")


def main():
    for name in sys.argv[2:] or ["ford-vw-2019", "meb-licence"]:
        path = ROOT / "scenarios" / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        unlimited = re.sub(r'^(funding|"firm\.\w+\.funding") = .*\n', "", text, flags=re.MULTILINE)
        if unlimited == text:
            check(name, path, MOST)
            continue
        check(f"{name}, as it is", path, MOST_FUNDED)
        with tempfile.TemporaryDirectory() as folder:
            without = pathlib.Path(folder) / path.name
            without.write_text(unlimited, encoding="utf-8")
            check(f"{name} without limits of funding", without, MOST)


main()
