"""An alternative in one world: what is scheduled, and market positions (see model.py)."""
import math

from exits import Exits
from plan import NEVER, TINY, Course
from money import Money
from state import Access, Pool


class Deal(Exits, Money):
    """One alternative in one world. `evaluate` fills dates, access and rows of nominal money by firm."""

    def __init__(self, world, name):
        self.w, self.name = world, name
        self.terms = world.alternatives[name]
        self.grid = world.grid
        self.arrangements = {a["program"]: a for a in self.terms.get("arrangement", [])}
        self.told = next(a for a in world.story["alternatives"] if a["id"] == name)
        self.told_pools = {p["program"]: p for p in self.told["pools"]}
        form = self.terms.get("formation", {})
        self.formed = bool(self.arrangements) and world.happens(form.get("probability", 1.0), "formation",
                                                                path=f"alternative.{name}.formation.probability")
        self.formation = self.grid.start + (self.number(form.get("delay"), "formation.delay") if form else 0.0)
        self.exit = None

    def number(self, spec, tail, default=0.0):
        return self.w.number(spec, f"alternative.{self.name}.{tail}", None, default)

    def deal_on(self, program):
        return self.arrangements.get(program) if self.formed else None

    def forgoes(self, firm, program):
        return program in self.terms.get("without", {}).get(firm, [])

    # ---- schedule
    def after(self, program, firm):
        date = -NEVER
        for a in self.w.programs[program].get("after", []):
            if firm not in self.w.needs(a):
                continue
            date = max(date, NEVER if self.forgoes(firm, a) else self.provided.get((a, firm), NEVER))
        return date

    def earliest(self, program, firm):
        start = self.w.programs[program].get("start", self.grid.start)
        if program in self.arrangements:
            start = max(start, self.formation)
        return max(start, self.after(program, firm))

    def solo(self, program, firm):
        return Course(self.w.solo_plan(program, firm), self.earliest(program, firm), self.w.firm_term(program, firm, "spent", 0.0))

    def provide(self, program, firm, date):
        self.provided[program, firm] = date
        spec = (self.deal_on(program) or {}).get("adaptation", {}).get(firm)
        if spec is None or not math.isfinite(date):
            self.access[program, firm] = Access(date)
            return
        path = f"arrangement.{program}.adaptation.{firm}."
        years = max(self.number(spec.get("duration"), path + "duration"), 0.0)
        self.adapted[program, firm] = (date, years, max(self.number(spec.get("cost"), path + "cost"), 0.0))
        self.access[program, firm] = Access(date + years)

    def schedule(self):
        self.provided, self.access, self.adapted, self.own, self.pools = {}, {}, {}, {}, {}
        for program in self.w.order:
            self.schedule_program(program)
        ends = []
        for program, pool in self.pools.items():
            if pool.course.begin == NEVER:
                continue  # what never begins ends nothing
            ends.append(pool.course.stop if pool.course.stage else max(self.access[program, f].first for f in pool.a["members"]))
        self.term = self.terms.get("term", max(ends) if ends else NEVER)

    def schedule_program(self, program):
        a = self.deal_on(program)
        served = []
        if a and a["mode"] in ("pool", "venture"):
            plan, share = self.w.pool_plan(self.name, a)
            begin = max(self.earliest(program, f) for f in a["members"])
            self.pools[program] = Pool(a, plan, Course(plan, begin, share))
            served = [(f, self.pools[program].course.end) for f in a["members"] + a.get("licensees", [])]
        elif a:
            maker = a["licensor"] if a["mode"] == "license" else a["maker"]
            self.own[program, maker] = self.solo(program, maker)
            self.provided[program, maker] = self.own[program, maker].end
            self.access[program, maker] = Access(self.own[program, maker].end)
            served = [(f, self.own[program, maker].end) for f in self.users(a)]
        for firm, date in served:
            self.provide(program, firm, date)
        for firm in self.w.firms:
            if (program, firm) in self.access:
                continue
            if firm not in self.w.needs(program) or self.forgoes(firm, program):
                self.access[program, firm] = Access()
                continue
            self.own[program, firm] = self.solo(program, firm)
            self.provided[program, firm] = self.own[program, firm].end
            self.access[program, firm] = Access(self.own[program, firm].end)

    @staticmethod
    def users(a):
        return a.get("licensees", []) if a["mode"] != "supply" else a["buyers"]

    def providers(self, a):
        return a["members"] if "members" in a else [a["licensor"] if a["mode"] == "license" else a["maker"]]

    def pools_of(self, firm):
        return {p: pool for p, pool in self.pools.items() if firm in pool.a["members"]}

    def evaluate(self):
        self.ended = {}  # by program: no payments after this date
        self.left = {}   # by program: none from or to the leaver
        self.schedule()
        self.exit = None
        if self.formed:
            self.exit = self.find_exit()
        if self.exit:
            self.unwind()
        self.settle()

    # ---- market position
    def position(self, program, firm, t):
        if program not in self.arrangements or not self.formed or t <= self.formation:
            return 1.0
        drift = self.number(self.terms.get("drift", {}).get(firm), f"drift.{firm}")
        hit = self.exit is not None and self.covered(program)
        tau = self.exit["tau"] if hit else NEVER
        q = (1 + drift) ** (min(t, self.term, tau) - self.formation)
        if t <= tau:
            return q
        access = self.access[program, firm]
        own = NEVER
        if math.isfinite(access.again) or access.until < NEVER:
            own = access.again
        else:
            own = access.first
        own = max(own, tau)
        q *= (1 - self.unwind_term("decline", firm, 0.0)) ** (min(t, own) - tau)
        if t <= own or firm not in self.terms.get("unwind", {}).get("level", {}):
            return q
        level, recover = self.unwind_term("level", firm, q), self.unwind_term("recover", firm, NEVER)
        return level + (q - level) * (math.exp(-recover * (t - own)) if math.isfinite(recover) else 0.0)
