"""The part of a deal that ends it: triggers, the first exit, unwinding (see model.py)."""
import math

from plan import NEVER, TINY, Course
from state import Access


class Exits:
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
                dates.append(over if over - high < 2 * TINY else high)
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
            self.own[program, f] = Course(self.w.solo_plan(program, f), begin, share, self.stretch(f),
                                            bind=[course.stage] if by_gate else [])
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
