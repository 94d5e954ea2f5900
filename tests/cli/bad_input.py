#!/usr/bin/env python3
"""Every kind of bad input: exit status 2, file:line:column, what was expected, and nothing written. Usage: bad_input.py PROGRAM"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
GOOD = (ROOT / "scenarios" / "two-carmakers.toml").read_text(encoding="utf-8")

RECOVERY = 'trigger = "recovery"\nleaver = "vw"\nmarket = "europe"\nregime = "recovery"\nprobability = 0.5\nlag = 0.5\n'

# What is replaced in the good scenario, by what, and what the message must say.
CASES = [
    ("unknown key", "likeness = 0.6", "likness = 0.6", "unknown key 'likness'", "did you mean 'likeness'?"),
    ("unknown table", "[market.usa]", "[markets.usa]", "unknown key 'markets'", "did you mean 'market'?"),
    ("wrong type", "start = 2019.0", 'start = "2019"', "the text '2019' for scenario.start", "a number"),
    ("nan", "standing = 150", "standing = nan", "nan for program.ev.stage.platform.standing", "a number of 0 or more"),
    ("inf", "standing = 150", "standing = inf", "inf for program.ev.stage.platform.standing", "a number of 0 or more"),
    ("probability", "success = 0.97", "success = 1.97", "1.97 for program.ev.stage.platform.success", "between 0 and 1"),
    ("weights", "weights = { ford = 0.5, vw = 0.5 }", "weights = { ford = 0.5, vw = 0.6 }", "sums to 1.1", "a sum of 1"),
    ("min above mode", "min = 0.75, mode = 1, max = 2", "min = 1.75, mode = 1, max = 2", "min is above mode", ""),
    ("unknown firm", 'leaver = "vw"', 'leaver = "wv"', "unknown firm 'wv'", "did you mean 'vw'?"),
    ("unknown program", 'program = "ev"', 'program = "evs"', "unknown program 'evs'", ""),
    ("unknown market", 'market = "europe"', 'market = "eurpe"', "unknown market 'eurpe'", "did you mean 'europe'?"),
    ("unknown regime", 'regime = "recovery"', 'regime = "recovry"', "unknown regime 'recovry'", "did you mean 'recovery'?"),
    ("in an alternative like another", "lag = 0.5", "lag = -0.5", "-0.5 for alternative.exit.exit.go-it-alone.lag", "a number of 0 or more"),
    ("unknown family", 'dist = "triangular"', 'dist = "triangle"', "unknown dist 'triangle'", ""),
    ("unknown trigger", 'trigger = "recovery"', 'trigger = "hazzard"', "unknown trigger 'hazzard'", "did you mean 'hazard'?"),
    ("duplicate", 'name = "validation"', 'name = "stack"', "'stack' stands twice", "different names"),
    ("missing key", "horizon = 20", "", "no key 'horizon'", ""),
    ("empty pattern", '"program.av.stage.*.cost"', '"program.xx.stage.*.cost"', "matches no uncertain quantity", ""),
    ("decimal comma", "growth = 0.005", "growth = 0,005", "", "1.5, not 1,5"),
    ("not ASCII outside quotes", "growth = 0.005", "grøwth = 0.005", "a character outside ASCII", "quotes"),
    ("worlds -1", "worlds = 1_000_000", "worlds = -1", "-1 for run.worlds", "above 0"),
    ("worlds 1e6", "worlds = 1_000_000", "worlds = 1e6", "for run.worlds", "a whole number"),
    ("worlds huge", "worlds = 1_000_000", "worlds = 9223372036854775808", "", ""),
    ("worlds largest", "worlds = 1_000_000", "worlds = 9223372036854775807", "run.worlds", "at most"),
    ("no finite mean", 'cost = { dist = "triangular", min = 200, mode = 500, max = 1_500 }', 'cost = { dist = "pareto", min = 200, alpha = 0.9 }', "no finite mean", "truncate"),
    ("a shape by its spread", 'cost = { dist = "triangular", min = 200, mode = 500, max = 1_500 }', 'cost = { dist = "gamma", mean = 200, cv = 1e-14 }', "1e-14 for program.ev.risk.battery.cost.cv", "from 1e-04 to 30"),
    ("rho", "rho = 0.3", "rho = 1.3", "rho = 1.3", "-1 to 1"),
    ("baseline", 'baseline = "solo"', 'baseline = "none"', "unknown alternative 'none'", ""),
    ("past all money", "standing = 150", "standing = 1e300", "1e+300 for program.ev.stage.platform.standing", "at most 1e30"),
    ("shape of a profile", 'profile = "rayleigh"', "profile = { beta = [2, 1e9] }", "1e+09 for program.ev.stage.concept.profile.beta", "at most 1000"),
    ("no period", "horizon = 20", "horizon = 1e-300", "horizon = 1e-300", "a whole number of periods, at least one"),
    ("no year", "start = 2019.0", "start = 20190", "start = 20190", "a year from -9999 to 9999"),
    ("no price year", "price_year = 2019.0", "price_year = 20190", "price_year = 20190", "a year from -9999 to 9999"),
    ("steps", "steps_per_year = 4", "steps_per_year = 5", "steps_per_year = 5", "1, 2, 4 or 12"),
    ("t copula without df", "steps_per_year = 4", 'steps_per_year = 4\ncopula = "t"', "the t copula and its degrees of freedom go together", "with df"),
    ("unknown copula", "steps_per_year = 4", 'steps_per_year = 4\ncopula = "clayton"', "unknown value 'clayton'", "one of gaussian, t"),
    ("ex post by contract", 'rule = "fixed", weights', 'rule = "fixed", settle = "ex_post", weights', "does not rest on plan costs", "a rule of the cost game"),
    ("put on oneself", RECOVERY, 'trigger = "put"\nleaver = "vw"\ncounterparty = "vw"\nstrike = 1\n', "counterparty is the leaver", "another firm"),
    ("put on nobody", RECOVERY, 'trigger = "put"\nleaver = "vw"\ncounterparty = "gm"\nstrike = 1\n', "unknown firm 'gm'", ""),
    ("optimal with a date", RECOVERY, 'trigger = "optimal"\nleaver = "vw"\ndate = 2020.0\n', "unknown key 'date'", ""),
    ("penalty of a stranger", "likeness = 0.8", 'likeness = 0.8\nneeds = ["vw"]\nfirm.ford.penalty = 100', "program.av.firm.ford.penalty", "firm that needs the program"),
    ("penalty of nobody", "likeness = 0.8", "likeness = 0.8\nfirm.gm.penalty = 100", "unknown firm 'gm'", ""),
    ("penalty below 0", "likeness = 0.8", "likeness = 0.8\nfirm.ford.penalty = -1", "-1 for program.av.firm.ford.penalty", "a number of 0 or more"),
    ("penalty before the start", "likeness = 0.8", "likeness = 0.8\nfirm.ford = { penalty = 9, penalty_from = 2018.5 }", "penalty_from = 2018.5 is before the scenario's start", "a date from 2019 on"),
    ("must of a stranger", "likeness = 0.8", 'likeness = 0.8\nneeds = ["vw"]\nmust = ["ford"]', "'ford' is in program.av.must and does not need the program", "add it to program.av.needs"),
    ("must of nobody", "likeness = 0.8", 'likeness = 0.8\nmust = ["gm"]', "unknown firm 'gm'", ""),
    ("must twice", "likeness = 0.8", 'likeness = 0.8\nmust = ["vw", "vw"]', "'vw' stands twice", ""),
    ("alone by another word", "steps_per_year = 4", 'steps_per_year = 4\nalone = "bset"', "unknown value 'bset' for scenario.alone", "did you mean 'best'?"),
    ("on exit of nobody", "runoff = 2", 'runoff = 2\non_exit = { gm = "stop" }', "unknown firm 'gm'", "in alternative.exit.unwind.on_exit"),
    ("on exit of a stranger", "[alternative.exit.unwind]\n", '[firm.gm]\ndiscount = 0.1\n[alternative.exit.unwind]\non_exit = { gm = "stop" }\n', "'gm'", "member of a pool or venture"),
    ("on exit by another word", "runoff = 2", 'runoff = 2\non_exit = { vw = "leave" }', "unknown value 'leave' for alternative.exit.unwind.on_exit.vw", "one of resume, stop, best"),
    ("window before the start", "share = 0.06", "share = 0.06\nuntil = 2018.5", "program.ev.benefit.ford.europe.until = 2018.5 is before the scenario's start", "a date from 2019 on"),
    ("window drawn before the start", "share = 0.06", 'share = 0.06\nuntil = { dist = "uniform", min = 2010, max = 2015 }', "is before the scenario's start", ""),
    ("no window", "share = 0.06", "share = 0.06\nuntil = -inf", "-inf for program.ev.benefit.ford.europe.until", "or inf"),
    ("refresh at once", "share = 0.06", "share = 0.06\nrefresh = { every = 0, cost = 5 }", "0 for program.ev.benefit.ford.europe.refresh.every", "a number above 0"),
    ("refresh backwards", "share = 0.06", "share = 0.06\nrefresh = { every = -2, cost = 5 }", "-2 for program.ev.benefit.ford.europe.refresh.every", "a number above 0"),
    ("refresh without end", "share = 0.06", "share = 0.06\nrefresh = { every = 1e-9, cost = 5 }", "refresh.every", "at least 0.01 years"),
    ("refresh drawn at once", "share = 0.06", 'share = 0.06\nrefresh = { every = { dist = "uniform", min = -1, max = 4 }, cost = 5 }', "may be less than 0.01 years", "truncate = [0.01, highest]"),
    ("refresh without a cost", "share = 0.06", "share = 0.06\nrefresh = { every = 4 }", "no key 'cost'", ""),
    ("terminal below 0", "share = 0.06", "share = 0.06\nterminal = -1", "-1 for program.ev.benefit.ford.europe.terminal", "a number of 0 or more"),
    ("endless growth", "share = 0.06", "share = 0.06\nterminal = 101\nterminal_growth = 0.09", "terminal_growth = 0.09 and firm.ford.discount = 0.09, for 101 years", "a growth below the discount rate"),
    ("endless growth for ever", "share = 0.06", "share = 0.06\nterminal = inf\nterminal_growth = 0.2", "for inf years", "at most 100 years"),
    ("uncountable growth", "share = 0.06", "share = 0.06\nterminal = 100\nterminal_growth = 2", "for 100 years", "at most 1e30"),
    ("meanwhile of a stranger", 'mode = "pool"', 'mode = "pool"\nmeanwhile = { gm = "work" }', "'gm' in alternative.alliance.arrangement.av.meanwhile takes no part in the deal", "a member or user of it"),
    ("meanwhile of no kind", 'mode = "pool"', 'mode = "pool"\nmeanwhile = "rest"', "unknown value 'rest' for alternative.alliance.arrangement.av.meanwhile", "one of wait, work"),
    ("usable to a stranger", 'mode = "pool"', 'mode = "pool"\nusable = { gm = 0.5 }', "unknown member 'gm'", ""),
    ("more usable than there is", 'mode = "pool"', 'mode = "pool"\nusable = { ford = 1.5 }', "1.5 for alternative.alliance.arrangement.av.usable.ford", "between 0 and 1"),
    ("justifiable by contract", 'rule = "fixed", weights', 'rule = "fixed", charge = "justifiable", weights', "does not divide the cost game", "a rule of the cost game"),
    ("a source of nothing", "[run]", '[sources]\n"market.europ.size" = { source = "x", mark = "judgement" }\n[run]', "'market.europ.size' in [sources] matches no key", "did you mean 'market.europe.size'?"),
    ("a source of how it is run", "[run]", '[sources]\n"run.worlds" = { source = "x", mark = "judgement" }\n[run]', "'run.worlds' in [sources] matches no key", "the path of a key"),
    ("a fact nobody knew", "[run]", 'as_of = 2019-01-15\n[sources]\n"market.*" = { source = "x", date = 2019-01-16, mark = "fact" }\n[run]', 'sources."market.*" is a fact of 2019-01-16, which nobody knew at scenario.as_of = 2019-01-15', "what was known by then"),
    ("a fact without a date", "[run]", '[sources]\n"market.*" = { source = "x", mark = "fact" }\n[run]', "is a fact without a date", "or another mark"),
    ("a source without words", "[run]", '[sources]\n"market.*" = { source = "", mark = "judgement" }\n[run]', "source is empty", "who says so"),
    ("an unknown mark", "[run]", '[sources]\n"market.*" = { source = "x", mark = "fcat" }\n[run]', "unknown value 'fcat'", "did you mean 'fact'?"),
    ("a source without a mark", "[run]", '[sources]\n"market.*" = { source = "x" }\n[run]', "no key 'mark'", ""),
    ("no year of knowledge", "steps_per_year = 4", "steps_per_year = 4\nas_of = 20190", "as_of = 20190", "a year from -9999 to 9999"),
    ("unclosed array", "payment = [{", "payment = [[{", "", ""),
    ("nesting bomb", "growth = 0.005", "growth = " + "[" * 5000, "", ""),
]
# A mistake, and the mend of the one message that it makes.
MENDS = [
    ("percent", "success = 0.97", "success = 75", "write 0.75 for 75%"),
    ("percent sign", "success = 0.97", "success = 75%", "write 0.75 for 75%"),
    ("percent in quotes", "growth = 0.005", 'growth = "0.5%"', "write 0.005 for 0.5%"),
    ("number in quotes", "standing = 150", 'standing = "150"', "write 150 without quotes"),
    ("thousands", "mean = 900", "mean = 2,000", "write 2_000 for thousands"),
    ("millions", "upfront = 400", "upfront = 1,400,000", "write 1_400_000 for thousands"),
    ("a date where none counts", "life = 10", "life = 2025-07-01", "write 2025.5 for that day"),
    ("a month", "start = 2019.0", 'start = "2019-07"', "write 2019.5"),
    ("a table for a list", "[[event]]", "[event]", "write [[event]] in double brackets"),
    ("a table, then a list", "[[program.ev.stage]]", "[program.ev.stage]", "write [[program.ev.stage]] in double brackets"),
    ("a list for a table", "[firm.ford]", "[[firm.ford]]", "write [firm.ford] in single brackets"),
    ("bare word", 'profile = "rayleigh"', "profile = rayleigh", 'write the text in quotes: "rayleigh"'),
    ("bare words", 'name = "Ford"', "name = Ford Motor", 'write the text in quotes: "Ford Motor"'),
    ("capital", "nominal = true", "nominal = True", "write true"),
    ("unknown family, right keys", 'dist = "lognormal", mean = 900', 'dist = "lognorml", mean = 900', "did you mean 'lognormal'?"),
    ("no family, right keys", 'dist = "lognormal", mean = 900', "mean = 900", "no key 'dist'"),
    ("unknown trigger, right keys", 'trigger = "recovery"', 'trigger = "recoverry"', "did you mean 'recovery'?"),
    ("unknown mode, inherited", 'mode = "pool"', 'mode = "poool"', "did you mean 'pool'?"),
    ("one member, inherited", 'members = ["ford", "vw"]', 'members = ["ford"]', "has fewer than two members"),
    ("a needed key misspelt", "horizon = 20", "horizn = 20", "did you mean 'horizon'?"),
    ("a firm that many places name", "[firm.vw]", "[firm.vv]", "also in lines 96, 119"),
    ("the sum", "weights = { ford = 0.5, vw = 0.5 }", "weights = { ford = 0.6, vw = 0.3 }", "sums to 0.9;"),
    ("an alternative", 'baseline = "solo"', 'baseline = "soloo"', "expected the name of an alternative"),
]
# A call that is at fault, and what the one message says.
USAGE = [
    (["runn", "x.toml"], "unknown command 'runn'; expected one of run,", "did you mean 'run'?"),
    (["run", "--threds", "3", "x.toml"], "unknown option '--threds'", "did you mean '--threads'?"),
    (["run", "--threds=3", "x.toml"], "unknown option '--threds'", "did you mean '--threads'?"),
    (["fair", "x.toml", "y.toml", "--solve", "a", "--for", "b"], "scenario: At Most 1", "entente fair --help"),
    (["run"], "scenario is required", "entente run --help"),
    (["--quiet"], "no command; expected one of run,"),
]
# What can be run but is hardly meant: `check` says where and what may have been meant, with status 0.
DOUBTS = [
    ("discount in percent", "discount = 0.09", "discount = 9", "firm.ford.discount = 9 is 900% a year", "0.09 for 9%?"),
    ("escalation in percent", "escalation = 0.025", "escalation = 2.5", "scenario.escalation = 2.5 is 250% a year", "0.025 for 2.5%?"),
    ("cv in percent", "cv = 0.35", "cv = 35", "has cv = 35", "0.35 for 35%?"),
    ("share in percent", "share = 0.06", "share = 6", "is 600% of the adopted demand", "0.06 for 6%?"),
    ("rate in percent", "rate = 0.05\nduration", "rate = 5\nduration", "is once in 73 days", "0.05 for 5%?"),
    ("vehicles, not thousands", "size = 15_500", "size = 15_500_000", "grows to", "thousand vehicles"),
    ("growth for too long", "growth = 0.005", "growth = 0.2", "million vehicles a year", "a growth of so many years?"),
    ("margin in currency", "margin = 2.0", "margin = 2_000", "is 2000 thousand USD a vehicle", "2 for 2000?"),
    ("a date of another century", "midpoint = 2031", "midpoint = 203.1", "= 203.1", "a date from 1969 to 2089"),
    ("money in currency", "mean = 900,", "mean = 900_000_000,", "program.ev costs", "money is in millions"),
    ("a window of another century", "share = 0.06", "share = 0.06\nuntil = 20300", "until = 20300", "a date from 1969 to 2089"),
    ("a penalty too late", "likeness = 0.8", "likeness = 0.8\nfirm.ford = { penalty = 9, penalty_from = 2040.0 }", "penalty_from = 2040 is at or past the end of the horizon", "a date before it"),
    ("prices of another century", "price_year = 2019.0", "price_year = 201.9", "scenario.price_year = 201.9", "a date from 1969 to 2089"),
    ("a budget of another century", "budget = { 2019 = 13_500,", "budget = { 219 = 13_500,", "firm.vw.budget.219 = 219", "a date from 1969 to 2089"),
    ("demand in percent", "regime.downturn = { demand = 0.8,", "regime.downturn = { demand = 80,", "market.europe.regime.downturn.demand = 80 is 8000%", "0.8 for 80%?"),
    ("a cost factor in percent", "likeness = 0.8", "likeness = 0.8\nfirm.vw.cost_factor = 90", "program.av.firm.vw.cost_factor = 90 is 9000%", "0.9 for 90%?"),
    ("rivalry in percent", "rivalry = 0.05", "rivalry = 20", "rivalry = 20 is 2000% of the volume", "0.2 for 20%?"),
    ("a rate in thousands", "duration = { dist = \"pert\", min = 1.5, mode = 2, max = 4 }", "rate = 0.05", "cost over program.ev.stage.platform.rate =", "rates are in millions a year"),
    ("months", "min = 1.5, mode = 2, max = 4", "min = 18, mode = 24, max = 48", "a stage within the horizon", "not in months"),
]
# An alternative that is solo, and one that is another.
TWINS = GOOD + '\n[alternative.nothing]\n[alternative.again]\nlike = "alliance"\n'
STAGE = "[[program.{0}.stage]]\nname='s'\ncost=1\nduration=1\n"
# A scenario, and the lines (as they begin) at which each of its problems stands: no more problems, no other places.
PLACES = [
    ("one mistake in a distribution", GOOD.replace("min = 0.75, mode = 1, max = 2", 'min = 1.75, mode = "x", max = 2'), ["duration = { dist"]),
    ("weights, and those that are copied", GOOD.replace("weights = { ford = 0.5, vw = 0.5 }", "weights = { ford = 0.5, vw = 0.6 }"),
     ["share = {"]),
    ("a cycle of programs", "[scenario]\nstart=2020.0\nhorizon=10\n[firm.a]\ndiscount=0.1\n[program.p]\n" + STAGE.format("p") +
     "[program.q]\nafter=['p', 'r']\n" + STAGE.format("q") + "[program.r]\nafter=['q']\n" + STAGE.format("r"), ["after=['p', 'r']"]),
    ("a cycle of stages", "[scenario]\nstart=2020.0\nhorizon=10\n[firm.a]\ndiscount=0.1\n[program.p]\n" + STAGE.format("p") +
     STAGE.format("p").replace("'s'", "'t'") + "after=['u']\n" + STAGE.format("p").replace("'s'", "'u'") + "after=['t']\n", ["after=['u']"]),
]
# Programs that wait for each other, all of which a firm may forgo.
CHAIN = "[scenario]\nstart=2020.0\nhorizon=10\nalone='best'\n[firm.a]\ndiscount=0.1\n[market.m]\nsize=1\n" + "".join(
    f"[program.p{i}]\n" + (f"after=['p{i - 1}']\n" if i else "") + STAGE.format(f"p{i}") +
    f"[[program.p{i}.benefit]]\nfirm='a'\nmarket='m'\nshare=1\nmargin=1\n" for i in range(13))
WHOLE = [
    ("too much to decide at once", CHAIN, "'a' decides on 13 programs together"),
    ("cycle in after", "[scenario]\nstart=2020.0\nhorizon=10\n[firm.a]\ndiscount=0.1\n[program.p]\nafter=['q']\n[[program.p.stage]]\nname='s'\ncost=1\nduration=1\n[program.q]\nafter=['p']\n[[program.q.stage]]\nname='s'\ncost=1\nduration=1\n", "a cycle in `after`"),
    ("not positive semi-definite", GOOD + "[[correlation]]\nbetween = ['program.ev.stage.concept.cost', 'program.ev.stage.platform.cost', 'program.av.stage.stack.cost']\nmatrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]\n", "not positive semi-definite"),
    ("possible ranks, impossible scores", GOOD + "[[correlation]]\nbetween = ['program.ev.stage.concept.cost', 'program.ev.stage.platform.cost', 'program.av.stage.stack.cost']\nmatrix = [[1, -0.5, -0.5], [-0.5, 1, -0.5], [-0.5, -0.5, 1]]\nrank = true\n", "that these rank correlations imply is not positive semi-definite"),
    ("rank with the t copula", GOOD.replace("rho = 0.3", "rho = 0.3\nrank = true").replace("steps_per_year = 4", 'steps_per_year = 4\ncopula = "t"\ndf = 5'), "rank correlations with the t copula"),
    ("a quantity twice in a matrix", GOOD + "[[correlation]]\nbetween = ['program.ev.stage.concept.cost', 'program.ev.stage.concept.cost']\nmatrix = [[1, 0.9], [0.9, 1]]\n", "in two rows of a matrix"),
    ("two problems", GOOD.replace("likeness = 0.6", "likness = 0.6").replace("success = 0.97", "success = 2"), "likness"),
]


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def run(folder, name, data, *words, options=()):
    path = folder / (name.replace(" ", "-") + ".toml")
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    out = folder / "out"
    result = subprocess.run([PROGRAM, "run", str(path), "-o", str(out), *options], capture_output=True, timeout=60)
    message = result.stderr.decode("utf-8", "replace")
    check(result.returncode == 2, f"{name}: status {result.returncode}\n{message}")
    check("error: " in message and "expected" in message, f"{name}: grammar of the message\n{message}")
    for word in words:
        check(word in message, f"{name}: '{word}' in\n{message}")
    check(not out.exists(), f"{name}: nothing is written")
    return message


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    for name, old, new, *words in CASES:
        check(old in GOOD, f"{name}: the case does not fit the scenario")
        message = run(folder, name, GOOD.replace(old, new, 1), *words)
        if name not in ("worlds largest",):
            check(re.search(re.escape(name.replace(" ", "-")) + r"\.toml:\d+:\d+: error: ", message), f"{name}: says where\n{message}")
    for name, old, new, mend in MENDS:
        check(old in GOOD, f"{name}: the case does not fit the scenario")
        message = run(folder, name, GOOD.replace(old, new, 1), mend)
        check(message.count("error: ") == 1, f"{name}: one mistake, one message\n{message}")
    doubted = folder / "doubted.toml"
    for name, old, new, *words in [*DOUBTS, ("twins", GOOD, TWINS, "alternative.nothing has no arrangement", "alternative.again is the same as alternative.alliance")]:
        check(old in GOOD, f"{name}: the case does not fit the scenario")
        doubted.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
        result = subprocess.run([PROGRAM, "check", str(doubted)], capture_output=True, text=True)
        check(result.returncode == 0, f"{name}: status {result.returncode}: {result.stderr}")
        check(re.search(r"doubted\.toml:\d+:\d+: warning: ", result.stderr), f"{name}: says where\n{result.stderr}")
        for word in words:
            check(word in result.stderr, f"{name}: '{word}' in\n{result.stderr}")
    doubted.write_text(GOOD, encoding="utf-8")
    check(subprocess.run([PROGRAM, "check", str(doubted)], capture_output=True, text=True).stderr == "", "a sound scenario raises no doubt")
    for name, text, word in WHOLE:
        message = run(folder, name, text, word)
    check(message.count("error: ") == 2, "all problems at once")
    check("^" in message, "a caret under the line")
    for name, text, lines in PLACES:
        path = folder / "places.toml"
        path.write_text(text, encoding="utf-8")
        said = subprocess.run([PROGRAM, "check", str(path)], capture_output=True, text=True).stderr
        found = [text.split("\n")[int(n) - 1] for n in re.findall(r"places\.toml:(\d+):\d+: ", said)]
        check(len(found) == len(lines) and all(f.startswith(l) for f, l in zip(found, lines)), f"{name}: {said}")
    run(folder, "too large", b"# " + b"x" * (17 << 20), "16 MiB")
    run(folder, "not utf8", GOOD.replace("Ford", "F\xf6rd").encode("latin-1"), "not UTF-8")
    run(folder, "binary", bytes(range(256)) * 10)
    for worlds in ("-1", "1e6", "9223372036854775808", "0", "x", ""):
        if worlds:
            run(folder, "worlds option", GOOD, "--worlds", options=(f"--worlds={worlds}",))
    run(folder, "set unknown", GOOD, "--set", options=("--set", "alternative.allianz.term=2030.0"))
    run(folder, "set no value", GOOD, "KEY=VALUE", options=("--set", "alternative"))
    run(folder, "format", GOOD, "--format", options=("--format", "pdf"))
    # One bad scenario of a batch: nothing of the others is written either.
    good = folder / "good.toml"
    good.write_text(GOOD, encoding="utf-8")
    result = subprocess.run([PROGRAM, "run", str(good), str(folder / "unknown-key.toml"), "-o", str(folder / "out")], capture_output=True)
    check(result.returncode == 2 and not (folder / "out").exists(), "a batch with a fault writes nothing")
    check(b"nothing was run; --keep-going runs 1 scenario without fault" in result.stderr, "a batch with a fault says that nothing ran")
    kept = folder / "kept"
    result = subprocess.run([PROGRAM, "run", str(good), str(folder / "unknown-key.toml"), "--keep-going", "--worlds", "100", "-o", str(kept)], capture_output=True)
    check(result.returncode == 2 and [f.name for f in kept.iterdir() if f.is_dir()] == ["good"], "--keep-going runs the others")
    # What is no command and no option is told in the same words.
    result = subprocess.run([PROGRAM], capture_output=True, text=True)
    check(result.returncode == 0 and "Usage: entente" in result.stdout, "alone it prints help")
    for words, *said in USAGE:
        result = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
        check(result.returncode == 2 and result.stderr.count("error: ") == 1, f"{words}: {result.stderr}")
        for word in said:
            check(word in result.stderr, f"{words}: '{word}' in {result.stderr}")
    result = subprocess.run([PROGRAM, "run", str(folder / "missing.toml")], capture_output=True, text=True)
    check(result.returncode == 2 and "cannot be opened" in result.stderr, "a missing file")
    # A BOM and CRLF are fine.
    windows = folder / "windows.toml"
    windows.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode("utf-8"))
    check(subprocess.run([PROGRAM, "check", str(windows)], capture_output=True).returncode == 0, "BOM and CRLF")
    # An output folder that cannot be written is found before simulating.
    blocker = folder / "blocker"
    blocker.write_text("a file, not a folder")
    result = subprocess.run([PROGRAM, "run", str(good), "-o", str(blocker / "out"), "--worlds", "900000000"], capture_output=True, text=True, timeout=60)
    check(result.returncode == 2 and "output folder" in result.stderr, result.stderr)
print("bad_input: good")
