"""The part of a deal that is money spent: work, shares, adaptation, outlays, row by row, and what a firm has of it all (section 6)."""
from costs import allocation, game, shares, solo_costs
from plan import NEVER
from purse import Purse, by_weight


class Money:
    def row(self):
        return [0.0] * self.grid.periods

    def add_cost(self, firm, row, nominal=False, program=None):
        for k, x in enumerate(row):
            money = x if nominal else x * self.grid.escalation[k]
            self.cost[firm][k] += money
            if program:
                self.program_cost[program, firm] = self.program_cost.get((program, firm), 0.0) + money

    def pay(self, payer, payee, k, amount, nominal):
        if k is None:
            return
        x = amount if nominal else amount * self.grid.escalation[k]
        self.transfer[payer][k] -= x
        self.transfer[payee][k] += x

    def lump_cost(self, firm, date, amount, nominal=False, program=None):
        row = self.row()
        row[self.grid.period(date, clamp=True)] = amount
        self.add_cost(firm, row, nominal, program)

    def settle(self):
        self.cost, self.transfer, self.benefit = ({f: self.row() for f in self.w.firms} for _ in range(3))
        self.beyond = {key: {f: 0.0 for f in self.w.firms} for key in ("cost", "transfer", "benefit")}  # past the horizon, discounted
        self.program_cost, self.waited = {}, {}  # nominal, by program and firm
        for program, pool in self.pools.items():
            if pool.course.stage:
                self.ended[program] = min(self.ended.get(program, NEVER), pool.course.stop)
        self.settle_work()
        self.settle_benefits()
        self.settle_penalties()
        self.settle_payments()

    def npv(self, key, firm):
        """Of a firm's cost, transfer or benefit, with what is past the horizon."""
        return self.discounted(firm, getattr(self, key)[firm]) + self.beyond[key][firm]

    def worth_of(self, firm):
        return self.npv("benefit", firm) + self.npv("transfer", firm) - self.npv("cost", firm)

    def settle_work(self):
        own = [(key, course, NEVER) for key, course in self.own.items()] + [(key, course, self.formation) for key, course in self.cut.items()]
        for (program, firm), course, until in own:
            self.add_cost(firm, course.flows(self.grid, until), program=program)
            self.wait(program, firm, course.waiting(self.grid, until))
        for program, pool in self.pools.items():
            self.settle_pool(program, pool)
        for (program, firm), (begin, years, cost) in self.adapted.items():
            self.add_cost(firm, self.grid.spread(begin, years, cost, clamp=True), program=program)
        for firm in self.w.firms:
            for row in self.formation_row(firm), self.unwind_row(firm), *(row for _, row in self.outlay_rows(firm)):
                self.add_cost(firm, row, nominal=True)

    def wait(self, program, firm, row):
        self.add_cost(firm, row, program=program)
        self.waited[program, firm] = self.waited.get((program, firm), 0.0) + sum(x * e for x, e in zip(row, self.grid.escalation))

    def lump_row(self, date, amount, nominal):
        row, k = self.row(), self.grid.period(date, clamp=True)
        row[k] = amount if nominal else amount * self.grid.escalation[k]
        return row

    def formation_row(self, firm):
        """Nominal, like the rows of unwinding and outlays."""
        form = self.terms.get("formation", {})
        if firm not in form.get("cost", {}):
            return self.row()
        return self.lump_row(self.grid.start, max(self.number(form["cost"][firm], f"formation.cost.{firm}"), 0.0), form.get("nominal", False))

    def unwind_row(self, firm):
        unwind = self.terms.get("unwind", {})
        if not self.exit or firm not in unwind.get("cost", {}):
            return self.row()
        return self.lump_row(self.exit["tau"], max(self.unwind_term("cost", firm, 0.0), 0.0), unwind.get("nominal", False))

    def outlay_rows(self, firm):
        """(arrival, row) of each event that has come."""
        for e in self.w.s.get("event", []):
            arrival = self.w.story["arrivals"].get(e["name"])
            if arrival is not None and firm in e.get("outlay", {}):
                amount = self.w.number(e["outlay"][firm], f"event.{e['name']}.outlay.{firm}")
                row = self.grid.spread(arrival, self.w.event_years(e), amount, clamp=False)
                yield arrival, row if e.get("nominal", False) else [x * p for x, p in zip(row, self.grid.escalation)]

    def purse(self, program, a, base=None):
        """How this pool's money is divided; `base` in place of the ex-ante weights."""
        told, share = self.told_pools[program], a.get("share", {})
        base = base or told["weights"]
        overrun = share.get("overrun", base)
        banded = "target" in share or "overrun" in share or "beyond" in share
        first, second = max(told["target"], 0.0) if banded else NEVER, NEVER if told["cap"] is None else told["cap"]
        terms = {key: {f: self.number(x, f"arrangement.{program}.{key}.{f}") for f, x in a.get(key, {}).items()} for key in ("calls", "commitment")}
        return Purse([base, overrun, share.get("beyond", overrun)], [first, max(first, second), NEVER], **terms)

    def settle_pool(self, program, pool):
        """Section 4: by bands; ex post a true-up at the pool's end, or when a member leaves it."""
        a, members = pool.a, pool.a["members"]
        ex_post = a.get("share", {}).get("settle") == "ex_post"
        purse = self.purse(program, a)
        owed = self.purse(program, a, self.settled_weights(program, a)).bands if ex_post else None
        pieces = [(pool.left, members), (NEVER, [f for f in members if f != pool.leaver])] if pool.left < NEVER else [(NEVER, members)]
        idle = self.idle_parts(pool)
        earlier = self.row()
        for until, who in pieces:
            until = min(until, pool.cut)
            upto = [x + y for x, y in zip(pool.course.flows(self.grid, until), pool.course.waiting(self.grid, until))]
            missing = {f: 0.0 for f in members}
            for k in range(self.grid.periods):
                for part, band, paid in purse.pay(upto[k] - earlier[k], who, self.grid.escalation[k]):
                    for f, x in paid.items():
                        money = x * self.grid.escalation[k]
                        self.cost[f][k] += money
                        for tally, amount in ((self.program_cost, money), (self.waited, money * idle[k])):
                            tally[program, f] = tally.get((program, f), 0.0) + amount
                    if owed:
                        for f, x in by_weight(part, owed[band], who).items():
                            missing[f] += x - paid[f]
            earlier = upto
            for f, x in missing.items():
                if x:
                    self.lump_cost(f, min(pool.course.over(), until), x, program=program)

    def idle_parts(self, pool):
        """What part of a period's money is paid for waiting (section 7: a figure of the whole period), whoever pays when."""
        work, waiting = pool.course.flows(self.grid, pool.cut), pool.course.waiting(self.grid, pool.cut)
        return [y / (x + y) if x + y > 0 else 0.0 for x, y in zip(work, waiting)]

    def settled_weights(self, program, a):
        """By this world's own plan costs."""
        share = a["share"]
        if share["rule"] == "proportional":
            return shares(solo_costs([self.w], a))
        c = game([self.w], self.name, a)
        if c[frozenset(a["members"])] <= 0:  # nothing is left to do, which leaves no weights: those beforehand stand
            return self.told_pools[program]["weights"]
        return shares(allocation(share["rule"], share, a["members"], c))
