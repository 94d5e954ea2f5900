"""Plans and courses: the work of a program from its first stage to its last (section 3, Plan and actual)."""
import math

NEVER = math.inf
TINY = 1e-9  # years: dates that agree so far are the same


def curve(profile):
    """F on [0, 1]."""
    if isinstance(profile, dict):
        a, b = profile["beta"]
        return lambda x: regularised_beta(a, b, x)
    if profile == "rayleigh":
        return lambda x: (1 - math.exp(-3.5 * x * x)) / (1 - math.exp(-3.5))
    return lambda x: x


def regularised_beta(a, b, x):
    """I_x(a, b) by the continued fraction (Lentz), which converges fast on the smaller side."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - regularised_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    f = d
    for m in range(1, 1000):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            f *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * f


def crossing(f, low, high, width):
    """(low, high) around the place where f turns positive, at most `width` apart; f(low) <= 0 < f(high). By interpolation, truncation and
    projection (Oliveira and Takahashi 2020): no slower than bisection, and mostly as fast as the secant."""
    at_low, at_high = f(low), f(high)
    most = math.ceil(math.log2(max(2.0, (high - low) / width))) + 1
    pull, step = 0.2 / (high - low), 0
    while high - low > width:
        middle = (low + high) / 2
        room = width / 2 * 2.0 ** (most - step) - (high - low) / 2
        secant = (at_high * low - at_low * high) / (at_high - at_low)
        side, shift = math.copysign(1.0, middle - secant), pull * (high - low) ** 2
        x = secant + side * shift if shift <= abs(middle - secant) else middle
        if abs(x - middle) > room:
            x = middle - side * room
        if not low < x < high:
            x = middle
            if not low < x < high:
                break
        y = f(x)
        if y > 0:
            high, at_high = x, y
        else:
            low, at_low = x, y
        step += 1
    return low, high


class Stage:
    def __init__(self, name, start, years, cost, profile, fails, idle=0.0):
        self.name, self.start, self.years, self.cost, self.fails = name, start, years, cost, fails
        self.idle = idle  # what a year of waiting costs while it is under way (section 7)
        self.end = start + years
        self.curve = curve(profile)

    def done(self, t):
        if self.years == 0:
            return self.cost if t >= self.start - TINY else 0.0
        if t <= self.start:
            return 0.0
        return self.cost if t >= self.end else self.cost * self.curve(min((t - self.start) / self.years, 1.0))


class Plan:
    """All stages as drawn, from date 0."""

    def __init__(self, stages):
        self.stages = stages
        self.end = max(s.end for s in stages)
        self.cost = sum(s.cost for s in stages)
        self.dates = {}  # of shares of work, once found

    def done(self, t):
        return sum(s.done(t) for s in self.stages)

    def date_of_share(self, share):
        if share not in self.dates:
            self.dates[share] = self.find_date(share)
        return self.dates[share]

    def find_date(self, share):
        if share <= 0 or self.cost == 0:
            return 0.0
        if share > 1 - 1e-12:  # all of it, but for rounding: a profile's flat end would date that rounding
            return max(s.end for s in self.stages if s.cost > 0)
        goal = share * self.cost
        low, high = 0.0, self.end
        if self.done(low) >= goal:
            return low
        for _ in range(200):
            middle = (low + high) / 2
            if not low < middle < high:
                break
            low, high = (low, middle) if self.done(middle) >= goal else (middle, high)
        return high


class Course:
    """A plan begun at a date with a share of it done; `stretch` multiplies what is left in money and time. Gates at or before the plan's
    date of that share count as passed, unless `bind` names them; those in `passed` count as passed wherever they lie (section 4)."""

    def __init__(self, plan, begin, share, stretch=1.0, bind=(), passed=()):
        self.plan, self.begin, self.share, self.stretch = plan, begin, share, stretch
        self.from_start = share <= 0
        self.t0 = plan.date_of_share(share)
        self.stage, self.last = None, plan.end
        for s in plan.stages:
            ahead = s.end > self.t0 + TINY or (self.from_start and s.end >= 0)
            binds = s.name in bind or (ahead and s.name not in passed)
            if s.fails and binds and (self.stage is None or s.end < first):  # of several behind it, the one that comes first in the plan
                self.stage, self.last, first = s.name, max(s.end, self.t0), s.end
        self.close()

    def close(self):
        """The dates of its end, or of the gate that stops it."""
        self.stop = self.date(self.last) if self.stage else NEVER
        self.end = NEVER if self.stage else self.date(max(self.plan.end, self.t0))

    def over(self):
        return min(self.end, self.stop)

    def date(self, t):
        return self.begin + self.stretch * (t - self.t0)

    def passed_by(self, date):
        """The gates that it has behind it at a date: those before its own beginning, and those that it passed."""
        done = lambda s: s.end <= self.t0 + TINY and not self.from_start or self.date(max(s.end, self.t0)) <= date + TINY
        return {s.name for s in self.plan.stages if s.name != self.stage and s.end <= self.last + TINY and done(s)}

    def work(self, t):
        """Real money of the work from its beginning to plan date t, lumps at t included."""
        total = 0.0
        for s in self.plan.stages:
            if s.years == 0:
                if (self.from_start or s.start > self.t0 + TINY) and s.start <= min(t, self.last) + TINY:
                    total += s.cost
            else:
                total += s.done(min(max(t, self.t0), self.last)) - s.done(self.t0)
        return self.stretch * total

    def done_before(self):
        return 0.0 if self.from_start else self.plan.done(self.t0)

    def spent(self, date):
        """Real money from the begin to a date, that date's own lumps included."""
        if date < self.begin - TINY:
            return 0.0
        t = min(self.t0 + (date - self.begin) / self.stretch, self.last)
        return self.stretch * (self.plan.done(t) - self.done_before())

    def progress(self, date):
        """The share of the plan's cost that is spent by a date, with what was done before."""
        if self.plan.cost == 0:
            return 0.0
        if date < self.begin or not math.isfinite(self.begin):
            return max(self.share, 0.0)
        return (self.done_before() + self.spent(date) / self.stretch) / self.plan.cost

    def flows(self, grid, until=NEVER):
        """Real money by period, up to a date; what falls past the horizon in the last one."""
        out = [0.0] * grid.periods
        if not math.isfinite(self.begin):
            return out
        for s in self.plan.stages:
            if s.years == 0:
                if not self.from_start and s.start <= self.t0 + TINY:
                    continue
                at = self.date(s.start)
                if s.start <= self.last + TINY and at <= until + TINY:
                    out[grid.period(at, clamp=True)] += self.stretch * s.cost
                continue

            def done(date):
                t = self.t0 + (min(date, until) - self.begin) / self.stretch
                return self.stretch * (s.done(min(max(t, self.t0), self.last)) - s.done(self.t0))

            for k in range(grid.periods):
                last = k + 1 == grid.periods
                out[k] += done(NEVER if last and until == NEVER else (until if last else grid.at(k + 1))) - done(grid.at(k))
        return out

    def waiting(self, grid, until=NEVER):
        """What waiting for money costs, real, by period: nothing for whoever has enough."""
        return [0.0] * grid.periods


def ungated(plan):
    """The plan as if every gate passed."""
    out = Plan(plan.stages)
    out.stages = []
    for s in plan.stages:
        t = Stage(s.name, s.start, s.years, s.cost, "uniform", False, s.idle)
        t.curve = s.curve
        out.stages.append(t)
    return out
