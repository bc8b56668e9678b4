"""How silence is judged by the chance of a return within 180 days: the figures of cdnow_silence.rs.

Made with Python 3.11.7 and numpy 2.4.6: python cdnow_silence.py
"""

import csv
import datetime
import pathlib
from collections import defaultdict

import numpy as np

BINS = [1, 2, 3, 4, 6]
HORIZON, LEAST = 180, 10
DATA = pathlib.Path(__file__).resolve().parents[2] / "report" / "data" / "cdnow.csv"
UNTIL = datetime.date(1998, 6, 30).toordinal()


def histories():
    days = defaultdict(set)
    with open(DATA) as file:
        for row in csv.DictReader(file):
            customer, date = list(row.values())[:2]
            days[customer].add(datetime.date.fromisoformat(date).toordinal())
    return [sorted(one) for one in days.values()]


def bin_of(purchases):
    return max(i for i, low in enumerate(BINS) if low <= purchases)


class Curve:
    """Kaplan-Meier, stopped while 10 are left."""

    def __init__(self, waits):
        waits = sorted(waits)
        times = np.array([time for time, _ in waits])
        out, self.steps = 1.0, []
        for time in sorted({time for time, back in waits if back}):
            left = int((times >= time).sum())
            back = sum(1 for t, b in waits if t == time and b)
            if left >= LEAST:
                out *= (left - back) / left
                self.steps.append((time, out))
        self.followed = int(times[-LEAST]) if len(times) >= LEAST else -1

    def out(self, days):
        return next((out for time, out in reversed(self.steps) if time <= days), 1.0)

    def chances(self):
        """The chance after each silence that can be judged, made non-increasing."""
        last = self.followed - HORIZON
        chance = [1 - self.out(s + HORIZON) / self.out(s) for s in range(last + 1)]
        return np.minimum.accumulate(chance) if chance else np.array([])


def ranked(curves, chances, position, silence, horizon=HORIZON):
    """The chance and, beyond the last that can be told, as much of it as is left in the bin below; None
    where no bin is judged. Beyond the first bin it halves every year."""
    told = chances[position]
    if silence < len(told):
        return told[silence]
    below = lambda s: ranked(curves, chances, position - 1, s, horizon) if position else None
    now, last = below(silence), max(len(told) - 1, 0)
    if len(told):
        chance, then = told[-1], below(last)
    elif now is not None:
        then = below(0)
        chance = max(then, 1 - curves[position].out(horizon))
    else:
        return None
    if now is not None and then > 0:
        return chance * min(now / then, 1.0)
    return chance * 0.5 ** ((silence - last) / 365.25)


def auc(score, back):
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    for value in np.unique(score):
        tied = score == value
        ranks[tied] = ranks[tied].mean()
    n = back.sum()
    return (ranks[back].sum() - n * (n + 1) / 2) / (n * (~back).sum())


def lowest(score, back, count):
    """Of the `count` lowest, how many came back; at the last score the share of its ties."""
    cut = np.sort(score)[count - 1]
    below, tied = score < cut, score == cut
    return back[below].sum() + (count - below.sum()) * back[tied].mean()


def main():
    people = histories()
    for day in ["1997-04-15", "1997-05-15", "1997-06-30", "1997-09-30", "1997-12-31", "1998-03-31"]:
        as_of = datetime.date.fromisoformat(day).toordinal()
        waits, known = [[] for _ in BINS], []
        for days in people:
            seen = [d for d in days if d <= as_of]
            for i, d in enumerate(seen):
                back = i + 1 < len(seen)
                waits[bin_of(i + 1)].append(((seen[i + 1] if back else as_of) - d, back))
            if seen:
                back = any(as_of < d <= UNTIL for d in days)
                known.append((len(seen), as_of - seen[-1], back, seen))
        curves = [Curve(w) for w in waits]
        chances = [curve.chances() for curve in curves]
        first = lambda chance, cut: next((s for s, c in enumerate(chance) if c < cut - 1e-12), None)
        ended, decline = ([first(chance, cut) for chance in chances] for cut in (0.2, 0.4))

        def at(n, s):
            rank = ranked(curves, chances, bin_of(n), s)
            return (1.0 if rank is None else rank) - 1e-9 * s

        score = np.array([at(n, s) for n, s, _, _ in known])
        back = np.array([b for _, _, b, _ in known])
        silence = np.array([s for _, s, _, _ in known], float)
        repeat = np.array([n > 1 for n, _, _, _ in known])
        called = np.array([ended[bin_of(n)] is not None and s >= ended[bin_of(n)] for n, s, _, _ in known])
        print(day, [curve.followed - HORIZON for curve in curves], ended, decline)
        print("  AUC %.3f %.3f, recency %.3f %.3f" % (
            auc(score, back), auc(score[repeat], back[repeat]),
            auc(-silence, back), auc(-silence[repeat], back[repeat])))
        print("  called", called.sum(), "came back", back[called].sum(), "of", back.sum())
        if day == "1997-09-30":
            rhythm = [(s[-1] - s[0]) / (n - 1) if n > 1 else None for n, _, _, s in known]
            second = np.mean([s[1] - s[0] for n, _, _, s in known if n > 1])
            means = -silence / np.array([second if m is None else m for m in rhythm])
            for count in [600, 778, 1000, 1411, 1763]:
                print("  lowest", count, [round(float(lowest(s, back, count)), 1) for s in (score, -silence, means)])


main()
