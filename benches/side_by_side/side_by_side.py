"""Runs all contenders in turn, checks that their results are equal, and prints a table.

python side_by_side.py CACHE SIZES ROUNDS THREADS JOBS, each but the first a list with commas. CACHE holds
the crate's program, and gets the data.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

import duckdb_jobs
import lifelines_jobs
import numpy_jobs
import polars_jobs
import scipy_jobs

HERE = pathlib.Path(__file__).resolve().parent
PEERS = {
    "numpy": numpy_jobs.JOBS,
    "polars": polars_jobs.JOBS,
    "duckdb": duckdb_jobs.JOBS,
    "lifelines": lifelines_jobs.JOBS,
    "scipy": scipy_jobs.JOBS,
}

FROM_A_LOG = ["summaries", "pyramid", "rfm", "cohorts"]
"""Jobs whose size is the number of rows; the others have sizes of their own."""

ROUNDING = 1e-9
NEARLY = 1e-6
ROUGHLY = 0.05
"""How far figures may be apart that are not whole, those of a search that ends where each contender says, and
those that each contender draws by itself."""


def crate(cache):
    """The crate's programs, by name: with the system's allocator, and with another where it was built."""
    names = {"crate": "side-by-side", "crate, mimalloc": "side-by-side-mimalloc"}
    return {name: cache / file for name, file in names.items() if (cache / file).exists()}


def run(command, threads):
    # How many threads each library may use. NumPy chooses its kernels by the machine, unless told.
    names = ["RAYON_NUM_THREADS", "POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
    told = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]
    kept = {name: value for name, value in os.environ.items() if name not in told}
    environment = kept | dict.fromkeys(names, str(threads))
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def equal(name, left, right):
    if name.startswith("roughly"):
        return abs(left - right) <= ROUGHLY * abs(right)
    if name.startswith("nearly"):
        return abs(left - right) <= NEARLY * max(1.0, abs(right))
    if float(left).is_integer() and float(right).is_integer():
        return left == right
    return abs(left - right) <= ROUNDING * max(1.0, abs(right))


def check(job, contender, found, expected):
    if found.keys() != expected.keys():
        sys.exit(f"{job}: {contender} gives {list(found)}, not {list(expected)}")
    for name, numbers in found.items():
        others = expected[name]
        if len(numbers) != len(others) or not all(map(equal, [name] * len(numbers), numbers, others)):
            sys.exit(f"{job}: the {name} of {contender} differ: {numbers}, not {others}")


class Case:
    """A job of a size, on so many threads: what each contender took in each round."""

    def __init__(self, job, rows, threads):
        self.job, self.rows, self.threads = job, rows, threads
        self.milliseconds, self.faults, self.figures = {}, {}, None

    def round(self, cache, folder):
        for name, program in crate(cache).items():
            self.time(name, [program, "run", folder, str(self.rows), self.job])
        for name, jobs in PEERS.items():
            if self.job in jobs:
                self.time(name, [sys.executable, HERE / f"{name}_jobs.py", folder, self.job])

    def time(self, contender, command):
        for result in run(command, self.threads):
            self.figures = self.figures or result["figures"]
            check(self.job, contender, result["figures"], self.figures)
        # Whatever else the machine does only ever adds to the time.
        self.milliseconds.setdefault(contender, []).append(min(result["ms"]))
        self.faults[contender] = result["faults"]

    def ratios(self, contender):
        """How many times as fast as this one the crate is, round by round."""
        pairs = zip(self.milliseconds[contender], self.milliseconds["crate"])
        return [theirs / ours for theirs, ours in pairs]

    def fastest(self):
        """The ratio to the fastest of the others in each round."""
        others = [name for name in self.milliseconds if name in PEERS]
        return [min(ratios) for ratios in zip(*map(self.ratios, others))]

    def figure(self, contender):
        median = statistics.median(self.milliseconds[contender])
        return f"{1e6 * median / self.rows:.1f} ns" if self.job in FROM_A_LOG else f"{median:.2f} ms"

    def title(self):
        size = f"{self.rows:.0e}".replace("e+0", "e")
        where = f", {size} rows" if self.job in FROM_A_LOG else ""
        return f"{self.job}{where}, {self.threads} thread{'s' * (self.threads > 1)}"

    def print(self):
        print(f"\n{self.title()}: equal results")
        for contender in self.milliseconds:
            print(f"  {contender:16} {self.figure(contender):>12} {self.faults[contender]:>9} page faults", end="")
            if contender != "crate":
                ratios = self.ratios(contender)
                each = " ".join(f"{ratio:.2f}" for ratio in ratios)
                print(f"   crate {statistics.median(ratios):.2f} times as fast ({each})", end="")
            print()


def table(cases):
    contenders = ["crate", "crate, mimalloc", *PEERS]
    contenders = [name for name in contenders if any(name in case.milliseconds for case in cases)]
    print(f"\n| | {' | '.join(contenders)} | crate against the fastest other, by round | median |")
    print("|---" * (len(contenders) + 3) + "|")
    for case in cases:
        figures = [case.figure(name) if name in case.milliseconds else "–" for name in contenders]
        ratios = case.fastest()
        rounds = " ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {case.title()} | {' | '.join(figures)} | {rounds} | {statistics.median(ratios):.2f} |")


def main():
    cache, sizes, rounds, threads, jobs = sys.argv[1:]
    cache = pathlib.Path(cache)
    threads, sizes = ([int(float(one)) for one in text.split(",")] for text in (threads, sizes))
    jobs = jobs.split(",") if jobs != "all" else list(numpy_jobs.JOBS | polars_jobs.JOBS | lifelines_jobs.JOBS | scipy_jobs.JOBS)
    program = crate(cache)["crate"]
    folders = {rows: cache / f"data-{rows}" for rows in sizes}
    for rows, folder in folders.items():
        subprocess.run([program, "generate", folder, str(rows)], check=True)
    # The surveys are as large with any log.
    cases = [
        Case(job, rows, count)
        for job in jobs
        for rows in (sizes if job in FROM_A_LOG else [max(sizes)])
        for count in threads
    ]
    for at in range(int(rounds)):
        for case in cases:
            print(f"round {at + 1} of {rounds}: {case.title()}", file=sys.stderr)
            case.round(cache, folders[case.rows])
    for case in cases:
        case.print()
    table(cases)


if __name__ == "__main__":
    main()
