#!/usr/bin/env python3
"""Instructions that a world costs, counted by callgrind: a guard against work that creeps in. Usage: instructions.py PROGRAM [--write]

Two runs of bench/peers/ford-vw-2019.toml of 6,144 and 8,192 worlds on one thread (tables that rest on the first worlds are then complete): the difference is
the worlds' own. It must be within 3% of the recorded figure, which is of g++ 12, -O3 and x86-64-v3 (valgrind knows no
AVX-512): elsewhere the test says so and fails.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDED = ROOT / "tests" / "golden" / "instructions.txt"


def kept(profile):
    """Instructions that went into a checkpoint: a run that takes more than a minute, as it may on a busy machine, keeps one."""
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile], capture_output=True, text=True, check=True).stdout
    written = re.findall(r"^ *([\d,]+) .*entente::KeptFiles::write\(", text, re.MULTILINE)
    return max((int(each.replace(",", "")) for each in written), default=0)


def count(worlds):
    with tempfile.TemporaryDirectory() as out:
        profile = f"{out}/profile"
        said = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", PROGRAM, "run",
                               str(ROOT / "bench" / "peers" / "ford-vw-2019.toml"), "--worlds", str(worlds), "--threads", "1", "--quiet", "--format", "csv",
                               "-o", out], capture_output=True, text=True, check=True).stderr
        return int(re.search(r"Collected : (\d+)", said).group(1)) - kept(profile)


def main():
    each = (count(8192) - count(6144)) / 2048
    if "--write" in sys.argv:
        RECORDED.write_text(f"{each:.0f}\n")
        return
    recorded = float(RECORDED.read_text())
    print(f"{each:,.0f} instructions a world, recorded {recorded:,.0f} ({100 * (each / recorded - 1):+.1f}%)")
    if abs(each / recorded - 1) > 0.03:
        version = subprocess.run(["g++", "-dumpversion"], capture_output=True, text=True).stdout.strip()
        sys.exit(f"FAILED: more than 3% from the record (g++ {version}, recorded with 12); measure with scripts/bench, then "
                 "tests/cli/instructions.py PROGRAM --write")


main()
