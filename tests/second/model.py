"""The model once more: written from its description, one world at a time, with no thought of speed.

It takes a world's draws, regimes and arrivals from `entente run --world N --json` and works out everything after them on its
own: plans, dates, exits, access, money. Whatever differs from the program is a fault in one of the two. What rests on the
pilot worlds is taken as given here - weights, targets, planned ends; expected.py finds them again - and so is the date of an option.
"""
import math

from plan import NEVER, Plan, Stage


def phi(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def merged(base, over):
    """`like`: tables merge key by key, arrays are replaced whole."""
    out = dict(base)
    for key, value in over.items():
        out[key] = merged(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) and "dist" not in value else value
    return out


def resolve_likes(scenario):
    raw = scenario.get("alternative", {})

    def resolved(name):
        if name not in raw:
            return {}
        own = {k: v for k, v in raw[name].items() if k != "like"}
        return merged(resolved(raw[name]["like"]), own) if "like" in raw[name] else own

    out = {name: resolved(name) for name in raw}
    out.setdefault("solo", {})
    return out


class Grid:
    def __init__(self, settings):
        self.start = settings["start"]
        self.steps = settings.get("steps_per_year", 4)
        self.h = 1.0 / self.steps
        self.periods = round(settings["horizon"] * self.steps)
        self.end = self.start + settings["horizon"]
        rate, price = settings.get("escalation", 0.0), settings.get("price_year", settings["start"])
        self.price = lambda t: (1 + rate) ** (t - price)
        self.escalation = [self.price(self.middle(k)) for k in range(self.periods)]
        self.first_year = math.floor(self.middle(0))
        self.counted = {"start": 0.0, "middle": 0.5, "end": 1.0}[settings.get("discounting", "middle")]

    def at(self, k):
        return self.start + k * self.h

    def middle(self, k):
        return self.start + (k + 0.5) * self.h

    def years_discounted(self, k):
        return (k + self.counted) * self.h

    def period(self, date, clamp=False):
        """The period of a lump; None past the horizon, or the last one."""
        k = math.floor((date - self.start) / self.h + 1e-7)
        if k >= self.periods:
            return self.periods - 1 if clamp else None
        return max(k, 0)

    def spread(self, begin, years, amount, clamp):
        """Evenly over [begin, begin + years]; a lump where that is nothing or endless."""
        row = [0.0] * self.periods
        if years == 0 or not math.isfinite(years):
            k = self.period(begin, clamp)
            if k is not None:
                row[k] = amount
            return row
        for k in range(self.periods):
            end = NEVER if clamp and k + 1 == self.periods else self.at(k + 1)
            row[k] = amount * max(0.0, min(begin + years, end) - max(begin, self.at(k))) / years
        if clamp and begin >= self.end:
            row[-1] = amount
        return row

    def years(self, row):
        out = {}
        for k, value in enumerate(row):
            year = math.floor(self.middle(k))
            out[year] = out.get(year, 0.0) + value
        return [out[y] for y in sorted(out)]


class World:
    """A scenario with one world's draws."""

    def __init__(self, scenario, story):
        self.s, self.story = scenario, story
        self.grid = Grid(scenario["scenario"])
        self.firms = list(scenario["firm"])
        self.programs = scenario["program"]
        self.alternatives = resolve_likes(scenario)
        self.draws = story["draws"]
        self.plans, self.steps = {}, {}  # what has been worked out: plans by who carries them out, steps of clocks by all that they rest on
        self.order = self.program_order(list(self.programs))
        self.priority = self.program_order(scenario["scenario"].get("priority", []) + list(self.programs))
        self.discount = {f: [(1 + d["discount"]) ** -self.grid.years_discounted(k) for k in range(self.grid.periods)]
                         for f, d in scenario["firm"].items()}

    def program_order(self, wanted):
        """As wanted, but nothing before what it waits for."""
        out = []
        while len(out) < len(self.programs):
            out += [p for p in wanted if p not in out and all(a in out for a in self.programs[p].get("after", []))][:1]
        return out

    # ---- what is told
    def alone(self, name):
        return self.alternatives[name].get("alone", self.s["scenario"].get("alone", "all"))

    def forgone(self, name):
        """(program, firm) pairs without that program in an alternative, formed or not: its own `without`, and what firms choose to forgo."""
        told = next((a for a in self.story["alternatives"] if a["id"] == name), {})
        without = self.alternatives[name].get("without", {})
        return {(p, f) for f, programs in without.items() for p in programs} | {(x["program"], x["firm"]) for x in told.get("forgone", [])}

    # ---- quantities
    def number(self, spec, path, who=None, default=0.0):
        if spec is None:
            return default
        if not isinstance(spec, dict):
            return float(spec)
        name = path + ("@" + who if who else "")
        if name in self.draws:
            return self.draws[name]
        if who:  # of a program with likeness 1: one draw for all, told once
            told = [v for n, v in self.draws.items() if n.startswith(path + "@")]
            if told and self.programs.get(path.split(".")[1], {}).get("likeness") == 1:
                return told[0]
        if path.startswith("alternative."):  # drawn once for all alternatives that have the same term
            _, _, tail = path.split(".", 2)
            for other in self.alternatives:
                name = f"alternative.{other}.{tail}" + ("@" + who if who else "")
                # A life that each member draws is named for the member too.
                if name in self.draws and spec in (self.term_at(other, tail), self.term_at(other, tail.rsplit(".", 1)[0])):
                    return self.draws[name]
        raise KeyError(f"no draw of {path} {who or ''}")

    def term_at(self, alternative, tail):
        node = self.alternatives[alternative]
        for key in tail.split("."):
            if isinstance(node, list):
                by_name = (e for e in node if key in (e.get("program"), e.get("name"), e.get("trigger")))
                node = node[int(key) - 1] if key.isdigit() else next(by_name, None)
            else:
                node = node.get(key) if isinstance(node, dict) else None
            if node is None:
                return None
        return node

    def happens(self, probability, name, who=None, path=None):
        p = self.number(probability, path or name, who, 1.0)
        if p >= 1:
            return True
        if p <= 0:
            return False
        return phi(self.draws[name + ("@" + who if who else "") + " (score)"]) < p

    # ---- markets
    def demand(self, market, k):
        m, t = self.s["market"][market], self.grid.middle(k)
        out = 1.0
        if market in self.story["regimes"]:
            out = m["regime"][self.story["regimes"][market][k]].get("demand", 1.0)
        elif m.get("regime"):
            out = next(iter(m["regime"].values())).get("demand", 1.0)
        for e in self.s.get("event", []):
            if market in e.get("demand", {}) and self.event_on(e, t):
                out *= self.number(e["demand"][market], f"event.{e['name']}.demand.{market}")
        return out

    def event_years(self, e):
        return self.number(e.get("duration"), f"event.{e['name']}.duration", default=NEVER)

    def event_on(self, e, t):
        arrival = self.story["arrivals"].get(e["name"])
        return arrival is not None and arrival <= t < arrival + self.event_years(e)

    def sales(self, market, adoption, k):
        m, t = self.s["market"][market], self.grid.middle(k)
        growth = self.number(m.get("growth"), f"market.{market}.growth")
        size = self.number(m["size"], f"market.{market}.size") * (1 + growth) ** (t - self.grid.start)
        if adoption:
            a, path = m["adoption"][adoption], f"market.{market}.adoption.{adoption}."
            c, mid, rate = (self.number(a[key], path + key) for key in ("ceiling", "midpoint", "rate"))
            size *= c / (1 + math.exp(-rate * (t - mid)))
        return size * self.demand(market, k)

    def margin_change(self, market, k):
        return sum(self.number(e["margin"][market], f"event.{e['name']}.margin.{market}")
                   for e in self.s.get("event", []) if market in e.get("margin", {}) and self.event_on(e, self.grid.middle(k)))

    # ---- work
    def firm_term(self, program, firm, key, default):
        terms = self.programs[program].get("firm", {}).get(firm, {})
        return self.number(terms.get(key), f"program.{program}.firm.{firm}.{key}", default=default)

    def solo_plan(self, program, firm):
        return self.remembered((program, firm), self.find_solo_plan, program, firm)

    def pool_plan(self, alternative, a):
        return self.remembered((alternative, a["program"], tuple(a["members"]), a.get("lead")), self.find_pool_plan, alternative, a)

    def remembered(self, key, find, *of):
        if key not in self.plans:
            self.plans[key] = find(*of)
        return self.plans[key]

    def find_solo_plan(self, program, firm):
        return self.plan(program, firm, self.firm_term(program, firm, "cost_factor", 1.0), self.firm_term(program, firm, "duration_factor", 1.0))

    def find_pool_plan(self, alternative, a):
        members, program, n = a["members"], a["program"], len(a["members"])
        path = f"alternative.{alternative}.arrangement.{program}."
        pick = {"best": min, "lead": lambda x: x[members.index(a.get("lead", members[0]))], "mean": lambda x: sum(x) / len(x)}
        capability = pick[a.get("capability", "best")]
        kc = capability([self.firm_term(program, f, "cost_factor", 1.0) for f in members])
        kd = capability([self.firm_term(program, f, "duration_factor", 1.0) for f in members])
        kc *= (1 + self.number(a.get("overhead"), path + "overhead") * (n - 1)) * (1 - self.number(a.get("synergy"), path + "synergy"))
        kd *= 1 + self.number(a.get("drag"), path + "drag") * (n - 1)
        return self.plan(program, "+".join(sorted(members)), kc, kd)

    def plan(self, program, who, kc, kd):
        p, stages, before = self.programs[program], {}, None
        for s in p["stage"]:
            base = f"program.{program}.stage.{s['name']}."
            get = lambda key, default=0.0: self.number(s.get(key), base + key, who, default)
            cost, delay = max(get("cost"), 0.0), 0.0
            years = max(get("duration"), 0.0) if "rate" not in s else cost / get("rate")
            for r in p.get("risk", []):
                path = f"program.{program}.risk.{r['name']}."
                if r["stage"] == s["name"] and self.happens(r.get("probability", 1.0), path + "event", who, path + "probability"):
                    for i in range(round(self.number(r.get("count"), path + "count", who, 1.0))):
                        which = f".{i + 1}" if i else ""  # each occurrence has draws of its own
                        cost += max(self.number(r.get("cost"), path + "cost" + which, who), 0.0)
                        delay += max(self.number(r.get("delay"), path + "delay" + which, who), 0.0)
            again = s.get("on_failure") == "rework"
            rework = s.get("rework", {})
            limit = rework.get("limit", 3) if again else 0
            fails = 0
            while fails <= limit and not self.happens(s.get("success", 1.0), base + "gate" + (f".{fails + 1}" if fails else ""), who,
                                                      base + "success"):
                fails += 1
            n = min(fails, limit)
            more = lambda key: 1 + n * self.number(rework.get(key), base + "rework." + key, who, 0.5)
            years = (kd * years + delay) * (more("time") if n else 1)
            standing = kc * max(get("standing"), 0.0)
            money = kc * cost * (more("cost") if n else 1) + standing * years
            idle = standing + (self.number(s.get("waiting"), base + "waiting", who) * money / years if years > 0 else 0.0)
            after = s.get("after", [before] if before else [])
            start = max([stages[x].end for x in after], default=0.0)
            stages[s["name"]] = Stage(s["name"], start, years, money, s.get("profile", "uniform"), fails > limit, idle)
            before = s["name"]
        return Plan(list(stages.values()))

    def needs(self, program):
        return self.programs[program].get("needs", self.firms)
