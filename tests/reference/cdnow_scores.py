"""What else foretells a return on CDNOW, and how far thresholds move with the records: the figures of
cdnow_scores.rs.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python cdnow_scores.py
"""

import contextlib
import datetime
import io

import numpy as np
from scipy.stats import rankdata

with contextlib.redirect_stdout(io.StringIO()):
    import cdnow_compared as compared
    import models_of_buying as models
    from cdnow_silence import UNTIL, bin_of


def auc(score, event):
    ranks, n = rankdata(score), event.sum()
    return (ranks[event].sum() - n * (n + 1) / 2) / (n * (~event).sum())


def areas(name, score, event, repeat):
    print(name, f"areas {auc(score, event):.12f} {auc(score[repeat], event[repeat]):.12f}")


# The chance of ever coming back within the records, by step, stopped while 10 are left.
at = compared.AsOf("1997-09-30", UNTIL)


def ever_back(curve, silence):
    out, end = curve.out(silence), curve.steps[-1][1]
    return (out - end) / out


ever = np.array([ever_back(at.curves[bin_of(n)], s) for n, s in zip(at.count, at.silence)])
areas("ever, by step", ever - 1e-9 * at.silence, at.back, at.repeat)
called = ever < 0.2 - 1e-12
print("ever below 20 %", called.sum(), "came back", at.back[called].sum())
print("  misled %.9f" % (100 * at.back[called].mean()), "recognised %.9f" % (100 * (called & ~at.back).sum() / (~at.back).sum()))

# The same of one-time buyers at seven dates: the days beyond which it is below 20 % and 5 %.
for day in ["1997-04-15", "1997-05-15", "1997-06-30", "1997-09-30", "1997-12-31", "1998-03-31", "1998-06-30"]:
    date = compared.AsOf(day, UNTIL)
    first = date.curves[0]
    end = first.steps[-1][1]
    below = lambda cut: next(t for t, out in first.steps if (out - end) / out < cut - 1e-12) - 1
    decline, lapse = below(0.20), below(0.05)
    gone = ~date.repeat & (date.silence > lapse)
    share = f"{100 * date.back[gone].mean():.1f}" if gone.any() else "-"
    print(day, "ever below 20 % and 5 %:", decline, lapse, "called", gone.sum(), "came back", date.back[gone].sum(), share)

# The chance within 90 days after the first purchase, by silence, wherever it can be told.
for day in ["1997-09-30", "1997-12-31", "1998-03-31", "1998-06-30"]:
    chance = compared.AsOf(day, UNTIL, horizon=90).curves[0]
    told = [s for s in [30, 60, 90, 120, 180] if s + 90 <= chance.followed]
    print(day, "within 90 days", *(f"{1 - chance.out(s + 90) / chance.out(s):.9f}" for s in told))

# The default with a horizon of 90 days.
short = compared.AsOf("1997-09-30", UNTIL, horizon=90)
areas("within 90 days", short.default(), short.back, short.repeat)
low = next(s for s, c in enumerate(short.chances[0]) if c < 0.2 - 1e-12)
print("one-time buyers are below 20 % from", low, "days on")

# Models, at the parameters fitted to weeks 1 to 39.
event, repeat = models.later > 0, models.x > 0
for name, (ln, expected, _), p in [
    ("BG/NBD", models.geometric(0), [0.24259, 4.4136, 0.79292, 2.42591]),
    ("MBG/NBD", models.geometric(1), [0.52484, 6.1831, 0.89136, 1.614]),
    ("Pareto/NBD", models.pareto(), [0.55328, 10.5777, 0.60624, 11.6687]),
]:
    customers = p, models.x, models.tx, models.T
    areas(f"{name}, alive", np.round(ln(*customers)[1], 9), event, repeat)
    areas(f"{name}, expected", np.round(expected(*customers, 39.0), 9), event, repeat)
