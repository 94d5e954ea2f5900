"""Money that runs out: what each firm's funding lets its courses do, period by period (section 7)."""
import copy
import math

from clock import Step
from plan import NEVER, TINY
from state import Access


DUST = 1e-9  # of what a period releases: what rounding leaves is none, for work would begin with it, and wait


class Job:
    """A course that may have to wait for money: of a firm alone, or of a pool."""

    def __init__(self, key, course, firm, pool):
        self.key, self.course, self.firm, self.pool = key, course, firm, pool
        self.program = key[1]

    def who(self, date):
        """Who pays from a date on."""
        if self.pool is None:
            return [self.firm]
        gone = self.pool.leaver if date >= self.pool.left else None
        return [f for f in self.pool.a["members"] if f != gone]


class Purses:
    """Released and left of each firm's funding, nominal; below 0 what it owes."""

    def __init__(self, deal):
        self.deal, self.grid = deal, deal.grid
        self.left = {f: 0.0 for f in deal.funding}
        self.pools = {}

    def release(self, k, unstretched):
        year = math.floor(self.grid.middle(k))
        for f in self.left:
            if k == 0 or math.floor(self.grid.middle(k - 1)) != year:
                self.left[f] = min(self.left[f], 0.0)
            self.left[f] += self.deal.funding_of(f, year) / self.grid.steps
            self.take(f, unstretched[f])

    def take(self, firm, money):
        """What is not stretched is paid first; the rest of it is forgiven."""
        self.left[firm] = min(self.left[firm], max(self.left[firm] - money, 0.0))

    def rates(self, job, date, k):
        if job.pool is None:
            return {job.firm: 1.0}
        return self.pool(job).here(job.who(date), self.grid.escalation[k])[0]

    def pool(self, job):
        if job.key not in self.pools:
            self.pools[job.key] = self.deal.purse(job.program, job.pool.a)
        return self.pools[job.key]

    def bearable(self, job, date, k, years):
        """(money a year, real, that every payer can bear, who cannot bear more)."""
        most = {f: max(self.left[f], 0.0) / (self.grid.escalation[k] * rate * years)
                for f, rate in self.rates(job, date, k).items() if f in self.left and rate > 0}
        a = min(most.values(), default=NEVER)
        return a, [f for f, x in most.items() if x <= a * (1 + 1e-12)]

    def pay(self, job, step, until):
        """Of one step, up to a date."""
        dates = sorted({min(d, until) for d in ([job.pool.left] if job.pool else []) + [until] if d > step.begin})
        before = step.y
        for date in dates:
            _, y, waited = step.upto(min(max(date - step.begin, 0.0), step.s))
            money = y + waited - before
            since = step.begin if date == dates[0] else dates[0]
            if job.pool is None:
                parts = [{job.firm: money}]
            else:
                parts = [paid for _, _, paid in self.pool(job).pay(money, job.who(since), self.grid.escalation[step.k])]
            for part in parts:
                for f, x in part.items():
                    if f in self.left:
                        self.left[f] -= x * self.grid.escalation[step.k]
                        if abs(self.left[f]) <= DUST * self.deal.funding_of(f, math.floor(self.grid.middle(step.k))) / self.grid.steps:
                            self.left[f] = 0.0
            before = y + waited


class Funding:
    """What a deal tells its clocks."""

    def funding_of(self, firm, year):
        f = self.funding[firm]
        if not isinstance(f, dict) or "dist" in f:
            return max(self.w.number(f, f"firm.{firm}.funding"), 0.0)
        years = sorted((int(y), v) for y, v in f.items())
        y, v = [(y, v) for y, v in years if y <= year][-1] if years[0][0] <= year else years[0]
        return max(self.w.number(v, f"firm.{firm}.funding.{y}"), 0.0)

    def known_access(self, program, firm, t):
        """As known at a date: what has been completed by then, and is adapted to; not what begins then and is paid for at once."""
        access, out = self.access[program, firm], Access()
        sure = self.known.get((program, firm), self.provided.get((program, firm), NEVER))
        at_once = any(job.program == program and abs(job.course.begin - t) <= TINY and job.course.over() <= t + TINY
                      and job.course.worked(job.course.length) > 0 for job in self.jobs.values())
        if sure <= t + TINY and not at_once:
            out.first, out.until = access.first, access.until
        out.again = access.again if access.again <= t + TINY else NEVER
        return out

    def unstretched(self, firm, k):
        """What a firm has to pay in a period in any case, nominal, as known at its beginning."""
        g, t = self.grid, self.grid.at(k)
        real = 0.0
        for (program, f), (begin, years, cost) in self.adapted.items():
            if f == firm and begin <= t + TINY:
                real += g.spread(begin, years, cost, clamp=True)[k]
        for program, p in self.w.programs.items():
            known = self.known_access(program, firm, t)
            if firm in p.get("firm", {}):
                real += max(self.w.firm_term(program, firm, "penalty", 0.0), 0.0) * self.penalty_years(program, firm, known, k)
            for b in p.get("benefit", []):
                if b["firm"] == firm and "refresh" in b:
                    real += self.refresh_row(dict(b, program=program), known)[k]
        out = real * g.escalation[k] + self.formation_row(firm)[k]
        return out + sum(row[k] for arrival, row in self.outlay_rows(firm) if arrival <= t + TINY)

    def step(self, job, terms):
        """The same step is met again and again, until clocks and dates agree and by every set of programs that firms might carry out."""
        course, steps = job.course, self.w.steps
        key = (course.plan, course.t0, course.from_start, course.stretch, course.last, terms)
        if key not in steps:
            steps[key] = Step(course, *terms)
        return copy.copy(steps[key])

    def in_order(self, k):
        """Section 7: by priority; of a program first what talks cut in this period, or what ends of itself while talks do, then the pool, then
        own courses in firm order."""
        talks_end = self.grid.at(k) - TINY <= self.formation < self.grid.at(k + 1) - TINY

        def rank(job):
            own = job.key[0] == "talks" and talks_end
            place = 0 if own else 1 if job.pool else 2
            return self.w.priority.index(job.program), place, self.w.firms.index(job.firm) if job.firm else 0
        return sorted(self.jobs.values(), key=rank)

    def end_of(self, job):
        """The date at which a course is cut, if it is."""
        if job.key[0] == "talks":
            return NEVER if (job.program, job.firm) in self.kept else self.formation
        return job.pool.cut if job.pool else NEVER


def run_clocks(deal):
    """The steps of every course, by its key; up to the period of an exit they are those of the world in which nobody leaves."""
    g, purses = deal.grid, Purses(deal)
    steps = {key: [] for key in deal.jobs}
    deal.binding = {f: set() for f in deal.w.firms}  # calendar years in which money held a firm's work back
    leaving = g.period(deal.exit["tau"], clamp=True) if deal.exit else -1
    for k in range(g.periods):
        deal_with_period(deal, purses, steps, k, leaving)
    for key, job in deal.jobs.items():
        if job.pool and job.pool.cut < NEVER and deal.stay:
            steps[key] = deal.stay[key].course.steps
    return steps


def deal_with_period(deal, purses, steps, k, leaving):
    if k > leaving:
        deal.unstretched_by_period[k] = {f: deal.unstretched(f, k) for f in deal.funding}
    purses.release(k, deal.unstretched_by_period[k])
    late = []  # taken up in the period of an exit: from what is really left
    for job in deal.in_order(k):
        if k > leaving:
            take_step(deal, purses, steps[job.key], job, k)
            continue
        step = stayed(deal, job, k)
        if step:
            count(deal, job, step, step.binding, min(deal.end_of(job), step.begin + step.s))
            purses.pay(job, step, min(deal.end_of(job), step.begin + step.s))
            steps[job.key].append(step)
        elif k == leaving:
            late.append(job)
    if k == leaving:
        for f in purses.left:
            purses.take(f, deal.unwind_row(f)[k])
        for job in late:
            take_step(deal, purses, steps[job.key], job, k)


def stayed(deal, job, k):
    """The step of the same course in this period, had nobody left."""
    old = deal.stay.get(job.key)
    if old is None or abs(old.course.begin - job.course.begin) > TINY or (job.pool and job.pool.leaver and job.course.begin > deal.exit["tau"]):
        return None
    return next((s for s in old.course.steps if s.k == k), None)


def take_step(deal, purses, steps, job, k):
    g, course = deal.grid, job.course
    begin, end = max(g.at(k), course.begin), g.at(k + 1)
    if begin > end - TINY or deal.end_of(job) <= begin + TINY:
        return
    if steps and steps[-1].reaches(course.length):
        return
    u, y = (steps[-1].u1, steps[-1].y1) if steps else (0.0, 0.0)
    worked = u > 0 or y > 0
    a, binding = purses.bearable(job, begin, k, end - begin)
    step = deal.step(job, (k, begin, end, u, y, a, course.idle(u) if worked else 0.0))
    step.binding = binding
    steps.append(step)
    until = min(deal.end_of(job), begin + step.s)
    count(deal, job, step, binding, until)
    purses.pay(job, step, until)


def count(deal, job, step, binding, until):
    if step.held_back(until):
        for f in binding:
            deal.binding[f].add(math.floor(deal.grid.middle(step.k)))
