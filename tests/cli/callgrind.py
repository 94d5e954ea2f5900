"""Instructions of a run on one thread, counted by callgrind."""
import re
import subprocess
import tempfile


def counted(program, scenario, *words):
    """All instructions of a run, and a function that gives those of one of the program's by its name, with all that it calls: 0 where it was
    not called."""
    with tempfile.TemporaryDirectory() as out:
        profile = f"{out}/profile"
        said = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", program, "run", str(scenario), "--threads", "1",
                               "--quiet", "--format", "csv", "--sampling", "mc", *words, "-o", out], capture_output=True, text=True, check=True).stderr
        table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile], capture_output=True, text=True, check=True).stdout

    def of(name):
        return max((int(n.replace(",", "")) for n in re.findall(rf"^ *([\d,]+) .*entente::{name}\(", table, re.MULTILINE)), default=0)
    return int(re.search(r"Collected : (\d+)", said).group(1)), of
