"""Ford and Volkswagen 2019, alone and in the alliance, as a good analyst would write it with numpy: vectorised, in chunks.

Usage: ford_vw_numpy.py WORLDS [SEED]. Prints JSON: means, errors and quantiles, and the seconds of the loop by the clock and of the processor.
While talks last, makers and the licensor work on and all others wait. Exits are left out: entente runs the same two alternatives beside it.
"""
import json
import sys
import time

import numpy as np
from scipy import special, stats

START, K, H = 2019.0, 64, 0.25
EDGES = START + H * np.arange(K + 1)
MID = START + H * (np.arange(K) + 0.5)
PRICES = 1.025 ** (MID - 2019.0)
DISCOUNT = {"ford": 1.09 ** (START - MID), "vw": 1.08 ** (START - MID)}
Z = np.linspace(-8.5, 8.5, 545)
TOTAL = 1 - np.exp(-3.5)
NEVER = np.inf


def pert(low, mode, high):
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    return low + (high - low) * stats.beta.ppf(special.ndtr(Z), a, b)


def lognormal(mean, cv):
    s2 = np.log1p(cv * cv)
    return np.log(mean) - s2 / 2, np.sqrt(s2)


TABLES = {key: pert(*key) for key in ((0.75, 1, 2), (1.5, 2.25, 4.5), (3, 4, 9), (1, 2, 5), (2.5, 3, 4.5), (2, 2.5, 4), (0.25, 0.5, 1.5),
                                      (0.02, 0.08, 0.25), (0.22, 0.32, 0.5), (0.02, 0.1, 0.3), (0.01, 0.02, 0.035), (0.15, 0.2, 0.25))}
COSTS = ("ev.concept", "ev.platform", "av.stack", "av.validation", "van", "city-van", "pickup", "av.stack.duration")
MATRIX = np.full((8, 8), 0.2)
MATRIX[7, :] = MATRIX[:, 7] = 0
MATRIX[2, 7] = MATRIX[7, 2] = 0.6
np.fill_diagonal(MATRIX, 1)
VALUES, VECTORS = np.linalg.eigh(MATRIX)
ROOT = VECTORS @ np.diag(np.sqrt(np.maximum(VALUES, 0))) @ VECTORS.T
LIKENESS = {"ev": 0.6, "av": 0.8, "van": 0.5, "city-van": 0.5, "pickup": 0.5}
OTHERS = ("ev.concept.duration", "ev.platform.duration", "ev.gate1", "ev.gate2", "ev.gate3", "ev.risk", "ev.risk.cost", "av.gate1", "av.gate2",
          "av.validation.duration", "van.duration", "city-van.duration", "pickup.duration")


class Chunk:
    def __init__(self, rng, n):
        self.rng, self.n = rng, n
        self.common = self.scores()
        self.own = {e: self.scores() for e in ("ford", "vw", "both")}

    def scores(self):
        correlated = self.rng.standard_normal((self.n, 8)) @ ROOT
        return {**dict(zip(COSTS, correlated.T)), **{name: self.rng.standard_normal(self.n) for name in OTHERS}}

    def z(self, name, executor):
        likeness = LIKENESS[name.split(".")[0]]
        return np.sqrt(likeness) * self.common[name] + np.sqrt(1 - likeness) * self.own[executor][name]

    def pert(self, *key, z=None):
        return np.interp(self.rng.standard_normal(self.n) if z is None else z, Z, TABLES[key])

    def cost(self, name, executor, mean, cv):
        m, s = lognormal(mean, cv)
        return np.exp(m + s * self.z(name, executor))

    def plan(self, program, executor, kc=1.0, kd=1.0):
        """Stages as (cost, duration), profile, and whether each gate passes."""
        z = lambda name: self.z(name, executor)
        yes = np.ones(self.n, bool)
        if program == "ev":
            passed = [special.ndtr(z(f"ev.gate{i}")) < 0.97 for i in (1, 2, 3)]
            failed = np.where(passed[0], 0, np.where(passed[1], 1, np.where(passed[2], 2, 3)))
            again = np.minimum(failed, 2)
            risk = special.ndtr(z("ev.risk")) < 0.2
            u = special.ndtr(z("ev.risk.cost"))
            triangle = np.where(u < 300 / 1300, 200 + np.sqrt(u * 1300 * 300), 1500 - np.sqrt((1 - u) * 1300 * 1000))
            c = (self.cost("ev.platform", executor, 5000, 0.35) + risk * triangle) * (1 + 0.25 * again)
            d = (self.pert(1.5, 2.25, 4.5, z=z("ev.platform.duration")) * kd + 0.5 * risk) * (1 + 0.4 * again)
            return [(kc * self.cost("ev.concept", executor, 1000, 0.3), kd * self.pert(0.75, 1, 2, z=z("ev.concept.duration")), yes),
                    (kc * c, d, failed < 3)], True
        if program == "av":
            return [(kc * self.cost("av.stack", executor, 4800, 0.6), kd * self.pert(3, 4, 9, z=z("av.stack.duration")), special.ndtr(z("av.gate1")) < 0.45),
                    (kc * self.cost("av.validation", executor, 2400, 0.6), kd * self.pert(1, 2, 5, z=z("av.validation.duration")),
                     special.ndtr(z("av.gate2")) < 0.6)], False
        mean, key = {"van": (1600, (2.5, 3, 4.5)), "city-van": (900, (2, 2.5, 4)), "pickup": (1400, (2.5, 3, 4.5))}[program]
        return [(self.cost(program, executor, mean, 0.25), self.pert(*key, z=z(f"{program}.duration")), yes)], True


def progress(x, rayleigh):
    x = np.clip(x, 0, 1)
    return (1 - np.exp(-3.5 * x * x)) / TOTAL if rayleigh else x


def course(plan, begin, done):
    """Spending by period, date of completion, date at which a gate stops it."""
    stages, rayleigh = plan
    total = sum(c for c, _, _ in stages)
    starts = np.cumsum([np.zeros_like(total)] + [d for _, d, _ in stages], axis=0)
    offset = np.zeros_like(total)
    if done > 0:
        left = done * total
        for (c, d, _), s in zip(stages, starts):
            part = np.clip(left / c, 0, 1)
            inside = (left > 0) & (left <= c)
            offset = np.where(inside, s + d * (np.sqrt(-np.log1p(-part * TOTAL) / 3.5) if rayleigh else part), offset)
            left = left - c
    stop = np.full_like(total, NEVER)
    for i, (_, _, passes) in enumerate(stages):
        end = starts[i + 1]
        binds = ~passes & (end < stop)
        if done > 0:
            binds &= end > offset
        stop = np.where(binds, end, stop)
    when = np.minimum(offset[:, None] + (EDGES[None, :] - begin[:, None]), stop[:, None])
    when[:, -1] = np.minimum(starts[-1], stop)  # what falls past the horizon is booked in the last period
    when = np.maximum(when, offset[:, None])
    spent = sum(c[:, None] * progress((when - s[:, None]) / d[:, None], rayleigh) for (c, d, _), s in zip(stages, starts))
    completed = np.where(np.isinf(stop), begin + starts[-1] - offset, NEVER)
    return np.diff(spent, axis=1), completed, np.where(np.isinf(stop), NEVER, begin + np.maximum(stop - offset, 0))


def evenly(cost, begin, duration):
    begin = np.where(np.isinf(begin), 1e9, begin)
    share = np.clip((EDGES[None, :] - begin[:, None]) / duration, 0, 1)
    share[:, -1] = np.where(begin < 1e8, 1, share[:, -1])
    return (cost if np.ndim(cost) == 0 else cost[:, None]) * np.diff(share, axis=1)


def sales(demand, share, access, life=NEVER, ramp=0.0, due=None, late=0.0):
    access = np.where(np.isinf(access), 1e9, access)[:, None]
    inside = np.clip(np.minimum(EDGES[1:], access + life) - np.maximum(EDGES[:-1], access), 0, None) / H
    units = demand * (share if np.ndim(share) == 0 else share[:, None]) * inside * np.clip((MID - access) / ramp, 0, 1)
    return units * np.exp(-late * np.maximum(access - due, 0)) if due else units


def markets(c):
    n, rng = c.n, c.rng
    p = lambda d: H / d
    a = rng.standard_normal((K, n))
    s, d = (np.sqrt(1.4) + np.sqrt(0.6)) / 2, (np.sqrt(1.4) - np.sqrt(0.6)) / 2  # symmetric root of rho 0.4
    b = rng.standard_normal((K, n))
    drawn = {"usa": special.ndtr(s * a + d * b), "china": special.ndtr(d * a + s * b), "europe": rng.random((K, n))}
    out = {}
    for name, size, growth, low, up, down, initial in (("europe", 15_500, 0.0, 0.85, 5.0, 1.5, 0.2), ("usa", 17_000, 0.0, 0.82, 4.83, 0.92, 0.0),
                                                       ("china", 24_000, 0.01, 0.85, 4.0, 1.5, 0.0)):
        factor = np.empty((n, K))
        slow = drawn[name][0] < initial  # regimes in increasing order of demand
        for k in range(K):
            if k:
                slow = np.where(slow, drawn[name][k] < 1 - p(down), drawn[name][k] < p(up))
            factor[:, k] = np.where(slow, low, 1.0)
        out[name] = factor * size * (1 + growth) ** (MID - START) * H
    out["commercial"] = np.broadcast_to(5_500 * 1.01 ** (MID - START) * H, (n, K)).copy()
    on = lambda rate, years: (lambda t: ((MID >= t) & (MID < t + years)))((START + rng.exponential(1 / rate, n))[:, None])
    tariff, pandemic = on(0.08, 4), on(0.01, 1.0)
    for name, fall in (("europe", 0.8), ("usa", 0.85), ("china", 0.9), ("commercial", 0.8)):
        out[name] = out[name] * np.where(pandemic, fall, 1.0)
    scandal = START + rng.exponential(1 / 0.005, n)
    outlay = 30_000 / 5 * np.clip(np.minimum(EDGES[1:], scandal[:, None] + 5) - np.maximum(EDGES[:-1], scandal[:, None]), 0, None)
    adopt = lambda ceiling, midpoint, rate: ceiling / (1 + np.exp(-rate * (MID - midpoint)))
    col = lambda x: x[:, None]
    normal = lambda mean, sd: col(mean + sd * rng.standard_normal(n))
    out["europe.ev"] = out["europe"] * adopt(0.75, normal(2029.5, 1.5), col(c.pert(0.22, 0.32, 0.5)))
    out["usa.av"] = out["usa"] * adopt(col(c.pert(0.02, 0.1, 0.3)), normal(2033, 3), 0.4)
    out["china.ev"] = out["china"] * adopt(0.8, normal(2027.5, 1.5), 0.4)
    return out, tariff, outlay


def benefits(m, tariff, shares, access, cap=None):
    """Nominal benefit by firm and period, and the units that are paid for."""
    rival = lambda other: 1 - 0.15 * (MID >= np.where(np.isinf(other), 1e9, other)[:, None])
    a = access
    cut = lambda units, most: np.minimum(units, most * H) if cap else units
    units = {"ev.ford": sales(m["europe.ev"], shares[0], a["ev", "ford"], 10, 2, 2023.5, 0.15), "ev.vw": sales(m["europe.ev"], shares[1], a["ev", "vw"], 10, 2),
             "ev.china": sales(m["china.ev"], 0.06, a["ev", "vw"], 10, 2),
             "av.ford": sales(m["usa.av"], 0.12, a["av", "ford"], ramp=3) * rival(a["av", "vw"]),
             "av.vw": sales(m["usa.av"], 0.06, a["av", "vw"], ramp=3) * rival(a["av", "ford"]),
             "van.ford": sales(m["commercial"], 0.06, a["van", "ford"], 10, 1), "van.vw": cut(sales(m["commercial"], 0.03, a["van", "vw"], 10, 1), 220),
             "city.ford": cut(sales(m["commercial"], 0.008, a["city-van", "ford"], 9, 1), 80), "city.vw": sales(m["commercial"], 0.03, a["city-van", "vw"], 9, 1),
             "pickup.ford": sales(m["commercial"], 0.055, a["pickup", "ford"], 10, 1), "pickup.vw": cut(sales(m["commercial"], 0.012, a["pickup", "vw"], 10, 1), 100)}
    usa, china = 4.0 - 0.8 * tariff, 1.5 - 0.3 * tariff
    ford = units["ev.ford"] * 3 + units["av.ford"] * usa + units["van.ford"] * 3 + units["city.ford"] * 1.8 + units["pickup.ford"] * 4
    vw = (units["ev.vw"] * 2.5 + units["ev.china"] * china + units["av.vw"] * usa + units["van.vw"] * 3 + units["city.vw"] * 2 + units["pickup.vw"] * 3.5)
    return {"ford": ford * PRICES, "vw": vw * PRICES}, units


MAKERS = {"ev": "vw", "van": "ford", "city-van": "vw", "pickup": "ford"}
SPENT = {("ev", "vw"): 0.35, ("av", "ford"): 0.1, ("av", "vw"): 0.05, ("city-van", "vw"): 0.3}
PROGRAMS = ("ev", "av", "van", "city-van", "pickup")


def commit(spending):
    """Halves, until Ford has paid 4,000 and Volkswagen 4,200; past both, halves again."""
    total = np.cumsum(spending, axis=1)
    ford = np.where(total <= 8_000, total / 2, np.where(total <= 8_200, 4_000, 4_000 + (total - 8_200) / 2))
    return np.diff(ford, axis=1, prepend=0), np.diff(total - ford, axis=1, prepend=0)


def simulate(rng, n):
    c = Chunk(rng, n)
    m, tariff, outlay = markets(c)
    factor = {("ev", "ford"): 1 + 0.3 * rng.random(n)}
    plans = {(p, f): c.plan(p, f, factor.get((p, f), 1.0)) for p in PROGRAMS for f in ("ford", "vw")}
    shares = c.pert(0.01, 0.02, 0.035), c.pert(0.15, 0.2, 0.25)
    npv = lambda flows, firm: flows @ DISCOUNT[firm]
    out = {}

    today, formation = np.full(n, START), START + c.pert(0.25, 0.5, 1.5)

    def alone(begin):
        cost, access = {"ford": 0.0, "vw": outlay.copy()}, {}
        for (p, f), plan in plans.items():
            spending, access[p, f], _ = course(plan, today if MAKERS.get(p) == f else begin, SPENT.get((p, f), 0.0))
            cost[f] = cost[f] + spending
        earned, _ = benefits(m, tariff, shares, access)
        return {f: (npv(cost[f] * PRICES, f), npv(earned[f], f)) for f in ("ford", "vw")}

    solo = alone(today)
    formed = rng.random(n) < 0.85
    late = alone(formation)  # not formed: alone, but who waited for the talks begins no sooner
    pool = c.plan("av", "both", 1 + c.pert(0.02, 0.08, 0.25), 1.05)
    cost, access, provided = {"ford": 0.0, "vw": outlay.copy()}, {}, {}
    for p, maker in MAKERS.items():
        spending, done, _ = course(plans[p, maker], today, SPENT.get((p, maker), 0.0))
        cost[maker] = cost[maker] + spending
        access[p, maker] = done
        provided[p] = np.maximum(done, formation)
    spending, done, stop = course(pool, formation, 0.1)
    for f, part in zip(("ford", "vw"), commit(spending)):
        cost[f] = cost[f] + part + evenly(300.0, done, 1.0)
        access["av", f] = done + 1
    mu, sigma = lognormal(1200, 0.2)
    for p, f, amount, years in (("ev", "ford", np.exp(mu + sigma * rng.standard_normal(n)), 2.0), ("van", "vw", 250.0, 0.75), ("city-van", "ford", 100.0, 0.5),
                                ("pickup", "vw", 250.0, 0.75)):
        cost[f] = cost[f] + evenly(amount, provided[p], years)
        access[p, f] = provided[p] + years
    earned, units = benefits(m, tariff, shares, access, cap=True)
    paid = (units["ev.ford"] * 1.2 + units["city.ford"] * 0.6 - units["van.vw"] * 0.9 - units["pickup.vw"] * 1.0) * PRICES  # by Ford to Volkswagen
    first, last = access["ev", "ford"], access["ev", "ford"] + 6
    covered = np.clip(np.minimum(last, EDGES[-1]) - first, 0, 6)
    within = units["ev.ford"] * (MID < np.where(np.isinf(last), 0, last)[:, None])
    short = np.where(first < EDGES[-1], np.maximum(600 * covered / 6 - within.sum(axis=1), 0), 0)
    row = np.arange(n)
    at = lambda date: np.clip(((np.where(np.isinf(date), EDGES[-1], date) - START) / H).astype(int), 0, K - 1)
    paid[row, at(last)] += short * 1.2 * PRICES[at(last)]
    paid[row, at(formation)] += 300 * PRICES[at(formation)] - 500
    for year in (2021.0, 2022.0, 2023.0):
        paid[:, at(np.array([year]))[0]] -= 167 * (year <= stop)
    for f, sign in (("ford", -1.0), ("vw", 1.0)):
        entry = 25 * PRICES[0] * DISCOUNT[f][0]
        together = npv(cost[f] * PRICES, f), npv(earned[f], f), sign * npv(paid, f)
        get = lambda i: np.where(formed, together[i], late[f][i])
        out[f"solo.{f}.cost_npv"], out[f"solo.{f}.benefit_npv"] = solo[f]
        out[f"alliance.{f}.cost_npv"], out[f"alliance.{f}.benefit_npv"] = get(0) + entry, get(1)
        out[f"alliance.{f}.transfer_npv"] = np.where(formed, together[2], 0.0)
        out[f"gain.{f}"] = out[f"alliance.{f}.benefit_npv"] + out[f"alliance.{f}.transfer_npv"] - out[f"alliance.{f}.cost_npv"] - (solo[f][1] - solo[f][0])
    return out


def main():
    worlds, chunk = int(sys.argv[1]), 10_000
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    columns = {}
    begin, processor = time.perf_counter(), time.process_time()
    for first in range(0, worlds, chunk):
        for name, values in simulate(rng, min(chunk, worlds - first)).items():
            columns.setdefault(name, []).append(values)
    columns = {name: np.concatenate(parts) for name, parts in columns.items()}
    quantiles = {name: np.quantile(x, (0.1, 0.5, 0.8, 0.9)).tolist() for name, x in columns.items()}
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    print(json.dumps({"seconds": seconds, "processor": processor, "quantiles": quantiles, "mean": {name: float(x.mean()) for name, x in columns.items()},
                      "se": {name: float(x.std() / len(x) ** 0.5) for name, x in columns.items()}}))


if __name__ == "__main__":
    main()
