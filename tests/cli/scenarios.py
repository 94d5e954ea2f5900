"""Every scenario and every command of the README runs. Usage: scenarios.py PROGRAM"""
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]

for scenario in sorted((ROOT / "scenarios").glob("*.toml")):
    for command in ("check", "explain"):
        result = subprocess.run([PROGRAM, command, str(scenario)], capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"FAILED: {command} {scenario.name}\n{result.stderr}")

commands = 0
for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        for line in block.splitlines():
            if not line.startswith("build/release/entente "):
                continue
            with tempfile.TemporaryDirectory() as out:
                words = line.split("#")[0].split()[1:]
                # Fewer worlds than a reader would run, and not into the project.
                for option in ("-o", "--worlds"):
                    if option in words:
                        del words[words.index(option):words.index(option) + 2]
                extra = ["-o", out, "--worlds", "500"] if words[0] in ("run", "clauses", "fair", "sweep") else []
                result = subprocess.run([PROGRAM, *words, *extra], capture_output=True, text=True, cwd=ROOT)
                if result.returncode != 0:
                    sys.exit(f"FAILED: {page.name}: {line}\n{result.stderr}")
                commands += 1
    for block in re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        if "[scenario]" not in block:
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(block)
            file.flush()
            result = subprocess.run([PROGRAM, "check", file.name], capture_output=True, text=True)
            if result.returncode != 0:
                sys.exit(f"FAILED: scenario in {page.name}\n{result.stderr}")
print(f"scenarios: good ({commands} commands of the pages)")
