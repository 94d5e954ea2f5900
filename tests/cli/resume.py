#!/usr/bin/env python3
"""Whatever moment a run or a sweep is killed at, --resume gives the same bytes. Usage: resume.py PROGRAM KILL_AT_LIBRARY [RANDOM KILLS]

Kills a run at random moments, and just before every write, fsync, rename and removal of a shorter one; then damaged, foreign and
incomplete checkpoints, each of which is refused by name.
"""
import fcntl
import glob
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

import mpi

PROGRAM, LIBRARY = sys.argv[1], sys.argv[2]
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 6
STEP = 1 if len(sys.argv) > 3 else 6  # of the calls before which it is killed
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "two-carmakers.toml"
RANKS = mpi.mpirun(2) if shutil.which("mpirun") else None


def running(worlds, *options):
    """The command that runs so many worlds, by the folder of its results and what else is asked for."""
    return lambda out, *more: [PROGRAM, "run", str(SCENARIO), "-o", str(out), "--worlds", str(worlds), "--seed", "5", "--quiet", "--format", "csv",
                               "--checkpoint-every", "0.01", "--set", "scenario.pilot=2048", *options, *more]


def sweeping(out, *more):
    return [PROGRAM, "sweep", str(SCENARIO), "-o", str(out), "--over", "program.ev.likeness=0:1:12", "--worlds", "8000", "--quiet",
            "--checkpoint-every", "0.01", "--set", "scenario.pilot=2048", *more]


def files(out):
    folder = pathlib.Path(out) / SCENARIO.stem
    leftover = [p.name for p in folder.iterdir() if p.name.startswith(".")]
    if leftover:
        sys.exit(f"FAILED: left behind: {leftover}")
    return {p.name: p.read_bytes() for p in folder.glob("*.csv")}


def finish(command, out, what):
    result = subprocess.run(command(out, "--resume"), capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"FAILED: --resume after {what}: {result.stderr}")
    return files(out)


def kept(out):
    return glob.glob(f"{out}/{SCENARIO.stem}/.checkpoint/*.bin")


def expect(command, out, wanted, what):
    if finish(command, out, what) != wanted:
        sys.exit(f"FAILED: other bytes after {what}")


def whole(command):
    with tempfile.TemporaryDirectory() as out:
        begin = time.monotonic()
        subprocess.run(command(out), check=True)
        return files(out), time.monotonic() - begin


def lives(out):
    """Whether a process that writes there is still at work."""
    lines = (path.read_bytes() for path in pathlib.Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK))
    try:
        return any(str(out).encode() in line for line in lines)
    except OSError:  # one ended while it was looked at
        return True


def locked(out):
    """Whether a process that has ended otherwise still holds the folder."""
    try:
        with open(pathlib.Path(out) / SCENARIO.stem / ".lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def random_kills(command, count, starter=()):
    wanted, seconds = whole(command)
    resumed = 0
    for i in range(count):
        with tempfile.TemporaryDirectory() as out:
            process = subprocess.Popen([*starter, *command(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       env=mpi.ENVIRONMENT, start_new_session=True)
            time.sleep(random.Random(i).uniform(0, 1.05 * seconds))
            os.killpg(process.pid, 9)
            process.wait()
            while lives(out) or locked(out):  # mpirun's own end takes its ranks with it, a moment later
                time.sleep(0.05)
            resumed += 1 if kept(out) else 0
            expect(command, out, wanted, f"kill {i} of {' '.join([*starter, *command(out)])}")
    return resumed


def kill_at_every_call(command):
    wanted, _ = whole(command)
    for call in range(1, 10_000, STEP):
        with tempfile.TemporaryDirectory() as out:
            killed = subprocess.run(command(out), env={**os.environ, "LD_PRELOAD": LIBRARY, "KILL_AT": str(call)},
                                    capture_output=True).returncode == -9
            if not killed:
                return call // STEP
            expect(command, out, wanted, f"a kill at call {call} of {' '.join(command(out))}")
    sys.exit("FAILED: no end of calls")


def settled(folder, tallied):
    """Whether there are two files of leaves that count."""
    numbers = {kind: sorted(int(path.stem.split("-")[1]) for path in folder.glob(f"{kind}-*.bin")) for kind in ("leaves", "whole", "tallies")}
    counts = numbers["tallies" if tallied else "whole"]
    return len(numbers["leaves"]) > 1 and len(counts) > 0 and counts[-1] > numbers["leaves"][1]


def refused(prepare, words, *extra, tallied=False):
    command = running(400_000, *(["--memory", "1MB"] if tallied else []))
    with tempfile.TemporaryDirectory() as out:
        process = subprocess.Popen(command(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not settled(pathlib.Path(out) / SCENARIO.stem / ".checkpoint", tallied):
            time.sleep(0.01)
        process.kill()
        process.wait()
        prepare(pathlib.Path(out) / SCENARIO.stem / ".checkpoint")
        result = subprocess.run(command(out, "--resume", *extra), capture_output=True, text=True, timeout=120)
        if result.returncode != 1 or any(word not in result.stderr for word in words):
            sys.exit(f"FAILED: expected a refusal with {words}, found {result.returncode}: {result.stderr}")


def flip(folder):
    path = sorted(folder.glob("leaves-*.bin"))[1]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(folder):
    path = sorted(folder.glob("leaves-*.bin"))[1]
    path.write_bytes(path.read_bytes()[:1000])


def older(folder):
    path = folder / "run.json"
    run = json.loads(path.read_text())
    run["format"] = "0"
    path.write_text(json.dumps(run))


def misnamed(folder):
    path = sorted(folder.glob("leaves-*.bin"))[1]
    path.rename(path.with_name("leaves-second.bin"))


def renamed(kind, number):
    """The last file of a kind, under another number."""
    def rename(folder):
        path = sorted(folder.glob(f"{kind}-*.bin"))[-1]
        path.rename(path.with_name(f"{kind}-{number:016}.bin"))
    return rename


def copied(folder):
    path = sorted(folder.glob("leaves-*.bin"))[1]
    shutil.copy(path, path.with_name(f"leaves-{399_872:016}.bin"))


def swapped(folder):
    one, two = sorted(folder.glob("leaves-*.bin"))[:2]
    one.rename(folder / "kept")
    two.rename(one)
    (folder / "kept").rename(two)


def without_leaves(folder):
    for path in folder.glob("leaves-*.bin"):
        path.unlink()


refused(flip, ["leaves-", "damaged"])
refused(renamed("leaves", 399_872), ["leaves-0000000000399872.bin", "was saved as"])
refused(renamed("leaves", 800_000), ["leaves-0000000000800000.bin", "past its end"])
refused(copied, ["leaves-0000000000399872.bin", "was saved as"])
refused(swapped, ["leaves-0000000000000000.bin", "was saved as"])
refused(renamed("tallies", 399_999), ["tallies-0000000000399999.bin", "was saved as"], tallied=True)
refused(renamed("tallies", 800_000), ["tallies-0000000000800000.bin", "past its end"], tallied=True)
refused(without_leaves, ["lacks a file"], tallied=True)
refused(cut, ["leaves-", "damaged"])
refused(lambda folder: sorted(folder.glob("leaves-*.bin"))[1].unlink(), ["lacks a file"])
refused(misnamed, ["leaves-second.bin", "damaged"])
refused(older, ["run.json", "format is 0"])
refused(lambda folder: None, ["run.json", "another run", "settings"], "--set", "run.worlds=1000")
tallied = ("--memory", "1MB")
resumed = random_kills(running(60_000), KILLS)
resumed += random_kills(running(60_000, *tallied, "--sampling", "sobol"), max(KILLS // 4, 2))
ranks = random_kills(running(60_000), max(KILLS // 10, 2), RANKS) if RANKS else 0
points = random_kills(sweeping, max(KILLS // 6, 3))
calls = kill_at_every_call(running(20_000))
calls += kill_at_every_call(running(8_000, *tallied))
print(f"{KILLS} random kills and more: {resumed} went on from a checkpoint, {ranks} of them under two ranks, {points} of a sweep; kills before {calls} calls, every {STEP}th")
