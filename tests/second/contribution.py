"""Who works on while talks last, and what share of a pool's work its members bring (section 4)."""
import math

from plan import TINY, Course, ungated


def users(a):
    return a.get("licensees", []) if a["mode"] != "supply" else a["buyers"]


def providers(a):
    return a["members"] if "members" in a else [a["licensor"] if a["mode"] == "license" else a["maker"]]


def formation_date(w, name):
    form = w.alternatives[name].get("formation", {})
    return w.grid.start + (max(w.number(form.get("delay"), f"alternative.{name}.formation.delay"), 0.0) if form else 0.0)


def waits(w, a, firm):
    """Members and users that wait begin no earlier than formation, formed or not; providers and outsiders never wait."""
    if firm not in a.get("members", []) + users(a):
        return False
    meanwhile = a.get("meanwhile", "wait")
    return (meanwhile if isinstance(meanwhile, str) else meanwhile.get(firm, "wait")) == "wait"


def works_on(w, a, firm, solo_forgone):
    alone = firm in w.needs(a["program"]) and (a["program"], firm) not in solo_forgone
    return not waits(w, a, firm) and alone


def somebody_works(w, a):
    """Whether the cost game and targets look at the pool from formation on, with what its members will have done."""
    return any(works_on(w, a, f, w.forgone("solo")) for f in a.get("members", []))


def usable(w, name, a, firm):
    path = f"alternative.{name}.arrangement.{a['program']}.usable.{firm}"
    return min(max(w.number(a.get("usable", {}).get(firm), path, default=1.0), 0.0), 1.0)


def joined(a, parts):
    """A pool's work fraction from its members'."""
    if a.get("contribution", "capability") == "join":
        return 1 - math.prod(1 - x for x in parts)
    capability = a.get("capability", "best")
    if capability == "best":
        return max(parts)
    return sum(parts) / len(parts) if capability == "mean" else parts[a["members"].index(a.get("lead", a["members"][0]))]


def pool_share(w, name, a, done):
    """From `spent` and what each had done, by firm, by formation."""
    spent = lambda f: w.firm_term(a["program"], f, "spent", 0.0)
    return joined(a, [usable(w, name, a, f) * max(spent(f), done.get(f, 0.0)) for f in a["members"]])


def planned_share(w, name, a):
    """The fraction in plans, targets and the cost game: as if every gate passed."""
    done, formation = {}, formation_date(w, name)
    for f in a["members"]:
        if works_on(w, a, f, w.forgone("solo")):
            course = solo_course(w, a["program"], f)
            if course.begin < formation - TINY or course.end <= formation + TINY:
                done[f] = course.progress(formation)
    return pool_share(w, name, a, done)


def solo_begin(w, program, firm):
    """As if every gate passed and every deal were formed at once."""
    begin = w.programs[program].get("start", w.grid.start)
    for before in w.programs[program].get("after", []):
        if firm in w.needs(before):
            begin = max(begin, solo_course(w, before, firm).end)
    return begin


def solo_course(w, program, firm):
    return Course(ungated(w.solo_plan(program, firm)), solo_begin(w, program, firm), w.firm_term(program, firm, "spent", 0.0))
