#!/usr/bin/env python3
"""Scenarios with mistakes at random: each is carried out, or refused with a place and nothing written; none crashes, hangs or reads
what is not its own (under the sanitizers of the preset dev). Usage: fuzz.py PROGRAM [SCENARIOS [SEED]]

A scenario that does otherwise is left in the working directory."""
import collections
import multiprocessing
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "second"))
import random_scenario  # noqa: E402

NUMBER, WORD = re.compile(r"(?<![\w.])-?\d[\d_.]*"), re.compile(r"[A-Za-z_]{3,}")
TOKENS = ["-1", "nan", "inf", "1e400", "0", "1e-300", "9223372036854775808", '"x"', "[]", "{}", "true", "[[", "]]", "\n", '"', "=", "\x00", "1,5",
          "2019-01-01", "0x10", '"""', "é", "\ufeff"]
SIZES = [1e-300, 1e-15, 1e-9, 1e-3, 0.1, 0.5, 1.0, 1.0000000001, 2.0, 3.7, 10.0, 50.0, 1e3, 1e6, 1e9, 1e15]
FAMILIES = [("uniform", "min max"), ("triangular", "min mode max"), ("pert", "min mode max shape"), ("normal", "mean sd"), ("student_t", "df location scale"),
            ("lognormal", "mean cv"), ("lognormal", "median sigma"), ("lognormal", "p10 p90"), ("beta", "alpha beta"), ("gamma", "mean cv"),
            ("gamma", "shape scale"), ("inverse_gamma", "mean cv"), ("weibull", "shape scale"), ("loglogistic", "shape scale"), ("exponential", "mean"),
            ("pareto", "min alpha"), ("poisson", "mean")]


def replaced(text, place, by):
    return text[:place.start()] + by + text[place.end():]


def other_number(r, text):
    """One number becomes another, mostly one that may stand there."""
    place = r.choice(list(NUMBER.finditer(text)))
    try:
        x = float(place.group().replace("_", ""))
    except ValueError:
        return text
    y = r.choice([0.0, 1.0, x * 10, x / 10, x * 1e6, x / 1e6, -x, x + 1, x - 1, x * 1.0000000001, 1e308, 1e-308, 0.5, 2020.0, 2 * x * r.random()])
    return replaced(text, place, repr(y if "." in place.group() or abs(y) > 2**62 else int(y)))


def other_family(r, text):
    """One number becomes a distribution whose parameters may have any size."""
    family, keys = r.choice(FAMILIES)
    sizes = [r.choice([*SIZES, r.lognormvariate(0, 4)]) for _ in keys.split()]
    ordered = sorted(sizes[:3]) + sizes[3:] if keys.startswith("min m") else sizes
    written = ", ".join(f"{key} = {size!r}" for key, size in zip(keys.split(), ordered))
    return replaced(text, r.choice(list(NUMBER.finditer(text))), f'{{ dist = "{family}", {written} }}')


def other_text(r, text):
    kind = r.randrange(4)
    if kind == 0:
        lines = text.split("\n")
        lines.insert(r.randrange(len(lines)), lines.pop(r.randrange(len(lines))))
        return "\n".join(lines)
    if kind == 1:
        words = list(WORD.finditer(text))
        return replaced(text, r.choice(words), r.choice(words).group())
    if kind == 2:
        return replaced(text, r.choice(list(NUMBER.finditer(text))), r.choice(TOKENS))
    at = r.randrange(len(text))
    return text[:at] + r.choice(TOKENS) + text[at + r.randrange(4):]


def mutated(seed):
    r = random.Random(seed)
    if r.random() < 0.3:
        text = r.choice(sorted((ROOT / "scenarios").glob("*.toml"))).read_text(encoding="utf-8")
    else:
        text = random_scenario.scenario(seed)
    for _ in range(r.randint(1, 3)):
        text = r.choices([other_number, other_family, other_text], [5, 3, 1])[0](r, text)
    return text


def fault(done, written):
    """What is wrong with a finished run, if anything."""
    message = done.stderr.decode("utf-8", "replace")
    if "runtime error" in message or "Sanitizer" in message:
        return "the sanitizers object"
    if done.returncode == 1 and " is undefined, for " in message:
        return None  # a sharing rule that these costs do not allow, found as they were drawn
    if done.returncode == 2:
        placed = re.search(r"\.toml:\d+:\d+: error: .*; expected ", message)
        return None if placed and not written else "refused without a place, or after something was written"
    return None if done.returncode == 0 and written else f"status {done.returncode}"


def attempt(job):
    program, seed = job
    with tempfile.TemporaryDirectory() as folder:
        path, out = pathlib.Path(folder) / "mutated.toml", pathlib.Path(folder) / "out"
        path.write_text(mutated(seed), encoding="utf-8")
        command = [program, "run", path, "--worlds", "200", "--set", "scenario.pilot=64", "--threads", "1", "--quiet", "--format", "csv", "-o", out]
        try:
            done = subprocess.run(command, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            done, wrong = None, "still running after two minutes"
        else:
            wrong = fault(done, out.exists())
        if wrong:
            kept = pathlib.Path(f"fuzz-{seed}.toml")
            shutil.copy(path, kept)
            wrong = f"{kept}: {wrong}\n" + (done.stderr.decode("utf-8", "replace")[:2000] if done else "")
        return wrong, done.returncode if done else None


def main():
    program, count = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    statuses, faults = collections.Counter(), 0
    with multiprocessing.Pool() as pool:
        for wrong, status in pool.imap_unordered(attempt, [(program, seed) for seed in range(first, first + count)]):
            statuses[status] += 1
            faults += wrong is not None
            if wrong:
                print(wrong, flush=True)
    print(f"{count} scenarios: {statuses[0]} carried out, {statuses[2]} refused, {statuses[1]} undefined; {faults} faults")
    sys.exit(1 if faults or statuses[0] * 10 < count else 0)


if __name__ == "__main__":
    main()
