"""Figures of the CDNOW sample.

Made with Python 3.11.7 and numpy 2.4.6: python cdnow.py
"""

import collections
import datetime
import math
from fractions import Fraction

import numpy as np

from data import cdnow, show

DAY = datetime.date
ROWS = cdnow()
WEEK_39 = DAY(1997, 9, 30)
END = DAY(1998, 6, 30)
CUSTOMERS = sorted({customer for customer, _, _ in ROWS})


def spent(first, last):
    """Cents by customer, of all customers whose first purchase was not after `last`."""
    cents = {c: 0 for c, date, _ in ROWS if date <= last}
    for customer, date, amount in ROWS:
        if first <= date <= last:
            cents[customer] += amount
    return cents


def buyers(first, last):
    bought = {c for c, date, _ in ROWS if first <= date <= last}
    return {c: cents for c, cents in spent(first, last).items() if c in bought}


def top_share(first, last):
    cents = np.array(sorted(buyers(first, last).values(), reverse=True), dtype=float)
    top = math.ceil(Fraction(len(cents), 5))
    return 100 * cents[:top].sum() / cents.sum()


# -- the pyramid ------------------------------------------------------------------------------

for name, first, last in [
    ("first quarter", DAY(1997, 1, 1), DAY(1997, 3, 31)),
    ("39 weeks", DAY(1997, 1, 1), WEEK_39),
    ("all", DAY(1997, 1, 1), END),
]:
    show(f"top 20 % of revenue, {name}", top_share(first, last))
for quarter in range(6):
    year, month = 1997 + quarter // 4, 3 * (quarter % 4) + 1
    after = DAY(year + month // 10, (month + 2) % 12 + 1, 1)
    share = top_share(DAY(year, month, 1), after - datetime.timedelta(days=1))
    show(f"top 20 % of revenue, quarter {quarter + 1}", share)
ascending = np.cumsum(sorted(buyers(DAY(1997, 1, 1), WEEK_39).values())) / sum(
    buyers(DAY(1997, 1, 1), WEEK_39).values()
)
line = np.interp(0.8 * len(ascending), range(len(ascending) + 1), [0, *ascending])
show("top 20 % by straight lines between customers", 100 * (1 - line))

NAMES = ["Top", "Big", "Medium", "Small"]


def cuts(cents):
    """The least amount of each tier at 1, 5, 20 and 100 % of customers, rounded up."""
    ranked = sorted(cents.values(), reverse=True)
    return [ranked[math.ceil(Fraction(p, 100) * len(ranked)) - 1] for p in (1, 5, 20, 100)]


def tiers(cents, least):
    return {
        c: next((t for t, cut in enumerate(least) if amount >= cut), 3)
        for c, amount in cents.items()
    }


first_half = buyers(DAY(1997, 1, 1), DAY(1997, 6, 30))
second_half = buyers(DAY(1997, 7, 1), DAY(1997, 12, 31))
for name, of_second in [("own", cuts(second_half)), ("base", cuts(first_half))]:
    before, after = tiers(first_half, cuts(first_half)), tiers(second_half, of_second)
    both = [(before[c], after[c]) for c in before if c in after]
    up, down = sum(b > a for b, a in both), sum(b < a for b, a in both)
    gone = sum(c not in after for c in before)
    stayed, top = both.count((0, 0)), list(before.values()).count(0)
    print(f"{name} cuts: {up} up, {down} down, {gone} gone, {stayed} of {top} stay top")
    print(f"{name} cuts: net {up - down}")

cents = spent(DAY(1997, 1, 1), END)
of_tier = tiers(cents, cuts(cents))
heads = [list(of_tier.values()).count(t) for t in range(4)]
sums = [sum(v for c, v in cents.items() if of_tier[c] == t) for t in range(4)]
movers = round(Fraction(2, 100) * len(cents))
quota = [Fraction(movers * n, sum(heads[1:])) for n in heads[1:]]
moved = [math.floor(q) for q in quota]
for tier in sorted(range(3), key=lambda t: moved[t] - quota[t])[: movers - sum(moved)]:
    moved[tier] += 1
gains = [
    n * (Fraction(sums[t], heads[t]) - Fraction(sums[t + 1], heads[t + 1]))
    for t, n in enumerate(moved)
]
print("2 % up: movers", moved, "of heads", heads)
show("2 % up: revenue of each move", *(float(round(g) / 100) for g in gains))
show("2 % up: change", sum(round(g) for g in gains) / 100)
show("2 % up: change, in percent", float(100 * sum(gains) / sum(sums)))

# -- summaries, latency and the return curve at the end of week 39 -------------------------------

days = collections.defaultdict(dict)
for customer, date, amount in ROWS:
    if date <= WEEK_39:
        days[customer][date] = days[customer].get(date, 0) + amount
dates = {c: sorted(d) for c, d in days.items()}
repeats = {c: len(d) - 1 for c, d in dates.items()}
t_x = {c: (d[-1] - d[0]).days for c, d in dates.items()}
age = {c: (WEEK_39 - d[0]).days for c, d in dates.items()}
print("repeats", sum(repeats.values()), "without", list(repeats.values()).count(0))
show("sums in weeks", sum(t_x.values()) / 7, sum(age.values()) / 7)
print("sums in days", sum(t_x.values()), sum(age.values()))
show("ages in weeks", min(age.values()) / 7, max(age.values()) / 7)
means = {
    c: sum(days[c][d] for d in dates[c][1:] if days[c][d] > 0)
    / max(1, sum(days[c][d] > 0 for d in dates[c][1:]))
    / 100
    for c in dates
    if repeats[c]
}
show("mean repeat value", np.mean(list(means.values())))
for customer in CUSTOMERS[:10]:
    print("customer", customer, repeats[customer], means.get(customer))

waits = [(d[1] - d[0]).days for d in dates.values() if len(d) > 1]
show("first to second, days", np.mean(waits))
show("never came back, percent", 100 * (1 - len(waits) / len(dates)))
print("median of those who came back", sorted(waits)[(len(waits) - 1) // 2])
print("waiting by step", [sum(r == k for r in repeats.values()) for k in range(7)])
print("longest wait", max(waits + [age[c] for c in dates if not repeats[c]]))


def curve():
    """Kaplan and Meier's share still out by day, read while ten customers are at risk."""
    left = [(d[1] - d[0]).days for d in dates.values() if len(d) > 1]
    waiting = [(WEEK_39 - d[0]).days for d in dates.values() if len(d) == 1]
    out, points = 1.0, []
    for day in range(1, max(left + waiting) + 1):
        risk = sum(w >= day for w in left) + sum(w >= day for w in waiting)
        if risk < 10:
            break
        out *= 1 - left.count(day) / risk
        points.append((day, out))
    return points


points = curve()
end = points[-1][1]


def silence(chance):
    """The first day on which the chance of still coming back is below this."""
    return next(day for day, out in points if (out - end) / out < chance)


print("days at which the chance falls below 20 and 5 %:", silence(0.20), silence(0.05))

# -- who is called gone, and who came back -------------------------------------------------------

back = {c for c, date, _ in ROWS if WEEK_39 < date <= END}
quiet = {c: (WEEK_39 - d[-1]).days for c, d in dates.items()}
mean = {c: t_x[c] / repeats[c] for c in dates if repeats[c]}
ones = {c for c in dates if not repeats[c]}
three = {c for c in mean if quiet[c] > 3 * mean[c]}
print("three means:", len(ones & back), "of", len(ones), "and", len(three & back), "of", len(three))
show(
    "three means, percent", 100 * len(ones & back) / len(ones), 100 * len(three & back) / len(three)
)
called = {c for c in mean if (1 + quiet[c] / (mean[c] * repeats[c])) ** -repeats[c] < 0.05}
called |= {c for c in ones if quiet[c] >= silence(0.05)}
print(
    "5 % false alarms:", len(called & back), "of", len(called), "and of", len(back), "who came back"
)
