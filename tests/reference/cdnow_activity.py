"""Churn from purchases on CDNOW: the figures of cdnow_activity.rs.

Made with Python 3.11.7 and numpy 2.4.6: python cdnow_activity.py
"""

import datetime

import numpy as np

from cdnow_silence import BINS, HORIZON, LEAST, Curve, bin_of, histories

UNTIL = datetime.date(1998, 6, 30).toordinal()
HIATUSES = [30, 60, 90, 180]


def ordinal(day):
    return datetime.date.fromisoformat(day).toordinal()


def seen_by(people, as_of):
    return [[d for d in days if d <= as_of] for days in people]


def waits_by_bin(seen, as_of):
    waits = [[] for _ in BINS]
    for days in seen:
        for i, d in enumerate(days):
            back = i + 1 < len(days)
            waits[bin_of(i + 1)].append(((days[i + 1] if back else as_of) - d, back))
    return waits


def variance(waits, members):
    """Greenwood's part, for members (silence, 1 - chance) of one curve."""
    times = np.array([time for time, _ in waits])
    total = 0.0
    for time in sorted({time for time, back in waits if back}):
        n = int((times >= time).sum())
        d = sum(1 for t, b in waits if t == time and b)
        if n >= LEAST and n > d:
            weight = sum(q for s, q in members if s < time <= s + HORIZON)
            total += weight**2 * d / (n * (n - d))
    return total


def expected(day):
    as_of = ordinal(day)
    people = histories()
    seen = seen_by(people, as_of)
    waits = waits_by_bin(seen, as_of)
    chances = [Curve(w).chances() for w in waits]
    members = [[] for _ in BINS]
    told = untold = lost_told = lost_all = 0
    mean = by_chance = at_least = 0.0
    hiatus = [0] * len(HIATUSES)
    for days, known in zip(people, seen):
        if not known:
            continue
        silence, step = as_of - known[-1], bin_of(len(known))
        gone = not any(as_of < d <= as_of + HORIZON for d in days)
        lost_all += gone
        if silence < len(chances[step]):
            chance = chances[step][silence]
            told, mean = told + 1, mean + 1 - chance
            by_chance += chance * (1 - chance)
            members[step].append((silence, 1 - chance))
            lost_told += gone
            hiatus = [count + (silence > cut) for count, cut in zip(hiatus, HIATUSES)]
        else:
            untold += 1
            at_least += 1 - chances[step][-1] if len(chances[step]) else 0
    greenwood = sum(variance(w, m) for w, m in zip(waits, members))
    print(day, "told", told, "untold", untold, "expected %.2f" % mean, "error %.3f" % np.sqrt(by_chance + greenwood),
          "by chance %.3f" % np.sqrt(by_chance), "untold at least %.2f" % at_least)
    print("  lost of told", lost_told, "of all", lost_all, "silent of told for longer than", HIATUSES, hiatus)


def quarters():
    """Churn by quarter where a silence of more than 90 days is an end."""
    people = histories()
    ends = [ordinal(day) for day in
            ["1996-12-31", "1997-03-31", "1997-06-30", "1997-09-30", "1997-12-31", "1998-03-31", "1998-06-30"]]
    state = lambda days, at: None if not (k := [d for d in days if d <= at]) else at - k[-1] > 90
    for start, end in zip(ends, ends[1:]):
        moves = [(state(days, start), state(days, end), any(start < d <= end for d in days),
                  any(end < d <= UNTIL for d in days)) for days in people]
        count = lambda f: sum(1 for m in moves if f(*m))
        print(end, "start", count(lambda a, b, x, y: a is False), "joined", count(lambda a, b, x, y: a is None and b is False),
              "joined and lost", count(lambda a, b, x, y: a is None and b is True),
              "returned", count(lambda a, b, x, y: a is True and b is False),
              "lost", count(lambda a, b, x, y: a is False and b is True),
              "lost returned", count(lambda a, b, x, y: a is False and b is True and y),
              "end", count(lambda a, b, x, y: b is False),
              "ended", count(lambda a, b, x, y: a is True), "bought again", count(lambda a, b, x, y: a is True and x))


if __name__ == "__main__":
    for day in ["1997-09-30", "1997-12-31"]:
        expected(day)
    quarters()
