#!/usr/bin/env python3
"""Laws of the model held against the second program, over random scenarios with every key in play: draws of the scenario without these keys
are told by entente, those of the keys are drawn here. Usage: laws.py ENTENTE SCENARIOS [FIRST]"""
import copy
import math
import multiprocessing
import pathlib
import random
import sys
import tempfile
import tomllib
import traceback

import random_scenario
from alone import Choice
from compare import Refused, tell
from deal import Deal
from model import World
from random_keys import FAMILIES

WORLDS = 2
CLOSE = 1e-6


def missing_draws(node, path, draws, r):
    """A draw for every distribution that the story does not have."""
    if isinstance(node, dict):
        if "dist" in node:
            named = any(name == path or name.startswith(path + "@") for name in draws)
            if not named:
                draws[path] = r.uniform(node["min"], node["max"]) if node["dist"] == "uniform" else r.triangular(node["min"], node["max"], node["mode"])
            return
        for key, value in node.items():
            missing_draws(value, f"{path}.{key}" if path else key, draws, r)
    elif isinstance(node, list):
        for i, value in enumerate(node, 1):
            name = str(i)
            if isinstance(value, dict):
                name = f"{value['firm']}.{value['market']}" if {"firm", "market"} <= set(value) else \
                    value.get("name") or value.get("program") or value.get("trigger") or name
            missing_draws(value, f"{path}.{name}", draws, r)


def worlds_of(entente, seed):
    """(worlds, terms) of a random scenario with every family of keys."""
    full = tomllib.loads(random_scenario.scenario(seed, list(FAMILIES)))
    out = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "plain.toml"
        path.write_text(random_scenario.scenario(seed))
        for n in range(WORLDS):
            story, r = tell(entente, str(path), n), random.Random(f"{seed} {n}")
            missing_draws(full, "", story["draws"], r)
            for told in story["alternatives"]:
                told["forgone"] = []
                if "exit" in told:
                    told.pop("exit")
            out.append(World(copy.deepcopy(full), story))
    return out


def same(a, b, scale=1.0):
    return a == b or abs(a - b) <= CLOSE * max(1.0, scale)


class Laws:
    def __init__(self, worlds):
        self.worlds, self.broken = worlds, []
        self.s = worlds[0].s
        for t in self.s["alternative"].values():  # what only the program's policies know is left out
            t["exit"] = [e for e in t.get("exit", []) if e["trigger"] not in ("put", "optimal")]
        for w in worlds:
            w.alternatives = {name: copy.deepcopy(t) for name, t in w.alternatives.items()}
            for t in w.alternatives.values():
                t["exit"] = [e for e in t.get("exit", []) if e["trigger"] not in ("put", "optimal")]

    def expect(self, holds, what):
        if not holds:
            self.broken.append(what)

    def deal(self, w, name, **options):
        return Deal(w, name, searching=True, **options)

    def all(self):
        for n, w in enumerate(self.worlds):
            self.n = n
            for name in w.alternatives:
                self.transfers_sum_to_zero(w, name)
                if name != "solo":
                    self.talks_that_fail(w, name)
                    self.nothing_before_tau(w, name)
            self.work_is_done_whole(w)
        self.choice_is_best()
        return self.broken

    def transfers_sum_to_zero(self, w, name):
        deal = self.deal(w, name).evaluate()
        for k in range(w.grid.periods):
            row = [deal.transfer[f][k] for f in w.firms]
            self.expect(same(sum(row), 0, max(map(abs, row))), f"{name} world {self.n}: transfers of period {k} sum to {sum(row)}")

    def talks_that_fail(self, w, name):
        """A deal that is not formed and costs nothing changes nothing for providers, outsiders and those who work on."""
        terms = w.alternatives[name]
        cost, without = terms.get("formation", {}).pop("cost", None), terms.pop("without", None)
        deal = self.deal(w, name)
        deal.formed = False
        deal.evaluate()
        solo = self.deal(w, "solo").evaluate()
        if cost is not None:
            terms["formation"]["cost"] = cost
        if without is not None:
            terms["without"] = without
        if deal.funding:  # whoever waits may change what others, that it waits for or shares money with, can do: not without funding
            return
        waiting = {p: {f for f in w.firms if deal.waits(p, f)} for p in w.programs}
        late = lambda p: waiting[p] or any(late(q) for q in w.programs[p].get("after", []))
        for p in w.programs:
            for f in w.firms:
                if not late(p):
                    self.expect(deal.access[p, f].first == solo.access[p, f].first, f"{name} world {self.n}: {p} {f} moved by talks that fail")
        if not any(waiting.values()):
            for f in w.firms:
                self.expect(deal.worth_of(f) == solo.worth_of(f), f"{name} world {self.n}: {f} gains by a deal that is not formed")

    def nothing_before_tau(self, w, name):
        deal = self.deal(w, name).evaluate()
        if not deal.exit:
            return
        stay = self.deal(w, name).evaluate(leaving=False)
        last = math.floor((deal.exit["tau"] - w.grid.start) / w.grid.h - 1e-6)
        for key in ("cost", "transfer", "benefit"):
            for f in w.firms:
                for k in range(min(last, w.grid.periods)):
                    x, y = getattr(deal, key)[f][k], getattr(stay, key)[f][k]
                    self.expect(same(x, y, abs(y)), f"{name} world {self.n}: {key} of {f} in period {k} is {x}, {y} had nobody left at {deal.exit['tau']}")

    def work_is_done_whole(self, w):
        """Work alone is the same with and without funding, and nothing is done sooner."""
        short, rich = self.deal(w, "solo").evaluate(), self.deal(w, "solo", funded=False).evaluate()
        for key, course in rich.own.items():
            if math.isfinite(short.own[key].begin):
                a, b = (sum(d.own[key].flows(w.grid)) for d in (short, rich))
                self.expect(same(a, b, b), f"world {self.n}: work of {key} is {a} with funding, {b} without")
                self.expect(short.own[key].over() >= course.over() - 1e-7, f"world {self.n}: {key} sooner with funding")
        if len(w.programs) > 1:
            return  # what is more urgent may take the money of what is not
        for f in w.s["firm"].values():
            if isinstance(f.get("funding"), float):
                f["funding"] *= 1.3
        more = self.deal(w, "solo").evaluate()
        for f in w.s["firm"].values():
            if isinstance(f.get("funding"), float):
                f["funding"] /= 1.3
        for key, course in short.own.items():
            self.expect(more.own[key].over() <= course.over() + 1e-7, f"world {self.n}: {key} later with more funding")

    def choice_is_best(self):
        """At rest nobody gains by another set."""
        choice = Choice(self.worlds, "solo")
        out = choice.find()
        for f in choice.w.firms:
            gain = choice.best_change(f, out)[0]
            self.expect(choice.warned or gain <= 1e-9 * abs(choice.npv(out)[f]), f"{f} would gain {gain} by another set")


def one(job):
    entente, seed = job
    try:
        return seed, Laws(worlds_of(entente, seed)).all()
    except Refused:
        return seed, None
    except Exception:
        return seed, [traceback.format_exc()]


def main():
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    seeds = range(first, first + int(sys.argv[2]))
    with multiprocessing.Pool() as pool:
        held = broken = 0
        for seed, lines in pool.imap_unordered(one, [(sys.argv[1], seed) for seed in seeds]):
            held += lines is not None
            broken += len(lines or [])
            for line in (lines or [])[:10]:
                print(f"random scenario {seed}: {line}", flush=True)
    print(f"{held} of {len(seeds)} scenarios, {broken} breaches of a law")
    sys.exit(1 if broken or not held else 0)


if __name__ == "__main__":
    main()
