#!/usr/bin/env python3
"""Results as a set: a run is what it read, a folder is one run, a launcher's tasks find each other. Usage: sets.py PROGRAM"""
import glob
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
SCENARIO = """[scenario]
name = "history"
start = 2025.0
horizon = 4
steps_per_year = 1
pilot = 64
[firm.north]
discount = 0.08
[firm.south]
discount = 0.1
[program.p]
[[program.p.stage]]
name = "a"
cost = { dist = "mixture", weights = [0.5, 0.5], of = [
  { dist = "empirical", file = "hist.csv", column = "cost" }, { dist = "empirical", file = "hist.csv", column = "cost" } ] }
duration = 2
[alternative.pool]
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["north", "south"]
share = { rule = "shapley" }
[[alternative.pool.exit]]
trigger = "hazard"
rate = 0.1
leaver = "any"
[alternative.pool.unwind]
retention = { north = 0.5, south = 0.8 }
"""
RUN_KIND = {"manifest.json", "summary.csv", "comparison.csv", "irr.csv", "annual.csv", "programs.csv", "exits.csv", "joint.csv", "choices.csv", "given.csv", "assumptions.csv", "worlds.csv", "access.csv", "draws.csv",
            "workbook.xlsx", "report.html"}


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def call(*arguments, cwd, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120, **more)


def sound(*arguments, cwd, **more):
    result = call(*arguments, cwd=cwd, **more)
    check(result.returncode == 0, f"{arguments}: {result.returncode} {result.stderr}")
    return result


def refused(status, words, *arguments, cwd, **more):
    result = call(*arguments, cwd=cwd, **more)
    check(result.returncode == status and all(word in result.stderr for word in words),
          f"{arguments}: expected {status} and {words}, found {result.returncode}: {result.stderr}")


def place(name):
    folder = pathlib.Path(name)
    (folder / "h.toml").write_text(SCENARIO)
    data(folder, 1)
    return folder


def data(folder, factor):
    (folder / "hist.csv").write_text("cost\n" + "".join(f"{v * factor}\n" for v in range(90, 111)))


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_set(folder):
    """Nothing but what the manifest tells of, as it tells of it."""
    manifest = json.loads((folder / "manifest.json").read_text())
    check({p.name for p in folder.iterdir()} == set(manifest["files"]) | {"manifest.json"}, f"{sorted(p.name for p in folder.iterdir())} is one set")
    for name, found in manifest["files"].items():
        check(digest(folder / name) == found, f"{name} is the manifest's")
    return manifest


def kill_when(arguments, cwd, pattern):
    """Starts it and kills it once a file is there."""
    process = subprocess.Popen([PROGRAM, *arguments], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not glob.glob(f"{cwd}/{pattern}") and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    check(glob.glob(f"{cwd}/{pattern}"), f"{arguments} leaves {pattern}")
    process.kill()
    process.wait()


def changed_data(folder):
    """A changed data file is refused by name by run and sweep --resume and by report; as it was, all go on."""
    run = ["run", "h.toml", "--worlds", "4000000", "-o", "out", "--format", "csv", "--quiet", "--threads", "1"]
    sweep = ["sweep", "h.toml", "--over", "firm.north.discount=0:0.3:200", "--worlds", "20000", "-o", "sw", "--quiet", "--threads", "1"]
    kill_when([*run, "--checkpoint-every", "0.02"], folder, "out/h/.checkpoint/leaves-*.bin")
    kill_when([*sweep, "--checkpoint-every", "0.02"], folder, "sw/h/.checkpoint/points-*.bin")
    data(folder, 10)
    for command in (run, sweep):
        refused(1, ["hist.csv", "another run", "--resume"], *command, "--resume", cwd=folder)
    data(folder, 1)
    (folder / "more.csv").write_text((folder / "hist.csv").read_text())
    refused(1, ["run.json", "settings"], *run, "--resume", "--set", 'program.p.stage.a.cost={ dist = "empirical", file = "more.csv", column = "cost" }', cwd=folder)
    kept = folder / "out" / "h" / ".checkpoint" / "run.json"
    good = kept.read_text()
    for text, words in (('{"format": 4}', ["run.json", "format is 4"]), ("[]", ["run.json", "damaged"]), ('{"format": ["5"]}', ["run.json", "format is"])):
        kept.write_text(text)
        refused(1, words, *run, "--resume", cwd=folder)
    kept.write_text(good)
    shutil.rmtree(folder / "out")
    sound("run", "h.toml", "--worlds", "2000", "-o", "out", "--quiet", cwd=folder)
    manifest = is_set(folder / "out" / "h")
    check(manifest["inputs"] == [{"file": "h.toml", "sha256": digest(folder / "h.toml")}, {"file": "hist.csv", "sha256": digest(folder / "hist.csv")}],
          f"the manifest tells what was read: {manifest['inputs']}")
    check(digest(folder / "hist.csv") in (folder / "out" / "h" / "report.html").read_text(), "the report tells of the data file")
    report = (folder / "out" / "h" / "report.html").read_bytes()
    sound("report", "out/h", cwd=folder)
    check((folder / "out" / "h" / "report.html").read_bytes() == report and is_set(folder / "out" / "h") == manifest, "the same report and manifest")
    data(folder, 10)
    refused(2, ["hist.csv", "has changed"], "report", "out/h", cwd=folder)
    data(folder, 1)
    (folder / "out" / "h" / "summary.csv").write_text("mine\n")
    refused(1, ["summary.csv", "is not the file"], "report", "out/h", cwd=folder)


def damaged_manifest(folder):
    """report neither spins nor shows a library's words on a manifest that no run writes."""
    sound("run", "h.toml", "--worlds", "500", "-o", "out", "--quiet", "--format", "csv", cwd=folder)
    path = folder / "out" / "h" / "manifest.json"
    good = path.read_text()
    for key in ("worlds", "worlds_asked", "seed"):
        for value in ("-1", str(-2**63), str(2**64), "0.5", "1e300", '"7"', "null", "[]"):
            path.write_text(re.sub(rf'"{key}": \d+', f'"{key}": {value}', good))
            refused(1, ["manifest.json", f"'{key}'", "run the scenario again"], "report", "out/h", cwd=folder)
    for key, value in (("file", "1"), ("settings", "[1]"), ("files", "[]"), ("plain", '{"summary.csv": 1}'), ("inputs", "[{}]"), ("sampling", '"x"')):
        manifest = json.loads(good)
        manifest[key] = json.loads(value)
        path.write_text(json.dumps(manifest))
        result = call("report", "out/h", cwd=folder)
        check(result.returncode in (1, 2) and "json" not in result.stderr.replace("manifest.json", ""), f"{key} = {value}: {result.stderr}")
    path.write_text("{")
    refused(1, ["manifest.json", "damaged"], "report", "out/h", cwd=folder)


def stale_files(folder):
    """Older files of our own that a run does not write go; foreign ones stay; studies have sets of their own."""
    where = folder / "out" / "h"
    sound("run", "h.toml", "--worlds", "500", "-o", "out", "--samples", "--quiet", cwd=folder)
    check({p.name for p in where.iterdir()} == RUN_KIND, "all that a run writes")
    is_set(where)
    (where / "notes.txt").write_text("mine")
    (where / ".summary.csv.999999.tmp").write_text("half")
    sound("run", "h.toml", "--worlds", "700", "--seed", "2", "-o", "out", "--format", "csv", "--quiet", cwd=folder)
    (where / "notes.txt").unlink()
    check(is_set(where)["seed"] == 2, "the second run's")
    check({p.name for p in where.iterdir()} == RUN_KIND - {"worlds.csv", "access.csv", "draws.csv", "workbook.xlsx", "report.html"}, "nothing of the first run")
    sound("sweep", "h.toml", "--over", "firm.north.discount=0.1,0.2", "--worlds", "300", "-o", "out", "--quiet", cwd=folder)
    sound("sensitivity", "h.toml", "--metric", "cost.north", "--worlds", "512", "-o", "out", "--quiet", cwd=folder)
    sound("clauses", "h.toml", "--alternative", "pool", "--worlds", "300", "-o", "out", cwd=folder)
    sound("audit", "h.toml", "--worlds", "512", "-o", "out", "--quiet", cwd=folder)
    for kind, home, files in (("sweep", where, ["sweep.csv", "sweep.xlsx", "sweep_comparison.csv"]), ("sensitivity", where, ["sensitivity.csv", "sensitivity.xlsx", "sensitivity_factors.csv"]),
                              ("clauses", where, ["clauses.csv", "clauses.xlsx"]), ("audit", where, ["audit.csv"])):
        manifest = json.loads((home / f"{kind}_manifest.json").read_text())
        check(manifest["command"] == kind and sorted(manifest["files"]) == files, f"{kind} is a set")
        check(all(digest(home / name) == found for name, found in manifest["files"].items()), f"the files of {kind} are its manifest's")
        check([i["file"] for i in manifest["inputs"]] == ["h.toml", "hist.csv"], f"what {kind} read")
    check((where / "summary.csv").exists() and (where / "manifest.json").exists(), "a study leaves a run's files")


def batches(folder):
    """The page of a batch goes when one of its scenarios is run again, and a table that it does not write."""
    (folder / "i.toml").write_text(SCENARIO)
    run = ["--worlds", "300", "-o", "out", "--quiet", "--format"]
    sound("run", "h.toml", "i.toml", *run, "csv", cwd=folder)
    out = folder / "out"
    check(json.loads((out / "batch_manifest.json").read_text())["scenarios"] == ["h", "i"], "a batch is a set")
    sound("run", "h.toml", "i.toml", *run, "html", cwd=folder)
    check({p.name for p in out.iterdir()} == {"h", "i", "index.html", "batch_manifest.json"}, "no table of the batch before")
    (folder / "j.toml").write_text(SCENARIO)
    sound("run", "j.toml", *run, "csv", cwd=folder)
    check((out / "index.html").exists(), "another scenario's run leaves the page")
    sound("run", "i.toml", *run, "csv", cwd=folder)
    check({p.name for p in out.iterdir()} == {"h", "i", "j"}, "the page told of an older run")
    (out / "index.html").write_text("<html>mine</html>")
    sound("run", "i.toml", *run, "csv", cwd=folder)
    check((out / "index.html").read_text() == "<html>mine</html>", "a page of the user's own stays")


def two_writers(folder):
    """The second writer is refused and named; who was killed, or whose number was given away, keeps nobody out."""
    long = [PROGRAM, "run", "h.toml", "--worlds", "900000000", "-o", "out", "--quiet", "--format", "csv", "--threads", "1", "--memory", "10MB"]
    process = subprocess.Popen(long, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lock = folder / "out" / "h" / ".lock"
    while not lock.exists() or str(process.pid) not in lock.read_text():
        time.sleep(0.01)
    words = ["out/h", "is being written by process " + str(process.pid)]
    short = ["run", "h.toml", "--worlds", "300", "-o", "out", "--quiet", "--format", "csv"]
    for stopped in (False, True):
        if stopped:
            process.send_signal(signal.SIGSTOP)
        refused(1, words, *short, cwd=folder)
        refused(1, words, "sweep", "h.toml", "--over", "firm.north.discount=0.1,0.2", "--worlds", "300", "-o", "out", cwd=folder)
        refused(1, words, "sensitivity", "h.toml", "--metric", "cost.north", "-o", "out", cwd=folder)
        check(sorted(p.name for p in lock.parent.iterdir()) == [".lock"], "the refused ones write nothing")
    process.kill()
    process.wait()
    check(lock.exists(), "a killed process leaves its lock")
    sound(*short, cwd=folder)
    check(not lock.exists(), "which is taken over and given back")
    is_set(lock.parent)
    for i in range(4):
        first, second = (subprocess.Popen([PROGRAM, *short, "--seed", str(seed)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for seed in (1, 2))
        statuses = {first.wait(), second.wait()}
        check(statuses <= {0, 1} and 0 in statuses, f"one of two is done, the other done or refused: {statuses}")
        is_set(lock.parent)


def read_once(folder):
    """A scenario and its data may come from pipes: nothing is read twice."""
    key = ["--solve", "alternative.pool.exit.hazard.rate", "--for", "gain.north=30", "--between", "0:2", "--worlds", "500", "--quiet"]
    inline = SCENARIO.replace('file = "hist.csv"', 'file = "/dev/stdin"')
    (folder / "piped.toml").write_text(inline)
    wanted = sound("fair", "h.toml", *key, cwd=folder).stdout
    told = sound("fair", "/dev/stdin", *key, cwd=folder, input=SCENARIO.replace('"hist.csv"', f'"{folder}/hist.csv"')).stdout
    check(told == wanted, "fair of a pipe")
    told = sound("fair", "piped.toml", *key, cwd=folder, input=(folder / "hist.csv").read_text()).stdout
    check(told == wanted, "fair of data from a pipe")
    over = ["--over", "firm.north.discount=0.05:0.1:3", "--worlds", "300", "--quiet"]
    sound("sweep", "h.toml", *over, "-o", "o", cwd=folder)
    sound("sweep", "piped.toml", *over, "-o", "o", cwd=folder, input=(folder / "hist.csv").read_text())
    files = [(folder / "o" / stem / "sweep.csv").read_text().replace(f",{stem},", ",") for stem in ("h", "piped")]
    check(files[0] == files[1], "a sweep of data from a pipe")
    sound("clauses", "/dev/stdin", "--alternative", "pool", "--worlds", "300", "-o", "c", cwd=folder, input=SCENARIO.replace('"hist.csv"', f'"{folder}/hist.csv"'))


def launchers(folder):
    """Several tasks that do not find each other are refused before anything is written; a task alone is not."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLURM_", "OMPI_", "PMI", "MV2_")) and k != "ENVIRONMENT"}
    run = ["run", "h.toml", "--worlds", "300", "--quiet", "--format", "csv", "-o"]
    several = [{"SLURM_NTASKS": "2", "SLURM_PROCID": "0"}, {"SLURM_NTASKS": "2", "SLURM_PROCID": "1"},
               {"SLURM_NTASKS": "4", "SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "4", "SLURM_JOB_ID": "7"},
               {"PMI_SIZE": "2", "PMI_RANK": "0"}, {"PMI_SIZE": "2", "PMI_RANK": "1"}, {"PMI_RANK": "1"}, {"MV2_COMM_WORLD_SIZE": "3"}]
    for environment in several:
        refused(1, ["tasks", "each finds itself alone", "start"], *run, "several", cwd=folder, env={**clean, **environment})
        check(not (folder / "several").exists(), f"nothing is written: {environment}")
    alone = [{"SLURM_NTASKS": "1", "SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"},  # srun -n1
             {"SLURM_NTASKS": "4", "SLURM_JOB_ID": "7"},  # salloc
             {"SLURM_NTASKS": "4", "SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"},  # the shell of an allocation
             {"SLURM_NTASKS": "4", "SLURM_PROCID": "0", "ENVIRONMENT": "BATCH"},  # the script of a job
             {"PMI_SIZE": "1", "PMI_RANK": "0"}, {}]
    for i, environment in enumerate(alone):
        sound(*run, f"alone-{i}", cwd=folder, env={**clean, **environment})


def few_threads(folder):
    """Where the system gives fewer threads, those are used, and it is said."""
    run = ["run", "h.toml", "--worlds", "3000", "--quiet", "--format", "csv", "--threads"]
    sound(*run, "4", "-o", "wanted", cwd=folder)
    # Stacks of 8 MB: the address space is full long before.
    limited = ["bash", "-c", 'ulimit -s 65536; ulimit -v 3000000; exec "$0" "$@"', PROGRAM, *run, "200", "-o", "few"]
    result = subprocess.run(limited, capture_output=True, text=True, cwd=folder, timeout=120)
    check(result.returncode == 0, f"fewer threads: {result.returncode} {result.stderr}")
    check((folder / "few" / "h" / "summary.csv").read_bytes() == (folder / "wanted" / "h" / "summary.csv").read_bytes(), "the same bytes")
    manifest = json.loads((folder / "few" / "h" / "manifest.json").read_text())
    check(manifest["threads"] < 200 and any("of 200 threads" in w for w in manifest["warnings"]), f"it is said: {manifest['warnings']}")


for part in (changed_data, damaged_manifest, stale_files, batches, two_writers, read_once, launchers, few_threads):
    with tempfile.TemporaryDirectory() as name:
        part(place(name))
print("sets: good")
