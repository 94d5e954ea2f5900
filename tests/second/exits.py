"""Who leaves a deal, and when: triggers, and the first exit (section 5)."""
import math

from plan import NEVER, TINY


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
        told = self.told_exit  # of an option
        if self.searching:
            return []
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
        over = course.over()
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
