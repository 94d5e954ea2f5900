"""Small scenarios and worlds for the cases that are worked out by hand."""
from deal import Deal
from model import World

SETTINGS = {"start": 2020.0, "horizon": 12, "steps_per_year": 4, "escalation": 0.0, "price_year": 2020.0}


def scenario(programs, firms=None, deal=None, **settings):
    return {"scenario": dict(SETTINGS, **settings), "firm": firms or {"ford": {"discount": 0.1}}, "program": programs,
            "market": {"m": {"size": 100.0}}, "alternative": {"deal": deal} if deal else {}}


def stage(cost, duration, **more):
    return dict({"name": "s", "cost": cost, "duration": duration}, **more)


def program(*stages, **more):
    return dict({"stage": list(stages)}, **more)


def evaluated(text, name="solo", told=None, draws=None, **options):
    return Deal(world(text, name, told, draws), name, **options).evaluate()


def world(text, name="solo", told=None, draws=None):
    told = {"id": name, "forgone": [], "pools": [], **(told or {})}
    stories = [told] if name == "solo" else [{"id": "solo", "forgone": [], "pools": []}, told]
    return World(text, {"draws": draws or {}, "regimes": {}, "arrivals": {}, "alternatives": stories})


def sells(firm="ford", **more):
    """20 a year."""
    return dict({"firm": firm, "market": "m", "share": 0.1, "margin": 2.0}, **more)


NOTHING = {"cost": 0, "duration": 0, "name": "s"}
TWO = {"ford": {"discount": 0.1}, "vw": {"discount": 0.06}}


def pool(program, members, weights, **more):
    a = dict({"program": program, "mode": "pool", "members": members, "share": {"rule": "fixed", "weights": weights}}, **more)
    return a, {"pools": [{"program": program, "weights": weights, "target": 0.0, "cap": None, "planned_end": 0.0}]}
