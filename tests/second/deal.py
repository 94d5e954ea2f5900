"""Alternatives in one world: schedule, exit, unwinding, money (see model.py)."""
import math

from costs import allocation, game, shares, solo_costs
from model import NEVER, TINY, Course


class Access:
    def __init__(self, first=NEVER):
        self.first, self.until, self.again = first, NEVER, NEVER

    def at(self, t):
        return self.first <= t < self.until or t >= self.again

    def part(self, a, b, last):
        """The share of [a, b] with access, nothing after `last`."""
        length = lambda x, y: max(0.0, min(y, b, last) - max(x, a))
        return (length(self.first, self.until) + length(max(self.again, self.until), NEVER)) / (b - a)


class Pool:
    def __init__(self, arrangement, plan, course):
        self.a, self.plan, self.course = arrangement, plan, course
        self.cut = NEVER      # members pay until then
        self.left = NEVER     # the leaver pays until then, the others go on
        self.leaver = None


class Deal:
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

    # ---- exit
    def find_exit(self):
        best = None
        for e in self.terms.get("exit", []):
            name = e.get("name", e["trigger"])
            anyone = [f for f in self.w.firms if any(f in p.a["members"] for p in self.pools.values())]
            for leaver in anyone if e["leaver"] == "any" else [e["leaver"]]:
                for date, program in self.triggers(e, name, leaver):
                    notice = max(self.number(self.terms.get("unwind", {}).get("notice"), "unwind.notice"), 0.0)
                    if date <= self.term + TINY and date + notice <= self.grid.end + TINY and (best is None or date < best["triggered"] - 1e-12):
                        best = {"name": name, "terms": e, "leaver": leaver, "triggered": date, "tau": date + notice, "failed": program}
        return best

    def triggers(self, e, name, leaver):
        """(date, program whose gate it was) of every time that it might count."""
        kind, path = e["trigger"], f"exit.{name}."
        score = f"exit.{name}.{leaver}"
        by_chance = lambda: self.w.happens(e.get("probability", 1.0), score, path=f"alternative.{self.name}.{path}probability")
        only = e.get("program")
        if kind == "date":
            return [(max(self.number(e["date"], path + "date"), self.formation), None)]
        if kind == "hazard":
            return [(self.hazard(e, path, score, leaver), None)]
        if kind == "recovery":
            states = self.w.story["regimes"].get(e["market"], [])
            for k in range(1, len(states)):
                if self.grid.at(k) >= self.formation - TINY and states[k] == e["regime"] != states[k - 1]:
                    return [(self.grid.at(k) + max(self.number(e.get("lag"), path + "lag"), 0.0), None)] if by_chance() else []
            return []
        if kind == "failure":
            return [(pool.course.stop, p) for p, pool in self.pools_of(leaver).items() if pool.course.stage and only in (None, p)]
        if kind == "event":
            arrival = self.w.story["arrivals"].get(e["event"])
            return [(arrival, None)] if arrival is not None and arrival >= self.formation and by_chance() else []
        if kind == "overrun":
            return [(self.overrun(e, path, p, pool), None) for p, pool in self.pools_of(leaver).items() if only in (None, p)]
        if kind == "distress":
            return [(self.distress(e, path, leaver), None)]
        told = self.told.get("exit")  # an option: the policy is the program's
        return [(told["triggered"], None)] if told and told["name"] == name and told["leaver"] == leaver else []

    def hazard(self, e, path, score, leaver):
        if "life" in e:
            return self.formation + self.w.number(e["life"], f"alternative.{self.name}.{path}life" + (f".{leaver}" if e["leaver"] == "any" else ""))
        goal = self.w.draws[score]  # exponential, mean 1
        rate = e["rate"]
        if not isinstance(rate, dict) or "dist" in rate:
            r = self.number(rate, path + "rate")
            return self.formation + goal / r if r > 0 else NEVER
        states, passed = self.w.story["regimes"][e["market"]], 0.0
        for k in range(self.grid.periods):
            length = self.grid.at(k + 1) - max(self.grid.at(k), self.formation)
            r = self.number(rate.get(states[k]), f"{path}rate.{states[k]}")
            if length > 0 and r > 0:
                if passed + r * length >= goal:
                    return max(self.grid.at(k), self.formation) + (goal - passed) / r
                passed += r * length
        return NEVER

    def overrun(self, e, path, program, pool):
        told, dates, course = self.told_pools[program], [], pool.course
        over = min(course.end, course.stop)
        if "cost" in e:
            limit = self.number(e["cost"], path + "cost") * told["target"]
            if course.spent(over) > limit:
                low, high = course.begin, over
                for _ in range(200):
                    middle = (low + high) / 2
                    low, high = (low, middle) if course.spent(middle) > limit else (middle, high)
                dates.append(high)
        if "time" in e:
            late = (NEVER if told["planned_end"] is None else told["planned_end"]) + self.number(e["time"], path + "time")
            if late < over:
                dates.append(max(late, self.formation))
        return min((d for d in dates if d < course.end - 2 * TINY), default=NEVER)

    def budget(self, firm, year):
        b = self.w.s["firm"][firm].get("budget")
        if not isinstance(b, dict):
            return b
        years = sorted((int(y), v) for y, v in b.items())
        return [v for y, v in years if y <= year][-1] if years[0][0] <= year else years[0][1]

    def distress(self, e, path, firm):
        self.settle()
        n, g = self.grid.steps, self.grid
        outlay = [c + max(0.0, -t) for c, t in zip(self.cost[firm], self.transfer[firm])]
        for k in range(n - 1, g.periods):
            end = g.at(k + 1)
            if end < self.formation - TINY:
                continue
            budget = self.budget(firm, math.floor(g.middle(k)))
            if budget is not None and sum(outlay[k + 1 - n:k + 1]) > self.number(e["multiple"], path + "multiple") * budget:
                return end
        return NEVER

    def covered(self, program):
        e = self.exit["terms"]
        scope = e.get("scope", "program" if e["trigger"] == "failure" else "alliance")
        return scope == "alliance" or program == (self.exit["failed"] or e.get("program"))

    def unwind(self):
        """Everything after tau again, program by program."""
        leaver = self.exit["leaver"]
        self.provided, self.access, self.adapted, self.own, self.pools = {}, {}, {}, {}, {}
        for program in self.w.order:
            self.schedule_program(program)
            a = self.deal_on(program)
            if not a or not self.covered(program):
                continue
            if "members" in a and leaver in a["members"]:
                self.unwind_pool(program, self.pools[program])
            if not self.flag("licences_survive", True):
                self.end_licences(program, a, leaver)

    def flag(self, key, default):
        return self.terms.get("unwind", {}).get(key, default)

    def unwind_term(self, key, firm, default):
        return self.number(self.terms.get("unwind", {}).get(key, {}).get(firm), f"unwind.{key}.{firm}", default)

    def unwind_pool(self, program, pool):
        tau, leaver, course = self.exit["tau"], self.exit["leaver"], pool.course
        members = pool.a["members"]
        stopped = course.stage is not None and course.stop <= tau
        by_gate = stopped and self.exit["failed"] == program
        if stopped and not by_gate:
            return
        two = len(members) == 2
        if course.end <= tau:
            if two:
                self.ended[program] = tau
            else:
                pool.leaver, pool.left = leaver, tau
            for f in members if two else [leaver]:
                if not self.flag("keeps", {}).get(f, True):
                    self.redo(program, f)
            return
        alone = members if two or by_gate else [leaver]
        progress = course.progress(tau)
        pool.leaver = leaver
        if two or by_gate:
            pool.cut = tau
            self.ended[program] = tau
            for f in self.users(pool.a):
                self.lose(program, f)
        else:
            pool.left = tau
            if course.begin > tau:
                self.begin_without(program, pool)
        for f in alone:
            self.adapted.pop((program, f), None)
            share = max(progress * self.unwind_term("retention", f, 1.0), self.w.firm_term(program, f, "spent", 0.0))
            begin = max(tau + (self.restart() if course.begin <= tau else 0.0), self.earliest(program, f))
            self.own[program, f] = Course(self.w.solo_plan(program, f), begin, share, self.stretch(f), course.stage if by_gate else None)
            self.provided[program, f] = self.own[program, f].end
            self.access[program, f] = Access(self.own[program, f].end)

    def begin_without(self, program, pool):
        """A pool that had not begun waits only for those who stay."""
        staying = [f for f in pool.a["members"] if f != pool.leaver]
        begin = max([self.exit["tau"]] + [self.earliest(program, f) for f in staying])
        pool.course = Course(pool.plan, begin, self.w.pool_plan(self.name, pool.a)[1])
        for f in staying + pool.a.get("licensees", []):
            self.adapted.pop((program, f), None)
            self.provide(program, f, pool.course.end)

    def stretch(self, firm):
        rate = self.number(self.terms.get("erosion", {}).get(firm), f"erosion.{firm}")
        return (1 + rate) ** (self.exit["tau"] - self.formation)

    def restart(self):
        return max(self.number(self.flag("restart", None), "unwind.restart"), 0.0)

    def redo(self, program, firm):
        tau = self.exit["tau"]
        share = self.unwind_term("retention", firm, 1.0)
        begin = max(tau + self.restart(), self.earliest(program, firm))
        course = Course(self.w.solo_plan(program, firm), begin, share, self.stretch(firm))
        self.own[program, firm] = course
        access = self.access[program, firm]
        access.until = tau + max(self.number(self.flag("runoff", None), "unwind.runoff"), 0.0)
        access.again = course.end
        if access.first >= access.until:  # lost before it came
            self.access[program, firm] = Access(course.end)

    def end_licences(self, program, a, leaver):
        """The leaver's own: all that it grants, or the one that it holds."""
        if leaver in self.providers(a) and "members" not in a or self.dissolved(program, a, leaver):
            self.ended[program] = min(self.ended.get(program, NEVER), self.exit["tau"])
            lost = self.users(a)
        else:
            lost = [leaver] if leaver in self.users(a) else []
            if lost:
                self.left[program] = self.exit["tau"]
        for f in lost:
            self.lose(program, f)

    def dissolved(self, program, a, leaver):
        return leaver in a.get("members", []) and self.ended.get(program) == self.exit["tau"]

    def lose(self, program, firm):
        """No access after tau; what has not been handed over by then never is."""
        tau, access = self.exit["tau"], self.access[program, firm]
        if access.first >= tau:
            self.access[program, firm] = Access()
        else:
            access.until = tau
        if self.provided[program, firm] > tau:
            self.provided[program, firm] = NEVER
            self.adapted.pop((program, firm), None)

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

    # ---- money
    def row(self):
        return [0.0] * self.grid.periods

    def add_cost(self, firm, row, nominal=False):
        for k, x in enumerate(row):
            self.cost[firm][k] += x if nominal else x * self.grid.escalation[k]

    def pay(self, payer, payee, k, amount, nominal):
        if k is None:
            return
        x = amount if nominal else amount * self.grid.escalation[k]
        self.transfer[payer][k] -= x
        self.transfer[payee][k] += x

    def lump_cost(self, firm, date, amount, nominal=False):
        row = self.row()
        row[self.grid.period(date, clamp=True)] = amount
        self.add_cost(firm, row, nominal)

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

    def settle(self):
        self.cost, self.transfer, self.benefit = ({f: self.row() for f in self.w.firms} for _ in range(3))
        for program, pool in self.pools.items():
            if pool.course.stage:
                self.ended[program] = min(self.ended.get(program, NEVER), pool.course.stop)
        self.settle_work()
        self.settle_benefits()
        self.settle_payments()

    def settle_work(self):
        for (program, firm), course in self.own.items():
            self.add_cost(firm, course.flows(self.grid))
        for program, pool in self.pools.items():
            self.settle_pool(program, pool)
        for (program, firm), (begin, years, cost) in self.adapted.items():
            self.add_cost(firm, self.grid.spread(begin, years, cost, clamp=True))
        form = self.terms.get("formation", {})
        for firm, spec in form.get("cost", {}).items():
            self.lump_cost(firm, self.grid.start, max(self.number(spec, f"formation.cost.{firm}"), 0.0), form.get("nominal", False))
        for e in self.w.s.get("event", []):
            for firm, spec in e.get("outlay", {}).items():
                arrival = self.w.story["arrivals"].get(e["name"])
                if arrival is not None:
                    amount = self.w.number(spec, f"event.{e['name']}.outlay.{firm}")
                    self.add_cost(firm, self.grid.spread(arrival, self.w.event_years(e), amount, clamp=False), e.get("nominal", False))
        if self.exit:
            unwind = self.terms.get("unwind", {})
            for firm in unwind.get("cost", {}):
                self.lump_cost(firm, self.exit["tau"], max(self.unwind_term("cost", firm, 0.0), 0.0), unwind.get("nominal", False))

    def settle_pool(self, program, pool):
        a, told = pool.a, self.told_pools[program]
        members, share = a["members"], a.get("share", {})
        settled = self.settled_weights(program, a) if share.get("settle") == "ex_post" else None
        missing = {f: 0.0 for f in members}
        base = told["weights"]
        overrun = share.get("overrun", base)
        bands = [base, overrun, share.get("beyond", overrun)]
        if settled:
            owed = [settled] + [share.get("overrun", settled), share.get("beyond", share.get("overrun", settled))]
        target, cap = told["target"], told["cap"]
        edges = [target if "target" in share or "overrun" in share or "beyond" in share else NEVER, NEVER if cap is None else cap]
        commitment = {f: self.number(c, f"arrangement.{program}.commitment.{f}") for f, c in a.get("commitment", {}).items()}
        funded, total = {f: 0.0 for f in members}, 0.0
        pieces = [(pool.left, members), (NEVER, [f for f in members if f != pool.leaver])] if pool.left < NEVER else [(NEVER, members)]
        earlier = self.row()
        for until, who in pieces:
            upto = pool.course.flows(self.grid, min(until, pool.cut))
            for k in range(self.grid.periods):
                money = upto[k] - earlier[k]
                if money <= 0:
                    continue
                rest = money
                for band, weights in enumerate(bands):
                    top = ([max(edges[0], 0), max(edges[1], edges[0])] + [NEVER])[band]
                    part = min(rest, max(0.0, top - total))
                    if part <= 0:
                        continue
                    total += part
                    rest -= part
                    paid = self.fund(part, weights, who, funded, commitment, base, k)
                    if settled:
                        for f, x in by_weight(part, owed[band], who).items():
                            missing[f] += x - paid[f]
            earlier = upto
            if settled:
                over = min(pool.course.end, pool.course.stop)
                for f, x in missing.items():
                    if x:
                        self.lump_cost(f, min(over, pool.cut, until), x)
                missing = {f: 0.0 for f in members}

    def fund(self, money, weights, who, funded, commitment, base, k):
        """By the band's weights; a venture's member up to its commitment, the others by stake past it."""
        parts = by_weight(money, weights, who)
        if commitment:
            parts = committed(money, {f: base[f] for f in who}, funded, commitment)
        for f, x in parts.items():
            funded[f] += x
            self.cost[f][k] += x * self.grid.escalation[k]
        return parts

    def settled_weights(self, program, a):
        """By this world's own plan costs."""
        share = a["share"]
        if share["rule"] == "proportional":
            return shares(solo_costs([self.w], self.name, a))
        return shares(allocation(share["rule"], share, a["members"], game([self.w], self.name, a)))

    def settle_benefits(self):
        g = self.grid
        self.units = {}
        for program, p in self.w.programs.items():
            for b in p.get("benefit", []):
                self.units[program, b["firm"]] = self.units.get((program, b["firm"]), []) + [(b, self.units_of(program, b))]
        for program, a in self.arrangements.items():
            if self.formed and a["mode"] == "supply" and "spare_capacity" in a:
                spare = self.number(a["spare_capacity"], f"arrangement.{program}.spare_capacity") * g.h
                for k in range(g.periods):
                    total = sum(row[k] for f in a["buyers"] for _, row in self.units.get((program, f), []))
                    if total > spare:
                        for f in a["buyers"]:
                            for _, row in self.units.get((program, f), []):
                                row[k] *= spare / total
        self.worth = {}  # by program and firm, discounted
        for (program, firm), blocks in self.units.items():
            before = list(self.benefit[firm])
            for b, row in blocks:
                margin = self.w.number(b["margin"], f"program.{program}.benefit.{firm}.{b['market']}.margin")
                for k, units in enumerate(row):
                    self.benefit[firm][k] += units * (margin + self.w.margin_change(b["market"], k)) * g.escalation[k]
            self.worth[program, firm] = sum((x - y) * d for x, y, d in zip(self.benefit[firm], before, self.w.discount[firm]))

    def units_of(self, program, b):
        firm, market, g = b["firm"], b["market"], self.grid
        path = f"program.{program}.benefit.{firm}.{market}."
        get = lambda key, default=0.0: self.w.number(b.get(key), path + key, default=default)
        access, row = self.access[program, firm], self.row()
        A = access.first
        if not math.isfinite(A):
            return row
        share, life, ramp, late = max(get("share"), 0.0), get("life", NEVER), get("ramp"), get("late")
        lateness = math.exp(-late * max(0.0, A - b["due"])) if "due" in b else 1.0
        for k in range(g.periods):
            t = g.middle(k)
            part = access.part(g.at(k), g.at(k + 1), A + life)
            if part <= 0:
                continue
            rivals = sum(1 for f in self.w.firms if f != firm and self.access[program, f].at(t))
            ramped = max(0.0, min(1.0, (t - A) / ramp)) if ramp > 0 else 1.0
            row[k] = (self.w.sales(market, b.get("adoption"), k) * share * ramped * lateness
                      * max(0.0, 1 - get("rivalry") * rivals) * part * g.h * self.position(program, firm, t))
        return row

    def settle_payments(self):
        if not self.formed:
            return
        for program, a in self.arrangements.items():
            self.settle_fees(program, a)
            for key in ("payment", "buy_in"):
                for i, p in enumerate(a.get(key, []), 1):
                    self.settle_payment(program, a, p, key, i)
        if self.exit:
            self.settle_exit_fee()

    def split(self, program, a, date):
        """Who gets what is paid to the arrangement's provider."""
        if "members" not in a:
            return {self.providers(a)[0]: 1.0}
        pool = self.pools[program]
        who = [f for f in a["members"] if f != pool.leaver or date < pool.left]
        base = self.told_pools[program]["weights"]
        whole = sum(base[f] for f in who)
        return {f: base[f] / whole for f in who}

    def receive(self, program, a, payer, k, date, amount):
        for f, weight in self.split(program, a, date).items():
            self.pay(payer, f, k, amount * weight, a.get("nominal", False))

    def settle_fees(self, program, a):
        g, path = self.grid, f"arrangement.{program}."
        users = self.users(a)
        if not users:
            return
        fee = self.number(a.get("royalty", a.get("fee")), path + ("fee" if a["mode"] == "supply" else "royalty"))
        upfront = self.number(a.get("upfront"), path + "upfront")
        for firm in users:
            if upfront:
                self.receive(program, a, firm, g.period(self.formation), self.formation, upfront)
            blocks = self.units.get((program, firm), [])
            units = [sum(row[k] for _, row in blocks) for k in range(g.periods)]
            for k in range(g.periods):
                self.receive(program, a, firm, k, g.middle(k), fee * units[k])
            if "minimum" in a:
                self.settle_minimum(program, a, firm, units, fee, path)

    def settle_minimum(self, program, a, firm, units, fee, path):
        g = self.grid
        first = self.access[program, firm].first
        years = self.number(a["term_years"], path + "term_years")
        minimum = self.number(a["minimum"], path + "minimum")
        if first >= g.end or first >= self.access[program, firm].until:
            return
        end = first + years
        if self.access[program, firm].until < end:
            return
        due = minimum * min(1.0, (g.end - first) / years)
        sold = 0.0
        for k in range(g.periods):
            inside = max(0.0, min(end, g.at(k + 1)) - max(first, g.at(k)))
            whole = max(0.0, g.at(k + 1) - max(first, g.at(k)))
            sold += units[k] * (inside / whole if whole > 0 else 0.0)
        self.receive(program, a, firm, g.period(end, clamp=True), end, max(0.0, due - sold) * fee)

    def settle_payment(self, program, a, p, key, index):
        g, on = self.grid, p.get("on")
        amount = self.number(p["amount"], f"arrangement.{program}.{key}.{index}.amount")
        ended, nominal = self.ended.get(program, NEVER), p.get("nominal", False)
        course = self.pools[program].course if program in self.pools else self.own[program, self.providers(a)[0]]
        over = min(course.end, course.stop)
        dates, work = [], False
        if "at" in p:
            dates = [p["at"]]
        elif p.get("every") == "year":
            n = 0
            while p["since"] + n <= p["until"] + TINY and p["since"] + n < g.end:
                dates.append(p["since"] + n)
                n += 1
        elif on == "formation":
            dates = [self.formation]
        elif on == "completion":
            dates, work = [course.end], True
        elif on == "exit":
            if self.exit and self.covered(program) and self.exit["leaver"] in self.parties(a):
                self.pay(p["from"], p["to"], g.period(self.exit["tau"], clamp=True), amount, nominal)
            return
        elif on.startswith("stage:"):
            s = next(s for s in course.plan.stages if s.name == on[6:])
            if course.from_start or s.end > course.t0 + TINY:
                dates = [course.date(s.end)] if s.end <= course.last + TINY else []
            work = True
        pool = self.pools.get(program)
        if pool and pool.leaver in (p["from"], p["to"]):
            ended = min(ended, pool.left)
        if self.exit and self.exit["leaver"] in (p["from"], p["to"]):
            ended = min(ended, self.left.get(program, NEVER))
        if course.stage:
            ended = min(ended, course.stop)
        for date in dates:
            if math.isfinite(date) and date <= ended + TINY:
                self.pay(p["from"], p["to"], g.period(date, clamp=work), amount, nominal)

    def parties(self, a):
        return self.providers(a) + self.users(a)

    def settle_exit_fee(self):
        e, tau = self.exit, self.exit["tau"]
        if e["terms"]["trigger"] == "put":
            strike = self.number(e["terms"]["strike"], f"exit.{e['name']}.strike")
            self.pay(e["terms"]["counterparty"], e["leaver"], self.grid.period(tau, clamp=True), strike, e["terms"].get("nominal", False))
            return
        unwind = self.terms.get("unwind", {})
        fee = self.number(unwind.get("fee"), "unwind.fee")
        if not fee:
            return
        to = {}
        for program, pool in self.pools.items():
            if self.covered(program) and e["leaver"] in pool.a["members"]:
                for f, weight in self.told_pools[program]["weights"].items():
                    if f != e["leaver"]:
                        to[f] = to.get(f, 0.0) + weight
        if sum(to.values()) <= 0:
            to = {}
            for program, a in self.arrangements.items():
                if self.covered(program) and e["leaver"] in self.parties(a):
                    for f in self.parties(a):
                        if f != e["leaver"]:
                            to[f] = 1.0
        whole = sum(to.values())
        for f, weight in to.items():
            self.pay(e["leaver"], f, self.grid.period(tau, clamp=True), fee * weight / whole, unwind.get("nominal", False))


def by_weight(money, weights, who):
    whole = sum(weights.get(f, 0.0) for f in who)
    return {f: money * (weights.get(f, 0.0) / whole if whole > 0 else 1 / len(who)) for f in who}


def committed(money, stakes, funded, commitment):
    """Shares of a venture's cost: by stake, none past its commitment while another still has room."""
    parts, rest = {f: 0.0 for f in stakes}, money
    while rest > 1e-12 * max(1.0, money):
        room = {f: commitment.get(f, NEVER) - funded[f] - parts[f] for f in stakes}
        open_ = {f: s for f, s in stakes.items() if room[f] > 1e-9}
        if not open_:
            whole = sum(stakes.values())
            for f, s in stakes.items():
                parts[f] += rest * s / whole
            break
        whole = sum(open_.values())
        if whole == 0:
            for f in open_:
                parts[f] += rest / len(open_)
            break
        step = min([rest] + [room[f] * whole / s for f, s in open_.items() if s > 0])
        for f, s in open_.items():
            parts[f] += step * s / whole
        rest -= step
    return parts
