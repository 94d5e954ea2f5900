"""What firms pay each other: fees, royalties, minima, payments, the price of leaving (section 4)."""
import math

from benefits import annuity
from plan import NEVER, TINY


class Fees:
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
        fee = self.number(a.get("royalty", a.get("fee")), path + ("fee" if a["mode"] == "supply" else "royalty"))
        upfront = self.number(a.get("upfront"), path + "upfront")
        for firm in self.users(a):
            if (program, firm) in self.kept:
                continue  # it has its own, and takes no licence
            if upfront:
                self.receive(program, a, firm, g.period(self.formation), self.formation, upfront)
            blocks = self.blocks.get((program, firm), [])
            units = [sum(block.units[k] for block in blocks) for k in range(g.periods)]
            for k in range(g.periods):
                self.receive(program, a, firm, k, g.middle(k), fee * units[k])
            for block in blocks:
                self.receive_beyond(program, a, firm, block, fee)
            if "minimum" in a:
                self.settle_minimum(program, a, firm, units, fee, path)

    def receive_beyond(self, program, a, firm, block, fee):
        """Section 3: fees on the vehicles sold past the horizon, each firm at its own rate."""
        if not block.beyond:
            return
        years, growth, selling = block.beyond
        money = [fee * units * (1.0 if a.get("nominal", False) else e) for units, e in zip(block.units, self.grid.escalation)]

        def value(f):
            a_year = sum(money[k] * self.w.discount[f][k] for k in self.last_year()) / selling
            return a_year * annuity((1 + growth) / (1 + self.rate(f)), years)

        self.beyond["transfer"][firm] -= value(firm)
        for f, weight in self.split(program, a, self.grid.end).items():
            self.beyond["transfer"][f] += weight * value(f)

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
            dates, work = [max(course.end, self.formation)], True
        elif on == "exit":
            if self.exit and self.covered(program) and self.exit["leaver"] in self.parties(a):
                self.pay(p["from"], p["to"], g.period(self.exit["tau"], clamp=True), amount, nominal)
            return
        elif on.startswith("stage:"):
            s = next(s for s in course.plan.stages if s.name == on[6:])
            if course.from_start or s.end > course.t0 + TINY:
                dates = [max(course.date(s.end), self.formation)] if s.end <= course.last + TINY else []
            work = True
        pool = self.pools.get(program)
        if pool and pool.leaver in (p["from"], p["to"]):
            ended = min(ended, pool.left)
        if self.exit and self.exit["leaver"] in (p["from"], p["to"]):
            ended = min(ended, self.left.get(program, NEVER))
        if course.stage:
            ended = min(ended, max(course.stop, self.formation))
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
