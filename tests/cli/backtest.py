#!/usr/bin/env python3
"""The scores of scripts/backtest by hand, and the held-out deals at few worlds. Usage: backtest.py PROGRAM"""
import importlib.machinery
import importlib.util
import math
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
loader = importlib.machinery.SourceFileLoader("backtest", str(ROOT / "scripts" / "backtest"))
backtest = importlib.util.module_from_spec(importlib.util.spec_from_loader("backtest", loader))
loader.exec_module(backtest)
backtest.PROGRAM = pathlib.Path(sys.argv[1]).resolve()


def check(good, words):
    if not good:
        sys.exit(f"FAILED: {words}")


def near(a, b, within=1e-9):
    return math.isclose(a, b, rel_tol=within, abs_tol=within)


def scores_by_hand():
    # Two worlds end after 2 and 4 years, two never: F is 0, 1/4, 1/2; it ended after 3.
    by_hand = 0 * 2 + 0.25**2 * 1 + (0.25 - 1) ** 2 * 1 + (0.5 - 1) ** 2 * 11
    check(near(backtest.crps_of_sample([2, 4], 4, 3), by_hand), "CRPS of a sample")
    check(near(backtest.crps_of_sample([3], 1, 3), 0), "a forecast that is right and sure scores 0")
    check(near(backtest.crps_of_sample([-1, 20], 2, 3), 0.25 * 15), "ended before, and after the years that are scored")
    # Uniform over the years, ended after x: the integral of t² to x and of (1 - t)² from there.
    uniform = backtest.crps_of(lambda t: t / 15, 6)
    check(near(uniform, 15 * (0.4**3 + 0.6**3) / 3, 1e-6), "CRPS of a distribution")
    check(near(backtest.brier({"alone": 0.5, "cost": 0.25}, "cost"), 0.5**2 + 0.75**2 + 0.25**2), "Brier score")
    check(near(backtest.brier({"alone": 1.0}, "alone"), 0), "a sure and right end scores 0")
    check(near(backtest.base_life(7), 0.5) and backtest.base_life(0) == 0, "half are over after seven years")
    check(near(sum(backtest.base_modes().values()), backtest.base_life(15)), "the base rate's ends are as many as its life's")


def held_out_is_held_out():
    """No source of a case's figures is of a deal that is held out."""
    words = re.compile("Suzuki|PSA|Peugeot|Mahindra|BMW|Daimler[^C]", re.I)
    for path in sorted((ROOT / "scenarios").glob("*.toml")):
        found = words.search(path.read_text(encoding="utf-8"))
        check(not found, f"{path.name} speaks of {found.group(0) if found else ''}, which is held out")


scores_by_hand()
held_out_is_held_out()
rows = backtest.scores("4096")
check(len(rows) >= 4, "four deals at least")
for row in rows:
    check(0 < row["percentile"] < 1, f"{row['deal']}: what happened is not beyond all that the model holds possible")
    check(0 < sum(row["chances"].values()) < 1, f"{row['deal']}: chances")
    check(0 < row["crps"] < backtest.YEARS and 0 < row["brier"] < 2, f"{row['deal']}: scores within their ranges")
print(backtest.table(rows))
