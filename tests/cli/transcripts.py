#!/usr/bin/env python3
"""Transcripts: what a person types and what comes out. Usage: transcripts.py PROGRAM"""
import base64
import csv
import hashlib
import html
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile

import jsonschema
import openpyxl

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "scenarios" / "two-carmakers.toml"
CHOICES = "scenario,alternative,firm,program,choice,probability,value,se"
HEADERS = {
    "choices.csv": CHOICES,
    "summary.csv": "scenario,alternative,firm,metric,unit,worlds,mean,se,sd,min,p1,p5,p10,p20,p25,p50,p75,p80,p90,p95,p99,max,tail10,tail5,p50_low,p50_high,p80_low,p80_high,p90_low,p90_high,mean_low,mean_high,tail10_low,tail10_high,tail5_low,tail5_high",
    "comparison.csv": "scenario,alternative,baseline,firm,metric,unit,worlds,mean,se,low95,high95,p5,p10,p50,p90,p95,prob_positive,prob_low95,prob_high95,first_order,second_order",
    "annual.csv": "scenario,alternative,firm,flow,year,mean,p10,p50,p80,p90",
    "programs.csv": "scenario,alternative,program,firm,probability_completed,completion_p10,completion_p50,completion_p80,completion_p90,cost_mean,cost_p50,cost_p80,late_by_money_mean,late_by_money_p80,waiting_cost_mean",
    "exits.csv": "scenario,alternative,trigger,leaver,probability,low95,high95,date_mean,date_p10,date_p50,date_p90,leaver_gain,leaver_gain_low95,leaver_gain_high95,leaver_better,others_gain,others_gain_low95,others_gain_high95,others_better",
    "given.csv": "scenario,alternative,firm,metric,condition,worlds,probability,mean,low95,high95,p10,p50,p90",
    "joint.csv": "scenario,alternative,program,firm,cost,date,probability",
    "irr.csv": "scenario,alternative,baseline,firm,metric,unit,worlds,irr,se,low95,high95,sign_changes,rates,remark",
    "assumptions.csv": "scenario,group,of,quantity,key,meaning,unit,value,p10,p50,p90,source,date,mark,like",
    "worlds.csv": "world,alternative,firm,cost_npv,transfer_npv,benefit_npv,npv,peak,over_budget,exit_date,saving,gain,formed,exit,leaver",
    "access.csv": "world,alternative,program,firm,access_date,cost",
    "draws.csv": None,  # as the scenario's quantities are called
}


def call(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, **more)


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def files_of_a_run(folder):
    result = call("run", EXAMPLE, "-o", folder, "--worlds", "2000", "--samples")
    check(result.returncode == 0, result.stderr)
    check(result.stderr == "", "no progress bar where there is no terminal")
    for word in ("Ford", "Volkswagen", "alliance", "exit", "where the alliance lasts", "against staying", "chance that it pays", "results in"):
        check(word in result.stdout, f"'{word}' in the table")
    rows = [line for line in result.stdout.splitlines() if re.match(r"  (alliance|exit) +-?[\d,.]+ +[+-]", line)]
    check(len(rows) == 6 and all(len(line) <= 100 for line in rows), f"a table of at most 100 columns: {rows}")
    for line in rows:
        before, after = re.split(r"\[.*?\]", line)
        figures = [float(x.replace(",", "")) for x in [before.split()[-1], *after.split()[:3]]]
        check(abs(figures[0] - sum(figures[1:])) <= 2, f"the gain is what it is made of: {line}")
    where = folder / "two-carmakers"
    check(sorted(p.name for p in where.iterdir()) == sorted([*HEADERS, "manifest.json", "report.html", "workbook.xlsx"]), "exactly the promised files")
    for name, header in HEADERS.items():
        raw = (where / name).read_bytes()
        columns = raw.decode("utf-8").split("\r\n")[0]
        check(columns == header or (header is None and columns.startswith("world,") and "program.ev.stage.platform.cost@ford" in columns), f"columns of {name}")
        check(raw.endswith(b"\r\n"), f"{name} ends with a line end")
        rows = list(csv.reader(raw.decode("utf-8").splitlines()))
        check(len({len(row) for row in rows}) == 1, f"every row of {name} has the same number of cells")
        check(len(rows) > 1 or name == "choices.csv", f"{name} has rows")  # here nobody chooses
    manifest = json.loads((where / "manifest.json").read_text())
    check(manifest["worlds"] == 2000 and manifest["partial"] is False and len(manifest["sha256"]) == 64, "manifest")
    rows = list(csv.DictReader(open(where / "summary.csv", encoding="utf-8")))
    check({r["metric"] for r in rows} == {"cost_npv", "cost", "transfer_npv", "benefit_npv", "npv", "peak", "over_budget", "worst_overrun", "formed"}, "metrics")
    check({r["unit"] for r in rows} == {"USD m", "share"}, "units")
    comparison = list(csv.DictReader(open(where / "comparison.csv", encoding="utf-8")))
    check({r["alternative"] for r in comparison} == {"alliance", "exit"}, "no rows for the baseline itself")
    # The sample and the summary tell the same mean.
    worlds = [float(r["npv"]) for r in csv.DictReader(open(where / "worlds.csv")) if r["alternative"] == "exit" and r["firm"] == "ford"]
    mean = next(float(r["mean"]) for r in rows if (r["alternative"], r["firm"], r["metric"]) == ("exit", "ford", "npv"))
    check(abs(sum(worlds) / len(worlds) - mean) < 1e-6, "worlds.csv and summary.csv agree")
    choices_of_a_run(folder / "best")
    money_of_a_run(folder / "money")


def money_of_a_run(folder):
    """Where funding is limited: its table, a sentence for whom it delays, the picture in the report, the sheets of the workbook."""
    result = call("run", EXAMPLE, "-o", folder, "--worlds", "300", "--set", "firm.ford.funding=400", "--set", "firm.vw.funding=900")
    check(result.returncode == 0, result.stderr)
    where = folder / "two-carmakers"
    with open(where / "funding.csv", encoding="utf-8", newline="") as file:
        text = file.read()
    check(text.split("\r\n")[0] == "scenario,alternative,firm,program,metric,late_by_money_p50,late_by_money_p80,worlds,cost_of_limits,se,low95,high95,against,"
          "bought,bought_low95,bought_high95", "columns of funding.csv")
    rows = {(r["alternative"], r["firm"], r["program"]): r for r in csv.DictReader(text.splitlines())}
    alone, pooled = rows["solo", "ford", "ev"], rows["alliance", "ford", "ev"]
    check(float(alone["late_by_money_p50"]) > 1 and pooled["against"] == "solo" and int(alone["worlds"]) == 300, f"alone it waits: {alone}")
    apart = float(alone["cost_of_limits"]) - float(pooled["cost_of_limits"])
    check(abs(float(pooled["bought"]) - apart) <= 1e-9 * abs(apart), f"what is bought is the difference: {pooled}")
    sentence = f"Ford, Electric platform: alone money delays it by {float(alone['late_by_money_p50']):.1f} years in the median; in "
    page = html.unescape((where / "report.html").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(where / "workbook.xlsx")
    cover = " ".join(str(row[0].value) for row in book["cover"].iter_rows())
    for name, told in (("screen", result.stdout), ("report", page), ("cover", cover)):
        check(sentence in told and ("that time is worth" in told or "more" in told), f"the {name} tells what money delays: {sentence}")
    check(page.count('data-chart="funding"') == 2 and page.count('data-chart="years"') == 1, "a picture of wants and funding for each firm, in the place of the budget's")
    series = {str(c.value) for row in book["chart figures"].iter_rows() for c in row}
    check("funding" in book.sheetnames and "can spend" in series and any(s.startswith("wants: ") for s in series),
          "the workbook has the table, and what is wanted by year")


def choices_of_a_run(folder):
    best = ("--set", "scenario.alone=best", "--set", "scenario.pilot=512")
    result = call("run", EXAMPLE, "-o", folder, "--worlds", "200", *best)
    check(result.returncode == 0, result.stderr)
    with open(folder / "two-carmakers" / "choices.csv", encoding="utf-8", newline="") as file:
        text = file.read()
    check(text.split("\r\n")[0] == CHOICES, "columns of choices.csv")
    rows = list(csv.DictReader(text.splitlines()))
    check({r["choice"] for r in rows} <= {"alone", "forgo", "deal", "after_exit"}, "choices")
    pairs = [(r["alternative"], r["firm"], r["program"]) for r in rows if r["choice"] != "after_exit"]
    check(len(pairs) == len(set(pairs)) == 3 * 2 * 2, "each firm's choice about each program that it needs, in every alternative")
    check({r["choice"] for r in rows if r["alternative"] == "alliance"} == {"deal"}, "what is arranged is the deal's business")
    check(all((float(r["value"]) > 0) == (r["choice"] == "alone") for r in rows if r["choice"] in ("alone", "forgo") and r["value"]), "what pays is carried out")
    page = (folder / "two-carmakers" / "report.html").read_text(encoding="utf-8")
    for row in (r for r in rows if r["choice"] == "forgo"):
        firm, program = {"ford": "Ford", "vw": "Volkswagen"}[row["firm"]], {"ev": "Electric platform", "av": "Self-driving system"}[row["program"]]
        words = f"{firm} forgoes '{program}': carrying it out is worth "
        check(words in result.stdout, "the screen tells who forgoes what")
        check(words in html.unescape(page), "the report tells who forgoes what")
    told = call("explain", EXAMPLE, *best).stdout
    for words in ("firms carry out what is best for them", "Alternative solo: what firms do about each program", "goes on alone with Self-driving system after an exit"):
        check(words in told, f"explain tells '{words}'")


def batch_and_options(folder):
    again = folder / "again"
    result = call("run", ROOT / "scenarios", "-o", again, "--worlds", "300", "--quiet")
    check(result.returncode == 0 and result.stdout == "", result.stderr)
    stems = sorted(p.stem for p in (ROOT / "scenarios").glob("*.toml"))
    check(sorted(p.name for p in again.iterdir()) == sorted([*stems, "batch.csv", "index.html", "batch_manifest.json"]), "one folder a scenario, and what holds them together")
    batch = list(csv.DictReader(open(again / "batch.csv", encoding="utf-8")))
    check({r["scenario"] for r in batch} == set(stems), "a row a scenario, alternative and firm")
    check(all(f'href="./{stem}/report.html"' in (again / "index.html").read_text() for stem in stems), "the page leads to every report")
    result = call("run", EXAMPLE, "-o", again / "eu", "--worlds", "300", "--quiet", "--csv-dialect", "eu", "--csv-bom", "--format", "csv")
    raw = (again / "eu" / "two-carmakers" / "summary.csv").read_bytes()
    check(raw.startswith(b"\xef\xbb\xbfscenario;alternative;firm") and b"." not in raw.replace(b"tail10", b""), "semicolons and decimal commas")
    check(call("run", EXAMPLE, "-o", again / "wrong", "--csv-dialect", "us").returncode == 2, "--csv-dialect us")
    result = call("run", EXAMPLE, "-o", again, "--worlds", "1_000", "--json", "--set", "alternative.alliance.arrangement.av.overhead=0.5")
    summary = json.loads(result.stdout)
    check(summary["worlds"] == 1000, "--json")
    plain = json.loads(call("run", EXAMPLE, "-o", again, "--worlds", "1000", "--json").stdout)
    check(summary["summary"] != plain["summary"], "--set changes the result")
    check(call("run", EXAMPLE, "-o", again, "--worlds", "1000", "--json", "--threads", "1").stdout == call("run", EXAMPLE, "-o", again, "--worlds", "1000", "--json", "--threads", "3").stdout, "threads")
    check(call("--version").stdout.startswith("entente "), "--version")
    check("run" in call("--help").stdout and "--worlds" in call("run", "--help").stdout, "--help")
    check("two-carmakers" in call("examples").stdout, "examples")
    check(call("examples", "two-carmakers").stdout == EXAMPLE.read_text(encoding="utf-8"), "an example is the file, byte for byte")
    check("sound" in call("check", EXAMPLE).stdout, "check")
    explained = call("explain", EXAMPLE).stdout
    for word in ("Volkswagen develops it alone", "Ford (ford)", "alternative.exit.unwind.licences_survive = true", "program.ev.stage.platform.cost = lognormal(mean=4500, cv=0.35)"):
        check(word in explained, f"explain says '{word}'")


def schema():
    validator = jsonschema.Draft202012Validator(json.loads(call("schema").stdout))
    jsonschema.Draft202012Validator.check_schema(validator.schema)
    for scenario in (ROOT / "scenarios").glob("*.toml"):
        # JSON knows no dates: editors hold those of TOML for texts.
        read = json.loads(json.dumps(tomllib.loads(scenario.read_text(encoding="utf-8")), default=lambda date: date.isoformat()))
        faults = list(validator.iter_errors(read))
        check(not faults, f"{scenario.name} against the schema: {faults[:1]}")
    for old, new in (("likeness", "likness"), ('trigger = "recovery"', 'trigger = "recovry"'), ("success = 0.97", "success = 1.97"), ("horizon = 20", "")):
        wrong = tomllib.loads(EXAMPLE.read_text(encoding="utf-8").replace(old, new, 1))
        check(list(validator.iter_errors(wrong)), f"'{new}' is against the schema")


def report_and_workbook(folder):
    hostile = folder / "hostile.toml"
    hostile.write_text(EXAMPLE.read_text(encoding="utf-8").replace('name = "', 'name = "<script>alert(1)</script>', 1), encoding="utf-8")
    for name in ("one", "two"):
        result = call("run", hostile, "-o", folder / name, "--worlds", "2000", "--quiet")
        check(result.returncode == 0, result.stderr)
    one, two = (folder / name / "hostile" for name in ("one", "two"))
    for file in ("report.html", "workbook.xlsx", "summary.csv"):
        check((one / file).read_bytes() == (two / file).read_bytes(), f"{file} is the same bytes from run to run")
    page = (one / "report.html").read_text(encoding="utf-8")
    check("<script>alert" not in page and "&lt;script&gt;" in page, "a hostile name cannot run script")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    allowed = re.search(r"script-src 'sha256-([^']+)'", page).group(1)
    check([base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() for script in scripts] == [allowed], "the page may run its own script and no other")
    bare = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    check("default-src 'none'" in page and not re.search(r"src=|href=(?!\"#)", bare), "nothing is fetched")
    for word in ("gains most by", "of 100 worlds", "Ends, and dates", "ends early", "What is taken for given", "Method in ten lines", "What the words mean", "SHA-256", "prefers-color-scheme"):
        check(word in bare, f"'{word}' in the report")
    figures = re.findall(r"<figure .*?</figure>", page, re.DOTALL)
    check(len(figures) > 10 and all(re.search(r"<figcaption>.+?</figcaption>", f) and "<tbody><tr>" in f for f in figures), "each chart says what it shows, and has its figures")
    drawings = json.loads(re.search(r'<script type="application/json" id="drawings">(.*?)</script>', page, re.DOTALL).group(1))
    check({re.search(r'data-chart="(.*?)"', f).group(1) for f in figures} == set(drawings) - {"config"}, "the drawings that are used, and no other")
    book = openpyxl.load_workbook(one / "workbook.xlsx", data_only=False)
    names = [Path.stem for Path in sorted(one.glob("*.csv"))]
    check(set(names) <= set(book.sheetnames) and "cover" in book.sheetnames and "charts" in book.sheetnames, f"a sheet a CSV: {book.sheetnames}")
    for name in names:
        rows = list(csv.reader(open(one / f"{name}.csv", encoding="utf-8")))
        sheet = book[name]
        check(sheet.max_row == len(rows) and sheet.freeze_panes == "A2" and (sheet.auto_filter.ref or len(rows) == 1), f"rows, frozen header and filter of {name}")
        check(sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0 and sheet.print_title_rows, f"how {name} is printed")
        check(all(str(cell.value).split(" (")[0] == column for cell, column in zip(sheet[1], rows[0])), f"headers of {name}: {[cell.value for cell in sheet[1]]}")
        for cells, row in zip(sheet.iter_rows(min_row=2, values_only=True), rows[1:]):
            for cell, text in zip(cells, row):
                same = cell is None if text == "" else (cell == text or (isinstance(cell, (int, float)) and abs(cell - float(text)) <= 1e-14 * abs(cell)))
                check(same and not str(cell).startswith("="), f"{name}: {cell!r} is {text!r}")
    shown = {name: [(cell.value, cell.number_format) for cell in book[name][2]] for name in ("comparison", "exits", "annual")}
    check(shown["comparison"][7][1] == "#,##0" and shown["comparison"][16][1] == "0.0%", f"money and shares: {shown['comparison']}")
    check(shown["exits"][4][1] == "0.0%" and {row[7].number_format for row in book["exits"].iter_rows(min_row=2) if row[7].value} == {"0.0"} and shown["annual"][4] == (2019, "0"), f"chances, dates, years: {shown}")
    check(book["joint"].print_area and not book["summary"].print_area, "joint is not printed")
    check(book["cover"]["A1"].value.startswith("<script>") and book["cover"]["C4"].value == "gain (USD m)", "the verdict on the cover")
    check({"sensitivity", "assumptions", "given"} <= set(book.sheetnames), f"sheets: {book.sheetnames}")
    check(4 < len(book["charts"]._charts) <= 10, f"{len(book['charts']._charts)} native charts")
    with zipfile.ZipFile(one / "workbook.xlsx") as archive:
        drawn = [archive.read(name).decode("utf-8") for name in archive.namelist() if name.startswith("xl/charts/chart")]
    chances = [chart for chart in drawn if 'formatCode="0%"' in chart]
    check(len(chances) >= 3 and all('<c:max val="1"/><c:min val="0"/>' in chart for chart in chances), "axes of chances end at 100%")
    check(call("run", hostile, "-o", folder / "html", "--worlds", "500", "--format", "html", "--quiet").returncode == 0, "--format html")
    check(sorted(p.name for p in (folder / "html" / "hostile").iterdir()) == ["manifest.json", "report.html"], "only what was asked for")


def workbooks(folder):
    """Every workbook that a study has written opens, with a cover, its tables as heat maps and its files as sheets."""
    found = {path.name: openpyxl.load_workbook(path) for path in sorted(folder.rglob("*.xlsx"))}
    check({"sweep.xlsx", "clauses.xlsx", "levels.xlsx", "terms.xlsx"} <= set(found), f"workbooks: {sorted(found)}")
    for name, book in found.items():
        stem = name.removesuffix(".xlsx")
        check(book.sheetnames[0] == "cover" and (stem in book.sheetnames or name == "workbook.xlsx"), f"sheets of {name}: {book.sheetnames}")
    check(found["clauses.xlsx"]["table 1"].conditional_formatting, "what terms are worth as a heat map")


def sampling(folder):
    for method in ("mc", "lhs", "sobol"):
        result = call("run", EXAMPLE, "-o", folder / method, "--worlds", "4096", "--sampling", method, "--format", "csv")
        check(result.returncode == 0, result.stderr)
        manifest = json.loads((folder / method / "two-carmakers" / "manifest.json").read_text())
        check(manifest["sampling"] == method, "the manifest says how worlds were laid out")
    result = call("run", EXAMPLE, "-o", folder / "precise", "--worlds", "100000", "--precision", "gain.ford=60", "--format", "csv")
    check("reached after" in result.stdout, f"what was reached is said: {result.stdout}")
    for wrong in ("0", "x", "=1", "gain=-1", "gian=5", "gain.fort=5", "all_gain.ford=5", ""):
        check(call("run", EXAMPLE, "-o", folder / "wrong", "--precision", wrong).returncode == 2, f"--precision {wrong}")
    misspelt = call("run", EXAMPLE, "-o", folder / "wrong", "--precision", "gian.ford=5").stderr
    check("no metric 'gian'" in misspelt and "'gain'" in misspelt, f"a metric that does not exist is named: {misspelt}")
    misspelt = call("run", EXAMPLE, "-o", folder / "wrong", "--precision", "gain.fort=5").stderr
    check("no firm 'fort'" in misspelt and "'ford'" in misspelt, f"a firm that does not exist is named: {misspelt}")
    check(call("run", EXAMPLE, "-o", folder / "wrong", "--sampling", "halton").returncode == 2, "--sampling halton")
    for option in ("--given", "--format", "--charts", "-o"):
        empty = call("run", EXAMPLE, "-o", folder / "wrong", option, "") if option != "-o" else call("run", EXAMPLE, option, "")
        check(empty.returncode == 2 and "nothing behind it" in empty.stderr, f"{option} '': {empty.stderr}")
    check(not (folder / "wrong").exists(), "nothing was run")
    told = call("run", EXAMPLE, "-o", folder / "told", "--world", "7").stdout
    for word in ("World 7 of seed", "program.ev.stage.platform.cost@ford", "Alternative exit", "access", "npv"):
        check(word in told, f"'{word}' in a replayed world")
    check(not (folder / "told").exists(), "a replay writes nothing")
    # The replayed world is the run's.
    call("run", EXAMPLE, "-o", folder / "samples", "--worlds", "10", "--samples", "--format", "csv")
    row = next(r for r in csv.DictReader(open(folder / "samples" / "two-carmakers" / "worlds.csv")) if (r["world"], r["alternative"], r["firm"]) == ("7", "solo", "ford"))
    check(f"npv {float(row['npv']):.6g} " in told, f"world 7: {row['npv']}")


def studies(folder):
    """sweep, clauses and fair: each agrees with the runs that it stands for."""
    key = "alternative.alliance.formation.probability"
    result = call("sweep", EXAMPLE, "--over", f"{key}=0.5,1", "--over", "program.ev.likeness=0:1:2", "-o", folder / "sweep", "--worlds", "1000")
    check(result.returncode == 0 and "4 points in" in result.stdout, result.stderr)
    where = folder / "sweep" / "two-carmakers"
    rows = list(csv.DictReader(open(where / "sweep_comparison.csv", encoding="utf-8")))
    check({r["point"] for r in rows} == {"1", "2", "3", "4"} and {r[key] for r in rows} == {"0.5", "1"}, "points and keys")
    call("run", EXAMPLE, "-o", folder / "point", "--worlds", "1000", "--set", f"{key}=1", "--set", "program.ev.likeness=0", "--format", "csv")
    single = list(csv.DictReader(open(folder / "point" / "two-carmakers" / "comparison.csv", encoding="utf-8")))
    check([r["mean"] for r in rows if r["point"] == "3"] == [r["mean"] for r in single], "a point is the run with its settings, number by number")
    check((where / "sweep.csv").read_text().startswith(f"point,{key},program.ev.likeness,scenario,alternative,firm,metric"), "sweep.csv")
    result = call("sweep", EXAMPLE, "--over", f"{key}=0:1:9", "--lhs", "8", "-o", folder / "lhs", "--worlds", "200", "--quiet")
    check(result.returncode == 0, result.stderr)
    drawn = {r[key] for r in csv.DictReader(open(folder / "lhs" / "two-carmakers" / "sweep.csv", encoding="utf-8"))}
    check(sorted(int(float(v) * 8) for v in drawn) == list(range(8)), "one point in each stratum")
    for wrong in (["--over", "x"], ["--over", "program.none=1,2"], ["--over", f"{key}=0:1"], ["--over", f"{key}=0.5,1", "--lhs", "4"]):
        check(call("sweep", EXAMPLE, *wrong, "-o", folder / "wrong", "--worlds", "100").returncode == 2, f"sweep {wrong}")
    result = call("clauses", EXAMPLE, "--alternative", "exit", "-o", folder / "clauses", "--worlds", "2000")
    check(result.returncode == 0 and "unwind.fee" in result.stdout and "exit.go-it-alone" in result.stdout, result.stdout + result.stderr)
    worth = {(r["term"], r["firm"]): float(r["worth"]) for r in csv.DictReader(open(folder / "clauses" / "two-carmakers" / "clauses.csv", encoding="utf-8"))}
    call("run", EXAMPLE, "-o", folder / "fee", "--worlds", "2000", "--set", "alternative.exit.unwind.fee=0", "--format", "csv")
    call("run", EXAMPLE, "-o", folder / "nofee", "--worlds", "2000", "--format", "csv")

    def npv(name):
        rows = csv.DictReader(open(folder / name / "two-carmakers" / "summary.csv", encoding="utf-8"))
        return next(float(r["mean"]) for r in rows if (r["alternative"], r["firm"], r["metric"]) == ("exit", "ford", "npv"))
    check(abs(worth[("unwind.fee", "ford")] - (npv("nofee") - npv("fee"))) < 1e-6, "a clause is worth the run with it less the run without")
    check(call("clauses", EXAMPLE, "--alternative", "none", "-o", folder / "wrong").returncode == 2, "clauses of an unknown deal")
    fair = ["fair", EXAMPLE, "--solve", "alternative.exit.unwind.fee", "--for", "npv.ford = -4000", "--worlds", "2000", "-o", folder / "solved"]
    result = call(*fair, "--between", "0:1000000")
    found = re.search(r"fee = ([-0-9.e+]+) \[", result.stdout)
    check(found is not None, f"fair finds the fee: {result.stdout}{result.stderr}")
    call("run", EXAMPLE, "-o", folder / "fair", "--worlds", "2000", "--set", f"alternative.exit.unwind.fee={found.group(1)}", "--format", "csv")
    check(abs(npv("fair") + 4000) < 1, f"at the fair fee the condition holds: {npv('fair')}")
    result = call("fair", EXAMPLE, "--solve", "alternative.exit.unwind.fee", "--for", "npv.ford = 9999999", "--between", "0:10", "--worlds", "500",
                  "-o", folder / "solved")
    check(result.returncode == 1 and "hardly matters" in result.stdout, f"fair says where a fee cannot do it: {result.stdout}")
    check(call(*fair, "--between", "5:1").returncode == 2, "fair between nothing")


def deciding(folder):
    """Conditions, shares, tables, levels, targets and terms: each says what it found, and agrees with the runs that it stands for."""
    def table(where, name):
        return list(csv.DictReader(open(folder / where / "two-carmakers" / name, encoding="utf-8")))

    def figure(where, name, *keys):
        return next(float(r["mean"]) for r in table(where, name) if (r["alternative"], r["firm"], r["metric"]) == keys)

    share = "alternative.alliance.arrangement.av.share.weights.ford"
    call("run", EXAMPLE, "-o", folder / "share", "--worlds", "2000", "--set", f"{share}=0.3", "--format", "csv")
    wanted = figure("share", "summary.csv", "alliance", "ford", "npv")
    result = call("fair", EXAMPLE, "--solve", share, "--for", f"npv.ford = {wanted!r}", "--between", "0.01:0.99", "--worlds", "2000", "-o", folder / "solved")
    found = re.search(r"weights.ford = ([-0-9.e+]+) \[", result.stdout)
    check(found is not None and abs(float(found.group(1)) - 0.3) < 1e-4, f"fair finds a share: {result.stdout}{result.stderr}")
    check("with it alternative.alliance.arrangement.av.share.weights.vw is 0.7, not 0.5" in result.stdout, f"how the other moved: {result.stdout}")
    result = call("fair", EXAMPLE, "--solve", "alternative.alliance.arrangement.ev.royalty", "--for", "gain.ford = gain.vw", "--between", "-50:50",
                  "--worlds", "2000", "-o", folder / "solved")
    check(result.returncode == 2 and "royalty" in result.stderr, "a royalty below 0 is refused")
    royalty = ["fair", EXAMPLE, "--solve", "alternative.alliance.arrangement.ev.royalty", "--worlds", "2000", "-o", folder / "solved"]
    result = call(*royalty, "--for", "gain.ford = gain.vw", "--between", "0:50")
    found = re.search(r"royalty = ([-0-9.e+]+) \[", result.stdout)
    check(found is not None and "standard error" in result.stdout and "there gain.ford in 'alliance' is" in result.stdout, result.stdout + result.stderr)
    call("run", EXAMPLE, "-o", folder / "alike", "--worlds", "2000", "--set", f"alternative.alliance.arrangement.ev.royalty={found.group(1)}",
         "--format", "csv")
    ford, vw = (figure("alike", "comparison.csv", "alliance", firm, "gain") for firm in ("ford", "vw"))
    check(abs(ford - vw) < 1, f"at the fair royalty both gain alike: {ford}, {vw}")
    for wrong, column in (("gain.ford = gain.frod", 13), ("gain.ford >= 0", 11), ("gain.ford = ", 13), ("5 = 6", 3), ("gain.ford", 1)):
        result = call(*royalty, "--for", wrong, "--between", "0:50")
        check(result.returncode == 2 and f"--for:1:{column}: error" in result.stderr, f"{wrong}: {result.stderr}")

    over = ["--over", "alternative.alliance.arrangement.ev.royalty=0,1", "--over", "alternative.alliance.arrangement.ev.upfront=0,300,600"]
    result = call("sweep", EXAMPLE, *over, "--alternative", "alliance", "--table", "tail10.gain.ford", "-o", folder / "table", "--worlds", "1000")
    check(result.returncode == 0 and "down" in result.stdout and "sweep.xlsx" in result.stdout, result.stdout + result.stderr)
    check({r["alternative"] for r in table("table", "sweep_comparison.csv")} == {"alliance"}, "only the alternative that is asked for")
    values = [r for r in table("table", "sweep_table.csv") if r["what"] == "value"]
    check(len(values) == 2 and len(values[0]) == 7, f"two rows of three values: {values}")
    row = [float(x) for x in list(values[0].values())[4:]]
    check(row == sorted(row, reverse=True), "the more is paid up front, the less is gained")
    book = openpyxl.load_workbook(folder / "table" / "two-carmakers" / "sweep.xlsx")
    check(book["table 1"].conditional_formatting and book["table 1"].cell(4, 2).value is not None, "a heat map")
    check(book.sheetnames == ["cover", "table 1", "sweep_comparison", "sweep"], f"sheets of a sweep: {book.sheetnames}")
    check(call("sweep", EXAMPLE, *over[:2], "--table", "gain.ford", "-o", folder / "wrong", "--worlds", "100").returncode == 2, "a table of one key")

    result = call("clauses", EXAMPLE, "--alternative", "exit", "--levels", "unwind.fee=0,500", "-o", folder / "levels", "--worlds", "2000")
    check(result.returncode == 0 and "unwind.fee=500" in result.stdout, result.stdout + result.stderr)
    worth = {(r["level"], r["firm"]): float(r["worth"]) for r in table("levels", "levels.csv")}
    for name, fee in (("written", None), ("dear", "500")):
        call("run", EXAMPLE, "-o", folder / name, "--worlds", "2000", "--format", "csv", *(["--set", f"alternative.exit.unwind.fee={fee}"] if fee else []))
    paid = figure("dear", "summary.csv", "exit", "ford", "npv") - figure("written", "summary.csv", "exit", "ford", "npv")
    check(abs(worth[("alternative.exit.unwind.fee=500", "ford")] - paid) < 1e-6, "a level is worth the run with it less the run as written")
    check(call("clauses", EXAMPLE, "--alternative", "exit", "--levels", "unwind.fees=0,500", "-o", folder / "wrong").returncode == 2, "levels of nothing")

    result = call("run", EXAMPLE, "-o", folder / "given", "--worlds", "4000", "--given", "exit: exit.go-it-alone", "--target", "gain.ford=0", "--samples")
    check(result.returncode == 0 and "Given that exit: exit.go-it-alone" in result.stdout and "worse than" in result.stdout, result.stdout + result.stderr)
    manifest = json.loads((folder / "given" / "two-carmakers" / "manifest.json").read_text())
    check(manifest["given"] == "exit: exit.go-it-alone" and manifest["worlds_drawn"] == 4000 and 100 <= manifest["worlds"] < 4000, "the manifest says on what")
    check("Given that exit: exit.go-it-alone" in (folder / "given" / "two-carmakers" / "report.html").read_text(), "and the report")
    gains = [float(r["npv"]) for r in table("given", "worlds.csv") if (r["alternative"], r["firm"]) == ("exit", "ford")]
    base = [float(r["npv"]) for r in table("given", "worlds.csv") if (r["alternative"], r["firm"]) == ("solo", "ford")]
    worse = next(float(r["worse"]) for r in table("given", "targets.csv") if (r["alternative"], r["firm"]) == ("exit", "ford"))
    check(abs(worse - sum(x < y for x, y in zip(gains, base)) / len(gains)) < 1e-9, "a target's chance is that of its worlds")
    result = call("report", folder / "given" / "two-carmakers")
    check(result.returncode == 0, f"report of a run under a condition: {result.stderr}")
    for wrong, column in (("exit: exit.go-alone", 7), ("gain.ford > 0", 1), ("exit: exited and", 17)):
        result = call("run", EXAMPLE, "-o", folder / "wrong", "--given", wrong, "--worlds", "1000")
        check(result.returncode == 2 and f"--given:1:{column}: error" in result.stderr and not (folder / "wrong").exists(), f"{wrong}: {result.stderr}")
    result = call("run", EXAMPLE, "-o", folder / "rare", "--given", "solo: cost_npv.ford < 0", "--worlds", "1000", "--format", "csv")
    check(result.returncode == 1 and "holds in 0 of 1000 worlds" in result.stderr, result.stderr)

    terms = ["terms", EXAMPLE, "--alternative", "alliance", "--vary", "alternative.alliance.arrangement.ev.royalty=0:5", "--worlds", "512", "-o", folder / "terms"]
    result = call(*terms, "--maximise", "gain.vw", "--subject", "gain.ford >= 0", "--frontier", "gain.ford", "gain.vw", "--points", "3")
    check(result.returncode == 0 and "gain.ford >= 0" in result.stdout, result.stdout + result.stderr)
    rows = {r["name"]: r for r in table("terms", "terms.csv")}
    check(0 <= float(rows["alternative.alliance.arrangement.ev.royalty"]["best"]) <= 5, "within its bounds")
    check(len(table("terms", "frontier.csv")) == 3 and len(table("terms", "conditions.csv")) == 3, "a frontier and conditions")
    page = (folder / "terms" / "two-carmakers" / "terms.html").read_text()
    check('data-chart="terms"' in page and "script-src 'sha256-" in page, "a page with its picture")
    for wrong in (["--subject", "gain.ford = 0"], ["--maximise", "gian.ford"], ["--vary", "alternative.alliance.arrangement.ev.royalti=0:5"],
                  ["--frontier", "gain.ford"], ["--power", "gm=2"]):
        check(call(*terms, *wrong).returncode == 2, f"terms {wrong}")
    workbooks(folder)


def inquiries(folder):
    """sensitivity, fit and report."""
    result = call("sensitivity", EXAMPLE, "--metric", "gain.ford", "--alternative", "exit", "--worlds", "1024", "-o", folder / "why")
    check(result.returncode == 0 and "gain of Ford in 'exit'" in result.stdout and "rank correlation" in result.stdout, result.stdout + result.stderr)
    where = folder / "why" / "two-carmakers"
    inputs, factors = (list(csv.DictReader(open(where / name, encoding="utf-8"))) for name in ("sensitivity.csv", "sensitivity_factors.csv"))
    check(len(inputs) > 10 and len(factors) > 5, f"{len(inputs)} inputs, {len(factors)} factors")
    shares = [float(r["share"]) for r in inputs]
    check(shares == sorted(shares, reverse=True), "what explains most first")
    check(all(r["band1"] == r["low10_mean"] and (r["high10_mean"] in (r["band2"], r["band10"]) or r["band10"] == "") for r in inputs), "bands from the lowest to the highest")
    check(all(abs(float(r["high10_mean"]) - float(r["low10_mean"]) - float(r["swing"])) < 1e-6 for r in inputs), "a swing is the difference")
    check(any(".regimes" in r["factor"] for r in factors), "regimes are a factor")
    for wrong in (["--metric", "gain."], ["--metric", "gain.ford", "--alternative", "none"], ["--metric", ".ford"], ["--metric", "formed.ford"],
                  ["--metric", "gain.ford", "--alternative", "solo"]):
        check(call("sensitivity", EXAMPLE, *wrong, "-o", folder / "wrong").returncode == 2, f"sensitivity {wrong}")
    result = call("sensitivity", EXAMPLE, "--metric", "gian", "-o", folder / "wrong")
    check(result.returncode == 2 and "did you mean 'gain'?" in result.stderr, result.stderr)

    durations = ROOT / "docs" / "cases" / "durations.csv"
    result = call("fit", durations, "--column", "years")
    check(result.returncode == 0 and 'dist = "loglogistic"' in result.stdout and "8 values" in result.stdout, result.stdout + result.stderr)
    # Every line that it offers is a scenario's.
    text = "[scenario]\nstart = 2020.0\nhorizon = 10\n[firm.a]\ndiscount = 0.1\n"
    for i, line in enumerate(re.findall(r"\{ dist = .*\}$", result.stdout, re.M)):
        text += f'[program.p{i}]\n[[program.p{i}.stage]]\nname = "s"\ncost = {line}\nduration = 1\n'
    (folder / "fitted.toml").write_text(text)
    check("p10" in text and "no finite mean: give it truncate" in result.stdout, result.stdout)
    result = call("check", folder / "fitted.toml")
    check(result.returncode == 0, result.stderr)
    (folder / "words.csv").write_text("years\n1\n2\nthree\n")
    result = call("fit", folder / "words.csv", "--column", "years")
    check(result.returncode == 2 and "words.csv:4:1: error: 'three'" in result.stderr, result.stderr)
    result = call("fit", durations, "--column", "year")
    check(result.returncode == 2 and "did you mean 'years'?" in result.stderr, result.stderr)
    (folder / "few.csv").write_text("years\n1\n2\n")
    check(call("fit", folder / "few.csv", "--column", "years").returncode == 2, "fit of two values")

    call("run", EXAMPLE, "-o", folder / "again", "--worlds", "3000", "--set", "program.ev.likeness=0.5", "--sampling", "lhs")
    report = folder / "again" / "two-carmakers" / "report.html"
    written = report.read_bytes()
    report.unlink()
    result = call("report", report.parent)
    check(result.returncode == 0 and report.read_bytes() == written, f"the same report: {result.stdout}{result.stderr}")
    manifest = report.parent / "manifest.json"
    good = manifest.read_text()
    manifest.write_text(re.sub(r'"seed": (\d+)', r'"seed": 1\1', good))
    report.unlink()
    result = call("report", report.parent)
    check(result.returncode == 1 and "is not the run's" in result.stderr and not report.exists(), f"of another seed: {result.stderr}")
    manifest.write_text(re.sub(r'"sha256": "[0-9a-f]{8}', '"sha256": "00000000', good))
    check(call("report", report.parent).returncode == 2, "of another scenario")
    check(call("report", folder).returncode == 2, "of no run")


def audit(folder):
    """audit: its table, its file and its JSON tell the same, and --strict fails where something is serious."""
    asked = ["audit", EXAMPLE, "--worlds", "1024", "-o", folder / "audit", "--set", "scenario.pilot=2048"]
    result = call(*asked)
    check(result.returncode == 0 and "What could be held against" in result.stdout, result.stdout + result.stderr)
    rows = list(csv.DictReader(open(folder / "audit" / "two-carmakers" / "audit.csv", encoding="utf-8")))
    check(list(rows[0]) == ["scenario", "rule", "grade", "found", "figure", "se", "unit", "key", "mend"], "columns of audit.csv")
    check(all(r["found"] in result.stdout and r["mend"] in result.stdout for r in rows), "the table has every finding")
    grades = [["serious", "warning", "note"].index(r["grade"]) for r in rows]
    check(grades == sorted(grades), "the gravest first")
    told = json.loads(call(*asked, "--json").stdout)
    check(told["worlds"] == 1024 and [f["found"] for f in told["findings"]] == [r["found"] for r in rows], "as JSON")
    check({g: told[g] for g in ("serious", "warning", "note")} == {g: sum(r["grade"] == g for r in rows) for g in ("serious", "warning", "note")}, "how many of each grade")
    check(told["serious"] > 0 and call(*asked, "--strict", "--quiet").returncode == 1, "--strict where something is serious")
    result = call("run", EXAMPLE, "--audit", "--worlds", "1024", "-o", folder / "audited", "--set", "scenario.pilot=2048", "--quiet")
    page = (folder / "audited" / "two-carmakers" / "report.html")
    written = page.read_text(encoding="utf-8")
    check(result.returncode == 0 and "What could be held against this" in written and all(r["found"] in html.unescape(written) for r in rows), "the report has the findings")
    page.unlink()
    result = call("report", page.parent)
    check(result.returncode == 0 and page.read_text(encoding="utf-8") == written, f"and has them again: {result.stdout}{result.stderr}")
    call("run", EXAMPLE, "--worlds", "1024", "-o", folder / "audited", "--quiet")
    check("No audit was asked for" in page.read_text(encoding="utf-8"), "only where it was asked for, and said so")
    calm = folder / "calm.toml"
    calm.write_text("[scenario]\nstart = 2020.0\nhorizon = 10\n[firm.a]\ndiscount = 0.1\n[program.p]\n[[program.p.stage]]\nname = 's'\ncost = 1\nduration = 1\n"
                    "[sources]\n'*' = { source = 'us', mark = 'judgement' }\n")
    result = call("audit", calm, "--strict", "-o", folder / "audit", "--worlds", "512")
    check(result.returncode == 0 and "0 findings" in result.stdout, result.stdout + result.stderr)
    check(call("audit", folder / "none.toml", "-o", folder / "audit").returncode == 2, "audit of no scenario")


def interrupted(folder):
    # On a busy machine the signal may come before the first worlds are finished: then nothing is kept, and it is sent later.
    for delay in (2, 5, 10, 20, 40):
        where = folder / f"interrupted-{delay}" / "two-carmakers"
        process = subprocess.Popen([PROGRAM, "run", str(EXAMPLE), "-o", str(where.parent), "--worlds", "6000000", "--quiet"], stderr=subprocess.PIPE, text=True)
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, message = process.communicate(timeout=300)
        check(process.returncode == 130, f"status {process.returncode} after an interrupt: {message}")
        check(not [p for p in where.iterdir() if p.name.endswith(".tmp")], "nothing temporary is left")
        if (where / "manifest.json").exists():
            manifest = json.loads((where / "manifest.json").read_text())
            check(manifest["partial"] is True and 0 < manifest["worlds"] < 6000000, "what was finished is kept and marked")
            return
    check(False, "an interrupted run keeps what was finished")


def too_many_worlds(folder):
    result = call("run", EXAMPLE, "-o", folder / "many", "--worlds", "900000000000", "--memory", "1e18", timeout=60)
    check(result.returncode == 1 and "not enough memory" in result.stderr, f"a run that does not fit says so: {result.returncode} {result.stderr}")
    result = call("run", EXAMPLE, "-o", folder / "tallied", "--worlds", 5000, "--memory", "1MB", "--quiet")
    manifest = json.loads(pathlib.Path(folder, "tallied", EXAMPLE.stem, "manifest.json").read_text())
    check(result.returncode == 0 and any("histograms" in w for w in manifest["warnings"]), "columns give way to histograms, and it is said")
    check("--memory" in call("run", EXAMPLE, "-o", folder / "no", "--worlds", 5000, "--memory", "1MB", "--samples").stderr, "every world needs memory")
    check(call("run", EXAMPLE, "-o", folder / "no", "--memory", "2 cows").returncode == 2, "memory is bytes")
    check(list((folder / "many" / "two-carmakers").iterdir()) == [], "and leaves no file")


def games(folder):
    game = ROOT / "tests" / "reference" / "games" / "tva.json"
    out = json.loads(call("share", "--game", game, "--json").stdout)
    check(abs(out["nucleolus"]["2"] - 93540) < 1e-6 and out["core_empty"] is False, "share --json")
    check("the core is not empty" in call("share", "--game", game, "-o", folder / "share").stdout, "share")
    pools = call("share", ROOT / "scenarios" / "renault-nissan-mitsubishi.toml", "--set", "scenario.pilot=1024", "-o", folder / "pools")
    for word in ("contract", "equal_profit", "Nissan+Mitsubishi", "chance in a world's own core", "least core"):
        check(word in pools.stdout, f"'{word}' in the shares of a scenario")
    weights = list(csv.DictReader(open(folder / "pools" / "renault-nissan-mitsubishi" / "weights.csv", encoding="utf-8")))
    for rule in ("contract", "shapley", "nucleolus", "equal_profit", "nash"):
        total = sum(float(r["weight"]) for r in weights if (r["alternative"], r["program"], r["rule"]) == ("shapley", "ev", rule))
        check(abs(total - 1) < 1e-9, f"the weights of {rule} sum to 1")
    listed = json.loads(call("share", ROOT / "scenarios" / "renault-nissan-mitsubishi.toml", "--set", "scenario.pilot=1024", "--json").stdout)
    check(len(listed) == 4 and 0 <= listed[0]["chance_core_empty"] <= 1, "share SCENARIO --json")
    check(call("share").returncode == 2, "share of nothing")
    policy = call("explain", ROOT / "scenarios" / "gm-fiat.toml", "--set", "scenario.pilot=1024").stdout
    for word in ("when Fiat Auto leaves", "may leave", "It leaves most often in", "General Motors then pays it 3000"):
        check(word in policy, f"'{word}' in the explained policy")
    check((folder / "share" / "tva" / "share.csv").read_text().startswith("rule,coalition,amount,alone,excess"), "share.csv")
    bad = folder / "bad.json"
    bad.write_text('{"players": ["a", "b"], "kind": "cost", "cost": {"a": 1, "b": 2}}')
    result = call("share", "--game", bad)
    check(result.returncode == 2 and "'a+b'" in result.stderr, result.stderr)
    # Contradictions are refused with their place; names are cells like any other; a loss has no nucleolus.
    bad.write_text('{"players": ["a", "b"],\n "cost": {"a": 1, "b": 2, "a+b": 2, "b+a": 3}}')
    result = call("share", "--game", bad)
    check(result.returncode == 2 and f"{bad}:2:37: error: the coalition 'b+a' a second time" in result.stderr, result.stderr)
    bad.write_text(json.dumps({"players": ["=1+1", "b,c"], "cost": {"=1+1": 1, "b,c": 2, "=1+1+b,c": 2}}).replace("=1+1", "=cmd"))
    result = call("share", "--game", bad, "-o", folder / "cells")
    rows = list(csv.reader(open(folder / "cells" / "bad" / "share.csv", encoding="utf-8", newline="")))
    check(result.returncode == 0 and {len(r) for r in rows} == {5} and {r[1] for r in rows[1:]} == {"'=cmd", "b,c", "'=cmd+b,c"}, f"cells: {rows}")
    bad.write_text('{"players": ["a", "b"], "cost": {"a": 10, "b": 10, "a+b": 26}}')
    out = json.loads(call("share", "--game", bad, "--json").stdout)
    check(out["nucleolus"] is None and "prenucleolus" in out["undefined"]["nucleolus"], f"no nucleolus: {out}")
    check(out["prenucleolus"] == {"a": 13, "b": 13}, f"the prenucleolus: {out}")
    # A batch of the pilot in which serving all costs nothing has no weights.
    free = folder / "free.toml"
    gm_fiat = (ROOT / "scenarios" / "gm-fiat.toml").read_text(encoding="utf-8")
    free.write_text(gm_fiat.replace("synergy = 0.04", 'synergy = { dist = "loglogistic", shape = 1.1, scale = 7 }'), encoding="utf-8")
    result = call("share", free, "--set", "scenario.pilot=40")
    check(result.returncode == 0 and "nan" not in result.stdout and "inf" not in result.stdout, result.stdout + result.stderr)


def german_locale(folder):
    environment = dict(os.environ, LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8")
    result = call("run", EXAMPLE, "-o", folder / "de", "--worlds", "300", "--quiet", env=environment)
    check(result.returncode == 0, result.stderr)
    first = next(csv.DictReader(open(folder / "de" / "two-carmakers" / "summary.csv")))
    check("." in first["mean"], "decimals are points whatever the locale")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    files_of_a_run(folder)
    batch_and_options(folder)
    schema()
    report_and_workbook(folder)
    sampling(folder)
    studies(folder)
    deciding(folder)
    inquiries(folder)
    audit(folder)
    interrupted(folder)
    german_locale(folder)
    too_many_worlds(folder)
    games(folder)
print("transcripts: good")
