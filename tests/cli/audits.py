#!/usr/bin/env python3
"""Every shipped scenario passes `audit --strict`, or a page answers what is found. Usage: audits.py PROGRAM [WORLDS [PILOT]]

Answers stand in tables of docs/audit.md and docs/cases, below the line ANSWERS: the rule, the key at which it finds something, the scenarios
and the answer. A serious finding without an answer fails, and so does an answer to something that is not found.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
WORLDS = sys.argv[2] if len(sys.argv) > 2 else "1024"
PILOT = sys.argv[3] if len(sys.argv) > 3 else "2048"
ROOT = pathlib.Path(__file__).resolve().parents[2]
ANSWERS = "| found by | at | in | answer |"


def answered():
    """(scenario, rule, key) of every answer, with the page that gives it."""
    out = {}
    for page in [ROOT / "docs" / "audit.md", *sorted((ROOT / "docs" / "cases").glob("*.md"))]:
        for table in page.read_text(encoding="utf-8").split(ANSWERS)[1:]:
            for line in table.splitlines()[2:]:
                if not line.startswith("|"):
                    break
                rule, keys, scenarios, answer = (cell.strip() for cell in line.strip("|").split("|"))
                if not re.search(r"\w+ \w+", answer):
                    sys.exit(f"FAILED: {page.name}: no answer in: {line}")
                out.update({(s, rule.strip("`"), k): page.name for s in re.findall(r"`(.+?)`", scenarios) for k in re.findall(r"`(.+?)`", keys)})
    return out


def found(scenario, folder):
    """(scenario, rule, key) of every serious finding, with the finding in words; the exit status is that of --strict."""
    asked = [PROGRAM, "audit", str(scenario), "--strict", "--json", "--quiet", "-o", folder, "--worlds", WORLDS, "--set", f"scenario.pilot={PILOT}"]
    result = subprocess.run(asked, capture_output=True, text=True)
    if result.returncode not in (0, 1) or not result.stdout:
        sys.exit(f"FAILED: {' '.join(asked)}: status {result.returncode}\n{result.stderr}")
    findings = json.loads(result.stdout)["findings"]
    serious = {(scenario.stem, f["rule"], f["key"]): f["found"] for f in findings if f["grade"] == "serious"}
    if result.returncode != (1 if serious else 0):
        sys.exit(f"FAILED: {scenario.stem}: {len(serious)} serious findings, and --strict ends with status {result.returncode}")
    return serious


def main():
    answers, findings = answered(), {}
    scenarios = sorted((ROOT / "scenarios").rglob("*.toml"))
    with tempfile.TemporaryDirectory() as folder:
        for scenario in scenarios:
            findings.update(found(scenario, folder))
    failures = [f"{key[0]}: {key[1]} at {key[2]} is not answered: {words}" for key, words in findings.items() if key not in answers]
    failures += [f"{page}: {key[1]} at {key[2]} of {key[0]} is answered and not found" for key, page in answers.items() if key not in findings]
    if failures:
        sys.exit("\n".join(["FAILED:", *failures]))
    print(f"{len(scenarios)} scenarios, {len({key[0] for key in findings})} of them with serious findings, all {len(findings)} answered")


main()
