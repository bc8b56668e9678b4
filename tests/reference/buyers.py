"""Figures of the CDNOW sample: what moves between tiers, who came back, partial defection, and the
Gini coefficient with weights. Plain loops over customers and pairs of customers.

Made with Python 3.11.7: python buyers.py
"""

import datetime
import math
from collections import defaultdict
from statistics import mean, stdev

from data import cdnow, show

rows = cdnow()


def day(month, of, year=1997):
    return datetime.date(year, month, of)


def spent(start, end):
    found = defaultdict(int)
    for customer, when, amount in rows:
        if start <= when <= end:
            found[customer] += amount
    return dict(found)


def limits(found):
    """Curry's cuts: 1, 5 and 20 % of heads, rounded up, equal amounts up."""
    ranked = sorted(found.values(), reverse=True)
    return [ranked[math.ceil(len(ranked) * percent / 100) - 1] for percent in (1, 5, 20)]


def tier(amount, cuts):
    return sum(amount < cut for cut in cuts)


def mobility(before, after, own_cuts):
    cuts = limits(before)
    later = limits(after) if own_cuts else cuts
    here, stay = [0] * 4, [0] * 4
    for customer in before.keys() & after.keys():
        at = tier(before[customer], cuts)
        here[at] += 1
        stay[at] += tier(after[customer], later) == at
    shares = [s / n for s, n in zip(stay, here) if n]
    return (len(shares) - sum(shares)) / (len(shares) - 1), sum(here)


first, second = spent(day(1, 1), day(6, 30)), spent(day(7, 1), day(12, 31))
show("mobility, base cuts", *mobility(first, second, False))
show("mobility, own cuts", *mobility(first, second, True))

base, later = spent(day(2, 1), day(2, 28)), spent(day(3, 1), day(3, 31))
known = {customer for customer, when, _ in rows if when < day(3, 1)}
entered = later.keys() - base.keys()
print("entered, recovered:", len(entered), len(entered & known))


def rhythm(start, end):
    dates = defaultdict(set)
    for customer, when, _ in rows:
        if start <= when <= end:
            dates[customer].add(when)
    found = {}
    for customer, days in dates.items():
        ordered = sorted(days)
        gaps = [(b - a).days for a, b in zip(ordered, ordered[1:])]
        found[customer] = (len(ordered), stdev(gaps) / mean(gaps) if len(gaps) > 1 else None)
    return found


one, two = rhythm(day(4, 1), day(10, 31)), rhythm(day(11, 1), day(5, 31, 1998))
often = mean(count for count, _ in one.values())
regular = mean(cv for _, cv in one.values() if cv is not None)


def loyal(found):
    return {c for c, (n, cv) in found.items() if n > often and cv is not None and cv < regular}


known = {customer for customer, when, _ in rows if when < day(4, 1)}
a, b = loyal(one) & known, loyal(two) & known
ceased, became = len(a - b), len(b - a)
excess = (ceased - became) / len(a)
error = math.sqrt(len(a & b) * excess**2 + ceased * (1 - excess) ** 2 + became) / len(a)
print("loyal, ceased, became:", len(a), ceased, became)
show("excess and its error", excess, error)

# Weighted by the number of purchases, through pairs: G = sum w w |y - y| / (2 W Y).
total = spent(day(1, 1), day(1, 31))
times = defaultdict(int)
for customer, when, _ in rows:
    if when <= day(1, 31):
        times[customer] += 1
pairs = [(amount, times[customer]) for customer, amount in total.items()]


def gini(pairs):
    weight, amount = sum(w for _, w in pairs), sum(w * y for y, w in pairs)
    apart = sum(w * v * abs(y - z) for y, w in pairs for z, v in pairs)
    return apart / (2 * weight * amount)


show("gini by purchases and of customers", gini(pairs), gini([(y, 1) for y, _ in pairs]))
