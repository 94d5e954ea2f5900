#!/usr/bin/env python3
"""Every command hears the first signal, wherever it is at work, and draws no answer from what was cut short. Usage: signals.py PROGRAM

A command is signalled once its handlers stand and it has had a moment to get to where it would stay for long.
"""
import csv
import glob
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "scenarios" / "two-carmakers.toml"
PUT = ROOT / "scenarios" / "gm-fiat.toml"
THREE = ROOT / "scenarios" / "renault-nissan-mitsubishi.toml"
LONG = 100_000_000_000
MANY = 50_000_000  # worlds whose batches last about a second
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
SECONDS = 2.0  # in which a signal is heard; a busy machine is given as long again


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def mask(pid, name):
    """The signals in a row of /proc/PID/status, or none where the process has ended."""
    try:
        found = re.search(rf"^{name}:\s*([0-9a-f]+)$", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)
    except FileNotFoundError:
        return 0
    return int(found.group(1), 16) if found else 0


def start(arguments, **more):
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    while process.poll() is None and not mask(process.pid, "SigCgt") >> (signal.SIGTERM - 1) & 1:
        time.sleep(0.01)
    return process


def interrupt(arguments, number=signal.SIGINT, after=0.5, wait=lambda: True, **more):
    """Signals it, and gives its answer and message; the status must be the signal's, and soon."""
    process = start(arguments, **more)
    while not wait() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(after)
    if process.poll() is not None:
        check(False, f"{arguments} ended before it was signalled: {process.communicate()}")
    begin = time.monotonic()
    process.send_signal(number)
    try:
        answer, message = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        check(False, f"{arguments} goes on after {number.name}")
    seconds = time.monotonic() - begin
    check(process.returncode == STATUS[number], f"status {process.returncode} after {number.name} of {arguments}: {message}")
    check(seconds < 2 * SECONDS, f"{seconds:.1f} s after {number.name} of {arguments}")
    return answer, message


def everywhere(folder):
    """Preparation, pilots, policies, games, worlds of studies, and files that do not open or do not end."""
    out = ["-o", folder / "everywhere"]
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    pilot = lambda worlds: ["--set", f"scenario.pilot={worlds}"]
    axis = ["--over", "program.ev.likeness=0:1:11"]
    term = ["--solve", "alternative.exit.unwind.fee", "--for", "npv.ford = -4000", "--between", "0:1000000"]
    cases = [
        ["run", EXAMPLE, *out, *pilot(20_000_000)],
        ["run", PUT, *out, *pilot(400_000)],
        ["run", EXAMPLE, "--world", 7, *pilot(20_000_000)],
        ["explain", PUT, *pilot(400_000)],
        ["share", THREE, *pilot(5_000_000)],
        ["sweep", EXAMPLE, *out, *axis, *pilot(20_000_000)],
        ["sweep", EXAMPLE, *out, "--over", "program.ev.likeness=0:1:10000"],
        ["sweep", EXAMPLE, *out, *axis, "--worlds", LONG],
        ["fair", EXAMPLE, *out, *term, "--worlds", 4_000_000],
        ["fair", EXAMPLE, *out, *term, *pilot(20_000_000)],
        ["clauses", EXAMPLE, *out, "--alternative", "exit", "--worlds", LONG],
        ["audit", EXAMPLE, *out, "--worlds", LONG],
        ["terms", EXAMPLE, *out, "--alternative", "alliance", "--vary", "alternative.alliance.arrangement.ev.royalty=0:5", "--worlds", 4_000_000],
        ["sensitivity", EXAMPLE, *out, "--metric", "gain.ford", "--worlds", 4_000_000],
        ["sensitivity", EXAMPLE, *out, "--metric", "gain.ford", *pilot(20_000_000)],
        ["selftest", "--worlds", 1_000_000_000],
        ["check", pipe],
        ["run", pipe, *out],
        ["share", "--game", pipe],
        ["fit", pipe, "--column", "x"],
    ]
    for i, case in enumerate(cases):
        answer, message = interrupt(case, list(STATUS)[i % len(STATUS)])
        if case[0] != "selftest":
            check(answer == "", f"an answer of {case}: {answer}")
        check("failed" not in message, message)
    # Somebody writes, but never to the end.
    writer = os.open(pipe, os.O_RDWR)
    os.write(writer, b"[scenario]\n")
    interrupt(["check", pipe])
    os.close(writer)
    # The file of a lock may stay where a process ends in the middle of preparation; the lock itself is the system's and ends with it.
    left = [p for p in (folder / "everywhere").rglob("*") if p.is_file() and p.name != ".lock"]
    check(not left, f"left behind where nothing was finished: {left}")


def again(folder):
    """report simulates the run anew; its old report stays."""
    subprocess.run([PROGRAM, "run", EXAMPLE, "-o", folder / "again", "--worlds", "1000", "--quiet"], check=True)
    where = folder / "again" / EXAMPLE.stem
    manifest = where / "manifest.json"
    text = re.sub(r'"(worlds|worlds_asked)": 1000', rf'"\1": {LONG}', manifest.read_text())
    manifest.write_text(text.replace('"histograms": false', '"histograms": true'))
    page = (where / "report.html").read_bytes()
    interrupt(["report", where], signal.SIGTERM)
    check((where / "report.html").read_bytes() == page, "an interrupted report")


def finished_is_kept(folder):
    """Worlds of a run, points of a sweep, scenarios of a batch."""
    where = folder / "kept" / EXAMPLE.stem
    checkpoint = where / ".checkpoint"
    endless = ["run", EXAMPLE, "-o", where.parent, "--worlds", MANY, "--memory", "1MB", "--checkpoint-every", "0.1", "--quiet"]
    for number in STATUS:
        _, message = interrupt(endless, number, after=0, wait=lambda: glob.glob(f"{checkpoint}/tallies-*.bin"))
        manifest = json.loads((where / "manifest.json").read_text())
        check(manifest["partial"] is True and 0 < manifest["worlds"] < MANY, f"what was finished is kept and marked: {manifest['worlds']}")
        check("interrupted" in message, message)
        check(not list(where.glob(".*.tmp")), "nothing temporary is left")
        (where / "manifest.json").unlink()
        for path in checkpoint.iterdir():
            path.unlink()
    points = folder / "points" / EXAMPLE.stem
    sweep = ["sweep", EXAMPLE, "-o", points.parent, "--over", "program.ev.likeness=0:1:1000", "--worlds", "2000", "--checkpoint-every", "0.05"]
    _, message = interrupt(sweep, signal.SIGTERM, after=0, wait=lambda: glob.glob(f"{points}/.checkpoint/points-*.bin"))
    numbers = {r["point"] for r in csv.DictReader(open(points / "sweep.csv", encoding="utf-8"))}
    check(numbers == {str(i + 1) for i in range(len(numbers))} and f"after {len(numbers)} of 1000 points" in message, f"whole points: {message}")
    (folder / "a.toml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "b.toml").write_text(re.sub(r"pilot = \d+", "pilot = 20000000", EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    batch = folder / "batch"
    interrupt(["run", folder / "a.toml", folder / "b.toml", "-o", batch, "--worlds", "1000", "--quiet"], signal.SIGHUP, after=0.2,
              wait=lambda: (batch / "a" / "manifest.json").exists())
    check((batch / "batch.csv").exists() and not list((batch / "b").iterdir()), "the first scenario of a batch is kept")


def other_requests(folder):
    """A second signal, one that is sent twice, and SIGHUP where it was ignored from the start."""
    pipe = folder / "other"
    os.mkfifo(pipe)
    process = start(["check", pipe])
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    check(process.wait(timeout=60) in (-signal.SIGINT, 130), f"a second signal ends at once: {process.returncode}")
    # timeout(1) signals the process and its group.
    out = folder / "twice"
    subprocess.run(["timeout", "-s", "TERM", "2", PROGRAM, "run", EXAMPLE, "-o", out, "--worlds", str(MANY), "--memory", "1MB", "--quiet"],
                   capture_output=True)
    check(json.loads((out / EXAMPLE.stem / "manifest.json").read_text())["partial"], "one request, sent twice, is one")
    process = start(["check", pipe], preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    check(mask(process.pid, "SigIgn") & 1, "SIGHUP that was ignored stays ignored")
    process.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    check(process.wait(timeout=60) == 130, f"after nohup: {process.returncode}")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    everywhere(folder)
    again(folder)
    finished_is_kept(folder)
    other_requests(folder)
