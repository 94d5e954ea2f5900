"""What a deal rests on by expectation - weights, targets, planned ends - from the worlds that the pilot looks at (see model.py)."""
import itertools
import math
import statistics

from costs import allocation, game, justifiable, shares, solo_costs
from alone import Choice, best_alone
from contribution import planned_share, somebody_works
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
            return solo_costs(self.worlds, a)
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
        c = game(self.worlds, alternative, a)
        if self.charge(alternative, share) == "justifiable":
            c = justifiable(c, {f: self.justified(a["program"], f) for f in members})
        return shares(allocation(rule, share, members, c), c[frozenset(members)])

    def charge(self, alternative, share):
        w = self.worlds[0]
        plain = w.alone(alternative) != "best" or share.get("settle") == "ex_post"
        return share.get("charge", "cost" if plain else "justifiable")

    def justified(self, program, firm):
        """b_i: what a program is worth to a firm where its own course completes, everything carried out alone and nothing short of money."""
        p = self.worlds[0].programs[program]
        if not any(b["firm"] == firm for b in p.get("benefit", [])) and "penalty" not in p.get("firm", {}).get(firm, {}):
            return math.inf
        worth = []
        for w in self.worlds:
            deal = Deal(w, "solo", forgone=(), funded=False).evaluate()
            if math.isfinite(deal.access[program, firm].first):
                worth.append(deal.worth.get((program, firm), 0.0) - deal.refreshed.get((program, firm), 0.0) + deal.fine_avoided(program, firm))
        return max(0.0, statistics.fmean(worth)) if worth else 0.0

    def level(self, alternative, a, level):
        if not isinstance(level, str):
            return level
        costs = [self.plan_cost(w, alternative, a) for w in self.worlds]
        return statistics.fmean(costs) if level == "mean" else quantile(costs, int(level[1:]) / 100)

    def plan_cost(self, w, alternative, a):
        """Real: the whole plan; where somebody works on while talks last, what is left of it."""
        plan = w.pool_plan(alternative, a)
        if not somebody_works(w, a):
            return plan.cost
        return Course(ungated(plan), 0.0, planned_share(w, alternative, a)).work(plan.end)

    def planned_end(self, alternative, a):
        ends = []
        for w in self.worlds:
            deal = Deal(w, alternative, funded=False)
            deal.formed = True
            deal.settle_dates(deal.schedule)
            pool = deal.pools[a["program"]]
            ends.append(Course(ungated(pool.plan), pool.course.begin, planned_share(w, alternative, a)).end)
        return quantile(ends, 0.5)


def differences(scenario, stories, choices):
    """The figures that rest on the pilot, of one run whose pilot worlds are those of the stories."""
    out, told = [], {}
    for story in stories:
        for alternative in story["alternatives"]:
            told.update({(alternative["id"], pool["program"]): pool for pool in alternative["pools"]})
    ours = Expectations(scenario, stories)
    if choices:
        out += choice_differences(ours.worlds, choices)
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


def choice_differences(worlds, rows):
    """What firms forgo alone, found again over the pilot worlds; and what choices.csv says that each choice is worth."""
    out, told = [], {(row["alternative"], row["program"], row["firm"]): row for row in rows if row["choice"] in ("alone", "forgo")}
    solo = best_alone(worlds, "solo")
    for name in [alternative["id"] for alternative in worlds[0].story["alternatives"]]:
        choice = Choice(worlds, name, solo)
        ours = solo if name == "solo" else best_alone(worlds, name, solo)
        if ours != worlds[0].forgone(name):
            out.append(f"{name}: forgone: entente {sorted(worlds[0].forgone(name))}, the second program {sorted(ours)}")
        elif worlds[0].alone(name) == "best":
            for firm in choice.w.firms:
                for program in itertools.chain(*choice.tied(firm)):
                    theirs, mine = float(told[name, program, firm]["value"]), choice.value(program, firm, ours)
                    if abs(theirs - mine) > 1e-6 * max(1.0, abs(mine), abs(choice.npv(ours)[firm])):
                        out.append(f"{name}: value of {program} to {firm}: entente {theirs}, the second program {mine}")
    return out
