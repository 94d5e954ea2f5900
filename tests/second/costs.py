"""What a group of a pool's members would pay for it: the cost game, and rules that divide it (see model.py)."""
import itertools
import math
import statistics

from contribution import formation_date, planned_share, solo_begin, solo_course, somebody_works, works_on
from plan import Course, ungated


def value(grid, row, rate):
    return sum(x * e * (1 + rate) ** -grid.years_discounted(k) for k, (x, e) in enumerate(zip(row, grid.escalation)))


def plan_value(w, course, since, rate):
    """What a course costs from a date on."""
    row, before = course.flows(w.grid), course.flows(w.grid, since)
    return value(w.grid, [x - y for x, y in zip(row, before)], rate)


def cost_alone(w, a, firm, rate):
    course = solo_course(w, a["program"], firm)
    return value(w.grid, course.flows(w.grid), rate)


def cost_of(w, alternative, a, group, rate):
    """c(S) in one world: as if the deal were formed at once; where somebody works on while talks last, from formation on."""
    program, talks = a["program"], somebody_works(w, a)
    since = formation_date(w, alternative) if talks else w.grid.start
    if len(group) == 1:
        course = solo_course(w, program, group[0])
        if not talks:
            return value(w.grid, course.flows(w.grid), rate)
        if not works_on(w, a, group[0], w.forgone("solo")):
            course = Course(course.plan, max(course.begin, since), course.share)
        return plan_value(w, course, since, rate)
    terms = dict(a, members=list(group))
    if terms.get("lead") not in group:
        terms.pop("lead", None)
    course = Course(ungated(w.pool_plan(alternative, terms)), max([since] + [solo_begin(w, program, f) for f in group]),
                    planned_share(w, alternative, terms))
    total = value(w.grid, course.flows(w.grid), rate)
    for f in group:
        spec = a.get("adaptation", {}).get(f)
        if spec:
            path = f"alternative.{alternative}.arrangement.{program}.adaptation.{f}."
            years, money = (max(w.number(spec[key], path + key), 0.0) for key in ("duration", "cost"))
            total += value(w.grid, w.grid.spread(course.end, years, money, clamp=True), rate)
    return total


def game(worlds, alternative, a):
    """Expected c(S) over the worlds, by the group."""
    members, firms = a["members"], worlds[0].s["firm"]
    rate = statistics.fmean(firms[f]["discount"] for f in members)
    groups = [g for n in range(1, len(members) + 1) for g in itertools.combinations(members, n)]
    return {frozenset(g): statistics.fmean(cost_of(w, alternative, a, g, rate) for w in worlds) for g in groups}


def justifiable(c, benefits):
    """c'(S): nobody is served at more than it is worth to it."""
    out = {}
    for group in c:
        served = [frozenset(t) for n in range(len(group) + 1) for t in itertools.combinations(group, n)]
        out[group] = min(c.get(t, 0.0) + sum(benefits[f] for f in group - t) for t in served)
    return out


def solo_costs(worlds, a):
    firms = worlds[0].s["firm"]
    return {f: statistics.fmean(cost_alone(w, a, f, firms[f]["discount"]) for w in worlds) for f in a["members"]}


def shares(sizes, whole=None):
    return {f: x / (whole or sum(sizes.values())) for f, x in sizes.items()}


def allocation(rule, share, members, c):
    n, everyone = len(members), frozenset(members)
    alone = {f: c[frozenset([f])] for f in members}
    separable = {f: c[everyone] - c.get(everyone - {f}, 0.0) for f in members}
    saving = sum(alone.values()) - c[everyone]
    if rule == "shapley":
        out = dict.fromkeys(members, 0.0)
        for order in itertools.permutations(members):
            before = frozenset()
            for f in order:
                out[f] += (c[before | {f}] - c.get(before, 0.0)) / math.factorial(n)
                before |= {f}
        return out
    if rule == "nash":
        power = share.get("power", {f: 1.0 for f in members})
        return {f: alone[f] - saving * power[f] / sum(power.values()) for f in members}
    by = {"aca": {f: alone[f] - separable[f] for f in members}, "kalai_smorodinsky": {f: alone[f] - separable[f] for f in members}}[rule]
    if not any(by.values()):  # nothing is saved by serving anyone with others, so there is nothing to share
        return separable
    if rule == "aca":
        rest = c[everyone] - sum(separable.values())
        return {f: separable[f] + rest * by[f] / sum(by.values()) for f in members}
    return {f: alone[f] - saving * by[f] / sum(by.values()) for f in members}
