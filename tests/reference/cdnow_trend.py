"""Trends of CDNOW customers at the end of week 39: the figures of cdnow_trend.rs.

Made with Python 3.11.7, numpy 2.4.6 and scipy: python cdnow_trend.py
"""

import csv
import datetime
import itertools
import pathlib
from collections import defaultdict
from decimal import Decimal

import numpy as np
import scipy
from scipy import stats

DATA = pathlib.Path(__file__).resolve().parents[2] / "report" / "data" / "cdnow.csv"
BEFORE, RECENT, AS_OF = (datetime.date(1997, m, d).toordinal() for m, d in [(4, 1), (7, 1), (9, 30)])
SHARE = (AS_OF - RECENT + 1) / (AS_OF - BEFORE + 1)


def histories():
    money = defaultdict(lambda: defaultdict(Decimal))
    with open(DATA) as file:
        for row in csv.DictReader(file):
            day = datetime.date.fromisoformat(row["date"]).toordinal()
            money[row["customer"]][day] += Decimal(row["amount"])
    return [sorted(one.items()) for one in money.values()]


def binomial(before, recent):
    """Twice the smaller tail."""
    law = stats.binom(before + recent, SHARE)
    return min(1, 2 * min(law.cdf(recent), law.sf(recent - 1)))


def randomisation(before, recent):
    amounts = np.array([float(amount * 100) for amount in before + recent]).round()
    found = amounts[len(before):].sum()
    if len(amounts) > 10:
        sigma = np.sqrt(SHARE * (1 - SHARE) * (amounts**2).sum())
        return 2 * stats.norm.sf(abs(found - SHARE * amounts.sum()) / sigma)
    low = high = 0
    for way in itertools.product((0, 1), repeat=len(amounts)):
        chance = SHARE ** sum(way) * (1 - SHARE) ** (len(way) - sum(way))
        could = (amounts * way).sum()
        low += chance * (could <= found)
        high += chance * (could >= found)
    return min(1, 2 * min(low, high))


def clumps(days):
    intervals = np.diff(days)
    return intervals.var(ddof=1) / intervals.mean() ** 2 if len(intervals) > 1 else 1


def corrected(p_value, dispersion):
    if dispersion <= 1 or p_value >= 1:
        return p_value
    return 2 * stats.norm.sf(stats.norm.isf(p_value / 2) / np.sqrt(dispersion))


def steady(before, recent, variance, rate):
    if before <= 0 or recent <= 0:
        return False
    ratio = np.log(recent * (1 - SHARE) / (before * SHARE))
    half = stats.norm.isf(rate / 2) * np.sqrt(variance)
    return np.log(0.5) <= ratio - half and ratio + half <= np.log(2)


def rule(p_value, more, is_steady, rate):
    if is_steady:
        return "steady"
    return "no_trend" if p_value > rate else "rising" if more else "falling"


def thumb(customers):
    """Repeat buyers who are not silent for too long at 20 %, by a change of money of a quarter."""
    found = defaultdict(list)
    for days, before, recent, later in customers:
        if len(days) < 2 or not before + recent:
            continue
        spanned = days[-1] - days[0]
        if (1 + (AS_OF - days[-1]) / spanned) ** -(len(days) - 1) < 0.2:
            continue
        was, now = sum(before), sum(recent)
        change = (now - was) / was if was else Decimal(np.inf if now else 0)
        name = "rising" if change > Decimal("0.25") else "falling" if change < Decimal("-0.25") else "steady"
        found[name].append((later, binomial(len(before), len(recent)) <= 0.2))
    for name, rows in found.items():
        print(name, len(rows), "came back", sum(r[0] for r in rows), "significant", sum(r[1] for r in rows))


def main():
    print("scipy", scipy.__version__)
    customers = []
    for history in histories():
        known = [(day, amount) for day, amount in history if day <= AS_OF]
        if not known or known[0][0] > BEFORE:
            continue
        before = [amount for day, amount in known if BEFORE <= day < RECENT]
        recent = [amount for day, amount in known if day >= RECENT]
        later = any(day > AS_OF for day, _ in history)
        customers.append(([day for day, _ in known], before, recent, later))
    print("trends", len(customers), "with a purchase", sum(bool(c[1] + c[2]) for c in customers))
    thumb(customers)
    tested = [c for c in customers if len(c[1] + c[2]) >= 4]
    sums = defaultdict(float)
    counts = defaultdict(int)
    for days, before, recent, _ in tested:
        own, k = clumps(days), len(days) - 1
        spread = (2 + (k - 1) * own) / (k + 1)
        was, now = float(sum(before)), float(sum(recent))
        squares = lambda amounts: sum(float(a) ** 2 for a in amounts)
        for of, p_value, parts, left, right in [
            ("purchases", binomial(len(before), len(recent)), len(before), len(before), len(recent)),
            ("spending", randomisation(before, recent), None, was, now),
        ]:
            p_value = corrected(p_value, own)
            sums[of] += p_value
            variance = np.inf
            if left > 0 and right > 0:
                variance = (
                    1 / left + 1 / right
                    if of == "purchases"
                    else squares(before) / was**2 + squares(recent) / now**2
                )
            more = right * (1 - SHARE) > left * SHARE
            for rate in (0.1, 0.2):
                told = rule(p_value, more, steady(left, right, spread * variance, rate), rate)
                counts[of, rate, told] += 1
    print("tested", len(tested))
    for of, total in sums.items():
        print(of, "sum of p-values", repr(total))
    for key, count in sorted(counts.items()):
        print(*key, count)


main()
