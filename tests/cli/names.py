#!/usr/bin/env python3
"""Names, keys and texts: what is refused, what reaches which key, and what a terminal or a page is shown. Usage: names.py PROGRAM"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

import openpyxl

PROGRAM = sys.argv[1]
TINY = """[scenario]
start = 2025.0
horizon = 4
steps_per_year = 1
pilot = 64
[firm.a]
discount = 0.08
[firm.b]
discount = 0.1
[market.m]
size = 100
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.3 }
duration = 2
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.1
margin = 2
[alternative.pool]
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "fixed", weights = { a = 0.6, b = 0.4 } }
[[alternative.pool.exit]]
trigger = "hazard"
rate = 0.1
leaver = "any"
[alternative.pool.unwind]
retention = { a = 0.5, b = 0.8 }
[alternative.variant]
like = "pool"
[alternative.variant.unwind]
fee = 3
"""
NO_ESCAPE = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf")


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def call(*arguments, **more):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=120, **more)
    for stream in (done.stdout, done.stderr):
        check(not NO_ESCAPE.search(stream), f"{arguments}: a raw control or invisible character in {stream!r}")
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def refused(folder, name, text, *words, options=()):
    path = folder / "case.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    status, _, message = call("run", str(path), "-o", str(folder / "refused"), *options)
    check(status == 2, f"{name}: status {status}\n{message}")
    for word in words:
        check(word in message, f"{name}: '{word}' in\n{message}")
    check(not (folder / "refused").exists(), f"{name}: nothing is written")
    return message


def summary(folder, text, *options):
    """summary.csv of a run of the text."""
    path, out = folder / "one.toml", folder / "one"
    path.write_text(text, encoding="utf-8")
    status, _, message = call("run", str(path), "-o", str(out), "--worlds", "600", "--quiet", "--format", "csv", *options)
    check(status == 0, message)
    return (out / "one" / "summary.csv").read_bytes()


def characters(folder):
    for code in (0x01, 0x08, 0x1B, 0x7F, 0x9B, 0xAD, 0x61C, 0x200B, 0x200E, 0x202E, 0x2028, 0x2060, 0x2066, 0xFEFF, 0xFFFE, 0xFDD0, 0x1FFFF, 0xE0041):
        escape = f"\\U{code:08X}"
        for key in ('name = "tiny', 'currency = "US'):
            message = refused(folder, f"U+{code:04X}", TINY.replace("pilot = 64", f'pilot = 64\n{key}{escape}"'), f"U+{code:04X}", "case.toml:6:")
        message = refused(folder, f"U+{code:04X} in a name", TINY.replace('leaver = "any"', f'leaver = "any"\nname = "x{escape}y"'), f"U+{code:04X}")
    refused(folder, "a backspace that was a backslash", TINY.replace('leaver = "any"', 'leaver = "any"\nname = "plan\\break-up"'), "U+0008", "\\\\")
    refused(folder, "raw bytes", TINY.replace("# ", "").encode() + "# a \u202e comment\n".encode("utf-8"), "U+202E", "case.toml:")
    refused(folder, "an escape sequence in an unknown key", TINY.replace("pilot = 64", 'pilot = 64\n"\\u001b[31mred" = 1'), "U+001B")
    refused(folder, "a quoted line", TINY.encode() + b"x = \x1b[31m\n", "U+001B")
    refused(folder, "a very long name", TINY.replace('leaver = "any"', f'leaver = "any"\nname = "{"x" * 40000}"'), "40000 characters")
    for option in ("--set=scenario.name=a\x1b[31m", "--set=scenario.name=a\nb", "--metric=\u202e", "--over=program.p.likeness=0\n,1"):
        status, _, message = call("run", "scenario.toml", option)
        check(status == 2 and "U+" in message, f"{option!r}: {message}")


def keys(folder):
    """Every key that explain lists can be set; a key that is set is as if the file said so."""
    path = folder / "keys.toml"
    path.write_text(TINY, encoding="utf-8")
    _, told, _ = call("explain", str(path))
    listed = re.findall(r"^  ([a-z]+\.\S*) = (.*)$", told.split("Every key")[1], re.M)
    check(len(listed) > 60 and any(k == "alternative.variant.exit.hazard.rate" for k, _ in listed), f"{len(listed)} keys")
    for key, value in listed:
        if "(" in value:
            value = "100"
        status, _, message = call("check", str(path), "--set", f"{key}={value}")
        check(status == 0, f"--set {key}={value}: {message}")
    for setting, written in [
        ("alternative.variant.exit.hazard.rate=0.2", TINY.replace('[alternative.variant]\n', '[[alternative.variant.exit]]\ntrigger = "hazard"\nrate = 0.2\nleaver = "any"\n[alternative.variant]\n')),
        ("alternative.variant.unwind.retention.b=0.1", TINY + "retention = { b = 0.1 }\n"),
        ("alternative.pool.unwind.fee=7", TINY.replace("retention = {", "fee = 7\nretention = {")),
        ("alternative.pool.formation.delay=1", TINY + "[alternative.pool.formation]\ndelay = 1\n"),
        ("run.seed=5", TINY + "[run]\nseed = 5\n"),
        ("program.p.firm.b.spent=0.3", TINY + "[program.p.firm.b]\nspent = 0.3\n"),
        ("firm.a.budget=5", TINY.replace("discount = 0.08", "discount = 0.08\nbudget = 5")),
        ("alternative.pool.arrangement.p.share.weights.a=0.7", TINY.replace("a = 0.6, b = 0.4", "a = 0.7, b = 0.3")),
        ("program.p.benefit.a.m.margin=3", TINY.replace("margin = 2", "margin = 3")),
    ]:
        check(summary(folder, TINY, "--set", setting) == summary(folder, written), f"--set {setting} is as if it were written")
        check(summary(folder, TINY, "--set", setting) != summary(folder, TINY), f"--set {setting} changes something")
    for wrong, word in [("alternative.allianz.term=2026", "there is no 'allianz'"), ("scenaro.start=2", "did you mean 'scenario'?"), ("program.p.stage.t.cost=1", "no element"),
                        ("program.p.stage.s.cots=1", "did you mean 'cost'?"), ("alternative.pool.unwind.fee.mean=1", "plain value"), ("x", "KEY=VALUE"), ("=1", "KEY=VALUE"),
                        ("alternative.pool.arrangement.p.members.1=a", "as a whole")]:
        refused(folder, wrong, TINY, "--set", word, options=("--set", wrong))
    strange = TINY.replace('name = "s"', 'name = "a = b.c"')
    check(summary(folder, strange, "--set", 'program.p.stage."a = b.c".cost=5') == summary(folder, strange.replace('cost = { dist = "lognormal", mean = 100, cv = 0.3 }', "cost = 5")), "a name in quotes")
    status, _, message = call("sweep", str(path), "--over", "alternative.variant.exit.hazard.rate=0:0.4:3", "--worlds", "300", "-o", str(folder / "swept"), "--quiet")
    check(status == 0, message)
    rows = list(csv.DictReader(open(folder / "swept" / "keys" / "sweep_comparison.csv", encoding="utf-8")))
    gains = {r["alternative"]: {q["mean"] for q in rows if (q["alternative"], q["firm"], q["metric"]) == (r["alternative"], "a", "gain")} for r in rows}
    check(len(gains["variant"]) == 3 and len(gains["pool"]) == 1, f"only the variant is swept: {gains}")
    for steps, word in [("0:1:1000000000", "too many"), ("0:1:1", "2 steps or more"), ("0:1:20000", "at most 10000")]:
        status, _, message = call("sweep", str(path), "--over", f"program.p.likeness={steps}", "-o", str(folder / "refused"))
        check(status == 2 and word in message, message)


def one_name_one_quantity(folder):
    rework = 'on_failure = "rework"\nsuccess = 0.5\nrework = { cost = { dist = "uniform", min = 0.1, max = 0.9 } }\n'
    second = '[[program.p.stage]]\nname = "s.rework"\ncost = { dist = "uniform", min = 1, max = 2 }\nduration = 1\n'
    benefit = TINY.index("[[program.p.benefit]]")
    text = TINY[:benefit].replace("duration = 2", "duration = 2\n" + rework) + second + TINY[benefit:]
    message = refused(folder, "s.rework", text, "program.p.stage.s.rework.cost", "two quantities", "'s.rework'")
    check(re.search(r"line \d+", message), f"both places: {message}")
    # A firm called as a key of an exit is: the luck of its leaving and the exit's own number would be one draw.
    text = TINY.replace("[firm.b]", "[firm.rate]").replace('"b"', '"rate"').replace("b = 0.4", "rate = 0.4").replace("b = 0.8", "rate = 0.8")
    refused(folder, "a firm called rate", text.replace("rate = 0.1\n", 'rate = { dist = "uniform", min = 0.05, max = 0.2 }\n'), "exit.hazard.rate", "drawn for two")
    refused(folder, "a firm called all", TINY.replace("[firm.b]", "[firm.all]").replace('"b"', '"all"').replace("b =", "all ="), "another name")
    refused(folder, "a second benefit", TINY.replace("[alternative.pool]", '[market.m.adoption.x]\nceiling = 1\nmidpoint = 2026\nrate = 1\n[[program.p.benefit]]\nfirm = "a"\nmarket = "m"\nadoption = "x"\nshare = 0.1\nmargin = 2\n[alternative.pool]', 1), "stands twice")
    star = TINY.replace('name = "s"', 'name = "s*"') + '[[correlation]]\nbetween = ["program.p.stage.s*.cost", "program.p.stage.t.cost"]\nrho = 0.5\n'
    more = '[[program.p.stage]]\nname = "{}"\ncost = {{ dist = "uniform", min = 1, max = 2 }}\nduration = 1\n[alternative.pool]'
    refused(folder, "a star in a name", star.replace("[alternative.pool]", more.format("s2"), 1).replace("[alternative.pool]", more.format("t"), 1), "matches others as a pattern")
    # Stages whose names look like executors are factors of their own.
    north = TINY.replace('name = "s"', 'name = "build @ north"').replace("[alternative.pool]", more.format("build @ south"), 1).replace("[[program.p.benefit]]", "[[program.p.benefit]]", 1)
    path = folder / "factors.toml"
    path.write_text(north, encoding="utf-8")
    status, _, message = call("sensitivity", str(path), "--metric", "cost_npv.a", "--worlds", "512", "-o", str(folder / "factors"), "--quiet")
    check(status == 0, message)
    factors = [r["factor"] for r in csv.DictReader(open(folder / "factors" / "factors" / "sensitivity_factors.csv", encoding="utf-8"))]
    check({"program.p.stage.build @ north.cost", "program.p.stage.build @ south.cost"} <= set(factors), f"two factors: {factors}")


def folders(folder):
    base = folder / "names"
    (base / "out").mkdir(parents=True)
    (base / "report.html").write_text("precious")
    (base / ".checkpoint").mkdir()
    for name in ("...toml", "..toml", ".toml", ".hidden.toml", "index.html.toml", "batch.csv.toml", "a\u202eb.toml", "a\x1b[31mb.toml"):
        (base / name).write_text(TINY, encoding="utf-8")
        status, _, message = call("run", str(base / name), "-o", str(base / "out"), "--worlds", "300", "--quiet")
        check(status == 2 and "error" in message, f"{name!r}: {status} {message}")
        (base / name).unlink()
    check(sorted(p.name for p in base.iterdir()) == [".checkpoint", "out", "report.html"] and not list((base / "out").iterdir()), "nothing outside of -o, nothing inside")
    check((base / "report.html").read_text() == "precious", "a file beside -o stays")
    (base / "deal.toml").write_text(TINY, encoding="utf-8")
    for command in (["run"], ["sweep", "--over", "run.seed=1,2"], ["sensitivity", "--metric", "cost_npv.a"], ["clauses", "--alternative", "pool"], ["audit"], ["share"]):
        for option in (["-o", ""], ["--output="]):
            status, _, message = call(command[0], str(base / "deal.toml"), *command[1:], *option)
            check(status == 2, f"{command} {option}: {status} {message}")
    batch = folder / "batch"
    batch.mkdir()
    for name in ("javascript:alert(document.domain)", "deal #2", "50% & <b>", "caf\u00e9"):
        (batch / f"{name}.toml").write_text(TINY, encoding="utf-8")
    status, _, message = call("run", str(batch), "-o", str(folder / "page"), "--worlds", "200", "--quiet")
    check(status == 0, message)
    page = (folder / "page" / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]*)"', page)
    check(len(links) == 4 and all(re.fullmatch(r"\./[A-Za-z0-9._~%-]+/report\.html", link) for link in links), f"links: {links}")
    import urllib.parse
    check(all((folder / "page" / urllib.parse.unquote(link)).exists() for link in links), "links lead to the reports")
    check("default-src 'none'" in page, "index.html loads and runs nothing")


def not_utf8(folder):
    place = os.fsencode(folder / "latin")
    os.mkdir(place)
    with open(place + b"/gr\xf6\xdfe.toml", "wb") as file:
        file.write(TINY.encode())
    out = folder / "latin-out"
    status, told, message = call("run", place + b"/gr\xf6\xdfe.toml", "-o", str(out), "--worlds", "300")
    check(status == 0, message)
    for name in os.listdir(os.fsencode(out / "")):
        inside = os.fsencode(out) + b"/" + name
        for file in os.listdir(inside):
            data = open(inside + b"/" + file, "rb").read()
            if file.endswith(b".xlsx"):
                for part in zipfile.ZipFile(os.fsdecode(inside + b"/" + file)).infolist():
                    ElementTree.fromstring(zipfile.ZipFile(os.fsdecode(inside + b"/" + file)).read(part))
            else:
                data.decode("utf-8")
        status, _, message = call("report", inside)
        check(status == 0, f"report of a folder that is not UTF-8: {message}")


def workbook(folder):
    path = folder / "book.toml"
    path.write_text(TINY.replace('leaver = "any"', 'leaver = "any"\nname = "1e5"', 1), encoding="utf-8")
    status, _, message = call("run", str(path), "-o", str(folder / "book"), "--worlds", "300", "--quiet")
    check(status == 0, message)
    sheet = openpyxl.load_workbook(folder / "book" / "book" / "workbook.xlsx")["exits"]
    texts = {row[2] for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] == "pool"}
    check(texts == {"1e5"}, f"an exit called 1e5 stays text: {texts}")


def depth(folder):
    refused(folder, "a dotted key", ".".join(["a"] * 50000) + "=1", "key of more than 32 parts", "case.toml:1:1")
    refused(folder, "a header", "[" + ".".join(["a"] * 50000) + "]", "key of more than 32 parts")
    refused(folder, "brackets", "x = " + "[" * 100 + "]" * 100, "nested more than 64 deep")
    refused(folder, "values", "x = [" + "1," * 2_000_000 + "]", "keys and values")
    chain = "".join(f'[alternative.a{i}]\nlike = "{"pool" if i == 0 else f"a{i - 1}"}"\n' for i in range(400))
    refused(folder, "a chain of like", TINY + chain, "chain of more than 100 alternatives")
    many = "".join(f'[alternative.a{i}]\nlike = "pool"\n' for i in range(400_000))
    refused(folder, "alternatives", TINY + many, "400002 alternatives", "at most 1000")
    ring = '[alternative.x]\nlike = "y"\n[alternative.y]\nlike = "x"\n'
    refused(folder, "a ring of like", TINY + ring, "copy each other")
    firms = "".join(f"[firm.f{i}]\ndiscount = 0.1\n" for i in range(20_000))
    refused(folder, "firms", TINY + firms, "20002 firms", "at most 1000")
    programs = "".join(f'[program.q{i}]\nafter = ["{"p" if i == 0 else f"q{i - 1}"}"]\n[[program.q{i}.stage]]\nname = "s"\ncost = 1\nduration = 0.1\n' for i in range(20_000))
    refused(folder, "programs", TINY + programs, "20001 programs", "at most 1000")
    both = "".join(f"[firm.f{i}]\ndiscount = 0.1\n" for i in range(100)) + "".join(f'[program.q{i}]\n[[program.q{i}.stage]]\nname = "s"\ncost = 1\nduration = 0.1\n' for i in range(100))
    refused(folder, "firms by programs", TINY + both, "parts of firms in programs", "at most")
    message = refused(folder, "errors", TINY + "".join(f"[firm.f{i}]\ndiscont = 0.1\n" for i in range(900)), "problems more")
    check(message.count("error:") == 51, "very many problems are told by their number")


def starts(folder):
    for start in ("2025.083", "2025.0833", "2025.083333", "2025.0833333333", "2025.08333333333333", "2025-02-01", '"2025-02-01"'):
        text = TINY.replace("steps_per_year = 1", "steps_per_year = 12").replace("start = 2025.0", f"start = {start}")
        path = folder / "month.toml"
        path.write_text(text, encoding="utf-8")
        status, told, message = call("explain", str(path))
        check(status == 0 and "From 2025.0833333333333 for 4 years" in told, f"start = {start}: {message}")
    text = TINY.replace("steps_per_year = 1", "steps_per_year = 12")
    refused(folder, "within a month", text.replace("start = 2025.0", "start = 2025.05"), "2025.0833333333333 (2025-02-01)")
    refused(folder, "no date", text.replace("start = 2025.0", 'start = "2025-02-30"'), "the text '2025-02-30'")
    path.write_text(text.replace("horizon = 4", "horizon = 3.5833"), encoding="utf-8")
    check(call("check", str(path))[0] == 0, "a horizon of 43 months")
    dated = text.replace("start = 2025.0", "start = 2025.083").replace("[program.p]\n", "[program.p]\nstart = 2025.083\n")
    path.write_text(dated, encoding="utf-8")
    check(call("check", str(path))[0] == 0, "a program that starts with the scenario")
    check(call("check", str(path), "--set", "alternative.pool.term=2027-06-30")[0] == 0, "other dates too")


def words(folder):
    (folder / "big.csv").write_text("cost\n" + "".join(f"{100 + i % 977}.5\n" for i in range(20_000)))
    text = TINY.replace('{ dist = "lognormal", mean = 100, cv = 0.3 }', '{ dist = "empirical", file = "big.csv", column = "cost" }')
    path = folder / "data.toml"
    path.write_text(text, encoding="utf-8")
    told = call("explain", str(path))[1]
    check("empirical of 20,000 values from big.csv (cost)" in told and max(map(len, told.splitlines())) < 250, "data are told by their number")
    path.write_text(TINY, encoding="utf-8")
    told = call("sensitivity", str(path), "--metric", "transfer_npv.a", "--alternative", "solo", "--worlds", "512", "-o", str(folder / "still"))[1]
    check("transfer_npv of a in 'solo' is the same in every world" in told and "nothing moves it" in told and "Shares of its variance" not in told, told)


def standard_input(folder):
    status, told, message = call("run", "-", "-o", str(folder / "in"), "--worlds", "300", "--quiet", input=TINY.encode())
    check(status == 0, message)
    manifest = json.loads((folder / "in" / "stdin" / "manifest.json").read_text(encoding="utf-8"))
    check(manifest["scenario"] == "stdin" and manifest["file"] == "-", "what was read")
    status, _, message = call("check", "-", input=TINY.replace("pilot", "pilto").encode())
    check(status == 2 and "<stdin>:5:1: error: unknown key 'pilto'" in message, message)
    check(call("explain", "-", input=TINY.encode())[0] == 0, "explain -")
    check(call("report", str(folder / "in" / "stdin"))[0] == 2, "a report needs the file")
    game = b'{"players": ["a", "b"], "cost": {"a": 5, "b": 5, "a+b": 7}}'
    status, told, message = call("share", "--game", "-", input=game)
    check(status == 0 and "3.5" in told, f"share --game -: {message}")
    rows = b"x\n" + b"".join(b"%d\n" % (i * i) for i in range(1, 12))
    status, told, message = call("fit", "-", "--column", "x", "--bootstrap", "0", input=rows)
    check(status == 0 and "weibull" in told, f"fit -: {message}")


with tempfile.TemporaryDirectory() as place:
    for part in (characters, keys, one_name_one_quantity, folders, not_utf8, workbook, depth, starts, words, standard_input):
        folder = pathlib.Path(place) / part.__name__
        folder.mkdir()
        part(folder)
print("names: good")
