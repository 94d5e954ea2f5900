"""Scenarios at random, in which everything may meet everything: `scenario(seed)` is the text of one."""
import random

import random_keys
from toml_text import toml


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def chance(self, p):
        return self.r.random() < p

    def pick(self, *options):
        return self.r.choice(options)

    def real(self, low, high):
        return round(self.r.uniform(low, high), self.pick(0, 1, 3)) if high - low > 5 else round(self.r.uniform(low, high), 3)

    def number(self, low, high):
        """A constant or a distribution."""
        if self.chance(0.5):
            return self.real(low, high)
        a, b = sorted((self.real(low, high), self.real(low, high)))
        if a == b:
            return a
        return {"dist": "uniform", "min": a, "max": b} if self.chance(0.5) else {"dist": "triangular", "min": a, "mode": (a + b) / 2, "max": b}

    def some(self, names, least=1):
        names = list(names)
        return sorted(self.r.sample(names, self.r.randint(least, len(names))), key=names.index) if len(names) >= least else names

    def weights(self, names):
        parts = [self.r.randint(1, 8) for _ in names]
        out = {n: round(x / sum(parts), 6) for n, x in zip(names, parts)}
        out[names[-1]] = 1 - sum(list(out.values())[:-1])
        return out

    def maybe(self, table, p, **entries):
        for key, make in entries.items():
            if self.chance(p):
                table[key] = make()

    # ---- the world
    def market(self):
        out = {"size": self.number(500, 5000)}
        self.maybe(out, 0.5, growth=lambda: self.number(-0.02, 0.04))
        if self.chance(0.7):
            names = self.some(["boom", "normal", "slump"], 2)
            out["regime"] = {n: {"demand": self.real(0.6, 1.2), "duration": self.real(0.5, 4)} for n in names}
        if self.chance(0.6):
            out["adoption"] = {"ev": {"ceiling": self.number(0.3, 0.9), "midpoint": self.number(2022, 2030), "rate": self.number(0.2, 0.6)}}
        return out

    def event(self, name):
        out = {"name": name}
        if self.chance(0.6):
            out["rate"] = self.real(0.02, 0.3)
        else:
            out["date"], out["probability"] = self.real(2020, 2030), self.real(0.2, 0.9)
        if self.chance(0.8):
            out["duration"] = self.number(0.3, 5)
        self.maybe(out, 0.6, demand=lambda: {m: self.number(0.5, 1.1) for m in self.some(self.markets)},
                   margin=lambda: {m: self.number(-1, 0.5) for m in self.some(self.markets)},
                   outlay=lambda: {f: self.number(10, 900) for f in self.some(self.firms)})
        if len(out) < 4 or not {"demand", "margin", "outlay"} & set(out):
            out["outlay"] = {self.firms[0]: 50}
        return out

    def stage(self, name, before):
        out = {"name": name, "cost": self.number(100, 2000)}
        if self.chance(0.12):
            out["rate"] = self.number(200, 900)
        else:
            out["duration"] = 0 if self.chance(0.08) else self.number(0.2, 4)
        self.maybe(out, 0.25, standing=lambda: self.number(10, 100))
        out["profile"] = self.pick("uniform", "rayleigh", {"beta": [self.real(1, 4), self.real(1, 4)]})
        if self.chance(0.5):
            out["success"] = self.real(0.4, 0.95)
            if self.chance(0.5):
                out["on_failure"] = "rework"
                self.maybe(out, 0.7, rework=lambda: {"cost": self.number(0.1, 0.8), "time": self.number(0.1, 0.8), "limit": self.pick(0, 1, 2, 3)})
        if before and self.chance(0.4):
            out["after"] = self.some(before, 0)
        return out

    def program(self, name, earlier):
        out = {}
        self.maybe(out, 0.3, start=lambda: self.pick(2019.0, 2020.0, 2021.25))
        self.maybe(out, 0.6, likeness=lambda: self.pick(0.0, 0.3, 0.8, 1.0))
        if earlier and self.chance(0.4):
            out["after"] = self.some(earlier)
        if self.chance(0.2):
            out["needs"] = self.some(self.firms, 2)
        names = [f"s{i}" for i in range(self.r.randint(1, 4))]
        out["stage"] = [self.stage(n, names[:i]) for i, n in enumerate(names)]
        out["risk"] = [dict(name=f"r{i}", stage=self.r.choice(names), probability=self.real(0.1, 0.8), cost=self.number(20, 400),
                            **({"delay": self.number(0.1, 1)} if self.chance(0.6) else {})) for i in range(self.pick(0, 0, 1, 2))]
        for risk in out["risk"]:
            if self.chance(0.4):
                risk["count"] = self.pick({"dist": "poisson", "mean": self.real(0.2, 3)}, {"dist": "discrete", "values": [0, 1, 4], "weights": [2, 3, 1]}, 2)
                if self.chance(0.5):
                    del risk["probability"]
        out["firm"] = {}
        for f in self.some(self.firms, 0):
            terms = {}
            self.maybe(terms, 0.5, cost_factor=lambda: self.number(0.7, 1.5), duration_factor=lambda: self.number(0.7, 1.5),
                       spent=lambda: self.number(0.05, 0.6))
            if terms:
                out["firm"][f] = terms
        needed = out.get("needs", self.firms)
        out["benefit"] = [self.benefit(f, m) for f in needed for m in self.some(self.markets, 0)]
        return {k: v for k, v in out.items() if v != [] and v != {}}

    def benefit(self, firm, market):
        out = {"firm": firm, "market": market, "share": self.number(0.01, 0.2), "margin": self.number(0.5, 4)}
        if "adoption" in self.text["market"][market] and self.chance(0.7):
            out["adoption"] = "ev"
        self.maybe(out, 0.5, life=lambda: self.number(2, 12), ramp=lambda: self.number(0.5, 3), rivalry=lambda: self.number(0.05, 0.4))
        if self.chance(0.4):
            out["due"], out["late"] = self.real(2020, 2026), self.number(0.05, 0.5)
        return out

    # ---- the deal
    def arrangement(self, program):
        needed = self.text["program"][program].get("needs", self.firms)
        mode = self.pick("pool", "pool", "venture", "venture", "license", "supply")
        out = {"program": program, "mode": mode}
        if mode in ("pool", "venture"):
            members = self.some(needed, 2)
            out["members"] = members
            self.maybe(out, 0.6, lead=lambda: self.r.choice(members), capability=lambda: self.pick("best", "lead", "mean"),
                       overhead=lambda: self.number(0, 0.2), drag=lambda: self.number(0, 0.2), synergy=lambda: self.number(0, 0.3))
            others = [f for f in needed if f not in members]
            if others and self.chance(0.5):
                self.licence(out, others)
            if mode == "venture":
                out["stakes"] = self.weights(members)
                self.maybe(out, 0.5, commitment=lambda: {f: self.number(100, 3000) for f in self.some(members)},
                           buy_in=lambda: [self.payment(members, ["formation", "completion"])])
            else:
                out["share"] = self.share(program, members)
            users, parties = out.get("licensees", []), members
        else:
            provider = self.r.choice(needed)
            others = [f for f in needed if f != provider]
            users = self.some(others)
            if mode == "license":
                out["licensor"] = provider
                self.licence(out, users)
                users = out["licensees"]
            else:
                out.update(maker=provider, buyers=users, fee=self.number(0.2, 1.5))
                self.maybe(out, 0.6, spare_capacity=lambda: self.number(5, 200))
            parties = [provider] + users
        adapted = (out["members"] if "members" in out else []) + users
        if adapted and self.chance(0.6):
            out["adaptation"] = {f: {"cost": self.number(10, 400), "duration": self.pick(0, self.number(0.2, 2))} for f in self.some(adapted)}
        stages = [s["name"] for s in self.text["program"][program]["stage"]]
        if self.chance(0.5) and len(parties) > 1:
            out["payment"] = [self.payment(parties, ["formation", "completion", "exit", "at", "year"] + ["stage:" + s for s in stages])
                              for _ in range(self.pick(1, 2, 3))]
        self.maybe(out, 0.2, nominal=lambda: True)
        return out

    def licence(self, out, firms):
        out["licensees"] = self.some(firms)
        out["royalty"] = self.number(0.2, 1.5)
        self.maybe(out, 0.5, upfront=lambda: self.number(10, 500))
        if self.chance(0.5):
            out["minimum"], out["term_years"] = self.number(50, 2000), self.number(1, 8)

    def share(self, program, members):
        out = {"rule": "fixed", "weights": self.weights(members)} if self.chance(0.5) else {"rule": "equal"}
        if self.chance(0.4):
            out = {"rule": "proportional", "to": self.pick("solo_cost", "volume", "benefit", "budget")}
            sold = {b["firm"] for b in self.text["program"][program].get("benefit", [])}
            if out["to"] in ("volume", "benefit") and not sold >= set(members):
                out["to"] = "solo_cost"
            if out["to"] == "budget":
                for f in members:
                    self.text["firm"][f].setdefault("budget", 700)
            if out["to"] == "solo_cost" and self.chance(0.4):
                out["settle"] = "ex_post"
        elif self.chance(0.4):
            # Only settled ex post does a world tell what three pay in pairs.
            rules = ["shapley"] if len(members) > 2 else ["shapley", "aca", "nash", "kalai_smorodinsky"]
            out = {"rule": self.pick(*rules)}
            if len(members) > 2 or out["rule"] == "shapley" and self.chance(0.5):
                out["settle"] = "ex_post"
        if self.chance(0.5):
            out["target"] = self.pick("p50", "mean", "p80", 1500)
            out["overrun"] = self.weights(members)
            if self.chance(0.5):
                out["cap"], out["beyond"] = 4000, self.weights(members)
        return out

    def payment(self, parties, when):
        a, b = self.r.sample(parties, 2)
        out = {"from": a, "to": b, "amount": self.number(10, 300)}
        kind = self.r.choice(when)
        if kind == "at":
            out["at"] = self.real(2019.5, 2030)
        elif kind == "year":
            out.update(every="year", since=self.real(2020, 2024), until=self.real(2025, 2030))
        else:
            out["on"] = kind
        self.maybe(out, 0.3, nominal=lambda: True)
        return out

    def exits(self, arrangements):
        pooled = random_keys.pooled({"arrangement": arrangements})
        out = []
        for i in range(self.pick(1, 1, 2)):
            trigger = self.pick("date", "hazard", "recovery", "failure", "event", "overrun", "distress", "put", "optimal")
            if not pooled:
                trigger = self.pick("date", "hazard")
            party = pooled or self.firms
            e = {"name": f"e{i}", "trigger": trigger, "leaver": "any" if pooled and self.chance(0.4) else self.r.choice(party)}
            regimes = [m for m in self.markets if "regime" in self.text["market"][m]]
            if trigger in ("recovery",) and not regimes or trigger == "event" and "event" not in self.text:
                trigger = e["trigger"] = "date"
            if trigger == "date":
                e["date"] = self.number(2020, 2028)
            elif trigger == "hazard":
                if self.chance(0.4):
                    e["life"] = self.number(0.5, 8)
                elif regimes and self.chance(0.5):
                    e["market"] = self.r.choice(regimes)
                    e["rate"] = {g: self.real(0.02, 0.5) for g in self.some(self.text["market"][e["market"]]["regime"])}
                else:
                    e["rate"] = self.number(0.02, 0.4)
            elif trigger == "recovery":
                e["market"] = self.r.choice(regimes)
                e["regime"] = self.r.choice(list(self.text["market"][e["market"]]["regime"]))
                self.maybe(e, 0.5, probability=lambda: self.real(0.3, 0.9), lag=lambda: self.number(0, 2))
            elif trigger == "event":
                e["event"] = self.r.choice(self.text["event"])["name"]
                self.maybe(e, 0.5, probability=lambda: self.real(0.3, 0.9))
            elif trigger == "overrun":
                self.maybe(e, 0.7, cost=lambda: self.real(0.3, 1.5))
                if "cost" not in e or self.chance(0.5):
                    e["time"] = self.real(0, 1.5)
            elif trigger == "put":
                e["leaver"] = self.r.choice(pooled)
                e["counterparty"] = self.r.choice([f for f in self.firms if f != e["leaver"]])
                e["strike"] = self.number(50, 1500)
                self.maybe(e, 0.5, since=lambda: self.pick(2021.0, 2022.5), until=lambda: self.pick(2024.0, 2026.5))
            elif trigger == "distress":
                e["multiple"] = self.real(0.5, 3)
                if e["leaver"] != "any" and "budget" not in self.text["firm"][e["leaver"]] or e["leaver"] == "any":
                    for f in self.firms:
                        self.text["firm"][f].setdefault("budget", self.real(100, 1500))
            mine = [a["program"] for a in arrangements if "members" in a and (e["leaver"] == "any" or e["leaver"] in a["members"])]
            if trigger == "failure":
                self.maybe(e, 0.3, scope=lambda: "alliance")
            elif mine and self.chance(0.3):
                e["scope"], e["program"] = "program", self.r.choice(mine)
            out.append(e)
        return out

    def unwind(self):
        out = {}
        table = lambda low, high: lambda: {f: self.number(low, high) for f in self.some(self.firms)}
        self.maybe(out, 0.6, notice=lambda: self.number(0, 2), fee=lambda: self.number(10, 300), cost=table(10, 200), retention=table(0, 1),
                   keeps=lambda: {f: self.chance(0.4) for f in self.some(self.firms)}, runoff=lambda: self.number(0, 2),
                   restart=lambda: self.number(0, 1), licences_survive=lambda: self.chance(0.3), decline=table(0.02, 0.3), level=table(0.5, 1.2),
                   recover=table(0.1, 1))
        return out

    def alternative(self):
        out = {}
        if self.chance(0.7):
            out["formation"] = {}
            self.maybe(out["formation"], 0.6, probability=lambda: self.real(0.6, 0.95), delay=lambda: self.number(0, 2),
                       cost=lambda: {f: self.number(5, 60) for f in self.some(self.firms)})
        arrangements = [self.arrangement(p) for p in self.some(self.text["program"])]
        out["arrangement"] = arrangements
        arranged = {a["program"] for a in arrangements}
        free = [p for p in self.text["program"] if p not in arranged]
        if free and self.chance(0.3):
            p = self.r.choice(free)
            out["without"] = {self.r.choice(self.text["program"][p].get("needs", self.firms)): [p]}
        self.maybe(out, 0.5, drift=lambda: {f: self.number(-0.06, 0.03) for f in self.some(self.firms)},
                   erosion=lambda: {f: self.number(0, 0.15) for f in self.some(self.firms)})
        self.maybe(out, 0.2, term=lambda: self.real(2025, 2033))
        if self.chance(0.85):
            out["exit"] = self.exits(arrangements)
            out["unwind"] = self.unwind()
        return {k: v for k, v in out.items() if v != {}}

    def write(self):
        r = self.r
        self.firms = ["ford", "vw", "gm", "fiat"][:r.randint(2, 4)]
        self.markets = ["europe", "usa", "china"][:r.randint(1, 3)]
        self.text = {"scenario": {"start": 2019.0, "horizon": self.pick(8, 12, 16), "steps_per_year": self.pick(1, 2, 4, 4, 12), "pilot": 8,
                                  "escalation": self.pick(0.0, 0.025), "price_year": self.pick(2019.0, 2018.0)}}
        self.text["firm"] = {f: {"discount": self.real(0.04, 0.12)} for f in self.firms}
        for f in self.firms:
            self.maybe(self.text["firm"][f], 0.5, budget=lambda: self.pick(self.real(100, 1500), {"2019": 500, "2022": 900}))
        self.text["market"] = {m: self.market() for m in self.markets}
        if self.chance(0.6):
            self.text["event"] = [self.event(f"shock{i}") for i in range(self.pick(1, 2))]
        self.text["program"] = {}
        for p in ["ev", "av", "van", "pickup"][:r.randint(1, 4)]:
            self.text["program"][p] = self.program(p, list(self.text["program"]))
        self.text["alternative"] = {"deal": self.alternative()}
        if self.chance(0.5):
            self.text["alternative"]["other"] = {"like": "deal", "unwind": self.unwind()}
            if "exit" not in self.text["alternative"]["deal"]:
                self.text["alternative"]["other"].pop("unwind")
        self.maybe(self.text["scenario"], 0.4, discounting=lambda: self.pick("start", "end"))
        return self


def scenario(seed, keys=()):
    """With terms of the families of random_keys.py that every scenario has, and of those named in `keys`."""
    writer = Writer(seed).write()
    random_keys.put(writer, keys)
    return toml(writer.text)


if __name__ == "__main__":
    import sys
    print(scenario(int(sys.argv[1]), sys.argv[2].split(",") if len(sys.argv) > 2 else ()))
