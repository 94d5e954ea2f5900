#!/usr/bin/env python3
"""What it costs to find what is best alone, in pilots: in instructions of evaluating all alternatives in as many worlds as the pilot has. At most
three. Usage: alone_cost.py PROGRAM [SCENARIO...]"""
import pathlib
import sys

import callgrind

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
WORLDS = "4096"  # of the pilot and of the run
MOST = 3.0


def inclusive(scenario, names):
    """Instructions of each function, with all that it calls."""
    _, of = callgrind.counted(PROGRAM, ROOT / "scenarios" / f"{scenario}.toml", "--worlds", WORLDS, "--set", f"scenario.pilot={WORLDS}")
    for name in names:
        if of(name) == 0:
            sys.exit(f"FAILED: {scenario}: no instructions of {name}")
    return [of(name) for name in names]


def main():
    for scenario in sys.argv[2:] or ["ford-vw-2019", "meb-licence"]:
        in_solo, in_deals, pilot = inclusive(scenario, ["choose_in_solo", "choose_in_deals", "evaluate_leaf"])
        pilots = (in_solo + in_deals) / pilot
        print(f"{scenario}: best alone costs {pilots:.2f} pilots", flush=True)
        if pilots > MOST:
            sys.exit(f"FAILED: {scenario}: best alone costs {pilots:.2f} pilots, at most {MOST:g} are asked for")


main()
