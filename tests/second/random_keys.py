"""Terms put into a random scenario after it is written, a family of keys at a time: those of STANDARD always, others where they are asked for."""

FAMILIES = {}  # by name, in the order in which they are put in
STANDARD = ("penalty", "windows")  # which every random scenario has


def family(function):
    FAMILIES[function.__name__.replace("_", "-")] = function
    return function


def put(writer, wanted):
    for name in FAMILIES:
        if name in STANDARD or name in wanted:
            FAMILIES[name](writer, writer.text)


def needed(text, program):
    return text["program"][program].get("needs", list(text["firm"]))


def arrangements(text):
    return [a for alternative in text["alternative"].values() for a in alternative.get("arrangement", [])]


def parties(a):
    return a.get("members", []) + [a[k] for k in ("licensor", "maker") if k in a] + users(a)


def pooled(alternative):
    """The members of its pools and ventures."""
    return sorted({f for a in alternative.get("arrangement", []) for f in a.get("members", [])})


def users(a):
    return a.get("licensees", []) + a.get("buyers", [])


@family
def penalty(w, text):
    for name, p in text["program"].items():
        for f in needed(text, name):
            if w.chance(0.4):
                terms = p.setdefault("firm", {}).setdefault(f, {})
                terms["penalty"] = w.number(5, 300)
                w.maybe(terms, 0.5, penalty_from=lambda: w.real(2019.5, 2029))


@family
def windows(w, text):
    """Market windows, product succession, sales past the horizon."""
    for p in text["program"].values():
        for b in p.get("benefit", []):
            w.maybe(b, 0.3, until=lambda: w.real(2022, 2040))
            w.maybe(b, 0.3, refresh=lambda: {"every": w.number(1.5, 6), "cost": w.number(5, 200)})
            if w.chance(0.5):
                b["terminal"] = w.number(0.5, 15)
                w.maybe(b, 0.5, terminal_growth=lambda: w.real(-0.05, 0.03))


@family
def talks(w, text):
    for a in arrangements(text):
        waiting = a.get("members", []) + users(a)
        if w.chance(0.7):
            a["meanwhile"] = w.pick("work", "work", "wait", {f: w.pick("work", "wait") for f in w.some(waiting)})
        if "members" in a:
            w.maybe(a, 0.5, usable=lambda: {f: w.number(0, 1) for f in w.some(a["members"])}, contribution=lambda: w.pick("join", "capability"))
    for alternative in text["alternative"].values():
        if "arrangement" in alternative and w.chance(0.7):
            alternative.setdefault("formation", {})["delay"] = w.number(0.2, 5)


@family
def calls(w, text):
    for a in arrangements(text):
        if a["mode"] == "venture" and w.chance(0.6):
            a["calls"] = {f: w.number(50, 1500) for f in w.some(a["members"])}


@family
def charge(w, text):
    for a in arrangements(text):
        share = a.get("share", {})
        if share.get("rule") in ("shapley", "aca", "nash", "kalai_smorodinsky") and share.get("settle") != "ex_post":
            w.maybe(share, 0.7, charge=lambda: w.pick("justifiable", "cost"))


@family
def alone(w, text):
    if w.chance(0.6):
        text["scenario"]["alone"] = "best"
    for alternative in text["alternative"].values():
        w.maybe(alternative, 0.25, alone=lambda: w.pick("best", "all"))
    if not any(t.get("alone") == "best" for t in [text["scenario"], *text["alternative"].values()]):
        text["scenario"]["alone"] = "best"
    for name, p in text["program"].items():
        w.maybe(p, 0.3, must=lambda: w.some(needed(text, name)))
    for a in arrangements(text):  # what is forgone alone has no volume to be shared by
        if a.get("share", {}).get("to") in ("volume", "benefit"):
            a["share"]["to"] = "solo_cost"


@family
def on_exit(w, text):
    for alternative in text["alternative"].values():
        members = pooled(alternative)
        if "unwind" in alternative and members and w.chance(0.8):
            alternative["unwind"]["on_exit"] = {f: w.pick("resume", "stop", "best") for f in w.some(members)}


@family
def funding(w, text):
    for f in w.some(text["firm"]):
        a_year = w.real(60, 1200)
        text["firm"][f]["funding"] = w.pick(a_year, {"2019": a_year, "2021": w.real(60, 1200), "2024": 2 * a_year})
    for p in text["program"].values():
        for s in p["stage"]:
            w.maybe(s, 0.3, waiting=lambda: w.real(0, 0.6))
    programs = list(text["program"])
    w.r.shuffle(programs)
    if w.chance(0.6):
        text["scenario"]["priority"] = programs[:w.r.randint(1, len(programs))]
