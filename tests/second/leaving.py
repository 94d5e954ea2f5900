"""What follows an exit: pools that end or go on, and what becomes of the work (section 5)."""
from plan import NEVER
from state import Access


class Leaving:
    def unwind(self):
        """Everything after tau again, program by program."""
        leaver = self.exit["leaver"]
        for program in self.w.order:
            self.schedule_program(program)
            a = self.deal_on(program)
            if not a or not self.covered(program):
                continue
            if "members" in a and leaver in a["members"]:
                self.unwind_pool(program, self.pools[program])
            if not self.flag("licences_survive", True):
                self.end_licences(program, a, leaver)

    def flag(self, key, default):
        return self.terms.get("unwind", {}).get(key, default)

    def unwind_term(self, key, firm, default):
        return self.number(self.terms.get("unwind", {}).get(key, {}).get(firm), f"unwind.{key}.{firm}", default)

    def unwind_pool(self, program, pool):
        tau, leaver, course = self.exit["tau"], self.exit["leaver"], pool.course
        members = pool.a["members"]
        stopped = course.stage is not None and course.stop <= tau
        by_gate = stopped and self.exit["failed"] == program
        if stopped and not by_gate:
            return
        two = len(members) == 2
        if course.end <= tau:
            if two:
                self.ended[program] = tau
            else:
                pool.leaver, pool.left = leaver, tau
            for f in members if two else [leaver]:
                if not self.flag("keeps", {}).get(f, True) and (program, f) not in self.kept:
                    self.redo(program, f)
            return
        alone = members if two or by_gate else [leaver]
        progress = course.progress(tau)
        pool.leaver = leaver
        if two or by_gate:
            pool.cut = tau
            self.ended[program] = tau
            for f in self.users(pool.a):
                self.lose(program, f)
        else:
            pool.left = tau
            if course.begin > tau:
                self.begin_without(program, pool)
        for f in alone:
            if (program, f) not in self.kept:
                self.resume(program, f, progress, course)

    def resume(self, program, firm, progress, course):
        """Its own plan of this world, at what it may use of the pool's work; or nothing more."""
        self.adapted.pop((program, firm), None)
        self.provided[program, firm], self.access[program, firm] = NEVER, Access()
        if not self.goes_on(program, firm):
            return
        share = max(progress * self.unwind_term("retention", firm, 1.0), self.w.firm_term(program, firm, "spent", 0.0))
        begin = max(self.exit["tau"] + (self.restart() if course.begin <= self.exit["tau"] else 0.0), self.free_to_begin(program, firm))
        own = self.take_up(program, firm, begin, share, bind=[course.stage] if self.exit["failed"] == program else [])
        self.provided[program, firm] = own.end
        self.access[program, firm] = Access(own.end)

    def take_up(self, program, firm, begin, share, bind=()):
        own = self.course(("after", program, firm), self.w.solo_plan(program, firm), begin, share, firm, stretch=self.stretch(firm), bind=bind)
        self.own[program, firm] = own
        return own

    def goes_on(self, program, firm):
        """Whoever would resume or redo does so by its `on_exit`; what `best` decides is the program's, from its pilot."""
        best = self.w.alone(self.name) == "best"
        rule = self.flag("on_exit", {}).get(firm, "best" if best else "resume")
        if rule != "best" or self.searching:
            return rule != "stop"
        told = self.told_exit.get("goes_on", [])
        return next((x["goes_on"] for x in told if (x["program"], x["firm"]) == (program, firm)), True)

    def begin_without(self, program, pool):
        """A pool that had not begun waits only for those who stay."""
        staying = [f for f in pool.a["members"] if f != pool.leaver]
        begin = max([self.exit["tau"]] + [self.free_to_begin(program, f) for f in staying])
        pool.course = self.course(("pool", program), pool.plan, begin, pool.share, pool=pool, bind=pool.bind, passed=pool.passed)
        for f in staying + pool.a.get("licensees", []):
            self.adapted.pop((program, f), None)
            self.serve(program, f, pool.course.end)

    def stretch(self, firm):
        rate = self.number(self.terms.get("erosion", {}).get(firm), f"erosion.{firm}")
        return (1 + rate) ** (self.exit["tau"] - self.formation)

    def restart(self):
        return max(self.number(self.flag("restart", None), "unwind.restart"), 0.0)

    def redo(self, program, firm):
        tau, access = self.exit["tau"], self.access[program, firm]
        access.until = tau + max(self.number(self.flag("runoff", None), "unwind.runoff"), 0.0)
        if self.goes_on(program, firm):
            begin = max(tau + self.restart(), self.free_to_begin(program, firm))
            access.again = self.take_up(program, firm, begin, self.unwind_term("retention", firm, 1.0)).end
        if access.first >= access.until:  # lost before it came
            self.access[program, firm] = Access(access.again)
            self.known[program, firm] = access.again

    def end_licences(self, program, a, leaver):
        """The leaver's own: all that it grants, or the one that it holds."""
        if leaver in self.providers(a) and "members" not in a or self.dissolved(program, a, leaver):
            self.ended[program] = min(self.ended.get(program, NEVER), self.exit["tau"])
            lost = self.users(a)
        else:
            lost = [leaver] if leaver in self.users(a) else []
            if lost:
                self.left[program] = self.exit["tau"]
        for f in lost:
            self.lose(program, f)

    def dissolved(self, program, a, leaver):
        return leaver in a.get("members", []) and self.ended.get(program) == self.exit["tau"]

    def lose(self, program, firm):
        """No access after tau; what has not been handed over by then never is. What it completed alone is its own."""
        if (program, firm) in self.kept:
            return
        tau, access = self.exit["tau"], self.access[program, firm]
        if access.first >= tau:
            self.access[program, firm] = Access()
        else:
            access.until = tau
        if self.provided[program, firm] > tau:
            self.provided[program, firm] = NEVER
            self.adapted.pop((program, firm), None)
