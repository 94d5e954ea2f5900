#!/usr/bin/env python3
"""--charts: the report's pictures as SVG files, whole or not at all; where nodejs is missing that is said before anything runs.
Usage: pictures.py PROGRAM. Exit status 77 where nodejs is not installed and only the message was looked at."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "two-carmakers.toml"


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def call(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300, **more)


def path_with(folder, script):
    """A PATH whose only program is a node of our own, or none."""
    folder.mkdir()
    if script:
        (folder / "node").write_text(f"#!{shutil.which('sh')}\n{script}\n")
        (folder / "node").chmod(0o755)
    return {**os.environ, "PATH": str(folder)}


def without_node(folder):
    result = call("run", SCENARIO, "--worlds", "200", "-o", folder / "out", "--charts", folder / "charts", env=path_with(folder / "none", ""))
    check(result.returncode == 1 and "nodejs, which is not installed" in result.stderr and "report.html" in result.stderr, result.stderr)
    check(not (folder / "out").exists() and not (folder / "charts").exists(), "nothing was run")


def with_a_node_that_fails(folder):
    broken = path_with(folder / "broken", 'if [ "$1" = --version ]; then echo v18; exit 0; fi\necho "SyntaxError: too old" >&2; exit 1')
    result = call("run", SCENARIO, "--worlds", "200", "-o", folder / "out", "--charts", folder / "charts", env=broken)
    check(result.returncode == 1 and "could not draw the pictures: SyntaxError: too old" in result.stderr, result.stderr)
    check((folder / "out" / "two-carmakers" / "manifest.json").exists(), "the results are there")
    check(not any(p.is_file() for p in (folder / "charts").rglob("*")), "no picture by halves")


def where_none_can_be_written(folder):
    (folder / "file").write_text("")
    result = call("run", SCENARIO, "--worlds", "200", "-o", folder / "unused", "--charts", folder / "file")
    check(result.returncode == 2 and "(--charts DIR)" in result.stderr, result.stderr)
    check(not (folder / "unused").exists(), "nothing was run")


def whole(folder):
    scenario = folder / "deal.toml"
    scenario.write_text(SCENARIO.read_text().replace('name = "Ford"', 'name = "<script>&\\"x"'))
    run = ("run", scenario, "--worlds", "500", "--format", "html", "-o", folder / "out", "--charts", folder / "charts")
    result = call(*run)
    check(result.returncode == 0 and re.search(r"\d+ pictures in ", result.stdout), result.stderr)
    place = folder / "charts" / "deal"
    page = (folder / "out" / "deal" / "report.html").read_text()
    files = json.loads((place / "charts.json").read_text())["files"]
    check(len(files) == page.count("<figure "), f"a file a picture of the page: {len(files)}")
    check({p.name for p in place.iterdir()} == {*files, "charts.json"}, "what the list says is there, and nothing else")
    for name, told in files.items():
        svg = (place / name).read_bytes()
        check(hashlib.sha256(svg).hexdigest() == told["sha256"], f"hash of {name}")
        root = xml.etree.ElementTree.fromstring(svg)
        check(root[0].text == told["finding"], f"{name} is called as it says")
        check(len(list(root.iter())) > 20 and b"<script" not in svg and b"NaN" not in svg, f"{name} is drawn")
    check(any("<script>&" in told["finding"] for told in files.values()), "a hostile name is a text")
    first = {name: (place / name).read_bytes() for name in files}
    (place / "mine.svg").write_text("mine")
    (place / "ford-9-boxes.svg").write_text("of an earlier run")
    listed = json.loads((place / "charts.json").read_text())
    listed["files"]["ford-9-boxes.svg"] = {}
    (place / "charts.json").write_text(json.dumps(listed))
    again = call("report", folder / "out" / "deal", "--charts", folder / "charts", "--json")
    check(again.returncode == 0 and json.loads(again.stdout)["worlds"] == 500, again.stderr)
    check({name: (place / name).read_bytes() for name in files} == first, "the same pictures from the finished run")
    check((place / "mine.svg").exists() and not (place / "ford-9-boxes.svg").exists(), "only an earlier call's own files go")


with tempfile.TemporaryDirectory() as name:
    without_node(pathlib.Path(name))
    if shutil.which("node") is None:
        print("nodejs is not installed: only the message was looked at")
        sys.exit(77)
    with_a_node_that_fails(pathlib.Path(name))
    where_none_can_be_written(pathlib.Path(name))
    whole(pathlib.Path(name))
