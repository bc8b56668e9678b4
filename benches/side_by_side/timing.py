"""One way to time all jobs of Python's contenders, as src/timing.rs does for the crate."""

import json
import pathlib
import resource
import sys
import time

import numpy as np

LEAST, MOST, ENOUGH = 3, 15, 1.5

FIRST_DAY = 18_262
"""Days from 1970 to 2020."""

SHARES = [1, 5, 20]
"""Curry's tiers: the first so many percent of customers; the rest are the last tier."""


class Data:
    """The columns in memory, the same bytes for everyone."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def read(self, name):
        kind = {"u8": "u1", "u32": "<u4", "i32": "<i4", "i64": "<i8", "f64": "<f8"}
        return np.fromfile(self.folder / name, dtype=kind[name.rpartition(".")[2]])

    def log(self):
        names = {"customer": "u32", "day": "i32", "cents": "i64"}
        return {name: self.read(f"log.{name}.{kind}") for name, kind in names.items()}

    def answers(self, name, items):
        """A row for each item."""
        return self.read(f"{name}.f64").reshape(items, -1)


def seconds(work):
    """The clock stops when the result has been dropped."""
    started = time.perf_counter()
    result = work()
    del result
    return time.perf_counter() - started


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def tiers(amounts):
    """Sizes and revenues of Curry's tiers of amounts, largest first. Equals stay together above."""
    count = len(amounts)
    ends = []
    for percent in SHARES:
        last = amounts[-(-percent * count // 100) - 1]
        ends.append(count - int(np.searchsorted(amounts[::-1], last)))
    edges = [0, *ends, count]
    revenues = [int(amounts[a:b].sum()) for a, b in zip(edges, edges[1:])]
    return [b - a for a, b in zip(edges, edges[1:])], revenues


def summaries_figures(customer, first, last, frequency, money):
    """Sums, and sums with a number of the customer, which notice what sums alone would not."""
    number = customer.astype(np.int64) % 1009
    parts = [np.asarray(part).astype(np.int64) for part in (first, last, frequency, money)]
    return {
        "customers": [len(customer)],
        "sums": [int(part.sum()) for part in parts],
        "sums by customer": [int((number * part).sum()) for part in parts],
    }


def pyramid_figures(amounts, sizes, revenues):
    return {
        "customers": [len(amounts)],
        "total": [int(amounts.sum())],
        "in tiers": sizes,
        "revenue of tiers": revenues,
        "the largest": [int(amount) for amount in amounts[:100]],
    }


def main(jobs):
    """Runs one job in the fastest of the ways that are known to do it, and prints a line of JSON."""
    folder, job = sys.argv[1:]
    ways = [way(Data(folder)) for way in jobs[job]]
    found = [figures(work()) for work, figures in ways]
    # Nearly all that a job costs is the same each time, so one run tells which way is the fastest.
    works = [work for work, _ in ways]
    work = min(works, key=seconds) if len(works) > 1 else works[0]
    started, before, times = time.perf_counter(), faults(), []
    while len(times) < LEAST or (len(times) < MOST and time.perf_counter() - started < ENOUGH):
        times.append(1e3 * seconds(work))
    touched = (faults() - before) // len(times)
    for figures in found:
        print(json.dumps({"ms": times, "faults": touched, "figures": figures}))
