#!/usr/bin/env python3
"""Any number of MPI ranks gives the bytes of one process, goes on from what another number has left, and shares its worlds evenly; a rank that
dies ends the run. Usage: ranks.py PROGRAM [RANKS]. With a number, the bytes of so many ranks on small worlds."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import mpi

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "two-carmakers.toml"


def command(out, *extra):
    return [PROGRAM, "run", str(SCENARIO), "-o", str(out), "--seed", "5", "--format", "csv,html", *extra]


def spread(ranks, *words):
    return subprocess.run([*mpi.mpirun(ranks), *words], capture_output=True, text=True, env=mpi.ENVIRONMENT, timeout=300)


def files(out):
    return {p.name: p.read_bytes() for p in (pathlib.Path(out) / SCENARIO.stem).glob("*") if p.name != "manifest.json"}


def manifest(out):
    return json.loads((pathlib.Path(out) / SCENARIO.stem / "manifest.json").read_text())


def check_shares(out, extra):
    """What sharing took of each rank: steps by twos, and no more of the first than of others."""
    told = manifest(out)
    rows, ranks = told["of_ranks"], told["ranks"]
    depth = (ranks - 1).bit_length()
    first, others = rows[0], rows[1:]
    most = max(row["peak_memory_bytes"] for row in others) + 48e6  # root makes the report and the tables
    if len(rows) != ranks or told["merge_depth"] != depth or first["peak_memory_bytes"] > 1.25 * most:
        sys.exit(f"FAILED: {ranks} ranks {extra}: depth {told['merge_depth']}, {json.dumps(rows)}")
    # All outcomes of all ranks pass root by no other way than everybody's: histograms once a step, columns a share.
    if first["received_bytes"] > max(depth, 2) * max(row["received_bytes"] + row["sent_bytes"] for row in others):
        sys.exit(f"FAILED: {ranks} ranks {extra}: rank 0 takes in too much: {json.dumps(rows)}")


def same_bytes(extra, counts):
    with tempfile.TemporaryDirectory() as out:
        told = subprocess.run(command(out, *extra), capture_output=True, text=True, check=True).stdout
        wanted = files(out)
    for ranks in counts:
        with tempfile.TemporaryDirectory() as out:
            result = spread(ranks, *command(out, *extra))
            if result.returncode != 0:
                sys.exit(f"FAILED: {ranks} ranks {extra}: {result.stderr}")
            if files(out) != wanted:
                sys.exit(f"FAILED: {ranks} ranks gave other bytes than one process {extra}")
            if len(result.stdout.splitlines()) != len(told.splitlines()):
                sys.exit(f"FAILED: {ranks} ranks said something else than one process:\n{result.stdout}")
            if ranks > 1 and "--samples" not in extra:
                check_shares(out, extra)


def resumed_by_others(extra, ranks, others):
    """A run of so many ranks is killed; others go on from what all of them have left."""
    extra = [*extra, "--checkpoint-every", "0.01"]
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(command(out, *extra), capture_output=True, check=True)
        wanted = files(out)
    with tempfile.TemporaryDirectory() as out:
        process = subprocess.Popen([*mpi.mpirun(ranks), *command(out, *extra)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=mpi.ENVIRONMENT, start_new_session=True)
        kept = pathlib.Path(out) / SCENARIO.stem / ".checkpoint"
        deadline = time.monotonic() + 120
        while not any(int(path.stem.split("-")[1]) > 0 for kind in ("whole", "tallies") for path in kept.glob(f"{kind}-*.bin")):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"FAILED: {ranks} ranks {extra} left no checkpoint before their end")
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        while subprocess.run(["pgrep", "-f", out], capture_output=True).returncode == 0:  # mpirun's end takes its ranks with it, a moment later
            time.sleep(0.05)
        for count in others:
            with tempfile.TemporaryDirectory() as copy:
                shutil.copytree(out, copy, dirs_exist_ok=True)
                result = spread(count, *command(copy, *extra, "--resume"))
                if result.returncode != 0 or files(copy) != wanted:
                    sys.exit(f"FAILED: {count} ranks did not go on to the same bytes after {ranks} {extra}: {result.stderr}")


TALLIED = ["--memory", "1MB"]
if len(sys.argv) > 2:
    many = int(sys.argv[2])
    for extra in (["--worlds", "65536"], ["--worlds", "524288", *TALLIED], ["--worlds", "65536", "--sampling", "mc", "--given", "exit: exited"]):
        same_bytes(extra, (many,))
    resumed_by_others(["--worlds", "524288", *TALLIED], many, (3,))
    print(f"{many} ranks give the bytes of one process, along {(many - 1).bit_length()} steps")
    sys.exit()

same_bytes(["--worlds", "9000", "--sampling", "mc"], (1, 2, 3, 7))
same_bytes(["--worlds", "150000", "--sampling", "mc", *TALLIED], (2, 3, 7))
same_bytes(["--worlds", "60000", "--sampling", "mc", "--precision", "0.004"], (2, 7))
same_bytes(["--worlds", "65536", "--precision", "0.002", *TALLIED], (3,))
same_bytes(["--worlds", "9000", "--sampling", "lhs", "--given", "exit: exited"], (2, 7))
same_bytes(["--worlds", "4096", "--sampling", "sobol", "--given", "exit: exited", "--samples"], (3,))
same_bytes(["--worlds", "131072", "--sampling", "sobol", *TALLIED], (2, 7))
resumed_by_others(["--worlds", "200000"], 3, (1, 7))
resumed_by_others(["--worlds", "300000", *TALLIED], 2, (1, 3))

# A fault in the input is told once, whatever the number of ranks.
result = spread(3, PROGRAM, "run", "nowhere.toml")
if result.returncode != 2 or result.stderr.count("nowhere.toml") != 1:
    sys.exit(f"FAILED: bad input under three ranks: {result.returncode}\n{result.stderr}")

# One rank dies.
with tempfile.TemporaryDirectory() as out:
    process = subprocess.Popen([*mpi.mpirun(3), *command(out, "--worlds", "50000000")], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=mpi.ENVIRONMENT)
    time.sleep(3)
    ranks = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
    os.kill(int(ranks[1]), signal.SIGKILL)
    try:
        _, said = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit("FAILED: the others hang when a rank has died")
    final = [name for name in files(out) if not name.startswith(".")]
    if process.returncode == 0 or not said or final:
        sys.exit(f"FAILED: a rank died: exit status {process.returncode}, files {final}, said: {said}")
print("1, 2, 3 and 7 ranks give the bytes of one process and go on from each other's checkpoints; a rank that dies ends the run")
