"""A register of twelve correlated costs, as a user of OpenTURNS writes it. Usage: register_openturns.py WORLDS | --scenario

Lognormal costs under a Gaussian copula with 0.3 between any two; the sum's mean, deviation and quantiles. --scenario prints the same as
an entente scenario, so that both rest on one list. Prints JSON: seconds, mean, se, p50, p90.
"""
import json
import sys
import time

COSTS = [(100 + 40 * i, 0.2 + 0.03 * i) for i in range(12)]  # mean, coefficient of variation
RHO = 0.3
LEVELS = (0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99)


def scenario():
    lines = ["[scenario]", 'name = "A register of costs"', "start = 2025.0", "horizon = 13", "steps_per_year = 1", "[firm.a]", "discount = 0.0",
             "[program.p]"]
    for i, (mean, cv) in enumerate(COSTS):
        lines += ["[[program.p.stage]]", f'name = "s{i}"', f'cost = {{ dist = "lognormal", mean = {mean}, cv = {cv:.2f} }}', "duration = 1"]
    return "\n".join([*lines, "[[correlation]]", 'between = ["program.p.stage.*.cost"]', f"rho = {RHO}"]) + "\n"


def openturns(worlds):
    import openturns as ot

    ot.RandomGenerator.SetSeed(1)
    begin = time.perf_counter()
    correlation = ot.CorrelationMatrix(len(COSTS))
    for i in range(len(COSTS)):
        for j in range(i):
            correlation[i, j] = RHO
    margins = [ot.LogNormalMuSigma(mean, mean * cv, 0.0).getDistribution() for mean, cv in COSTS]
    costs = ot.ComposedDistribution(margins, ot.NormalCopula(correlation))
    names = [f"c{i}" for i in range(len(COSTS))]
    total = ot.CompositeRandomVector(ot.SymbolicFunction(names, [" + ".join(names)]), ot.RandomVector(costs)).getSample(worlds)
    mean, deviation = total.computeMean()[0], total.computeStandardDeviation()[0]
    quantiles = {level: total.computeQuantilePerComponent(level)[0] for level in LEVELS}
    return {"seconds": time.perf_counter() - begin, "mean": mean, "se": deviation / worlds**0.5, "p50": quantiles[0.5], "p90": quantiles[0.9]}


if sys.argv[1] == "--scenario":
    print(scenario(), end="")
else:
    print(json.dumps(openturns(int(sys.argv[1]))))
