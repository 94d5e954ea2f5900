#!/usr/bin/env python3
"""Whole or not at all, whatever the system refuses. Usage: faults.py PROGRAM [all]

Commands are run under strace, which has one call of the system fail: each once with `all`, else a few of every kind. Then the
command ends with 1 and a message, or its files are those of a run to which nothing happened; no file is cut off, none is
left under a temporary name, and no success is claimed. Limits of the process (memory, size of files, open files) do the same
without strace.
"""
import collections
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM, ALL = sys.argv[1], sys.argv[2:] == ["all"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "scenarios" / "two-carmakers.toml")
GAME = str(ROOT / "tests" / "reference" / "games" / "tva.json")
FEW = ["--set", "scenario.pilot=512", "--seed", "3"]
# What may fail, and how.
CALLS = {"write": "ENOSPC", "read": "EIO", "pread64": "EIO", "fsync": "EIO", "rename": "EIO", "close": "EIO", "mkdir": "ENOSPC", "openat": "EMFILE",
         "mmap": "ENOMEM", "clone3": "EAGAIN"}
BEGUN = "rt_sigaction(SIGALRM"  # main's first words: what fails before them, the loader tells
SECONDS = 30  # that a part of all may take


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def commands(done):
    """Each by the folder that it writes; `done` has results of a run."""
    return {
        "run": lambda out: ["run", EXAMPLE, "-o", out, "--worlds", "600", *FEW],
        "run --checkpoint": lambda out: ["run", EXAMPLE, "-o", out, "--worlds", "40000", "--checkpoint-every", "0.01", "--format", "csv", *FEW],
        "run --memory": lambda out: ["run", EXAMPLE, "-o", out, "--worlds", "40000", "--checkpoint-every", "0.01", "--format", "csv", "--memory", "1MB", *FEW],
        "sweep": lambda out: ["sweep", EXAMPLE, "-o", out, "--worlds", "200", "--over", "program.ev.likeness=0,0.5,1", "--checkpoint-every", "0.001", *FEW],
        "clauses": lambda out: ["clauses", EXAMPLE, "-o", out, "--worlds", "200", "--alternative", "exit", *FEW],
        "sweep --table": lambda out: ["sweep", EXAMPLE, "-o", out, "--worlds", "200", "--over", "program.ev.likeness=0,1", "--over", "program.av.likeness=0,1",
                                      "--table", "gain.ford", *FEW],
        "terms": lambda out: ["terms", EXAMPLE, "-o", out, "--worlds", "256", "--alternative", "alliance", "--vary",
                              "alternative.alliance.arrangement.ev.royalty=0,1", *FEW],
        "sensitivity": lambda out: ["sensitivity", EXAMPLE, "-o", out, "--worlds", "512", "--metric", "gain.ford", *FEW],
        "audit": lambda out: ["audit", EXAMPLE, "-o", out, "--worlds", "512", "--set", "scenario.pilot=512", *FEW],
        "share -o": lambda out: ["share", EXAMPLE, "-o", out, "--set", "scenario.pilot=512"],
        "share --game": lambda out: ["share", "--game", GAME, "-o", out],
        "report": lambda out: ["report", f"{out}/{pathlib.Path(EXAMPLE).stem}"],
    }


def prepare(name, out, done):
    """What the command finds: nothing, or for report a run without its report."""
    shutil.rmtree(out, ignore_errors=True)
    if name == "report":
        shutil.copytree(done, out)


def files(out):
    """By name, but for what tells the time."""
    found = {}
    for path in sorted(pathlib.Path(out).rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.name == "manifest.json":
            manifest = json.loads(content)  # whole, or this throws
            content = json.dumps({k: v for k, v in manifest.items() if k != "seconds"}).encode()
        found[str(path.relative_to(out))] = content
    return found


def judge(what, result, out, good, before=None):
    """True where the command ended with its message, false where it came through."""
    found = {name: content for name, content in files(out).items() if "/.checkpoint/" not in name}
    temporary = [name for name in files(out) if name.endswith(".tmp")]
    check(not temporary, f"{what} leaves {temporary}")
    # A run that got fewer threads than it asked for says so, in every file with warnings.
    fewer = any(b"threads be started" in content for content in found.values())
    for name, content in found.items():
        if fewer and not name.endswith(".csv"):
            continue
        check(content in (good.get(name), (before or {}).get(name)), f"{what}: {name} is not what it is in a good run")
    if result.returncode == 0:
        check(fewer or found == good, f"{what}: status 0, but not all files: {sorted(set(good) - set(found))}")
        return False
    # A file that cannot be opened is the user's to look after.
    check(result.returncode == 1 or (result.returncode == 2 and "cannot be opened" in result.stderr), f"{what}: status {result.returncode}: {result.stderr[-500:]}")
    check(result.stderr.strip(), f"{what}: no message")
    check(not re.search(r"results in|points? in|in .*csv", result.stdout), f"{what}: claims success: {result.stdout[-200:]}")
    return True


def traced(options, command):
    return subprocess.run(["strace", "-f", "-qq", "--seccomp-bpf", *options, PROGRAM, *command], capture_output=True, text=True, timeout=300)


def count_calls(command, log):
    """By kind: how many the busiest thread makes before main begins, and in all."""
    # What is counted is the thread's own: strace counts so.
    traced(["-o", log, "-e", f"trace={','.join(CALLS)},rt_sigaction"], command)
    before, all_calls = collections.Counter(), collections.defaultdict(collections.Counter)
    begun = False
    for line in open(log, encoding="utf-8", errors="replace"):
        thread, call = line.split(maxsplit=1)
        begun = begun or call.startswith(BEGUN)
        kind = call.split("(")[0]
        if kind in CALLS:
            all_calls[kind][thread] += 1
            if not begun:
                before[kind] += 1
    return {kind: (before[kind], max(threads.values())) for kind, threads in all_calls.items()}


def numbers_of(first, last, few):
    """The numbers of a kind's calls that are to fail, in an order in which any beginning is spread over all of them."""
    everything = list(range(first + 1, last + 1))
    if ALL or len(everything) <= few:
        return everything
    return sorted({everything[round(i * (len(everything) - 1) / (few - 1))] for i in range(few)})


def with_strace(folder, done):
    probe = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(f"SKIPPED: strace is not allowed here, so no call of the system was made to fail: {probe.stderr.strip()}", file=sys.stderr)
        return False
    out, log = str(folder / "out"), str(folder / "log")
    plan, good, before = [], {}, {}
    for name, command in commands(done).items():
        prepare(name, out, done)
        before[name] = files(out)
        counts = count_calls(command(out), log)
        good[name] = files(out)
        for kind, (first, last) in counts.items():
            wanted = numbers_of(first, last, 4 if kind == "write" else 2)
            plan += [(i, name, kind, number) for i, number in enumerate(wanted)]
    # The first of every kind, then the second of every kind: time, where it ends early, is spread over all.
    if not ALL:
        plan.sort(key=lambda entry: entry[0])
    begin, tried, failed = time.monotonic(), 0, 0
    for _, name, kind, number in plan:
        if not ALL and time.monotonic() - begin > SECONDS:
            break
        prepare(name, out, done)
        result = traced(["-o", os.devnull, "-e", f"trace={kind}", "-e", f"inject={kind}:error={CALLS[kind]}:when={number}"], commands(done)[name](out))
        failed += judge(f"{name} with {kind} {number} failing", result, out, good[name], before[name])
        tried += 1
    check(failed > tried / 4, f"only {failed} of {tried} failures were felt")
    print(f"{tried} of {len(plan)} calls made to fail: {failed} ended the command, the others changed nothing")
    return True


def limited(command, kind, most):
    def limit():
        resource.setrlimit(kind, (most, most))
    return subprocess.run([PROGRAM, *command], capture_output=True, text=True, timeout=300, preexec_fn=limit)


def with_limits(folder, done):
    """Files that may not grow, too few open files, too little memory: more of it until the command comes through."""
    out = str(folder / "limited")
    steps = {"size of files": (resource.RLIMIT_FSIZE, [0, 1, 100, 4096, 10_000, 30_000, 60_000, 200_000, 10**9]),
             "open files": (resource.RLIMIT_NOFILE, [*range(4, 24), 100]),
             "memory": (resource.RLIMIT_AS, [m << 20 for m in (*range(40, 400, 8 if ALL else 40), 1000, 20_000)])}
    for what, (kind, limits) in steps.items():
        for name in ("run", "sweep", "share --game"):
            prepare(name, out, done)
            subprocess.run([PROGRAM, *commands(done)[name](out)], capture_output=True, check=True)
            good = files(out)
            felt = []
            for most in limits:
                prepare(name, out, done)
                result = limited(commands(done)[name](out), kind, most)
                if result.returncode == 127 or "error while loading shared libraries" in result.stderr:
                    continue  # the loader's own end
                felt.append(judge(f"{name} with {what} limited to {most}", result, out, good))
            check(felt and not felt[-1] and (felt[0] or what != "size of files"), f"{name} with {what} limited: {felt}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = folder / "done"
        subprocess.run([PROGRAM, "run", EXAMPLE, "-o", done, "--worlds", "600", "--quiet", *FEW], check=True)
        with_limits(folder, done)
        if not with_strace(folder, done):
            sys.exit(77)


main()
