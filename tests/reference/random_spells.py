"""Sixty random logs of purchases and sixty of subscriptions as spells in days, by lifelines. Each line of
data/random_spells.csv is a log: its number, what it is of, and the spells in the order of customers; a + marks
those who are still here, and a number before a colon is the tenure at which somebody was first observed.

Made with Python 3.11.7, pandas 2.3.3 and lifelines 0.30.3: python random_spells.py > data/random_spells.csv
"""

import pandas as pd
from lifelines.utils import datetimes_to_durations

FIRST = pd.Timestamp("2023-01-01")
FROM, TO = pd.Timestamp("2023-04-01"), pd.Timestamp("2023-12-31")
SILENCE = 45


class Random:
    """The generator of Park and Miller, so that the logs need no file."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = 16807 * self.state % 2147483647
        return self.state * count // 2147483647


def spells(starts, ends, until):
    durations, left = datetimes_to_durations(starts, ends, fill_date=until, freq="D")
    return [(int(time), bool(left)) for time, left in zip(durations, left)]


def written(spells):
    return " ".join(f"{time}" if left else f"{time}+" for time, left in spells)


def purchases(number):
    random = Random(7919 * number)
    until = TO - pd.Timedelta(days=SILENCE)
    starts, ends = [], []
    for _ in range(20):
        day = random.below(330)
        bought = [day]
        for _ in range(random.below(9)):
            day += 1 + random.below(70)
            bought.append(day)
        # Only what the window of the whole year holds.
        days = pd.Series([FIRST + pd.Timedelta(days=day) for day in bought if day < 365])
        if days[0] > until:
            continue
        late = days.diff() > pd.Timedelta(days=SILENCE)
        last = days[:late.values.argmax()].iloc[-1] if late.any() else days.iloc[-1]
        starts.append(days[0])
        ends.append(last if last <= until else None)
    return written(spells(starts, ends, until))


def subscriptions(number):
    random = Random(104729 * number)
    starts, ends, entries = [], [], []
    for _ in range(20):
        start = FIRST + pd.Timedelta(days=random.below(340))
        last = start + pd.Timedelta(days=random.below(300))
        gone = last + pd.Timedelta(days=1)
        open_end = random.below(3) == 0 or gone > TO
        # Gone before the window, or on its first day, is not observed.
        if not open_end and gone <= FROM:
            continue
        starts.append(start)
        ends.append(None if open_end else gone)
        entries.append((FROM - pd.Timedelta(days=1) - start).days if start < FROM else None)
    rows = zip(entries, spells(starts, ends, TO))
    return " ".join((f"{entry}:" if entry is not None else "") + written([spell]) for entry, spell in rows)


for number in range(1, 61):
    print(f"{number},purchases,{purchases(number)}")
    print(f"{number},subscriptions,{subscriptions(number)}")
