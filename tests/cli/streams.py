#!/usr/bin/env python3
"""Standard output that cannot be written is a failure of every command; a message that cannot be written is not. Usage: streams.py PROGRAM"""
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "scenarios" / "two-carmakers.toml")
GAME = str(ROOT / "tests" / "reference" / "games" / "tva.json")
DATA = str(ROOT / "docs" / "cases" / "durations.csv")


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def commands(folder):
    out = ["-o", str(folder / "out")]
    few = ["--worlds", "300", "--set", "scenario.pilot=512"]
    return [
        ["examples"], ["examples", "two-carmakers"], ["schema"], ["--version"], ["--help"], ["run", "--help"],
        ["check", EXAMPLE], ["explain", EXAMPLE, "--set", "scenario.pilot=512"],
        ["share", "--game", GAME], ["share", "--game", GAME, "--json"], ["share", EXAMPLE, *out, "--set", "scenario.pilot=512"],
        ["run", EXAMPLE, *out, *few, "--format", "csv"], ["run", EXAMPLE, *out, *few, "--json"], ["run", EXAMPLE, EXAMPLE.replace("two-carmakers", "gm-fiat"), *out, *few],
        ["run", EXAMPLE, "--world", "3", *few], ["run", EXAMPLE, "--world", "3", "--json", *few],
        ["sweep", EXAMPLE, *out, *few, "--over", "program.ev.likeness=0,1"],
        ["clauses", EXAMPLE, *out, *few, "--alternative", "exit"],
        ["audit", EXAMPLE, *out, *few],
        ["fair", EXAMPLE, *out, *few, "--solve", "alternative.exit.unwind.fee", "--for", "npv.ford = -4000", "--between", "0:1000000"],
        ["terms", EXAMPLE, *out, *few, "--alternative", "alliance", "--vary", "alternative.alliance.arrangement.ev.royalty=0,1"],
        ["sensitivity", EXAMPLE, *out, *few, "--metric", "gain.ford"],
        ["fit", DATA, "--column", "years"], ["selftest", "--worlds", "10000"],
        ["report", str(folder / "out" / "two-carmakers")],
    ]


def call(arguments, **more):
    return subprocess.run([PROGRAM, *arguments], text=True, timeout=300, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more})


def full(arguments):
    with open("/dev/full", "w") as nowhere:
        result = call(arguments, stdout=nowhere)
    check(result.returncode == 1 and "standard output cannot be written: No space left" in result.stderr,
          f"status {result.returncode} of {arguments} > /dev/full: {result.stderr}")


def closed(arguments):
    result = call(arguments, stdout=None, preexec_fn=lambda: os.close(1))
    check(result.returncode == 1 and "standard output cannot be written" in result.stderr, f"status {result.returncode} of {arguments} >&-: {result.stderr}")


def without_reader(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    result = call(arguments, stdout=writer)
    os.close(writer)
    check(result.returncode == 1 and result.stderr == "", f"status {result.returncode} of {arguments} | true: {result.stderr}")


def without_messages(folder):
    """What is wrong cannot be said: the status says it all the same."""
    wrong = folder / "wrong.toml"
    wrong.write_text("[scenario]\nstart = 1\n")
    blocker = folder / "blocker"
    blocker.write_text("")
    for arguments, status in ((["check", str(wrong)], 2), (["run"], 2), (["examples", "none"], 2), (["report", str(folder)], 2),
                              (["run", EXAMPLE, "-o", str(blocker / "out")], 2), (["examples"], 0),
                              (["run", EXAMPLE, "-o", str(folder / "out"), "--worlds", "900000000000", "--memory", "1e18"], 1)):
        with open("/dev/full", "w") as nowhere:
            check(call(arguments, stderr=nowhere).returncode == status, f"status of {arguments} 2> /dev/full")
        check(call(arguments, stderr=None, preexec_fn=lambda: os.close(2)).returncode == status, f"status of {arguments} 2>&-")
    with open("/dev/full", "w") as nowhere:
        check(call(["examples"], stdout=nowhere, stderr=nowhere).returncode == 1, "nothing can be written")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        result = call(["run", EXAMPLE, "-o", str(folder / "out"), "--worlds", "500", "--quiet", "--set", "scenario.pilot=512"], stdout=None, preexec_fn=lambda: os.close(1))
        check(result.returncode == 0, f"what prints nothing needs no standard output: {result.stderr}")
        # No file of ours took the number of the closed stream.
        for path in (folder / "out" / "two-carmakers").iterdir():
            check(path.stat().st_size > (50 if path.name == "choices.csv" else 100), f"{path.name} is whole")  # nobody chooses here
        for arguments in commands(folder):
            full(arguments)
        for arguments in (["examples"], ["schema"], ["explain", EXAMPLE, "--set", "scenario.pilot=512"], ["--help"]):
            closed(arguments)
            without_reader(arguments)
        without_messages(folder)


main()
