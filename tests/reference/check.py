"""Runs the scripts and looks in what they print for each figure that a test quotes: python check.py"""

import functools
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


@functools.cache
def printed(script):
    run = ["Rscript" if script.endswith(".R") else sys.executable, script]
    text = subprocess.run(run, cwd=HERE, capture_output=True, text=True, check=True).stdout
    return {float(figure) for figure in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)}


absent = 0
for test in sorted(set(HERE.glob("*.rs")) - {HERE / "main.rs"}):
    text = test.read_text()
    scripts = sorted(set(re.findall(r"`(\w+\.(?:py|R))`", text)))
    values = set().union(*map(printed, scripts))
    quoted = re.findall(r'"(-?\d+(?:\.\d+)?)"', text)
    places = lambda figure: len(figure.partition(".")[2])
    missing = [q for q in quoted if q not in {f"{v:.{places(q)}f}" for v in values}]
    absent += len(missing)
    print(test.name, *scripts, len(quoted), "figures, not printed:", *(missing or ["none"]))
sys.exit(absent > 0)
