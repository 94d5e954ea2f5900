"""The part of a deal that is money: work, benefits, payments, row by row (see model.py)."""
import math

from costs import allocation, game, shares, solo_costs
from plan import NEVER, TINY


class Money:
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
