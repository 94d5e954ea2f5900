"""What a firm gets from a program, and what it costs to be without it: vehicles, refreshes, penalties, sales past the horizon (section 3)."""
import math

from plan import NEVER, TINY
from state import Access


def annuity(q, years):
    """q + q^2 + .. over whole years, and the rest of one."""
    whole = math.floor(years + 1e-12)
    rest = max(0.0, years - whole)
    return sum(q ** j for j in range(1, whole + 1)) + rest * q ** (whole + 1)


class Block:
    """One benefit block in one world: vehicles and the part of each period in which it sells, by period."""

    def __init__(self, terms, units, parts):
        self.b, self.units, self.parts = terms, units, parts
        self.row = [0.0] * len(units)  # nominal money
        self.beyond = None             # (years, nominal growth) of sales past the horizon


class Benefits:
    def of(self, b, key, default=0.0):
        return self.w.number(b.get(key), f"program.{b['program']}.benefit.{b['firm']}.{b['market']}.{key}", default=default)

    def sales_end(self, b, first):
        return min(first + self.of(b, "life", NEVER), self.of(b, "until", NEVER))

    def settle_benefits(self):
        g = self.grid
        self.blocks = {}
        for program, p in self.w.programs.items():
            for b in p.get("benefit", []):
                b = dict(b, program=program)
                self.blocks.setdefault((program, b["firm"]), []).append(self.block(b))
        self.cut_to_capacity()
        self.worth, self.refreshed = {}, {}  # by program and firm, discounted, past the horizon too
        for (program, firm), blocks in self.blocks.items():
            self.worth[program, firm] = self.refreshed[program, firm] = 0.0
            for block in blocks:
                margin = self.of(block.b, "margin")
                for k, units in enumerate(block.units):
                    block.row[k] = units * (margin + self.w.margin_change(block.b["market"], k)) * g.escalation[k]
                    self.benefit[firm][k] += block.row[k]
                refresh = self.refresh_row(block.b, self.access[program, firm])
                self.add_cost(firm, refresh, program=program)
                self.refreshed[program, firm] += self.discounted(firm, [x * e for x, e in zip(refresh, g.escalation)])
                beyond = self.sell_beyond(program, firm, block)
                self.beyond["benefit"][firm] += beyond
                self.worth[program, firm] += self.discounted(firm, block.row) + beyond

    def discounted(self, firm, row):
        return sum(x * d for x, d in zip(row, self.w.discount[firm]))

    def block(self, b):
        firm, g, access = b["firm"], self.grid, self.access[b["program"], b["firm"]]
        units, parts, A = self.row(), self.row(), access.first
        if not math.isfinite(A):
            return Block(b, units, parts)
        share, ramp, late = max(self.of(b, "share"), 0.0), self.of(b, "ramp"), self.of(b, "late")
        lateness = math.exp(-late * max(0.0, A - self.of(b, "due"))) if "due" in b else 1.0
        last = self.sales_end(b, A)
        for k in range(g.periods):
            t = g.middle(k)
            parts[k] = access.length(g.at(k), g.at(k + 1), last)
            if parts[k] <= 0:
                continue
            rivals = sum(1 for f in self.w.firms if f != firm and self.access[b["program"], f].at(t))
            ramped = max(0.0, min(1.0, (t - A) / ramp)) if ramp > 0 else 1.0
            units[k] = (self.w.sales(b["market"], b.get("adoption"), k) * share * ramped * lateness
                        * max(0.0, 1 - self.of(b, "rivalry") * rivals) * parts[k] * self.position(b["program"], firm, t))
        return Block(b, units, parts)

    def cut_to_capacity(self):
        g = self.grid
        for program, a in self.arrangements.items():
            if not self.formed or a["mode"] != "supply" or "spare_capacity" not in a:
                continue
            spare = self.number(a["spare_capacity"], f"arrangement.{program}.spare_capacity") * g.h
            supplied = [block for f in a["buyers"] if (program, f) not in self.kept for block in self.blocks.get((program, f), [])]
            for k in range(g.periods):
                total = sum(block.units[k] for block in supplied)
                for block in supplied if total > spare else []:
                    block.units[k] *= spare / total

    # ---- refreshes and penalties: cost of the program that is no work
    def refresh_row(self, b, access):
        """Real money: lumps while it sells and has access, counted from the first access."""
        row = self.row()
        if "refresh" not in b or not math.isfinite(access.first):
            return row
        path = f"program.{b['program']}.benefit.{b['firm']}.{b['market']}.refresh."
        every, cost = self.w.number(b["refresh"]["every"], path + "every"), max(self.w.number(b["refresh"]["cost"], path + "cost"), 0.0)
        last, j = self.sales_end(b, access.first), 1
        while access.first + j * every < min(last, self.grid.end) - TINY:
            date = access.first + j * every
            if access.at(date):
                row[self.grid.period(date)] += cost
            j += 1
        return row

    def refresh_a_year(self, b):
        if "refresh" not in b:
            return 0.0
        path = f"program.{b['program']}.benefit.{b['firm']}.{b['market']}.refresh."
        return max(self.w.number(b["refresh"]["cost"], path + "cost"), 0.0) / self.w.number(b["refresh"]["every"], path + "every")

    def penalty_from(self, program, firm):
        return self.w.firm_term(program, firm, "penalty_from", self.grid.start)

    def penalty_years(self, program, firm, access, k):
        """The part of a period, in years, in which the penalty is due."""
        a, b = max(self.grid.at(k), self.penalty_from(program, firm)), self.grid.at(k + 1)
        return max(0.0, b - a - access.length(a, b, NEVER)) if b > a else 0.0

    def penalty_row(self, program, firm, access):
        """Real money."""
        penalty = max(self.w.firm_term(program, firm, "penalty", 0.0), 0.0)
        if penalty == 0:
            return self.row()
        return [penalty * self.penalty_years(program, firm, access, k) for k in range(self.grid.periods)]

    def fine(self, program, firm, access):
        """(real money by period, what of it is past the horizon, discounted)."""
        row = self.penalty_row(program, firm, access)
        return row, self.fine_beyond(program, firm, access, row)

    def settle_penalties(self):
        for program, p in self.w.programs.items():
            for firm in p.get("firm", {}):
                row, beyond = self.fine(program, firm, self.access[program, firm])
                self.add_cost(firm, row, program=program)
                self.beyond["cost"][firm] += beyond

    def fine_avoided(self, program, firm):
        """Discounted, past the horizon too."""
        (never, late), (row, beyond) = self.fine(program, firm, Access()), self.fine(program, firm, self.access[program, firm])
        return self.discounted(firm, [(x - y) * e for x, y, e in zip(never, row, self.grid.escalation)]) + late - beyond

    # ---- past the horizon
    def last_year(self):
        """The periods of the horizon's last year."""
        return range(max(0, self.grid.periods - self.grid.steps), self.grid.periods)

    def rate(self, firm):
        return self.w.s["firm"][firm]["discount"]

    def sell_beyond(self, program, firm, block):
        """Discounted benefit of the sales past the horizon; notes on the block whether and how long they go on."""
        g, access, b = self.grid, self.access[program, firm], block.b
        if not access.at(g.middle(g.periods - 1)):
            return 0.0
        years = min(self.of(b, "terminal"), self.sales_end(b, access.first) - g.end)
        selling = sum(block.parts[k] for k in self.last_year())
        if years <= 0 or selling <= 0:
            return 0.0
        a_year = sum(block.row[k] * self.w.discount[firm][k] for k in self.last_year()) / selling
        middle = g.end - len(self.last_year()) * g.h / 2
        a_year -= self.refresh_a_year(b) * g.price(middle) * (1 + self.rate(firm)) ** -(middle - g.start)
        if a_year <= 0:
            return 0.0
        block.beyond = (years, self.of(b, "terminal_growth"), selling)
        return a_year * annuity((1 + block.beyond[1]) / (1 + self.rate(firm)), years)

    def fine_beyond(self, program, firm, access, row):
        g, t = self.grid, self.grid.middle(self.grid.periods - 1)
        blocks = [b for b in self.w.programs[program].get("benefit", []) if b["firm"] == firm]
        years = max([self.of(dict(b, program=program), "terminal") for b in blocks], default=0.0)
        due = sum(self.penalty_years(program, firm, access, k) for k in self.last_year())
        if access.at(t) or t < self.penalty_from(program, firm) or years <= 0 or due <= 0:
            return 0.0
        a_year = sum(row[k] * g.escalation[k] * self.w.discount[firm][k] for k in self.last_year()) / due
        return a_year * annuity(1 / (1 + self.rate(firm)), years)
