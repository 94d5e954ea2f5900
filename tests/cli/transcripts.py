"""Transcripts: what a person types and what comes out. Usage: transcripts.py PROGRAM"""
import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "scenarios" / "two-carmakers.toml"
HEADERS = {
    "summary.csv": "scenario,alternative,firm,metric,unit,worlds,mean,se,sd,min,p1,p5,p10,p20,p25,p50,p75,p80,p90,p95,p99,max,tail10,tail5,p50_low,p50_high,p80_low,p80_high,p90_low,p90_high,mean_low,mean_high,tail10_low,tail10_high,tail5_low,tail5_high",
    "comparison.csv": "scenario,alternative,baseline,firm,metric,unit,worlds,mean,se,low95,high95,p5,p10,p50,p90,p95,prob_positive,prob_low95,prob_high95",
    "annual.csv": "scenario,alternative,firm,flow,year,mean,p10,p50,p80,p90",
    "programs.csv": "scenario,alternative,program,firm,probability_completed,completion_p10,completion_p50,completion_p80,completion_p90,cost_mean,cost_p50,cost_p80",
    "exits.csv": "scenario,alternative,trigger,leaver,probability,low95,high95,date_mean,date_p10,date_p50,date_p90",
    "joint.csv": "scenario,alternative,program,firm,cost,date,probability",
    "worlds.csv": "world,alternative,firm,cost_npv,transfer_npv,benefit_npv,npv,peak,over_budget,exit_date",
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
    for word in ("ford", "vw", "alliance", "exit", "chance that it pays", "results in"):
        check(word in result.stdout, f"'{word}' in the table")
    where = folder / "two-carmakers"
    check(sorted(p.name for p in where.iterdir()) == sorted([*HEADERS, "manifest.json"]), "exactly the promised files")
    for name, header in HEADERS.items():
        raw = (where / name).read_bytes()
        check(raw.decode("utf-8").split("\r\n")[0] == header, f"columns of {name}")
        check(raw.endswith(b"\r\n"), f"{name} ends with a line end")
        rows = list(csv.reader(raw.decode("utf-8").splitlines()))
        check(len({len(row) for row in rows}) == 1, f"every row of {name} has the same number of cells")
        check(len(rows) > 1, f"{name} has rows")
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


def batch_and_options(folder):
    again = folder / "again"
    result = call("run", ROOT / "scenarios", "-o", again, "--worlds", "300", "--quiet")
    check(result.returncode == 0 and result.stdout == "", result.stderr)
    stems = sorted(p.stem for p in (ROOT / "scenarios").glob("*.toml"))
    check(sorted(p.name for p in again.iterdir()) == stems, "one folder a scenario")
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
    for word in ("vw develops it alone", "alternative.exit.unwind.licences_survive = true", "program.ev.stage.platform.cost = lognormal(mean=4500, cv=0.35)"):
        check(word in explained, f"explain says '{word}'")


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
    result = call("run", EXAMPLE, "-o", folder / "many", "--worlds", "900000000000", timeout=60)
    check(result.returncode == 1 and "not enough memory" in result.stderr, f"a run that does not fit says so: {result.returncode} {result.stderr}")
    check(list((folder / "many" / "two-carmakers").iterdir()) == [], "and leaves no file")


def games(folder):
    game = ROOT / "tests" / "reference" / "games" / "tva.json"
    out = json.loads(call("share", "--game", game, "--json").stdout)
    check(abs(out["nucleolus"]["2"] - 93540) < 1e-6 and out["core_empty"] is False, "share --json")
    check("the core is not empty" in call("share", "--game", game, "-o", folder / "share").stdout, "share")
    pools = call("share", ROOT / "scenarios" / "renault-nissan-mitsubishi.toml", "--set", "scenario.pilot=1024", "-o", folder / "pools")
    for word in ("contract", "equal_profit", "nissan+mitsubishi", "chance in a world's own core", "least core"):
        check(word in pools.stdout, f"'{word}' in the shares of a scenario")
    weights = list(csv.DictReader(open(folder / "pools" / "weights.csv", encoding="utf-8")))
    for rule in ("contract", "shapley", "nucleolus", "equal_profit", "nash"):
        total = sum(float(r["weight"]) for r in weights if (r["alternative"], r["program"], r["rule"]) == ("shapley", "ev", rule))
        check(abs(total - 1) < 1e-9, f"the weights of {rule} sum to 1")
    listed = json.loads(call("share", ROOT / "scenarios" / "renault-nissan-mitsubishi.toml", "--set", "scenario.pilot=1024", "--json").stdout)
    check(len(listed) == 4 and 0 <= listed[0]["chance_core_empty"] <= 1, "share SCENARIO --json")
    check(call("share").returncode == 2, "share of nothing")
    policy = call("explain", ROOT / "scenarios" / "gm-fiat.toml", "--set", "scenario.pilot=1024").stdout
    for word in ("when fiat leaves", "may leave", "It leaves most often in", "gm then pays fiat 1340"):
        check(word in policy, f"'{word}' in the explained policy")
    check((folder / "share" / "share.csv").read_text().startswith("rule,coalition,amount,alone,excess"), "share.csv")
    bad = folder / "bad.json"
    bad.write_text('{"players": ["a", "b"], "kind": "cost", "cost": {"a": 1, "b": 2}}')
    result = call("share", "--game", bad)
    check(result.returncode == 2 and "'a+b'" in result.stderr, result.stderr)


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
    interrupted(folder)
    german_locale(folder)
    too_many_worlds(folder)
    games(folder)
print("transcripts: good")
