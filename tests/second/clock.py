"""The clock of a course whose payers have limited funding: plan time, period by period (section 7)."""
import math

from plan import NEVER, TINY, Course, crossing

PIECES = 24  # of a stretch of plan time between two stage dates: a curve's pace crosses what waiting costs at most a few times in it


class Step:
    """A course in one period, from `begin`: plan time u and money y at that date, money a year to be had, cost of waiting a year."""

    def __init__(self, course, k, begin, end, u, y, a, v):
        self.course, self.k, self.begin, self.s, self.u, self.y, self.a, self.v = course, k, begin, end - begin, u, y, a, v
        top = min(u + self.s, course.length)
        self.known = {}  # what `upto` has found
        self.planned = math.isinf(a) or (a <= v and course.worked(top) - y <= a * self.s)
        self.stands = not self.planned and a <= v
        self.u1, self.y1, _ = self.upto(self.s)
        if self.reaches(course.length):  # the course is over: nobody waits after that
            self.s = min(self.s, self.time_of(course.length))
        _, _, self.waited = self.upto(self.s)

    def time_of(self, x):
        """The time from this step's beginning at which plan time x is reached."""
        if self.planned:
            return x - self.u
        if self.stands:
            return NEVER
        return max(x - self.u, (self.course.worked(x) - self.y - self.v * (x - self.u)) / (self.a - self.v), 0.0)

    def upto(self, time):
        """Plan time, money of the work and cost of waiting when `time` of this step has gone."""
        if time not in self.known:
            self.known[time] = self.find(time)
        return self.known[time]

    def find(self, time):
        if self.stands:
            return self.u, self.y, self.v * time
        top = min(self.u + time, self.course.length)
        if self.planned or self.time_of(top) <= time + 1e-12:
            if self.planned:
                return top, max(self.y, self.course.worked(top)), 0.0
            over = min(time, self.time_of(top)) if top == self.course.length else time
            return top, max(self.y, self.course.worked(top)), self.v * max(0.0, over - (top - self.u))
        x = self.latest(top, time)
        waits = self.v * (time - (x - self.u))
        return x, self.y + self.a * time - waits, waits

    def latest(self, top, time):
        """The latest plan time that the money of `time` reaches; a lump beyond it waits there."""
        missing = lambda x: self.course.worked(x) - self.y - self.v * (x - self.u) - (self.a - self.v) * time
        points = [self.u, top]
        if self.v > 0:  # where the plan's pace is below v a later plan time may cost less: the latest is looked for piece by piece
            marks = [self.u] + [x for x in self.course.marks if self.u < x < top] + [top]
            points = [low + (high - low) * i / PIECES for low, high in zip(marks, marks[1:]) for i in range(PIECES)] + [top]
        high = top
        for low in reversed(points[:-1]):
            if missing(low) <= 0:
                break
            high = low
        else:
            return self.u
        if missing(high) <= 0:
            return high
        return crossing(missing, low, high, 1e-13 * max(1.0, high))[1]

    def reaches(self, x):
        """Whether plan time x lies behind the course when this step ends, what falls due there paid."""
        if self.stands or x > self.u1 + 1e-12:
            return False
        return x < self.u1 - 1e-12 or self.course.worked(x) <= self.y1 + 1e-9 * max(1.0, abs(self.y1))

    def date_of(self, x):
        return self.begin + min(self.s, max(self.time_of(x), 0.0))

    def held_back(self, until):
        """Money kept the course behind its plan, up to a date in this step."""
        time = min(until, self.course.grid.at(self.k + 1)) - self.begin
        top = min(self.u + time, self.course.length)
        if self.reaches(self.course.length):
            return self.s > self.course.length - self.u + TINY
        u, y, _ = self.upto(time)
        return u < top - TINY or self.course.worked(top) > y + 1e-9 * max(1.0, abs(y))


class Clocked(Course):
    """A course by its clock: `steps` from its begin on; after the last of them, or the horizon, it runs with the calendar."""

    def __init__(self, grid, steps, *args, **options):
        self.grid, self.steps = grid, steps
        super().__init__(*args, **options)

    def close(self):
        self.length = max(0.0, self.stretch * (min(self.last, self.plan.end) - self.t0))
        if self.length < 2 * self.stretch * TINY:  # a share of the work is dated to TINY: nothing is left
            self.length = 0.0
        self.parts = [(s, s.done(self.t0), s.years == 0) for s in self.plan.stages
                      if (s.years > 0 and s.end > self.t0) or (s.years == 0 and (self.from_start or s.start > self.t0 + TINY))]
        dates = {self.stretch * (t - self.t0) for s in self.plan.stages for t in (s.start, s.end)}
        self.marks = sorted(x for x in dates if 0 < x < self.length)
        for step in self.steps:
            step.course = self
        super().close()

    # ---- the plan by time since the beginning, as the course would do it without waiting
    def worked(self, x):
        """Real money of the work by plan time x, lumps at it included."""
        t = self.t0 + x / self.stretch
        total = 0.0
        for s, done, lump in self.parts:
            if lump:
                total += s.cost if s.start <= min(t, self.last) + TINY else 0.0
            else:
                total += s.done(min(t, self.last)) - done
        return self.stretch * total

    def idle(self, x):
        """What a year of waiting costs at plan time x."""
        t = self.t0 + x / self.stretch
        return sum(s.idle for s in self.plan.stages if s.start <= t + TINY and t < s.end - TINY and t <= self.last)

    # ---- by the calendar
    def rest(self):
        """(date, plan time, money) from which it runs with the calendar."""
        if not self.steps:
            return self.begin, 0.0, 0.0
        last = self.steps[-1]
        return last.begin + last.s, last.u1, last.y1

    def date(self, t):
        x = min(max(0.0, self.stretch * (t - self.t0)), self.length)
        for step in self.steps:
            if step.reaches(x):
                return step.date_of(x)
        since, u, _ = self.rest()
        return since + max(0.0, x - u)

    def at(self, date):
        """(money of the work, cost of waiting) by a date."""
        y = waited = 0.0
        for step in self.steps:
            if date < step.begin - TINY:
                return y, waited
            _, y, w = step.upto(min(max(date - step.begin, 0.0), step.s)) if date < step.begin + step.s else (0, step.y1, step.waited)
            waited += w
        since, u, y0 = self.rest()
        if date >= since and math.isfinite(self.begin):
            y = max(y0, self.worked(u + date - since) if math.isfinite(date) else self.worked(self.length))
        return y, waited

    def spent(self, date):
        if date < self.begin - TINY:
            return 0.0
        return sum(self.at(date))

    def progress(self, date):
        if self.plan.cost == 0:
            return 0.0
        if date < self.begin or not math.isfinite(self.begin):
            return max(self.share, 0.0)
        return (self.done_before() + self.at(date)[0] / self.stretch) / self.plan.cost

    def rows(self, grid, until):
        """Work and waiting by period, up to a date; what falls past the horizon in the last one."""
        out = [[0.0] * grid.periods, [0.0] * grid.periods]
        if not math.isfinite(self.begin):
            return out
        before = (0.0, 0.0)
        for k in range(grid.periods):
            end = until if k + 1 == grid.periods else min(until, grid.at(k + 1))
            now = self.at(end) if end >= self.begin - TINY else before
            for row, x, y in zip(out, now, before):
                row[k] += x - y
            before = now
        return out

    def flows(self, grid, until=NEVER):
        return self.rows(grid, until)[0]

    def waiting(self, grid, until=NEVER):
        return self.rows(grid, until)[1]
