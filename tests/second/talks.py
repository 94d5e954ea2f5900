"""While talks last: who waits for them, who works on, and with what work and gates behind it a pool begins (section 4)."""
from contribution import pool_share, waits, works_on
from plan import TINY, Course, ungated
from state import Access


class Talks:
    def party(self, program, firm):
        a = self.arrangements.get(program)
        return a is not None and firm in self.providers(a) + self.users(a)

    def alone_in_solo(self, program, firm):
        """Whether the firm carries it out where there is no deal."""
        return firm in self.w.needs(program) and (program, firm) not in self.solo_forgone

    def waits(self, program, firm):
        a = self.arrangements.get(program)
        return a is not None and waits(self.w, a, firm)

    def own_courses(self, a):
        """The courses of those who work alone during the talks; those completed by formation are kept, those begun are cut."""
        program = a["program"]
        for firm in a.get("members", []) + self.users(a):
            if not works_on(self.w, a, firm, self.solo_forgone):
                continue
            course = self.solo(program, firm, self.free_to_begin(program, firm), "talks")
            if course.end <= self.formation + TINY:
                self.kept.add((program, firm))
                self.own[program, firm] = course
            elif course.begin < self.formation - TINY:
                self.cut[program, firm] = course

    def begun_alone(self, a, firm):
        key = a["program"], firm
        return self.own[key] if key in self.kept else self.cut.get(key)

    def pool_share(self, a):
        courses = {f: self.begun_alone(a, f) for f in a["members"]}
        return pool_share(self.w, self.name, a, {f: course.progress(self.formation) for f, course in courses.items() if course})

    def gates_passed(self, a, plan):
        """(gates that count as passed, gates that bind wherever they lie)."""
        spent = Course(ungated(plan), self.formation, pool_share(self.w, self.name, a, {}))  # from `spent` alone
        passed, stopped = set() if spent.from_start else {s.name for s in plan.stages if s.end <= spent.t0 + TINY}, set()
        for f in a["members"]:
            course = self.begun_alone(a, f)
            if course:
                passed |= course.passed_by(self.formation)
                if course.stage and course.stop <= self.formation + TINY:
                    stopped.add(course.stage)
        passed -= stopped
        return passed, {s.name for s in plan.stages} - passed

    def schedule_pool(self, program, a, pool):
        """The pool's course, and what it serves."""
        begin = max([self.formation] + [self.free_to_begin(program, f) for f in a["members"]])
        plan = self.w.pool_plan(self.name, a)
        passed, bind = self.gates_passed(a, plan)
        share = self.pool_share(a)
        pool.plan, pool.passed, pool.bind, pool.share = plan, passed, bind, share
        pool.course = self.course(("pool", program), plan, begin, share, pool=pool, bind=bind, passed=passed)
        for firm in a["members"] + a.get("licensees", []):
            self.serve(program, firm, pool.course.end)

    def serve(self, program, firm, date):
        """Section 4: whoever has completed its own keeps it and adapts nothing; others get it at formation or later."""
        if (program, firm) in self.kept:
            self.provided[program, firm] = self.own[program, firm].end
            self.access[program, firm] = Access(self.own[program, firm].end)
        else:
            self.provide(program, firm, max(date, self.formation))
