"""What a deal rests on by expectation - weights, targets, planned ends - from the worlds that the pilot looks at (see model.py)."""
import math
import statistics

from costs import allocation, game, shares, solo_costs
from contribution import planned_share
from deal import Deal
from model import World
from plan import Course, ungated


def quantile(values, p):
    """Type 7."""
    values = sorted(values)
    at = (len(values) - 1) * p
    low = math.floor(at)
    high = values[min(low + 1, len(values) - 1)]
    return values[low] + (at - low) * (high - values[low]) if high > values[low] else high


class Expectations:
    def __init__(self, scenario, stories):
        self.scenario = scenario
        self.worlds = [World(scenario, story) for story in stories]

    def sizes(self, to, alternative, a):
        program, out, solos = a["program"], {}, []
        if to == "solo_cost":
            return solo_costs(self.worlds, alternative, a)
        for w in self.worlds if to in ("volume", "benefit") else []:
            solos.append(Deal(w, "solo", funded=False).evaluate())
        for f in a["members"]:
            if to == "budget":
                out[f] = Deal(self.worlds[0], "solo").budget(f, self.worlds[0].grid.first_year)
            elif to == "volume":
                out[f] = statistics.fmean(sum(sum(b.units) for b in s.blocks.get((program, f), [])) for s in solos)
            else:
                out[f] = statistics.fmean(s.worth.get((program, f), 0.0) for s in solos)
        return out

    def weights(self, alternative, a):
        members = a["members"]
        if a["mode"] == "venture":
            return a["stakes"]
        share = a["share"]
        rule = share["rule"]
        if rule == "fixed":
            return share["weights"]
        if rule == "equal":
            return {f: 1 / len(members) for f in members}
        if rule == "proportional":
            return shares(self.sizes(share["to"], alternative, a))
        return shares(allocation(rule, share, members, game(self.worlds, alternative, a)))

    def level(self, alternative, a, level):
        if not isinstance(level, str):
            return level
        costs = [w.pool_plan(alternative, a).cost for w in self.worlds]
        return statistics.fmean(costs) if level == "mean" else quantile(costs, int(level[1:]) / 100)

    def planned_end(self, alternative, a):
        ends = []
        for w in self.worlds:
            deal = Deal(w, alternative, funded=False)
            deal.formed = True
            deal.settle_dates(deal.schedule)
            pool = deal.pools[a["program"]]
            ends.append(Course(ungated(pool.plan), pool.course.begin, planned_share(w, alternative, a)).end)
        return quantile(ends, 0.5)


def differences(scenario, stories):
    """The figures that rest on the pilot, of one run whose pilot worlds are those of the stories."""
    out, told = [], {}
    for story in stories:
        for alternative in story["alternatives"]:
            told.update({(alternative["id"], pool["program"]): pool for pool in alternative["pools"]})
    ours = Expectations(scenario, stories)
    for (alternative, program), pool in told.items():
        terms = ours.worlds[0].alternatives[alternative]
        a = next(a for a in terms["arrangement"] if a["program"] == program)
        share = a.get("share", {})
        pairs = [(f"weight of {f}", pool["weights"][f], x) for f, x in ours.weights(alternative, a).items()]
        if pool["target"]:
            pairs.append(("target", pool["target"], ours.level(alternative, a, share.get("target", "p50"))))
        if pool["cap"] is not None:
            pairs.append(("cap", pool["cap"], ours.level(alternative, a, share["cap"])))
        if pool["planned_end"] is None or pool["planned_end"] > 0:
            pairs.append(("planned end", pool["planned_end"] or math.inf, ours.planned_end(alternative, a)))
        for what, theirs, mine in pairs:
            if theirs != mine and not abs(theirs - mine) <= 1e-6 * max(1, abs(mine)):
                out.append(f"{alternative}: {what}, {program}: entente {theirs}, the second program {mine}")
    return out
