#!/usr/bin/env python3
"""Cost sheets and risk registers become scenarios that check and run; what is wrong with a cell is told with its place. Usage: imports.py PROGRAM"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile

import openpyxl

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "import"
COSTS = "program,stage,low,likely,high\nev,concept,60,80,120\nev,platform,1500,2100,3600\n"


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def call(*arguments, cwd):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120)


def imported(folder, text, *arguments, name="costs.csv"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    result = call("import", name, *arguments, cwd=folder)
    check(result.returncode == 0, f"{text!r}: {result.stderr}")
    return tomllib.loads(result.stdout)


def quantiles_of_the_sheet(folder):
    """A sheet's P10 and P90, or its ends, are those of the program's cost in a run."""
    for rows, options, expected in (
        ("ev,all,100,150,260,pert", (), {"p10": 100, "p90": 260}),
        ("ev,all,100,150,260,triangular", ("--range", "P20-P80"), {"p20": 100, "p80": 260}),
        ("ev,all,100,,260,lognormal", (), {"p10": 100, "p90": 260, "p50": (100 * 260) ** 0.5}),
        ("ev,all,100,,260,uniform", (), {"p10": 100, "p90": 260, "p50": 180}),
        ("ev,all,100,,260,normal", (), {"p10": 100, "p90": 260, "p50": 180}),
        ("ev,all,100,180,260,triangular", ("--range", "ends"), {"min": 100, "max": 260, "p50": 180}),
    ):
        (folder / "deal.toml").unlink(missing_ok=True)
        (folder / "costs.csv").write_text(f"Program,Stage,Low,Likely,High,Family\n{rows}\n")
        made = call("import", "costs.csv", "-o", "deal.toml", *options, cwd=folder)
        check(made.returncode == 0, made.stderr)
        check(call("check", "deal.toml", cwd=folder).returncode == 0, "check accepts it")
        run = call("run", "deal.toml", "--worlds", "16384", "--sampling", "sobol", "--format", "csv", "--quiet", cwd=folder)
        check(run.returncode == 0, run.stderr)
        with open(folder / "out" / "deal" / "summary.csv", newline="") as file:
            row = next(r for r in csv.DictReader(file) if (r["alternative"], r["firm"], r["metric"]) == ("solo", "first", "cost"))
        for name, value in expected.items():
            room = 0.03 if name in ("min", "max") else 0.01
            check(abs(float(row[name]) / value - 1) < room, f"{rows}: {name} is {row[name]}, not {value}")


def tables_in_any_form(folder):
    plain = imported(folder, COSTS)
    stages = plain["program"]["ev"]["stage"]
    check([s["name"] for s in stages] == ["concept", "platform"], stages)
    check(stages[0]["cost"] == {"dist": "pert", "mode": 80, "quantiles": [[0.1, 60], [0.9, 120]]}, stages[0])
    same = {
        "any order and case": "HIGH,Likely,LOW,Phase,Project\n120,80,60,Concept,EV\n3600,2100,1500,Platform,EV\n",
        "synonyms": "WBS element;Best case;Most likely;Worst case;Programme\nconcept;60;80;120;ev\nplatform;1500;2100;3600;ev\n",
        "decimal commas": "program;stage;low;likely;high\nev;concept;60,0;80,0;120,0\nev;platform;1500;2100;3600\n",
        "tabs": COSTS.replace(",", "\t"),
        "titles above, sums below": "Costs of the year,,,,\n,,,,\n" + COSTS + "Total,,1560,,3720\n",
        "a program once": COSTS.replace("ev,platform", ",platform"),
        "thousands": COSTS.replace("low,likely,high", "low (k),likely (k),high (k)").replace("60,80,120", "60000,80000,120000").replace(
            "1500,2100,3600", "1500000,2100000,3600000"),
        "billions": COSTS.replace("low,likely,high", "low [bn],likely [bn],high [bn]").replace("60,80,120", ".06,.08,.12").replace(
            "1500,2100,3600", "1.5,2.1,3.6"),
        "quantiles by name": COSTS.replace("low,likely,high", "P10,mode,P90"),
        "the mark of UTF-8": b"\xef\xbb\xbf" + COSTS.encode(),
        "empty rows": COSTS.replace("ev,platform", "\n\nev,platform"),
        "signs of money": COSTS.replace("60,80", "€ 60,80"),
    }
    for what, text in same.items():
        made = imported(folder, text)
        check(list(made["program"].values())[0]["stage"][0]["cost"] == stages[0]["cost"], f"{what}: {made}")
        check(list(made["program"].values())[0]["stage"][1]["cost"] == stages[1]["cost"], f"{what}: {made}")
    money = imported(folder, COSTS.replace("low,likely,high", '"Low, EUR m 2024","Likely, EUR m 2024","High, EUR m 2024"'))
    check(money["scenario"]["currency"] == "EUR" and money["scenario"]["price_year"] == 2024, money["scenario"])
    check(imported(folder, COSTS, "--unit", "GBP k")["program"]["ev"]["stage"][0]["cost"]["mode"] == 0.08, "--unit")
    ends = imported(folder, COSTS.replace("low,likely,high", "min,mode,max"))
    check(ends["program"]["ev"]["stage"][0]["cost"] == {"dist": "pert", "min": 60, "mode": 80, "max": 120}, "a minimum and a maximum are ends")
    three = imported(folder, COSTS.replace("low,likely,high", "P10,P50,P90"))
    check(three["program"]["ev"]["stage"][0]["cost"]["dist"] == "metalog", three)
    single = imported(folder, "stage,cost\nconcept,80\n")
    check(single["program"]["costs"]["stage"][0]["cost"] == 80, "a single estimate, a program called as the file")
    check(set(imported(folder, COSTS, "--firms", "ford,vw,gm")["firm"]) == {"ford", "vw", "gm"}, "--firms")


def workbooks(folder):
    """The same from a workbook: its sheets, formulas with results, shared and inline texts."""
    book = openpyxl.Workbook()
    costs = book.active
    costs.title = "Cost sheet"
    for row in csv.reader((EXAMPLE / "costs.csv").read_text().splitlines()):
        costs.append([float(c) if re.fullmatch(r"[\d.]+", c) else c or None for c in row])
    risks = book.create_sheet("Risks & more")
    for row in csv.reader((EXAMPLE / "risks.csv").read_text().splitlines()):
        risks.append([float(c[:-1]) / 100 if c.endswith("%") else float(c) if re.fullmatch(r"[\d.]+", c) else c or None for c in row])
    book.create_sheet("Notes").append(["nothing of use"])
    hidden = book.create_sheet("Old")
    hidden.append(["program", "stage", "cost"])
    hidden.append(["x", "y", "no number"])
    hidden.sheet_state = "hidden"
    book.save(folder / "book.xlsx")
    from_book = call("import", "book.xlsx", cwd=folder)
    check(from_book.returncode == 0 and "'Notes' is not read" in from_book.stderr, from_book.stderr)
    from_text = call("import", EXAMPLE / "costs.csv", EXAMPLE / "risks.csv", cwd=folder)
    one, other = tomllib.loads(from_book.stdout), tomllib.loads(from_text.stdout)
    check(one["program"] == other["program"] and len(one["program"]) == 2, "the same programs from a workbook")
    check(one["sources"]["program.battery-platform.stage.platform.cost"]["source"] == "book.xlsx, Cost sheet!C4", one["sources"])
    # As spreadsheets save it: a formula with its result.
    change_part(folder / "book.xlsx", folder / "formula.xlsx", "xl/worksheets/sheet1.xml",
                lambda text: text.replace(b'<c r="C4" t="n"><v>1500</v></c>', b'<c r="C4"><f>3*500</f><v>1500</v></c>'))
    solved = call("import", "formula.xlsx", cwd=folder)
    check(solved.returncode == 0 and tomllib.loads(solved.stdout)["program"] == one["program"], solved.stderr)
    wrong_workbooks(folder, costs, book)


def change_part(book, out, part, change):
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            changed = change(text) if name == part else text
            check(name != part or changed != text, f"{part} changed")
            new.writestr(name, changed)


def wrong_workbooks(folder, costs, book):
    def refused(name, *words):
        result = call("import", name, cwd=folder)
        check(result.returncode == 2 and all(word in result.stderr for word in words), f"{name}: expected {words}, found {result.stderr}")

    costs["C4"] = "plenty"
    costs["E3"] = "=1/0"
    costs["D4"] = "#DIV/0!"
    costs["D4"].data_type = "e"
    book.save(folder / "wrong.xlsx")
    refused("wrong.xlsx", "wrong.xlsx:Cost sheet!D4: error: '#DIV/0!'; expected a number", "mend it in the spreadsheet")
    refused("wrong.xlsx", "wrong.xlsx:Cost sheet!C4: error: 'plenty'; expected a number", "wrong.xlsx:Cost sheet!E3: error: a formula without its result")
    whole = (folder / "book.xlsx").read_bytes()
    for name, text, words in (("half.xlsx", whole[: len(whole) // 2], "damaged or cut off"), ("zip.xlsx", b"PK\x03\x04nothing", "damaged or cut off"),
                              ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "save it as .xlsx")):
        (folder / name).write_bytes(text)
        refused(name, words)
    sheet = "xl/worksheets/sheet1.xml"
    for name, change, words in (
        ("cut.xlsx", lambda text: text[:900], "damaged or cut off"),
        ("place.xlsx", lambda text: text.replace(b'r="C4"', b'r="ZZZZZ99999999999"'), "has no place"),
        ("text.xlsx", lambda text: text.replace(b't="n"><v>1500', b't="s"><v>99999'), "a text that is not there"),
        ("bomb.xlsx", lambda text: text.replace(b"<sheetData>", b"<sheetData>" + b" " * (130 << 20)), "unpacks to more than 128 MiB"),
        ("laughs.xlsx", lambda text: b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'">' + b"".join(
            b'<!ENTITY %c "%s">' % (99 + i, b"&%c;" % (97 if i == 0 else 98 + i) * 40) for i in range(7)) + b"]>" +
            text.replace(b"Concept", b"&i;"), "damaged or cut off"),
    ):
        change_part(folder / "book.xlsx", folder / name, sheet, change)
        refused(name, words)


FAULTS = [
    # What is wrong, the table, where, and what the message must say.
    ("a word", COSTS.replace("2100", "about 2100"), "3:18", "'about 2100'; expected a number", "units go into the header"),
    ("out of order", COSTS.replace("2100", "9100"), "3:13", "likely 9100 is not between low 1500 and high 3600", "in order"),
    ("low above high", "stage,low,high\na,30,20\n", "2:3", "low 30 is above high 20", ""),
    ("thousands", COSTS.replace("1500", '"1,500.0"'), "3:13", "'1,500.0'", "no separators of thousands"),
    ("perhaps thousands", COSTS.replace("1500", '"1,500"'), "3:13", "'1,500'", "in one way only"),
    ("no cost", COSTS + "ev,testing,,,\n", "4:4", "no cost of stage 'testing'", "take the row out"),
    ("a high that is missing", COSTS.replace("3600", ""), "3:13", "a low without a high", "or the likely value alone"),
    ("twice", COSTS + "ev,Concept,1,2,3\n", "4:4", "stage 'Concept' of program 'ev' stands twice", "add the rows up"),
    ("no low", "program,stage,likely,high\nev,a,1,2\n", "1:1", "no column 'low'", "low and high"),
    ("a misspelt header", "program,stage,low,likely,hihg\nev,a,1,2,3\n", "1:1", "no column 'high'", "did you mean it by 'hihg'?"),
    ("two of one", "stage,low,lower,high\na,1,1,2\n", "1:11", "two columns for 'low'", "rename the one"),
    ("two currencies", "stage,low (EUR m),high (USD m)\na,1,2\n", "1:19", "in other money", "one currency"),
    ("a unit of time for money", "stage,cost (weeks)\na,1\n", "1:7", "the unit 'weeks'", "(EUR m)"),
    ("a family", COSTS.replace("high\n", "high,family\n").replace("120\n", "120,pret\n"), "2:22", "the family 'pret'", "did you mean 'pert'?"),
    ("a lognormal with ends", "stage,min,max,family\na,1,2,lognormal\n", "2:3", "does not have", "--range P10-P90"),
    ("a negative cost", "stage,cost\na,-5\n", "2:3", "-5 for program.costs.stage.a.cost", "0 or more"),
    ("nothing of costs", "a,b\n1,2\n", "1:1", "no table of costs or risks", "program, stage, low, likely, high"),
    ("an open quote", 'stage,cost\na,"5\n', "2:1", "not closed", ""),
    ("Latin 1", b"stage,cost\nd\xe9veloppement,5\n", "2:1", "not UTF-8", "CSV UTF-8"),
]
RISKS = "risk,program,stage,probability,impact\nfire,ev,platform,20%,300\n"
RISK_FAULTS = [
    ("a probability in percent", RISKS.replace("20%", "20"), "2:18", "'20' as a probability", "write 0.2 or 20%"),
    ("shares under a header with %", RISKS.replace("probability", "probability (%)").replace("20%", "0.2"), "1:20", "over numbers up to 0.2",
     "take the % out of the header"),
    ("a grade", RISKS.replace("20%", "High"), "2:18", "'High'; expected a number between 0 and 1", "needs its chance"),
    ("no probability", RISKS.replace("20%", ""), "2:1", "no probability of risk 'fire'", ""),
    ("no impact", RISKS.replace("300", ""), "2:1", "neither cost nor delay of risk 'fire'", ""),
    ("another stage", RISKS.replace("platform", "plattform"), "2:1", "stage 'plattform' of risk 'fire' is in no cost sheet", "did you mean 'platform'?"),
    ("another program", RISKS.replace(",ev,", ",av,"), "2:1", "program 'av' of risk 'fire' is in no cost sheet", "one of ev"),
    ("no stage", RISKS.replace("platform", ""), "2:1", "no stage of risk 'fire'", "one of concept, platform"),
]


def faults(folder):
    def refused(what, files, place, words):
        result = call("import", *files, "-o", "x.toml", cwd=folder)
        check(result.returncode == 2, f"{what}: status {result.returncode} {result.stderr}")
        check(result.stderr.count(" error: ") == 1, f"{what}: one mistake, one message: {result.stderr}")
        check(f"{files[-1]}:{place}: error: " in result.stderr, f"{what}: at {place}: {result.stderr}")
        check(all(word in result.stderr for word in words), f"{what}: {words} in {result.stderr}")
        check(result.stdout == "" and not (folder / "x.toml").exists(), f"{what}: nothing is written")

    for what, text, place, *words in FAULTS:
        (folder / "costs.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        refused(what, ["costs.csv"], place, words)
    # A stage at fault is there all the same: what hits it is not told of besides.
    (folder / "costs.csv").write_text(COSTS.replace("2100", "about 2100"))
    (folder / "risks.csv").write_text(RISKS)
    result = call("import", "costs.csv", "risks.csv", cwd=folder)
    check(result.stderr.count(" error: ") == 1 and "'about 2100'" in result.stderr, result.stderr)
    (folder / "costs.csv").write_text(COSTS)
    for what, text, place, *words in RISK_FAULTS:
        (folder / "risks.csv").write_text(text)
        refused(what, ["costs.csv", "risks.csv"], place, words)
    sound = imported(folder, COSTS)
    check("risk" not in sound["program"]["ev"], "no risk")
    for option in ("--range=P90-P10", "--range=low", "--unit=parsecs", "--firms=ford", "--firms=ford,ford", "--firms=Ford,vw", "--start=soon"):
        result = call("import", "costs.csv", option, cwd=folder)
        check(result.returncode == 2 and option.partition("=")[0] in result.stderr and "expected" in result.stderr, f"{option}: {result.stderr}")


def told(folder):
    """What is left out, and what a distribution does not show."""
    (folder / "costs.csv").write_text("stage,low,likely,high,owner\na,10,20,900,me\nTotal,10,20,900,\n")
    result = call("import", "costs.csv", cwd=folder)
    for words in ("program.costs.stage.a.cost = pert", "is below 0 in more than one draw of 1,000", "the row of 'Total' is not read", "the column 'owner' is not read"):
        check(result.returncode == 0 and words in result.stderr, f"{words} in {result.stderr}")
    (folder / "costs.csv").write_text("stage,low,likely,high,family\na,10,20,90,lognormal\n")
    check("# the sheet's likely 20 is not in it" in call("import", "costs.csv", cwd=folder).stdout, "a likely value that a lognormal does not have")


def never_over_another(folder):
    (folder / "costs.csv").write_text(COSTS)
    (folder / "mine.toml").write_text("mine")
    result = call("import", "costs.csv", "-o", "mine.toml", cwd=folder)
    check(result.returncode == 2 and "is there already" in result.stderr, result.stderr)
    check((folder / "mine.toml").read_text() == "mine", "a file that is there stays")
    answer = json.loads(call("import", "costs.csv", "--json", cwd=folder).stdout)
    check(answer["programs"] == 1 and answer["stages"] == 2 and "scenario.horizon" in answer["to_fill_in"], answer)
    check(answer["scenario"] == call("import", "costs.csv", cwd=folder).stdout, "the same text as JSON")


def hostile_names(folder):
    """A name is a text of the scenario, whatever is in it."""
    made = imported(folder, 'program,stage,cost\n"A ""quoted"" \\ one",x,5\n"]] # = [",y,6\n', name="odd.csv")
    check(len(made["program"]) == 2, made)
    check(any(p.get("name") == 'A "quoted" \\ one' for p in made["program"].values()), made["program"])
    (folder / "odd.csv").write_text('program,stage,cost\n"x\n[run]\nseed = 7",z,1\n')
    result = call("import", "odd.csv", cwd=folder)
    check(result.returncode == 2 and "odd.csv:4:" in result.stderr and "U+000A" in result.stderr, result.stderr)


with tempfile.TemporaryDirectory() as name:
    for test in (tables_in_any_form, workbooks, faults, told, never_over_another, hostile_names, quantiles_of_the_sheet):
        test(pathlib.Path(name))
