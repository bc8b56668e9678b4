"""Profile likelihood intervals of BG/NBD and Pareto/NBD on CDNOW, and errors of BG/NBD in weeks 40 to 78, for
model_inference.rs.

Python 3, numpy, scipy. Run from the root of the project: python tests/reference/model_inference.py
"""

import csv
import datetime
import sys

import numpy as np
import scipy
from scipy.optimize import brentq, minimize
from scipy.special import betaln, gammaln, hyp2f1
from scipy.stats import norm

print(sys.version.split()[0], "numpy", np.__version__, "scipy", scipy.__version__)

END = datetime.date(1997, 9, 30)
days, later = {}, {}
with open("report/data/cdnow.csv") as file:
    for row in list(csv.reader(file))[1:]:
        day = datetime.date.fromisoformat(row[1])
        if day <= END:
            days.setdefault(row[0], set()).add(day)
        else:
            later.setdefault(row[0], set()).add(day)
rows = [(len(d) - 1, (max(d) - min(d)).days / 7, (END - min(d)).days / 7) for d in days.values()]
x, tx, T = np.array(rows).T
y = np.array([len(later.get(customer, ())) for customer in days])


def bg_nbd(log):
    r, alpha, a, b = np.exp(log)
    first = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    second = betaln(a, b + x) - betaln(a, b)
    third = -(r + x) * np.log(alpha + T)
    fourth = np.where(
        x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + tx), -np.inf
    )
    return (first + second + np.logaddexp(third, fourth)).sum()


def pareto_nbd(log):
    r, alpha, s, beta = np.exp(log)
    base = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    big, power = (alpha, s + 1) if alpha >= beta else (beta, r + x)
    gap = abs(alpha - beta)

    def ln_f(u):
        f = hyp2f1(r + s + x, power, r + s + x + 1, gap / (big + u))
        return np.log(f) - (r + s + x) * np.log(big + u)

    near, far = ln_f(tx), ln_f(T)
    with np.errstate(divide="ignore"):
        ln_a0 = near + np.log1p(-np.exp(far - near))
    alive = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    return (base + np.logaddexp(alive, np.log(s / (r + s + x)) + ln_a0)).sum()


def best(f, start):
    for _ in range(4):
        found = minimize(lambda p: -f(p), start, method="BFGS", options={"gtol": 1e-7})
        found = minimize(
            lambda p: -f(p), found.x, method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 4000},
        )
        if np.abs(found.x - start).max() < 1e-7:
            break
        start = found.x
    return found.x, -found.fun


def held_out(r, alpha, a, b, t=39.0):
    known = x > 0
    odds = np.where(known, a / (b + np.maximum(x, 1) - 1) * ((alpha + T) / (alpha + tx)) ** (r + x), 0)
    curve = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
    left = 1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * curve
    expected = (a + b + x - 1) / (a - 1) * left / (1 + odds)
    error = expected - y
    print("    bias", error.mean(), "mae", abs(error).mean(), "rmse", np.sqrt((error**2).mean()))
    rate = x / T * t - y
    print("    own rate: mae", abs(rate).mean(), "rmse", np.sqrt((rate**2).mean()))
    classes = [np.minimum(x, 7) == k for k in range(8)]
    print("    classes", *(f"{expected[k].mean():.6f} {y[k].mean():.6f}," for k in classes))
    cut = np.sort(y)[::-1][int(np.ceil(0.1 * len(y))) - 1]
    best_ones = y >= cut
    n = best_ones.sum()
    for rule, score in [("expected", expected), ("frequency", x), ("recency", tx - T)]:
        last = np.sort(score)[::-1][n - 1]
        above, tied = score > last, score == last
        some = (n - above.sum()) / tied.sum() * (best_ones & tied).sum()
        print("    finds", rule, ((best_ones & above).sum() + some) / n)
    for week in (39, 78):
        time = np.maximum(week * 7 - 1 - (272 - 7 * T), 0) / 7
        total = (a + b - 1) / (a - 1) * (
            1 - (alpha / (alpha + time)) ** r * hyp2f1(r, b, a + b - 1, time / (alpha + time))
        )
        print("    tracking", week, total.sum())


for name, model, start, names in [
    ("bg_nbd", bg_nbd, [0.243, 4.414, 0.793, 2.426], ["r", "alpha", "a", "b"]),
    ("pareto_nbd", pareto_nbd, [0.553, 10.578, 0.606, 11.669], ["r", "alpha", "s", "beta"]),
]:
    at, highest = best(model, np.log(start))
    print(name, np.exp(at), highest)
    if name == "bg_nbd":
        held_out(*np.exp(at))
    allowed = 0.5 * norm.ppf(0.975) ** 2
    for place, parameter in enumerate(names):
        if name == "pareto_nbd" and parameter not in ("s", "beta"):
            continue

        def lost(value):
            others, held = best(
                lambda p: model(np.insert(p, place, value)), np.delete(at, place)
            )
            return highest - held - allowed

        ends = [
            brentq(lost, at[place], at[place] + sign * 2.5, xtol=1e-8) for sign in (-1, 1)
        ]
        print("   ", parameter, *(f"{end:.6f}" for end in np.exp(ends)))
