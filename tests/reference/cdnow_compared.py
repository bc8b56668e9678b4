"""Rules for silence compared on the same customers of CDNOW: the figures of cdnow_compared.rs.

Differences and their errors come from all pairs of a customer who came back and one who did not, those at
several dates from sums by customer.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python cdnow_compared.py
"""

import contextlib
import datetime
import io

import numpy as np
from scipy import stats

with contextlib.redirect_stdout(io.StringIO()):
    from cdnow_silence import BINS, UNTIL, Curve, bin_of, histories, ranked

PEOPLE = histories()


class AsOf:
    """What is known of each customer at a date, and the scores of rules: higher is likelier to return."""

    def __init__(self, day, until, horizon=180):
        as_of, self.horizon = datetime.date.fromisoformat(day).toordinal(), horizon
        waits = [[] for _ in BINS]
        self.who, seen = [], []
        for who, days in enumerate(PEOPLE):
            known = [d for d in days if d <= as_of]
            for i, d in enumerate(known):
                back = i + 1 < len(known)
                waits[bin_of(i + 1)].append(((known[i + 1] if back else as_of) - d, back))
            if known:
                self.who.append(who)
                seen.append(known)
        later = [[d for d in PEOPLE[who] if as_of < d <= until] for who in self.who]
        self.back = np.array([bool(days) for days in later])
        self.within = np.array([bool(days) and days[0] <= as_of + horizon for days in later])
        self.count = np.array([len(days) for days in seen])
        self.silence = np.array([as_of - days[-1] for days in seen], dtype=float)
        self.repeat = self.count > 1
        span = np.array([days[-1] - days[0] for days in seen], dtype=float)
        self.mean = span / np.maximum(self.count - 1, 1)
        self.second = np.mean([days[1] - days[0] for days in seen if len(days) > 1])
        self.curves = [Curve(w) for w in waits]
        self.chances = [self.within_horizon(curve, horizon) for curve in self.curves]

    @staticmethod
    def within_horizon(curve, horizon):
        last = curve.followed - horizon
        chance = [1 - curve.out(s + horizon) / curve.out(s) for s in range(last + 1)]
        return np.minimum.accumulate(chance) if chance else np.array([])

    def told(self):
        """The chance of a return within the horizon; NaN where it cannot be told."""
        of = [(self.chances[bin_of(n)], int(s)) for n, s in zip(self.count, self.silence)]
        return np.array([chance[s] if s < len(chance) else np.nan for chance, s in of])

    def default(self):
        at = lambda n, s: ranked(self.curves, self.chances, bin_of(n), int(s), self.horizon)
        ranks = [at(n, s) for n, s in zip(self.count, self.silence)]
        return np.array([1.0 if rank is None else rank for rank in ranks]) - 1e-9 * self.silence

    def recency(self):
        return -self.silence

    def three_means(self):
        of = np.where(self.repeat, self.mean, self.second)
        return -self.silence / of - 1e-9 * self.silence

    def own_rhythm(self):
        x = np.maximum(self.count - 1, 1)
        with np.errstate(divide="ignore"):
            p = (1 + self.silence / (np.maximum(self.mean, 1e-300) * x)) ** -x
        first = self.curves[0]
        end = first.steps[-1][1]
        ever = np.array([(first.out(s) - end) / first.out(s) for s in self.silence])
        return np.where(self.repeat, p, ever) - 1e-9 * self.silence


def pairs(score, event):
    above, below = score[event][:, None], score[~event][None, :]
    return (above > below) + 0.5 * (above == below)


def difference(name, first, second, event):
    apart = pairs(first, event) - pairs(second, event)
    a, b = apart.mean(axis=1), apart.mean(axis=0)
    parts = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    found, error = apart.mean(), np.sqrt(sum(parts))
    degrees = sum(parts) ** 2 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1))
    t = stats.t.ppf(0.975, degrees)
    print(f"{name}: {found:.17g} {error:.17g} [{found - t * error:.17g}, {found + t * error:.17g}]")


def called(score, back, number):
    """Of so many lowest, how many came back; at the last score the share of its ties."""
    cut = np.sort(score)[number - 1]
    below, tied = score < cut, score == cut
    return back[below].sum() + (number - below.sum()) * back[tied].mean()


def boot(name, first, second, back, number, draws=2000):
    """The standard deviation of the difference in the share misled among resamples."""
    random, found = np.random.default_rng(0), []
    for _ in range(draws):
        at = random.integers(0, len(back), len(back))
        one, two = (called(score[at], back[at], number) for score in (first, second))
        found.append((one - two) / number)
    print(f"{name}: bootstrap error {np.std(found, ddof=1):.4f}")


at = AsOf("1997-09-30", UNTIL)
rules = {
    "default": at.default(),
    "recency": at.recency(),
    "three means": at.three_means(),
    "own rhythm": at.own_rhythm(),
}
for name, score in rules.items():
    areas = [pairs(score[of], at.back[of]).mean() for of in (at.back == at.back, at.repeat, ~at.repeat)]
    print(name, "areas", *(f"{area:.17g}" for area in areas))
for one, two in [("recency", "own rhythm"), ("default", "recency"), ("default", "three means")]:
    for who, of in [("all", at.back == at.back), ("repeat buyers", at.repeat)]:
        difference(f"{one} over {two}, {who}", rules[one][of], rules[two][of], at.back[of])
for number in [600, 778, 1000, 1411, 1763]:
    back = [float(called(score, at.back, number)) for score in rules.values()]
    print("called", number, "misled", *(f"{100 * b / number:.17g}" for b in back))
    away = (~at.back).sum()
    print("called", number, "recognised", *(f"{100 * (number - b) / away:.17g}" for b in back))
boot("default over three means at 1763", rules["default"], rules["three means"], at.back, 1763)
boot("default over three means at 778", rules["default"], rules["three means"], at.back, 778)

# The chance within 90 days, where it can be told.
short = AsOf("1997-09-30", UNTIL, horizon=90)
chance = short.told()
can = ~np.isnan(chance)
print("told", can.sum(), "predicted", f"{chance[can].mean():.17g}", "came back", short.within[can].sum())
print("Brier", f"{np.mean((chance[can] - short.within[can]) ** 2):.17g}")
for i, low in enumerate(BINS):
    of = can & np.array([bin_of(n) == i for n in short.count])
    if of.any():
        print("step", low, of.sum(), f"{chance[of].mean():.3f}", f"{short.within[of].mean():.3f}")

# Recency at four dates, each followed for 90 days.
sums, areas, rates = np.zeros(len(PEOPLE)), [], []
there = np.zeros(len(PEOPLE), dtype=bool)
DAYS = ["1997-06-30", "1997-09-30", "1997-12-31", "1998-03-31"]
wrong, ended = np.zeros(len(PEOPLE)), np.zeros(len(PEOPLE))
for day in DAYS:
    until = datetime.date.fromisoformat(day).toordinal() + 90
    date = AsOf(day, until)
    who, event, score = np.array(date.who), date.back, date.recency()
    found = pairs(score, event)
    areas.append(found.mean())
    own = np.zeros(len(who))
    own[event] = (found.mean(axis=1) - areas[-1]) / event.sum()
    own[~event] = (found.mean(axis=0) - areas[-1]) / (~event).sum()
    np.add.at(sums, who, own / len(DAYS))
    there[who] = True
    # Called ended after more than 180 days.
    gone = date.silence > 180
    ended[who] += gone
    wrong[who] += gone & event
n = there.sum()
error = np.sqrt(n / (n - 1) * np.sum((sums[there] - sums[there].mean()) ** 2))
print("four dates", n, f"area {np.mean(areas):.17g} {error:.17g}", *(f"{a:.6f}" for a in areas))
rate = wrong.sum() / ended.sum()
own = (wrong - rate * ended)[there] / ended.sum()
error = np.sqrt(n / (n - 1) * np.sum((own - own.mean()) ** 2))
print("four dates misled", int(wrong.sum()), int(ended.sum()), f"{rate:.17g} {error:.17g}")
