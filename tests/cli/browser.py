#!/usr/bin/env python3
"""The report in a real browser: it draws, complains of nothing, and asks for nothing. Usage: browser.py PROGRAM"""
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
# What Chromium says of its own when it has no display and no bus.
OWN = re.compile(r"dbus|DBus|gpu|GPU|vaapi|Vulkan|viz|sandbox|ALSA|font|gcm|registration_request|network_service|UPower")

with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([PROGRAM, "run", str(ROOT / "scenarios" / "two-carmakers.toml"), "-o", str(folder), "--worlds", "2000", "--quiet"], check=True)
    page = folder / "two-carmakers" / "report.html"
    for width in (400, 1200):
        shot = folder / f"{width}.png"
        result = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0", "--dump-dom", f"--window-size={width},2000",
             "--host-resolver-rules=MAP * ~NOTFOUND", page.as_uri()], capture_output=True, text=True, timeout=180)
        dom = result.stdout
        if dom.count("<svg") != page.read_text(encoding="utf-8").count("<svg") or dom.count("<svg") < 10:
            sys.exit(f"FAILED: {dom.count('<svg')} charts in the browser")
        spoken = [line for line in result.stderr.splitlines() if "CONSOLE" in line or ("ERROR" in line and not OWN.search(line))]
        if spoken:
            sys.exit("FAILED: the browser complains: " + "\n".join(spoken))
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--screenshot={shot}", f"--window-size={width},2000", page.as_uri()],
                       capture_output=True, timeout=180, check=True)
        if shot.stat().st_size < 20_000:
            sys.exit(f"FAILED: an empty picture at width {width}")
print("browser: good")
