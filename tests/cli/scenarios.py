#!/usr/bin/env python3
"""Every scenario, and every command and scenario on the pages and in --help, runs. Usage: scenarios.py PROGRAM

A block that begins with ```toml NAME is the file that the page's commands know by that name. That a command runs rests on neither the
worlds nor the pilot worlds, so both are few; what comes out of many is held by the tests of results.
"""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]


FEW = ["--worlds", "500"]
WITH_WORLDS = ("audit", "clauses", "diff", "fair", "run", "sensitivity", "sweep", "terms", "voi")
PILOT = {"terms": 64}  # worlds of the pilot: a search prepares the scenario anew at some hundred points
WITH_SETTINGS = (*WITH_WORLDS, "check", "explain", "share")


def run(what, *words, cwd=ROOT):
    result = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, cwd=cwd)
    if result.returncode != 0:
        sys.exit(f"FAILED: {what}\n{result.stderr}")


def fewer(command):
    return [*(FEW if command in WITH_WORLDS else []), *(["--set", f"scenario.pilot={PILOT.get(command, 128)}"] if command in WITH_SETTINGS else [])]


def commands_of(text):
    for block in re.findall(r"```sh\n(.*?)```", text, re.S):
        for line in block.splitlines():
            if line.startswith("build/release/entente "):
                yield line


def try_commands(where, lines, files=()):
    """Runs lines as a reader would, in a folder like the project's root with some files more; returns how many."""
    count = 0
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        for folder in ("scenarios", "tests", "docs", "examples"):
            (root / folder).symlink_to(ROOT / folder)
        for name, content in files:
            (root / name).write_text(content)
            run(f"scenario in {where}", "check", root / name)
        for count, line in enumerate(lines, 1):
            words = shlex.split(line, comments=True)[1:]
            # Fewer worlds than a reader would run.
            if "--worlds" in words and words[0] in WITH_WORLDS:
                del words[words.index("--worlds"):words.index("--worlds") + 2]
            run(f"{where}: {line}", *words, *fewer(words[0]), cwd=root)
    return count


def try_page(page):
    text = page.read_text(encoding="utf-8")
    files = [(name or "unnamed.toml", block) for name, block in re.findall(r"```toml ?(.*?)\n(.*?)```", text, re.S) if "[scenario]" in block]
    return try_commands(page.name, commands_of(text), files)


def examples_of_help():
    """The examples of every command's --help; each must have one."""
    def help_of(*command):
        return subprocess.run([PROGRAM, *command, "--help"], capture_output=True, text=True, check=True).stdout
    for command in re.findall(r"^  ([a-z]+) ", help_of().partition("Subcommands:")[2].partition("Example")[0], re.M):
        examples = re.findall(rf"^  (entente {command}\b.*)", help_of(command), re.M)
        if not examples:
            sys.exit(f"FAILED: no example in {command} --help")
        yield from examples


for scenario in [*sorted((ROOT / "scenarios").rglob("*.toml")), ROOT / "docs" / "every-key.toml"]:
    for command in ("check", "explain"):
        run(f"{command} {scenario.name}", command, scenario, *fewer(command))
pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# A report is of a run: that of Ford and Volkswagen comes first.
of_help = sorted(examples_of_help(), key=lambda line: not line.startswith("entente run"))
print(f"scenarios: good ({sum(try_page(page) for page in pages)} commands of the pages, {try_commands('--help', of_help)} of --help)")
