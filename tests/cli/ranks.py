#!/usr/bin/env python3
"""Any number of MPI ranks gives the bytes of one process; a rank that dies ends the run. Usage: ranks.py PROGRAM"""
import os
import pathlib
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


for extra in (["--worlds", "9000"], ["--worlds", "150000", "--memory", "1MB"], ["--worlds", "60000", "--precision", "0.004"],
              ["--worlds", "9000", "--sampling", "lhs"], ["--worlds", "131072", "--sampling", "sobol", "--memory", "1MB"]):
    with tempfile.TemporaryDirectory() as out:
        told = subprocess.run(command(out, *extra), capture_output=True, text=True, check=True).stdout
        wanted = files(out)
    for ranks in (1, 2, 3, 4, 7):
        with tempfile.TemporaryDirectory() as out:
            result = spread(ranks, *command(out, *extra))
            if result.returncode != 0:
                sys.exit(f"FAILED: {ranks} ranks {extra}: {result.stderr}")
            if files(out) != wanted:
                sys.exit(f"FAILED: {ranks} ranks gave other bytes than one process {extra}")
            if len(result.stdout.splitlines()) != len(told.splitlines()):
                sys.exit(f"FAILED: {ranks} ranks said something else than one process:\n{result.stdout}")

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
print("1, 2, 3, 4 and 7 ranks give the bytes of one process; a rank that dies ends the run")
