#!/usr/bin/env python3
"""Worlds as entente tells them against the second program (model.py, deal.py and what they include), and against the same worlds in a run:
the project's scenarios, and so many at random. Usage: compare.py ENTENTE SCENARIOS [--keys FAMILY,..|all|none] [--first SEED]
Every tenth random scenario has terms of all families of random_keys.py, the others of the standard ones only; with --keys all of them have those
of the families named. README.md says what a world has to tell."""
import argparse
import csv
import json
import math
import multiprocessing
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import traceback

import expected
import random_scenario
from deal import Deal
from model import World, resolve_likes
from random_keys import FAMILIES, users

ROOT = pathlib.Path(__file__).resolve().parents[2]
PILOT = 8  # worlds of a random scenario, and of its pilot
RELATIVE = 1e-6  # of the largest figure of a row, or years: a share of work is dated to 1e-9 years


class Refused(Exception):
    """The program had a reason to give no result, as for a sharing rule that is undefined."""


def tell(entente, scenario, world):
    out = subprocess.run([entente, "run", scenario, "--world", str(world), "--sampling", "mc", "--json"], capture_output=True, text=True)
    if out.returncode == 1:
        raise Refused(out.stderr.strip())
    if out.returncode:
        raise RuntimeError(f"{scenario}, world {world}: status {out.returncode}: {out.stderr}")
    return json.loads(out.stdout)


def differ(a, b, scale):
    a, b = (math.inf if x is None else x for x in (a, b))
    if math.isinf(a) or math.isinf(b):
        return a != b
    return abs(a - b) > RELATIVE * max(1.0, scale)


def differences(scenario, story):
    """Every figure of one world in which the two programs differ."""
    out, world = [], World(scenario, story)
    for told in story["alternatives"]:
        deal = Deal(world, told["id"]).evaluate()
        note = lambda what, theirs, ours: out.append(f"{told['id']}: {what}: entente {theirs}, the second program {ours}")
        if told["formed"] != deal.formed:
            note("formed", told["formed"], deal.formed)
            continue
        left = {"name": deal.exit["name"], "leaver": deal.exit["leaver"]} if deal.exit else {}
        theirs = {k: told["exit"][k] for k in ("name", "leaver")} if "exit" in told else {}
        if left != theirs or (left and differ(told["exit"]["tau"], deal.exit["tau"], 1.0)):
            note("exit", told.get("exit"), deal.exit and {k: deal.exit[k] for k in ("name", "leaver", "triggered", "tau")})
            continue
        access_differences(deal, told, note)
        money_differences(deal, told, note, story["first_year"])
        stay_differences(deal, told, note)
        told_differences(deal, told, note, story["first_year"])
    return out


def stay_differences(deal, told, note):
    """What the alternative would be worth to each firm had nobody left; nothing where there is nothing to stay in."""
    if not deal.exit or "stay" not in told["exit"]:
        return
    if deal.exit["terms"]["trigger"] == "failure":
        if told["exit"]["stay"]:
            note("npv had nobody left", told["exit"]["stay"], "nothing after a failure")
        return
    stay = Deal(deal.w, deal.name).evaluate(leaving=False)
    if {money["firm"] for money in told["exit"]["stay"]} != {money["firm"] for money in told["money"]}:
        note("firms had nobody left", told["exit"]["stay"], "every firm")
    for money in told["exit"]["stay"]:
        ours = stay.worth_of(money["firm"])
        if differ(money["npv"], ours, stay.npv("cost", money["firm"]) + abs(ours)):
            note(f"{money['firm']} npv had nobody left", money["npv"], ours)


def access_differences(deal, told, note):
    for use in told["access"]:
        access = deal.access[use["program"], use["firm"]]
        for key in ("first", "until", "again"):
            if differ(use[key], getattr(access, key), 1.0):
                note(f"access {use['program']} {use['firm']} {key}", use[key], getattr(access, key))
        cost = deal.program_cost.get((use["program"], use["firm"]), 0.0)
        if "cost" in use and differ(use["cost"], cost, abs(cost)):
            note(f"cost {use['program']} {use['firm']}", use["cost"], cost)


def money_differences(deal, told, note, first_year):
    for money in told["money"]:
        firm = money["firm"]
        for key in ("cost", "transfer", "benefit"):
            years = deal.grid.years(getattr(deal, key)[firm])
            scale = max(map(abs, years + money[key]))
            for year, (x, y) in enumerate(zip(money[key], years)):
                if differ(x, y, scale):
                    note(f"{firm} {key} {first_year + year}", x, y)
                    break
            npv = deal.npv(key, firm)
            if differ(money[key + "_npv"], npv, scale):
                note(f"{firm} {key}_npv", money[key + "_npv"], npv)


def told_differences(deal, told, note, first_year):
    """What a program need not tell: costs of waiting for money, and what staying is worth."""
    rich = Deal(deal.w, deal.name, funded=False).evaluate() if deal.funding else deal
    for use in told["access"]:
        key = use["program"], use["firm"]
        late = deal.access[key].first - rich.access[key].first if max(deal.access[key].first, rich.access[key].first) < math.inf else math.inf
        for what, ours in (("waiting_cost", deal.waited.get(key, 0.0)), ("late_by_money", late)):
            if what in use and differ(use[what], ours, abs(ours)):
                note(f"{what} {key[0]} {key[1]}", use[what], ours)
    for money in told["money"]:
        if "funding_binds" not in money:
            continue
        bound = [first_year + i for i, binds in enumerate(money["funding_binds"]) if binds]
        if bound != sorted(deal.binding[money["firm"]]):
            note(f"{money['firm']} funding binds", bound, sorted(deal.binding[money["firm"]]))


def idle_deals(scenario, story):
    """Alternatives that change nothing where they are not formed: they cost nothing, forgo no more than is forgone alone, and nobody waits for
    them."""
    out = []
    told = {alternative["id"]: {(x["program"], x["firm"]) for x in alternative.get("forgone", [])} for alternative in story["alternatives"]}
    for name, terms in resolve_likes(scenario).items():
        works = lambda a: all(a.get("meanwhile") == "work" or isinstance(a.get("meanwhile"), dict) and a["meanwhile"].get(f) == "work"
                              for f in a.get("members", []) + users(a))
        arranged = {a["program"] for a in terms.get("arrangement", [])}
        same_sets = {x for x in told["solo"] if x[0] not in arranged} == {x for x in told[name] if x[0] not in arranged}
        if same_sets and not terms.get("without") and not terms.get("alone") and not terms.get("formation", {}).get("cost") and all(map(works, terms.get("arrangement", []))):
            out.append(name)
    return out


def run_differences(entente, path, stories, idle):
    """(differences, choices.csv): present values of the first worlds in a run, where worlds are evaluated together, and told alone."""
    out, choices = [], []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([entente, "run", path, "-o", folder, "--worlds", "24", "--sampling", "mc", "--samples", "--format", "csv", "--quiet"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(next(pathlib.Path(folder).glob("*/worlds.csv")), encoding="utf-8") as file:
            rows = {(int(row["world"]), row["alternative"], row["firm"]): row for row in csv.DictReader(file)}
        for path in pathlib.Path(folder).glob("*/choices.csv"):
            with open(path, encoding="utf-8") as file:
                choices = list(csv.DictReader(file))
    for world, story in enumerate(stories):
        for told in story["alternatives"]:
            for money in told["money"]:
                row, alone = (rows[world, name, money["firm"]] for name in (told["id"], "solo"))
                for key in ("cost_npv", "transfer_npv", "benefit_npv"):
                    if told["id"] in idle and not told["formed"] and row[key] != alone[key]:
                        out.append(f"world {world}: {told['id']}: {money['firm']} {key}: {row[key]} by a deal that is not formed, {alone[key]} alone")
                    if differ(float(row[key]), money[key], abs(money[key])):
                        out.append(f"world {world}: {told['id']}: {money['firm']} {key}: {row[key]} in a run, {money[key]} alone")
    return out, choices


def compare(entente, path, count, pilot):
    """The differences in the first `count` worlds; with `pilot` these are the scenario's pilot worlds, and what it finds is compared too."""
    with open(path, "rb") as file:
        scenario = tomllib.load(file)
    stories = [tell(entente, path, world) for world in range(count)]
    found = [f"world {world}: {line}" for world, story in enumerate(stories) for line in differences(scenario, story)]
    run, choices = run_differences(entente, path, stories, idle_deals(scenario, stories[0]))
    found += run + (expected.differences(scenario, stories, choices) if pilot else [])
    return [f"{path}: {line}" for line in found]


def compare_all(entente, jobs):
    """Differences, and what could not be compared, of (path, worlds, pilot) in several processes."""
    found, left_out = [], []
    with multiprocessing.Pool() as pool:
        for path, answer in pool.imap(_one, [(entente, *job) for job in jobs]):
            (left_out if isinstance(answer, str) else found).append((path, answer))
    return found, left_out


def _one(job):
    entente, path, count, pilot = job
    try:
        return path, compare(entente, path, count, pilot)
    except Refused as why:
        return path, str(why)
    except Exception:
        return path, [f"{path}: {traceback.format_exc()}"]


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("entente")
    ask.add_argument("scenarios", type=int)
    ask.add_argument("--keys")
    ask.add_argument("--first", type=int, default=1)
    asked = ask.parse_args()
    named = {None: [], "none": [], "all": list(FAMILIES)}
    keys = named[asked.keys] if asked.keys in named else asked.keys.split(",")
    if set(keys) - set(FAMILIES):
        ask.error(f"the families are {', '.join(FAMILIES)}; or all, or none")
    with tempfile.TemporaryDirectory() as folder:
        jobs = [(str(path), 4, False) for path in sorted((ROOT / "scenarios").glob("*.toml"))]
        for seed in range(asked.first, asked.first + asked.scenarios):
            path = pathlib.Path(folder) / f"random-{seed}.toml"
            path.write_text(random_scenario.scenario(seed, FAMILIES if asked.keys is None and seed % 10 == 0 else keys))
            jobs.append((str(path), PILOT, True))
        found, left_out = compare_all(asked.entente, jobs)
    lines = [line for _, lines in found for line in lines]
    print("\n".join([f"not compared: {path}: {why}" for path, why in left_out] + lines[:40]))
    print(f"{len(found)} scenarios compared, {len(left_out)} not; {len(lines)} differences")
    sys.exit(1 if lines or len(left_out) * 20 > len(jobs) else 0)


if __name__ == "__main__":
    main()
