#!/usr/bin/env python3
"""Games with known allocations, through the program. Usage: games.py PROGRAM [FOLDER of games]

A game's file has what was published and what was computed by other means beside the game itself; bankruptcy games have Aumann
and Maschler's closed form (1985), airport games Littlechild's (1974).
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "tests" / "reference" / "games"
RULES = {"shapley": "shapley", "nucleolus": "nucleolus", "prenucleolus": "prenucleolus", "tau": "tau", "scrb_aca": "aca",
         "equal_split_of_savings": "nash"}
# What a file's other allocations are called is not a rule of the program.
OF_COSTS = {"scrb_aca", "equal_split_of_savings"}


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def share(path, status=0):
    result = subprocess.run([PROGRAM, "share", "--game", str(path), "--json"], capture_output=True, text=True, timeout=120)
    check(result.returncode == status, f"{path}: status {result.returncode}\n{result.stderr}")
    return json.loads(result.stdout) if status == 0 else result.stderr


def close(found, expected, tolerance, what):
    for player, amount in expected.items():
        check(abs(found[player] - amount) <= tolerance, f"{what}: {player} has {found[player]}, expected {amount}")


def compare(path):
    """One game: how many allocations were compared."""
    game = json.loads(path.read_text(encoding="utf-8"))
    found, compared = share(path), 0
    numbers = game.get("cost") or game["value"]
    size = max(abs(x) for x in numbers.values())
    for source in ("computed", "published"):
        told = game.get(source, {})
        for key, rule in RULES.items():
            if key not in told or (key in OF_COSTS and game["kind"] == "value"):
                continue
            printed = game.get("max_abs_difference", {}).get(key, 0) if source == "published" else 0
            check(found[rule] is not None, f"{path.name}: {rule} is undefined, for {found.get('undefined', {}).get(rule)}")
            close(found[rule], told[key], printed * 1.01 + 1e-8 * max(size, 1), f"{path.name}, {source} {key}")
            compared += 1
        if "least_core_epsilon" in told:
            check(abs(found["least_core_epsilon"] - told["least_core_epsilon"]) <= 1e-8 * max(size, 1), f"{path.name}: least core")
        if "core_nonempty" in told:
            check(found["core_empty"] != told["core_nonempty"], f"{path.name}: core")
        if told.get("quasi_balanced") is False:
            check(found["tau"] is None, f"{path.name}: a tau value of a game that is not quasi-balanced")
    return compared


def coalitions(players):
    for mask in range(1, 1 << len(players)):
        yield [i for i in range(len(players)) if mask >> i & 1]


def write(folder, kind, players, worth):
    path = folder / "game.json"
    table = {"+".join(players[i] for i in s): worth(s) for s in coalitions(players)}
    path.write_text(json.dumps({"players": players, "kind": kind, kind: table}), encoding="utf-8")
    return path


def constrained_equal(claims, estate, award):
    """The awards that add up to the estate: min(claim, level) or max(0, claim - level), by bisection."""
    low, high = 0.0, max(claims)
    for _ in range(200):
        level = (low + high) / 2
        total = sum(award(c, level) for c in claims)
        rises = sum(award(c, high) for c in claims) >= sum(award(c, low) for c in claims)
        if (total < estate) == rises:
            low = level
        else:
            high = level
    return [award(c, (low + high) / 2) for c in claims]


def talmud(claims, estate):
    halves = [c / 2 for c in claims]
    if estate <= sum(halves):
        return constrained_equal(halves, estate, min)
    return [c - loss for c, loss in zip(claims, constrained_equal(halves, sum(claims) - estate, min))]


def bankruptcies(folder, count):
    source = random.Random(22)
    for _ in range(count):
        n = source.randint(2, 8)
        claims = [source.randint(1, 400) for _ in range(n)]
        estate = source.randint(1, sum(claims))
        players = [f"p{i}" for i in range(n)]
        path = write(folder, "value", players, lambda s: max(0, estate - sum(c for i, c in enumerate(claims) if i not in s)))
        close(share(path)["nucleolus"], dict(zip(players, talmud(claims, estate))), 1e-6 * estate, f"estate {estate}, claims {claims}")


def airports(folder, count):
    source = random.Random(23)
    for _ in range(count):
        n = source.randint(2, 10)
        length = sorted(source.randint(1, 100) for _ in range(n))
        players = [chr(ord("a") + i) for i in range(n)]
        found = share(write(folder, "cost", players, lambda s: max(length[i] for i in s)))
        expected, paid = {}, 0.0
        for i in range(n):
            paid += (length[i] - (length[i - 1] if i else 0)) / (n - i)
            expected[players[i]] = paid
        close(found["shapley"], expected, 1e-9, f"airport {length}")
        check(abs(sum(found["nucleolus"].values()) - length[-1]) < 1e-7, f"airport {length}")


def losses(folder, count):
    """Where pooling costs more than each alone there is no nucleolus; two players split the loss."""
    source = random.Random(24)
    for _ in range(count):
        a, b, more = (source.uniform(1, 50) for _ in range(3))
        found = share(write(folder, "cost", ["A", "B"], lambda s: a + b + more if len(s) == 2 else (a, b)[s[0]]))
        check(found["nucleolus"] is None and found["core_empty"], "a nucleolus of a game without imputation")
        close(found["prenucleolus"], {"A": a + more / 2, "B": b + more / 2}, 1e-9, "prenucleolus")


games = sorted(FOLDER.glob("*.json"))
check(games, f"no game in {FOLDER}")
compared = sum(compare(path) for path in games)
check(compared >= 2 * len(games), f"{compared} allocations compared in {len(games)} games")
with tempfile.TemporaryDirectory() as name:
    bankruptcies(pathlib.Path(name), 20)
    airports(pathlib.Path(name), 10)
    losses(pathlib.Path(name), 5)
print(f"{compared} allocations of {len(games)} games, 20 bankruptcies, 10 airports, 5 losses: as known")
