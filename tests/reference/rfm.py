"""Scores of recency, frequency and monetary value of the CDNOW sample.

Made with Python 3.11.7 and numpy 2.4.6: python rfm.py
"""

import collections
import datetime

import numpy as np

from data import cdnow, show

AS_OF = datetime.date(1998, 6, 30)

days, buys, cents = {}, collections.defaultdict(set), collections.Counter()
for customer, date, amount in cdnow():
    days[customer] = max(days.get(customer, date), date)
    buys[customer].add(date)
    cents[customer] += amount
CUSTOMERS = sorted(days)
R = np.array([-(AS_OF - days[c]).days for c in CUSTOMERS])
F = np.array([len(buys[c]) for c in CUSTOMERS])
M = np.array([cents[c] for c in CUSTOMERS])


def scores(values, bins, tie):
    """By the place of each value among all, counted directly."""
    n = len(values)
    result = []
    for value in values:
        below, equal = int((values < value).sum()), int((values == value).sum())
        twice = {"lowest": 2 * below, "middle": 2 * below + equal - 1,
                 "highest": 2 * (below + equal - 1)}[tie]
        result.append(1 + bins * twice // (2 * n))
    return np.array(result)


def nested(bins):
    recency = scores(R, bins, "lowest")
    frequency, monetary = np.zeros_like(recency), np.zeros_like(recency)
    for r in set(recency):
        of_r = recency == r
        frequency[of_r] = scores(F[of_r], bins, "lowest")
    for r, f in set(zip(recency, frequency)):
        of_rf = (recency == r) & (frequency == f)
        monetary[of_rf] = scores(M[of_rf], bins, "lowest")
    return recency, frequency, monetary


def sizes(scores):
    return [int((scores == s).sum()) for s in range(1, scores.max() + 1)]


for tie in ("lowest", "middle", "highest"):
    for name, values in (("recency", R), ("frequency", F), ("monetary", M)):
        show(f"{tie} {name}", *sizes(scores(values, 5, tie)))
r, f, m = (scores(values, 5, "lowest") for values in (R, F, M))
codes = collections.Counter(zip(r.tolist(), f.tolist(), m.tolist()))
show("code 555", codes[(5, 5, 5)])
show("code 111", codes[(1, 1, 1)])
show("codes", len(codes))
champions = [(5, 5, 5), (5, 5, 4), (5, 4, 5), (5, 4, 4), (4, 5, 5), (4, 5, 4), (4, 4, 5)]
of_champions = np.array([(a, b, c) in champions for a, b, c in zip(r, f, m)])
show("champions", int(of_champions.sum()))
show("cents of champions", int(M[of_champions].sum()))
# Means of a purchase as exact fractions of cents times a common multiple of all counts.
common = int(np.lcm.reduce(F))
mean = np.array([int(c) * (common // int(n)) for c, n in zip(M, F)], dtype=object)
show("tenths of means", *sizes(scores(mean, 10, "lowest")))
r, f, m = nested(5)
show("nested frequency", *sizes(f))
show("nested monetary", *sizes(m))
show("nested codes", len(set(zip(r.tolist(), f.tolist(), m.tolist()))))
