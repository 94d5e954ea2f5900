"""An alternative in one world: what is scheduled, and market positions (sections 3 and 4)."""
import math

from benefits import Benefits
from clock import Clocked
from contribution import formation_date, providers, users
from exits import Exits
from fees import Fees
from funding import Funding, Job, run_clocks
from leaving import Leaving
from money import Money
from plan import NEVER, Course
from state import Access, Pool
from talks import Talks


class Deal(Talks, Exits, Leaving, Money, Benefits, Fees, Funding):
    """One alternative in one world. `evaluate` fills dates, access and rows of nominal money by firm.

    `forgone`: (program, firm) pairs that firms forgo outside the arrangements, `solo_forgone` those that they forgo in `solo`; both as
    told where they are not given. With `funded = False` no firm has funding; with `searching` no option is exercised, and whoever would decide
    what to do after an exit resumes (docs/model.md, section 4)."""

    def __init__(self, world, name, forgone=None, solo_forgone=None, funded=True, searching=False):
        self.w, self.name = world, name
        self.terms = world.alternatives[name]
        self.grid = world.grid
        self.arrangements = {a["program"]: a for a in self.terms.get("arrangement", [])}
        self.told = next((a for a in world.story["alternatives"] if a["id"] == name), {"pools": []})
        self.told_exit = self.told.get("exit" if funded else "exit_unfunded")  # policies are the program's
        self.told_pools = {p["program"]: p for p in self.told["pools"]}
        self.forgone = set(world.forgone(name)) if forgone is None else set(forgone)
        self.solo_forgone = set(world.forgone("solo")) if solo_forgone is None else set(solo_forgone)
        self.funding = {f: d["funding"] for f, d in world.s["firm"].items() if "funding" in d} if funded else {}
        self.users, self.providers = users, providers
        form = self.terms.get("formation", {})
        self.formed = bool(self.arrangements) and world.happens(form.get("probability", 1.0), "formation",
                                                                path=f"alternative.{name}.formation.probability")
        self.formation = formation_date(world, name)
        self.searching = searching
        self.exit, self.stay, self.clocks, self.unstretched_by_period = None, None, {}, {}
        self.binding = {f: set() for f in world.firms}

    def number(self, spec, tail, default=0.0):
        return self.w.number(spec, f"alternative.{self.name}.{tail}", None, default)

    def deal_on(self, program):
        return self.arrangements.get(program) if self.formed else None

    def forgoes(self, firm, program):
        """Alone: what the firm forgoes in this alternative, or of an arrangement's program in `solo`, where the deal is not formed."""
        if self.party(program, firm):
            return not self.formed and (program, firm) in self.solo_forgone
        return (program, firm) in self.forgone

    # ---- schedule
    def after(self, program, firm):
        date = -NEVER
        for a in self.w.programs[program].get("after", []):
            if firm not in self.w.needs(a):
                continue
            date = max(date, NEVER if self.forgoes(firm, a) else self.provided.get((a, firm), NEVER))
        return date

    def free_to_begin(self, program, firm):
        return max(self.w.programs[program].get("start", self.grid.start), self.after(program, firm))

    def earliest(self, program, firm):
        begin = self.free_to_begin(program, firm)
        return max(begin, self.formation) if self.waits(program, firm) else begin

    def course(self, key, plan, begin, share, firm=None, pool=None, **options):
        """A course, by its clock where one of its payers has limited funding."""
        payers = pool.a["members"] if pool else [firm]
        if not any(f in self.funding for f in payers):
            return Course(plan, begin, share, **options)
        course = Clocked(self.grid, self.clocks.get(key, []), plan, begin, share, **options)
        self.jobs[key] = Job(key, course, firm, pool)
        return course

    def solo(self, program, firm, begin, kind="own"):
        return self.course((kind, program, firm), self.w.solo_plan(program, firm), begin, self.w.firm_term(program, firm, "spent", 0.0), firm)

    def provide(self, program, firm, date):
        self.provided[program, firm] = date
        spec = (self.deal_on(program) or {}).get("adaptation", {}).get(firm)
        if spec is None or not math.isfinite(date):
            self.access[program, firm] = Access(date)
            return
        path = f"arrangement.{program}.adaptation.{firm}."
        years = max(self.number(spec.get("duration"), path + "duration"), 0.0)
        self.adapted[program, firm] = (date, years, max(self.number(spec.get("cost"), path + "cost"), 0.0))
        self.access[program, firm] = Access(date + years)

    def clear(self):
        """Dates and courses by program and firm: completed by its provider, access, adaptation, own work, own work that talks cut."""
        self.provided, self.access, self.adapted, self.own, self.cut, self.pools, self.jobs = {}, {}, {}, {}, {}, {}, {}
        self.kept = set()   # completed alone before the deal
        self.known = {}     # by program and firm: the date at which its first access is certain, where that is not `provided`
        self.ended = {}     # by program: no payments after this date
        self.left = {}      # by program: none from or to the leaver

    def settle_dates(self, schedule):
        """Section 7: dates decide what clocks have to spend, and clocks the dates, until both agree."""
        self.agreed = None
        for _ in range(100):
            self.clear()
            schedule()
            if not self.funding:
                return
            dates = {key: (job.course.begin, job.course.over()) for key, job in self.jobs.items()}
            if dates == self.agreed:
                return
            self.clocks, self.agreed = run_clocks(self), dates
        raise RuntimeError(f"{self.name}: clocks and dates do not agree")

    def schedule(self):
        for program in self.w.order:
            self.schedule_program(program)
        ends = []
        for program, pool in self.pools.items():
            if pool.course.begin == NEVER:
                continue  # what never begins ends nothing
            done = [pool.course.end] + [self.access[program, f].first for f in pool.a["members"]]
            ends.append(pool.course.stop if pool.course.stage else max(done))
        self.term = self.terms.get("term", max(ends) if ends else NEVER)

    def schedule_program(self, program):
        a = self.deal_on(program)
        if a:
            self.own_courses(a)
        if a and a["mode"] in ("pool", "venture"):
            self.pools[program] = Pool(a)
            self.schedule_pool(program, a, self.pools[program])
        elif a:
            maker = self.providers(a)[0]
            begin = self.free_to_begin(program, maker)
            if not self.alone_in_solo(program, maker):
                begin = max(begin, self.formation)
            self.begin_alone(program, maker, begin)
            for firm in self.users(a):
                self.serve(program, firm, self.own[program, maker].end)
        for firm in self.w.firms:
            if (program, firm) in self.access:
                continue
            if firm not in self.w.needs(program) or self.forgoes(firm, program):
                self.access[program, firm] = Access()
            else:
                self.begin_alone(program, firm, self.earliest(program, firm))

    def begin_alone(self, program, firm, begin):
        self.own[program, firm] = self.solo(program, firm, begin)
        self.provided[program, firm] = self.own[program, firm].end
        self.access[program, firm] = Access(self.own[program, firm].end)

    def pools_of(self, firm):
        return {p: pool for p, pool in self.pools.items() if firm in pool.a["members"]}

    def evaluate(self, leaving=True):
        """With `leaving = False` nobody leaves: what staying is worth."""
        self.settle_dates(self.schedule)
        self.exit = self.find_exit() if self.formed and leaving else None
        if self.exit:
            self.stay = dict(self.jobs)
            self.settle_dates(self.unwind)
        self.settle()
        return self

    # ---- market position
    def position(self, program, firm, t):
        if program not in self.arrangements or not self.formed or t <= self.formation:
            return 1.0
        drift = self.number(self.terms.get("drift", {}).get(firm), f"drift.{firm}")
        hit = self.exit is not None and self.covered(program)
        tau = self.exit["tau"] if hit else NEVER
        q = (1 + drift) ** (min(t, self.term, tau) - self.formation)
        if t <= tau:
            return q
        access = self.access[program, firm]
        own = NEVER
        if math.isfinite(access.again) or access.until < NEVER:
            own = access.again
        else:
            own = access.first
        own = max(own, tau)
        q *= (1 - self.unwind_term("decline", firm, 0.0)) ** (min(t, own) - tau)
        if t <= own or firm not in self.terms.get("unwind", {}).get("level", {}):
            return q
        level, recover = self.unwind_term("level", firm, q), self.unwind_term("recover", firm, NEVER)
        return level + (q - level) * (math.exp(-recover * (t - own)) if math.isfinite(recover) else 0.0)
