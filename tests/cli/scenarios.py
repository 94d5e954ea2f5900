"""Every scenario, and every command and scenario on the pages, runs. Usage: scenarios.py PROGRAM

A block that begins with ```toml NAME is the file that the page's commands know by that name.
"""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(what, *words, cwd=ROOT):
    result = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, cwd=cwd)
    if result.returncode != 0:
        sys.exit(f"FAILED: {what}\n{result.stderr}")


def commands_of(text):
    for block in re.findall(r"```sh\n(.*?)```", text, re.S):
        for line in block.splitlines():
            if line.startswith("build/release/entente "):
                yield line


def try_page(page):
    """Runs what a reader of the page would, in a folder like the project's root; returns how many commands."""
    text, count = page.read_text(encoding="utf-8"), 0
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        for folder in ("scenarios", "tests", "docs"):
            (root / folder).symlink_to(ROOT / folder)
        for name, block in re.findall(r"```toml ?(.*?)\n(.*?)```", text, re.S):
            if "[scenario]" in block:
                (root / (name or "unnamed.toml")).write_text(block)
                run(f"scenario in {page.name}", "check", root / (name or "unnamed.toml"))
        for count, line in enumerate(commands_of(text), 1):
            words = shlex.split(line, comments=True)[1:]
            # Fewer worlds than a reader would run.
            if "--worlds" in words:
                del words[words.index("--worlds"):words.index("--worlds") + 2]
            run(f"{page.name}: {line}", *words, *(["--worlds", "500"] if words[0] in ("run", "clauses", "fair", "sensitivity", "sweep") else []), cwd=root)
    return count


for scenario in [*sorted((ROOT / "scenarios").glob("*.toml")), ROOT / "docs" / "every-key.toml"]:
    for command in ("check", "explain"):
        run(f"{command} {scenario.name}", command, scenario)
pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
print(f"scenarios: good ({sum(try_page(page) for page in pages)} commands of the pages)")
