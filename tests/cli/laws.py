#!/usr/bin/env python3
"""Laws of the model, each held over random scenarios (tests/second/random_scenario.py). Usage: laws.py PROGRAM SCENARIOS [FIRST [LAW]]

A law changes a scenario so that it tells what the run must be: the same scenario run in another way, or a figure in closed form. Scenarios that
the program refuses have no run; a law that is asked of none of the scenarios fails. With LAW, a part of a law's name here, only that one.
"""
import copy
import csv
import math
import multiprocessing
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import tomllib
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "second"))

import random_scenario
from compare import Refused, tell
from random_keys import arrangements, needed, pooled, users
from toml_text import toml

WORLDS = 24
CLOSE = 1e-9


def files_of(program, scenario, worlds):
    """A run's tables, and its manifest as text."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "law.toml"
        path.write_text(toml(scenario))
        result = subprocess.run([program, "run", path, "-o", folder, "--quiet", "--threads", "1", "--sampling", "mc", "--worlds", str(worlds),
                                 "--samples", "--format", "csv"], capture_output=True, text=True)
        if result.returncode == 1:
            raise Refused(result.stderr.strip())
        if result.returncode:
            raise RuntimeError(f"status {result.returncode}: {result.stderr}\n{path.read_text()}")
        files = {}
        for file in (pathlib.Path(folder) / "law").glob("*.csv"):
            with open(file, encoding="utf-8") as stream:
                files[file.stem] = list(csv.DictReader(stream))
        return files, (pathlib.Path(folder) / "law" / "manifest.json").read_text(encoding="utf-8")


def worlds_of(program, scenario, worlds):
    """The first worlds, each told alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "law.toml"
        path.write_text(toml(scenario))
        return [tell(program, str(path), world) for world in range(worlds)]


class Run:
    """The worlds of a run: figures by (world, alternative, firm), dates of access by (world, alternative, program, firm)."""

    def __init__(self, program, scenario, worlds=WORLDS):
        files, self.manifest = files_of(program, scenario, worlds)
        self.rows = {(int(r["world"]), r["alternative"], r["firm"]): r for r in files["worlds"]}
        self.access = {(int(r["world"]), r["alternative"], r["program"], r["firm"]): float(r["access_date"] or "inf") for r in files["access"]}
        self.choices = files.get("choices", [])
        self.worlds = range(worlds)

    def of(self, metric, world, alternative, firm):
        return float(self.rows[world, alternative, firm][metric] or "nan")

    def values(self, metric, alternative, firm):
        return [self.of(metric, w, alternative, firm) for w in self.worlds]


def same(a, b, scale=1.0):
    return a == b or abs(a - b) <= CLOSE * max(1.0, abs(scale))


class Laws:
    def __init__(self, program, seed):
        self.program, self.seed, self.r = program, seed, random.Random(f"law {seed}")
        self.broken, self.asked = [], set()

    def scenario(self, *families):
        return tomllib.loads(random_scenario.scenario(self.seed, families))

    def expect(self, holds, what):
        self.asked.add(self.law)
        if not holds:
            self.broken.append(f"{self.law}: {what}")

    def all(self, laws):
        for self.law in laws:
            try:
                LAWS[self.law](self)
            except Refused:
                pass
        return self.broken, self.asked


def benefits(s):
    return [b for p in s["program"].values() for b in p.get("benefit", [])]


def may_forgo(s, firm, program):
    p = s["program"][program]
    gains = any(b["firm"] == firm for b in p.get("benefit", [])) or "penalty" in p.get("firm", {}).get(firm, {})
    return gains and firm not in p.get("must", [])


def without_options(s):
    """Nobody leaves by a policy: those are fitted to what leaving is worth, which the law changes."""
    for a in s["alternative"].values():
        if "exit" in a:
            a["exit"] = [e for e in a["exit"] if e["trigger"] not in ("put", "optimal")]
            if not a["exit"]:
                del a["exit"]
                a.pop("unwind", None)
    return s


def failing(s, delay):
    """Every deal fails after a delay, costs nothing and forgoes nothing."""
    for a in s["alternative"].values():
        a["formation"] = {"probability": 0.0, "delay": delay}
        for key in ("without", "alone"):
            a.pop(key, None)
    return s


def talks_that_fail_change_nothing(laws):
    """For providers and those who work on, to the last bit."""
    s = failing(laws.scenario("talks", "calls", "charge", "alone", "on_exit"), laws.r.choice([0.0, 1.3]))
    for arrangement in arrangements(s):
        # Who takes part may not forgo what the arrangement waits for, formed or not.
        s["program"][arrangement["program"]].pop("after", None)
        if arrangement.get("members") or users(arrangement):
            arrangement["meanwhile"] = "work"
    run = Run(laws.program, s)
    for world, alternative, firm in run.rows:
        if alternative != "solo":
            gain = run.of("gain", world, alternative, firm)
            laws.expect(gain == 0, f"world {world}: {firm} gains {gain} by '{alternative}', which is not formed")


def who_waits_begins_at_formation(laws):
    """Where all wait for a deal that fails, it is as if their programs began then."""
    s = failing(laws.scenario(), round(laws.r.uniform(0.3, 4), 3))
    programs = laws.r.sample(list(s["program"]), laws.r.randint(1, len(s["program"])))
    formation = s["scenario"]["start"] + s["alternative"]["deal"]["formation"]["delay"]
    deal = {"formation": s["alternative"]["deal"]["formation"]}
    deal["arrangement"] = [{"program": p, "mode": "pool", "members": needed(s, p), "share": {"rule": "equal"}} for p in programs]
    s["alternative"] = {"deal": deal}
    later = copy.deepcopy(s)
    for p in programs:
        later["program"][p]["start"] = max(later["program"][p].get("start", s["scenario"]["start"]), formation)
    waiting, moved = Run(laws.program, s), Run(laws.program, later)
    for world, alternative, firm in waiting.rows:
        if alternative == "deal":
            for metric in ("cost_npv", "benefit_npv"):
                a, b = waiting.of(metric, world, "deal", firm), moved.of(metric, world, "solo", firm)
                laws.expect(same(a, b, b), f"world {world}: {metric} of {firm} is {a}, {b} with programs begun at formation")


def nothing_is_won_by_coming_late(laws):
    """Where sales go on for ever or end by a date, margins are not negative and nobody rivals."""
    s = laws.scenario()
    s["alternative"] = {}
    for b in benefits(s):
        for key in ("life", "rivalry", "terminal", "terminal_growth"):
            b.pop(key, None)
    for e in s.get("event", []):
        e.pop("margin", None)
        if not {"demand", "outlay"} & set(e):
            e["outlay"] = {next(iter(s["firm"])): 1.0}
    for firm in s["firm"].values():
        firm["discount"] = 0.0  # what comes late is worth as much
    later = copy.deepcopy(s)
    years = round(laws.r.uniform(0.3, 4), 3)
    for p in later["program"].values():
        p["start"] = p.get("start", s["scenario"]["start"]) + years
    early, late = Run(laws.program, s), Run(laws.program, later)
    for key in early.rows:
        a, b = early.of("benefit_npv", *key), late.of("benefit_npv", *key)
        laws.expect(b <= a + CLOSE * max(1.0, a), f"{key}: the benefit rises from {a} to {b} with access {years} years later")


def holds_together(s, firm, forgone):
    carried = [p for p in s["program"] if firm in needed(s, p) and p not in forgone]
    return not any(q in forgone for p in carried for q in s["program"][p].get("after", []))


def forgoing(sets):
    """An alternative in which firms forgo these sets."""
    without = {f: mine for f, mine in sets.items() if mine}
    return {"without": without} if without else {}


def best_alone_is_best(laws):
    """Over the pilot worlds, of all sets of a firm, given the others'."""
    s = laws.scenario("alone")
    s["alternative"] = {}
    s["scenario"].update(alone="best", pilot=8)
    for b in benefits(s):
        if laws.seed % 2:
            b["rivalry"] = round(laws.r.uniform(0.2, 0.8), 3)
    run = Run(laws.program, s, 8)
    if "does not come to rest" in run.manifest:
        return
    rows = [r for r in run.choices if r["alternative"] == "solo"]
    chosen = {f: [r["program"] for r in rows if r["firm"] == f and r["choice"] == "forgo"] for f in s["firm"]}
    free = {f: [r["program"] for r in rows if r["firm"] == f and r["value"]] for f in s["firm"]}
    s["scenario"]["alone"] = "all"
    s["alternative"] = {"chosen": forgoing(chosen)}
    tried = {}
    for f in s["firm"]:
        for mask in range(2 ** len(free[f])):
            forgone = [p for i, p in enumerate(free[f]) if mask >> i & 1]
            if holds_together(s, f, forgone):
                tried[f"{f}-{mask}"] = f, forgone
                s["alternative"][f"{f}-{mask}"] = forgoing({**chosen, f: forgone})
    run = Run(laws.program, s, 8)
    mean = lambda alternative, f: statistics.fmean(run.values("npv", alternative, f))
    for name, (f, forgone) in tried.items():
        reached, other = mean("chosen", f), mean(name, f)
        laws.expect(reached >= other - 2e-9 * max(1.0, abs(other)), f"{f} reaches {reached} without {chosen[f]}, {other} without {forgone}")


def stopping_changes_nothing_before_the_end(laws):
    s = without_options(laws.scenario("talks", "calls", "charge", "funding"))
    funded = any("funding" in f for f in s["firm"].values())
    told = {}
    for rule in ("resume", "stop"):
        for a in s["alternative"].values():
            if "exit" in a and pooled(a):
                a.setdefault("unwind", {})["on_exit"] = {f: rule for f in pooled(a)}
        told[rule] = worlds_of(laws.program, s, 3)
    for world, (on, stopped) in enumerate(zip(told["resume"], told["stop"])):
        for a, b in zip(on["alternatives"], stopped["alternatives"]):
            if "exit" not in a and "exit" not in b:
                continue
            where = f"world {world}, '{a['id']}'"
            ends = [x.get("exit", {}).get("tau") for x in (a, b)]
            laws.expect(ends[0] == ends[1], f"{where}: ends at {ends[0]}, where firms stop at {ends[1]}")
            if None in ends:
                continue
            # What is spent past the horizon is the last year's.
            before = max(0, min(math.floor(ends[0] - on["first_year"]), math.ceil(s["scenario"]["horizon"]) - 1))
            for mine, other in zip(a["money"], b["money"]):
                for key in ("cost", "transfer", "benefit"):
                    x, y = mine[key][:before], other[key][:before]
                    # Money of clocks is told to rounding.
                    as_one = x == y or funded and all(same(a, b, b) for a, b in zip(x, y))
                    laws.expect(as_one, f"{where}: {key} of {mine['firm']} before {ends[0]} is {x}, {y} where firms stop then")
            for mine, other in zip(a["access"], b["access"]):
                x, y = (u["first"] if u["first"] is not None and u["first"] < ends[0] else None for u in (mine, other))
                laws.expect(x == y, f"{where}: access of {mine['firm']} to {mine['program']} is {x}, {y} where firms stop")


def going_on_where_it_pays_is_best(laws):
    """Worth no less than going on always, and than never where the firm may forgo what is pooled, beyond the error of the difference.

    Policies rest on other worlds, hence 6."""
    if laws.seed % 4 != 1:
        return
    s = without_options(laws.scenario())
    s["alternative"].pop("other", None)
    deal = s["alternative"]["deal"]
    firms = pooled(deal)
    if not firms or "exit" not in deal:
        return
    firm = laws.r.choice(firms)
    s["scenario"]["pilot"], worlds = 8000, 4000
    npv = {}
    for rule in ("best", "resume", "stop"):
        deal["unwind"]["on_exit"] = {f: rule if f == firm else "resume" for f in firms}
        run = Run(laws.program, s, worlds)
        npv[rule] = run.values("npv", "deal", firm)
    free = all(may_forgo(s, firm, a["program"]) for a in deal["arrangement"] if firm in a.get("members", []))
    for rule in ("resume", "stop") if free else ("resume",):
        apart = [a - b for a, b in zip(npv["best"], npv[rule])]
        mean, se = statistics.fmean(apart), statistics.stdev(apart) / math.sqrt(worlds)
        laws.expect(mean >= -6 * se - 1e-6, f"{firm}: where it pays less '{rule}': {mean}, standard error {se}")


def with_access_no_penalty(laws):
    """Programs that are completed as they begin, at the start."""
    s = laws.scenario()
    s["alternative"] = {}
    for p in s["program"].values():
        for key in ("start", "after", "risk"):
            p.pop(key, None)
        p["stage"] = [{"name": "s0", "cost": 10.0, "duration": 0}]
        for terms in p.get("firm", {}).values():
            terms.pop("spent", None)
    for name, p in s["program"].items():
        for f in needed(s, name):
            p.setdefault("firm", {}).setdefault(f, {})["penalty"] = round(laws.r.uniform(1, 300), 2)
    free = copy.deepcopy(s)
    for p in free["program"].values():
        for terms in p["firm"].values():
            terms.pop("penalty", None)
            terms.pop("penalty_from", None)
    fined, free = Run(laws.program, s), Run(laws.program, free)
    for key in fined.rows:
        a, b = fined.of("cost_npv", *key), free.of("cost_npv", *key)
        laws.expect(a == b, f"{key}: costs {a} with penalties, {b} without")


def sales_past_the_horizon_are_those_of_a_longer_one(laws):
    """Of a flat benefit: terminal years are an annuity, which is what so many years more would have brought."""
    s = laws.scenario()
    s["alternative"] = {}
    s.pop("event", None)
    for m in s["market"].values():
        for key in ("growth", "regime", "adoption"):
            m.pop(key, None)
    years = laws.r.randint(1, 9)
    for b in benefits(s):
        for key in ("adoption", "life", "until", "ramp", "due", "late", "rivalry", "refresh"):
            b.pop(key, None)
        b["terminal"], b["terminal_growth"] = years, s["scenario"]["escalation"]
    longer = copy.deepcopy(s)
    longer["scenario"]["horizon"] += years
    for b in benefits(longer):
        del b["terminal"], b["terminal_growth"]
    short, longer = Run(laws.program, s), Run(laws.program, longer)
    end = s["scenario"]["start"] + s["scenario"]["horizon"]
    for world, alternative, firm in short.rows:
        if firm == "all":
            continue
        dates = [longer.access[world, alternative, p, firm] for p in s["program"] if (world, alternative, p, firm) in longer.access]
        if all(date <= end - 1 or date >= end + years for date in dates):
            a, b = (run.of("benefit_npv", world, alternative, firm) for run in (short, longer))
            laws.expect(same(a, b, b), f"world {world}: {firm} has {a} with {years} years of sales past the horizon, {b} within one so much longer")


def joined_work_is_what_is_left_undone(laws):
    """Members who bring shares of the work begin where one who had done 1 - the product of what each has left would begin."""
    s = laws.scenario()
    p = laws.r.choice(list(s["program"]))
    members = needed(s, p)
    terms = s["program"][p].setdefault("firm", {})
    left = 1.0
    for f in members:
        spent, usable = round(laws.r.uniform(0, 0.7), 3), round(laws.r.uniform(0, 1), 3)
        terms.setdefault(f, {})["spent"] = spent
        left *= 1 - spent * usable
        s.setdefault("usable", {})[f] = usable
    pool = {"program": p, "mode": "pool", "members": members, "share": {"rule": "equal"}, "contribution": "join", "usable": s.pop("usable")}
    s["alternative"] = {"deal": {"arrangement": [pool]}}
    one = copy.deepcopy(s)
    for f in members:
        one["program"][p]["firm"][f]["spent"] = 1 - left
    del one["alternative"]["deal"]["arrangement"][0]["contribution"], one["alternative"]["deal"]["arrangement"][0]["usable"]
    joined, one = Run(laws.program, s), Run(laws.program, one)
    for key, date in joined.access.items():
        if key[1] == "deal" and key[2] == p:
            other = one.access[key]
            laws.expect(date == other or abs(date - other) < 1e-6, f"{key}: access at {date}, {other} where each had done {1 - left}")


LAWS = {law.__name__: law for law in (
    talks_that_fail_change_nothing, who_waits_begins_at_formation, nothing_is_won_by_coming_late, best_alone_is_best,
    stopping_changes_nothing_before_the_end, going_on_where_it_pays_is_best, with_access_no_penalty,
    sales_past_the_horizon_are_those_of_a_longer_one, joined_work_is_what_is_left_undone)}


def one(job):
    program, seed, laws = job
    try:
        return seed, *Laws(program, seed).all(laws)
    except Exception:
        return seed, [traceback.format_exc()], set()


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    seeds = range(first, first + int(sys.argv[2]))
    laws = [law for law in LAWS if len(sys.argv) < 5 or sys.argv[4] in law]
    broken, asked = 0, {}
    with multiprocessing.Pool() as pool:
        for seed, lines, held in pool.imap(one, [(program, seed, laws) for seed in seeds]):
            broken += len(lines)
            for law in held:
                asked[law] = asked.get(law, 0) + 1
            for line in lines[:5]:
                print(f"random scenario {seed}: {line}", flush=True)
    print(f"{len(seeds)} random scenarios, {broken} breaches of a law; " + ", ".join(f"{law} asked of {asked.get(law, 0)}" for law in sorted(laws)))
    sys.exit(1 if broken or set(laws) - set(asked) else 0)


if __name__ == "__main__":
    main()
