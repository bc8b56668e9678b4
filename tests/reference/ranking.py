"""How well scores of CDNOW's customers at the end of week 39 rank those who bought in weeks 40 to 78.

The area and its test come from scipy's Brunner-Munzel test, errors of differences from all pairs of a
customer who came back and one who did not, the bootstrap from numpy.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python ranking.py
"""

import collections
import datetime

import numpy as np
from scipy import stats

from data import cdnow, show

WEEK_39 = datetime.date(1997, 9, 30)

days = collections.defaultdict(set)
back = set()
for customer, date, _ in cdnow():
    if date <= WEEK_39:
        days[customer].add(date)
    else:
        back.add(customer)
customers = sorted(days)
came = np.array([c in back for c in customers])
last = np.array([(WEEK_39 - max(days[c])).days for c in customers], dtype=float)
count = np.array([len(days[c]) for c in customers], dtype=float)
span = np.array([(max(days[c]) - min(days[c])).days for c in customers], dtype=float)
repeat = count > 1
mean = np.where(repeat, span / np.maximum(count - 1, 1), 1.0)


def pairs(score, event):
    """What each pair of a case with the event and one without says: 1 in order, a half for a tie."""
    above, below = score[event][:, None], score[~event][None, :]
    return (above > below) + 0.5 * (above == below)


def area(name, score, event):
    test = stats.brunnermunzel(score[~event], score[event], distribution="t")
    found = pairs(score, event).mean()
    error = (found - 0.5) / -test.statistic if test.statistic < 0 else (found - 0.5) / test.statistic
    show(f"{name}: area, error, statistic", found, error, abs(test.statistic))
    show(f"{name}: p", test.pvalue)


def difference(name, first, second, event):
    apart = pairs(first, event) - pairs(second, event)
    with_event, without = apart.mean(axis=1), apart.mean(axis=0)
    variance = with_event.var(ddof=1) / len(with_event) + without.var(ddof=1) / len(without)
    found, error = apart.mean(), np.sqrt(variance)
    show(f"{name}: difference, error, z", found, error, found / error)


area("recency", -last, came)
area("purchases", count, came)
area("recency of repeat buyers", -last[repeat], came[repeat])
area("own rhythm of repeat buyers", -(last / mean)[repeat], came[repeat])
difference("recency over purchases", -last, count, came)
difference(
    "recency over own rhythm, repeat buyers", -last[repeat], -(last / mean)[repeat], came[repeat]
)

# A small sample with ties, and its chances.
CHANCES = np.array([0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.6, 0.4, 0.3, 0.3, 0.2, 0.1])
EVENTS = np.array([1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0], dtype=bool)
area("chances", CHANCES, EVENTS)
brier = np.mean((CHANCES - EVENTS) ** 2)
show("chances: Brier", brier, 1 - brier / EVENTS.mean() / (1 - EVENTS.mean()))
show("chances: in the large", np.mean(EVENTS - CHANCES), stats.sem(EVENTS - CHANCES))
