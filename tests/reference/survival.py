"""Survival of the customers of a telecom, of Walton's sample, and of customers who left for reasons, by
lifelines; hazards, peaks and critical values of bands by numpy and scipy.

Made with Python 3.11.7, numpy 2.4.6, scipy 1.17.1 and lifelines 0.30.3: python survival.py
"""

import csv
import pathlib
import warnings

import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter, NelsonAalenFitter
from lifelines.statistics import logrank_test, multivariate_logrank_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time
from scipy.linalg import eigh_tridiagonal, solve_banded
from scipy.optimize import brentq
from scipy.stats import hypergeom

from data import FOLDER, show

warnings.simplefilter("ignore")
CONTRACTS = ["Month-to-month", "One year", "Two year"]


def telecom():
    with open(FOLDER / "telecom.csv", newline="") as rows:
        rows = list(csv.DictReader(rows))
    tenure = np.array([int(row["tenure"]) for row in rows])
    churn = np.array([row["churn"] == "Yes" for row in rows])
    return tenure, churn, np.array([row["contract"] for row in rows])


def waltons():
    with open(pathlib.Path(__file__).parent / "data" / "waltons.csv", newline="") as rows:
        rows = list(csv.DictReader(rows))
    return (np.array([float(row["T"]) for row in rows]), np.array([int(row["E"]) for row in rows]),
            np.array([row["group"] for row in rows]))


tenure, churn, contract = telecom()
for name in CONTRACTS:
    of = contract == name
    show(f"{name} customers and events", int(of.sum()), int(churn[of].sum()))
    fit = KaplanMeierFitter().fit(tenure[of], churn[of])
    for month in (1, 12, 24, 60):
        ends = fit.confidence_interval_.loc[month]
        show(f"{name} naive at {month}", fit.survival_function_.loc[month].iloc[0], *ends)
    show(f"{name} median", fit.median_survival_time_, *median_survival_times(fit.confidence_interval_).iloc[0])
    mean, variance = restricted_mean_survival_time(fit, t=60, return_variance=True)
    show(f"{name} restricted mean to 60", mean)
    hazard = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(tenure[of], churn[of])
    show(f"{name} hazard at 24", hazard.cumulative_hazard_.loc[24].iloc[0])
    late = of & (tenure > 0)
    fit = KaplanMeierFitter().fit(tenure[late], churn[late], entry=tenure[late] - 1)
    for month in (1, 12, 24, 60):
        show(f"{name} entered at {month}", fit.survival_function_.loc[month].iloc[0])
    show(f"{name} entered median", fit.median_survival_time_)
for weighting in (None, "wilcoxon", "tarone-ware", "peto"):
    test = multivariate_logrank_test(tenure, contract, churn, weightings=weighting)
    show(f"log-rank {weighting}", test.test_statistic, float(test.degrees_of_freedom))

time, event, group = waltons()
control, treated = (group == g for g in ("control", "miR-137"))
test = logrank_test(time[control], time[treated], event[control], event[treated])
show("waltons log-rank", test.test_statistic, test.p_value)
test = logrank_test(time[control], time[treated], event[control], event[treated],
                    weightings="fleming-harrington", p=0.5, q=1)
show("waltons fleming-harrington", test.test_statistic)
fit = KaplanMeierFitter().fit(time, event)
show("waltons median", fit.median_survival_time_, *median_survival_times(fit.confidence_interval_).iloc[0])
mean, variance = restricted_mean_survival_time(fit, t=60, return_variance=True)
show("waltons restricted mean to 60", mean)


def hazards(tenure, churn):
    """Who left of those at risk, tenure by tenure, from lifelines' table of events."""
    events = KaplanMeierFitter().fit(tenure, churn).event_table
    events = events[events.index > 0]
    return events.index.to_numpy(int), events["observed"].to_numpy(), events["at_risk"].to_numpy()


def peaks(months, ended, at_risk, reach=3):
    """The larger p-value of the exact comparisons with three months before and three after, by Holm."""
    found = {}
    for i, month in enumerate(months):
        left, right = slice(max(i - reach, 0), i), slice(i + 1, i + 1 + reach)
        if i == 0 or i == len(months) - 1:
            continue
        sides = [hypergeom.sf(ended[i] - 1, at_risk[i] + at_risk[s].sum(), at_risk[i], ended[i] + ended[s].sum())
                 for s in (left, right)]
        found[month] = max(sides)
    order = sorted(found, key=found.get)
    most = 0.0
    for before, month in enumerate(order):
        most = max(most, min(1.0, (len(order) - before) * found[month]))
        yield month, found[month], most


for name in CONTRACTS:
    of = contract == name
    months, ended, at_risk = hazards(tenure[of], churn[of])
    for month in (1, 12, 24):
        at = list(months).index(month)
        show(f"{name} hazard at {month}", ended[at], at_risk[at], ended[at] / at_risk[at])
    for month, p, adjusted in list(peaks(months, ended, at_risk))[:3]:
        show(f"{name} stands out most: month, p, adjusted", month, p, adjusted)

with open(pathlib.Path(__file__).parent / "data" / "leaving.csv", newline="") as rows:
    rows = list(csv.DictReader(rows))
REASONS = ["moved", "price", "service"]
time = np.array([int(row["time"]) for row in rows])
entry = np.array([int(row["entry"] or 0) for row in rows])
left = np.array([REASONS.index(row["reason"]) + 1 if row["reason"] else 0 for row in rows])
for late in (False, True):
    fits = [AalenJohansenFitter().fit(time, left, event_of_interest=of, entry=entry if late else None)
            for of in (1, 2, 3)]
    for reason, fit in zip(REASONS, fits):
        for at in (50, 120, 200):
            share = fit.cumulative_density_.loc[:at].iloc[-1, 0]
            variance = fit.variance_.loc[:at].iloc[-1]
            upper, lower = fit.confidence_interval_.loc[:at].iloc[-1]
            show(f"leaving late {late} {reason} at {at}", share, np.sqrt(variance), *sorted((lower, upper)))
    alone = KaplanMeierFitter().fit(time, left == 2, entry=entry if late else None)
    show(f"leaving late {late} price alone at 200", 1 - alone.survival_function_.loc[:200].iloc[-1, 0])


def equal_precision(half_logits, level, cells=1500):
    """By finite differences of the process that the quotient becomes, on half of its range."""
    def chance(c):
        h = c / cells
        weight = np.exp(-((np.arange(cells) * h) ** 2) / 2)
        weight[0] /= 2
        between = np.exp(-(((np.arange(cells) + 0.5) * h) ** 2) / 2)
        diagonal = between.copy()
        diagonal[1:] += between[:-1]
        beside = -between[:-1] / np.sqrt(weight[:-1] * weight[1:])
        values, vectors = eigh_tridiagonal(diagonal / weight / h**2, beside / h**2, select="i",
                                           select_range=(0, 40))
        parts = (vectors * np.sqrt(weight)[:, None]).sum(0) ** 2 * h * 2 / np.sqrt(2 * np.pi)
        return (parts * np.exp(-values * half_logits)).sum()
    return brentq(lambda c: chance(c) - level, 0.5, 8)


def hall_wellner(a, level, steps=4000):
    """By the heat equation of a Brownian motion between lines that move apart, in the scale of the lines."""
    def chance(c):
        # B(u) = (1 - u) W(u / (1 - u)); with x = W / (1 + t) between -c and c.
        end = a / (1 - a)
        x = np.linspace(-c, c, 401)
        h = x[1] - x[0]
        # A short way in, as a free motion, which has not met the lines yet.
        t = min(1e-3, end / 10)
        density = np.exp(-((x * (1 + t)) ** 2) / 2 / t) / np.sqrt(2 * np.pi * t) * (1 + t)
        density[[0, -1]] = 0
        times = t * (end / t) ** np.linspace(0, 1, steps + 1)
        for before, after in zip(times[:-1], times[1:]):
            middle, k = (before + after) / 2, after - before
            spread = 1 / (1 + middle) ** 2 / 2
            drift = 1 / (1 + middle)
            # d/dt p = spread p'' + drift (x p)'
            inner = x[1:-1]
            up = spread / h**2 + drift * (inner + h) / (2 * h)
            down = spread / h**2 - drift * (inner - h) / (2 * h)
            p = density[1:-1]
            change = -2 * spread / h**2 * p
            change[:-1] += up[:-1] * p[1:]
            change[1:] += down[1:] * p[:-1]
            bands = np.zeros((3, len(inner)))
            bands[0, 1:] = -k / 2 * up[:-1]
            bands[1] = 1 + k / 2 * 2 * spread / h**2
            bands[2, :-1] = -k / 2 * down[1:]
            density[1:-1] = solve_banded((1, 1), bands, p + k / 2 * change)
        return density.sum() * h
    return brentq(lambda c: chance(c) - level, 0.3, 2, xtol=1e-6)


for a, b, level in ((0.05, 0.95, 0.95), (0.1, 0.6, 0.95), (0.02, 0.9, 0.99), (0.3, 0.5, 0.9)):
    half = (np.log(b / (1 - b)) - np.log(a / (1 - a))) / 2
    show(f"equal precision {a} to {b} at {level}", equal_precision(half, level))
for a, level in ((0.25, 0.95), (0.6, 0.95), (0.4, 0.9)):
    show(f"Hall-Wellner to {a} at {level}", hall_wellner(a, level))
