"""Best alone: what firms carry out where nobody makes them, found over given worlds (section 4)."""
import itertools
import statistics

from contribution import providers, users
from deal import Deal

SAME = 1e-9  # of a firm's npv: a change must gain more
MOST_STEPS = 100
MOST_TOGETHER = 12


class Choice:
    """The sets that firms choose in one alternative: `forgone` pairs (program, firm) grow and shrink until nobody gains by another set."""

    def __init__(self, worlds, name, solo_forgone=()):
        self.worlds, self.name, self.solo = worlds, name, set(solo_forgone)
        self.w = worlds[0]
        self.parties = {(a["program"], f) for a in self.w.alternatives[name].get("arrangement", []) for f in providers(a) + users(a)}
        self.without = {(p, f) for f, programs in self.w.alternatives[name].get("without", {}).items() for p in programs}
        while more := {(p, f) for f in self.w.firms for p in self.needed(f) if (p, f) not in self.parties
                       and any((q, f) in self.without for q in self.w.programs[p].get("after", []) if f in self.w.needs(q))}:
            self.without |= more
        self.values = {}
        self.warned = False

    # ---- what may be chosen
    def may_forgo(self, program, firm):
        p = self.w.programs[program]
        has = any(b["firm"] == firm for b in p.get("benefit", [])) or "penalty" in p.get("firm", {}).get(firm, {})
        return (firm in self.w.needs(program) and has and firm not in p.get("must", []) and (program, firm) not in self.parties | self.without)

    def needed(self, firm):
        return [p for p in self.w.programs if firm in self.w.needs(p) and (p, firm) not in self.without]

    def tied(self, firm):
        """The programs that are decided together: tied by `after`, or all of a firm with funding."""
        groups = [{p} for p in self.needed(firm)]
        ties = [(p, q) for p in self.needed(firm) for q in self.w.programs[p].get("after", []) if q in self.needed(firm)]
        if "funding" in self.w.s["firm"][firm]:
            ties = list(zip(self.needed(firm), self.needed(firm)[1:]))
        for p, q in ties:
            a, b = (next(g for g in groups if x in g) for x in (p, q))
            if a is not b:
                a |= b
                groups.remove(b)
        groups = [[p for p in self.w.programs if p in g and self.may_forgo(p, firm)] for g in groups]
        if any(len(g) > MOST_TOGETHER for g in groups):
            raise ValueError(f"{firm} decides on more than {MOST_TOGETHER} programs together")
        return [g for g in groups if g]

    def sets(self, firm, group):
        """What the firm may forgo of a group, the least first; nothing is carried out that waits for what is forgone."""
        for n in range(len(group) + 1):
            for out in itertools.combinations(group, n):
                if self.with_followers(firm, out) == set(out):
                    yield set(out)

    def with_followers(self, firm, out):
        out = set(out)
        while True:
            more = {p for p in self.needed(firm) if set(self.w.programs[p].get("after", [])) & out} - out
            if not more:
                return out
            out |= more

    # ---- what it is worth
    def npv(self, forgone):
        """Expected npv by firm, exits and formation as drawn."""
        key = frozenset(forgone)
        if key not in self.values:
            deals = [Deal(w, self.name, forgone=key, solo_forgone=self.solo if self.name != "solo" else key, searching=True).evaluate()
                     for w in self.worlds]
            self.values[key] = {f: statistics.fmean(d.worth_of(f) for d in deals) for f in self.w.firms}
        return self.values[key]

    def best_change(self, firm, forgone):
        """(gain, pairs forgone after it): the best set of every group, the others as they are."""
        gain, after, now = 0.0, set(forgone), self.npv(forgone)[firm]
        for group in self.tied(firm):
            kept = {(p, f) for p, f in forgone if f != firm or p not in group}
            worth = [(out, self.npv(kept | {(p, firm) for p in out})[firm]) for out in self.sets(firm, group)]
            best, value = next((o, v) for o, v in worth if {(p, firm) for p in o} == forgone - kept)
            for out, v in worth:
                if v > value + SAME * abs(v):
                    best, value = out, v
            gain += value - now
            after = {(p, f) for p, f in after if f != firm or p not in group} | {(p, firm) for p in best}
        return gain, after

    def find(self):
        forgone = set(self.without)
        visited = [set(forgone)]
        for _ in range(MOST_STEPS):
            changes = [self.best_change(f, forgone) for f in self.w.firms]
            gain, after = max(changes, key=lambda c: c[0])
            if gain <= 0:
                return forgone
            forgone = after
            visited.append(set(forgone))
        self.warned = True
        return max(visited, key=lambda v: sum(self.npv(v).values()))

    def value(self, program, firm, forgone):
        """What carrying a program out is worth: with all that it waits for, against forgoing it with all that waits for it."""
        mine = {p for p, f in forgone if f == firm}
        needs, todo = set(), [program]
        while todo:
            p = todo.pop()
            needs.add(p)
            todo += [q for q in self.w.programs[p].get("after", []) if q not in needs and firm in self.w.needs(q)]
        needs -= {p for p, f in self.without if f == firm}
        others = {(p, f) for p, f in forgone if f != firm}
        carried = others | {(p, firm) for p in mine - needs}
        dropped = others | {(p, firm) for p in self.with_followers(firm, mine | {program})}
        return self.npv(carried)[firm] - self.npv(dropped)[firm]


def best_alone(worlds, name, solo_forgone=()):
    """The pairs forgone outside the arrangements of an alternative, its own `without` included."""
    choice = Choice(worlds, name, solo_forgone)
    return choice.find() if worlds[0].alone(name) == "best" else choice.without
