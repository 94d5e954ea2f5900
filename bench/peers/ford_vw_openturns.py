"""Ford and Volkswagen 2019 by the points of OpenTURNS's own Sobol sequence: the analyst's numpy program, fed with these.

Usage: ford_vw_openturns.py WORLDS [SEED]. 32 randomisations by a random shift (Cranley and Patterson 1976), from whose spread come the errors.
Prints JSON: seconds by the clock and of the processor, mean, se.
"""
import json
import sys
import time

import numpy as np
import openturns as ot
from scipy import special

from ford_vw_numpy import simulate

RANDOMISATIONS = 32


class Points:
    """Hands out the coordinates of a sample as a generator hands out numbers."""

    def __init__(self, sample):
        self.points = np.clip(np.asarray(sample), 1e-12, 1 - 1e-12)
        self.used = 0

    def random(self, shape):
        n = len(self.points)
        width = int(np.prod(shape)) // n
        taken = self.points[:, self.used:self.used + width]
        self.used += width
        if np.ndim(shape) == 0:
            return taken[:, 0]
        return taken if shape[0] == n else taken.T

    def standard_normal(self, shape):
        return special.ndtri(self.random(shape))

    def exponential(self, scale, shape):
        return -scale * np.log(self.random(shape))


def main():
    worlds = int(sys.argv[1])
    counter = Points(np.random.default_rng(1).random((2, 4096)))  # of more numbers than a world takes
    simulate(counter, 2)
    ot.RandomGenerator.SetSeed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    begin, processor = time.perf_counter(), time.process_time()
    uniform = ot.ComposedDistribution([ot.Uniform(0, 1)] * counter.used)
    means = {}
    for _ in range(RANDOMISATIONS):
        experiment = ot.LowDiscrepancyExperiment(ot.SobolSequence(), uniform, worlds // RANDOMISATIONS)
        experiment.setRandomize(True)
        for name, values in simulate(Points(experiment.generate()), worlds // RANDOMISATIONS).items():
            means.setdefault(name, []).append(values.mean())
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    print(json.dumps({"seconds": seconds, "processor": processor, "mean": {name: float(np.mean(x)) for name, x in means.items()},
                      "se": {name: float(np.std(x, ddof=1) / RANDOMISATIONS**0.5) for name, x in means.items()}}))


main()
