"""Pareto/NBD, BG/NBD and MBG/NBD with covariates on the CDNOW sample, by the formulas of the papers.

Whether the first order was of several CDs, and the week in which it was made, act on buying and on leaving.

Python 3.11.7, numpy 2.4.6, scipy 1.17.1: pip install numpy scipy; python covariates.py
"""

import csv
import datetime
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1
from scipy.stats import chi2

DATA = pathlib.Path(__file__).resolve().parents[2] / "report" / "data" / "cdnow.csv"
START, END = datetime.date(1997, 1, 1), datetime.date(1997, 9, 30)

days = {}
with open(DATA) as file:
    for row in csv.DictReader(file):
        day = datetime.date.fromisoformat(row["date"])
        own = days.setdefault(row["customer"], {})
        own[day] = own.get(day, 0) + int(row["cds"])
x, tx, T, several, week = [], [], [], [], []
for own in days.values():
    known = sorted(day for day in own if day <= END)
    x.append(len(known) - 1)
    tx.append((known[-1] - known[0]).days / 7)
    T.append((END - known[0]).days / 7)
    several.append(own[known[0]] > 1)
    week.append((known[0] - START).days // 7)
x, tx, T, several, week = (np.array(column, float) for column in (x, tx, T, several, week))
Z = np.column_stack([several, week])
print("customers", len(x), "several %d" % several.sum(), "weeks %d" % week.sum())


def coins(r, alpha, a, b):
    fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    stay = -(r + x) * np.log(alpha + T)
    go = np.where(x > 0, np.log(a / np.maximum(b + x - 1, 1e-9)) - (r + x) * np.log(alpha + tx), -np.inf)
    return fixed + np.logaddexp(stay, go)


def coins_at_once(r, alpha, a, b):
    fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x + 1) - betaln(a, b)
    stay = -(r + x) * np.log(alpha + T)
    go = np.log(a / (b + x)) - (r + x) * np.log(alpha + tx)
    return fixed + np.logaddexp(stay, go)


def rates(r, alpha, s, beta):
    near, far = np.minimum(alpha, beta), np.maximum(alpha, beta)
    b = np.where(alpha >= beta, s + 1, r + x)
    c = r + s + x

    def part(u):
        return np.log(hyp2f1(c, b, c + 1, (far - near) / (far + u))) - c * np.log(far + u)

    one, two = part(tx), part(T)
    left = one + np.log1p(-np.exp(np.minimum(two - one, -1e-300)))
    stay = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return fixed + np.logaddexp(stay, np.log(s / c) + left)


def separate(q):
    r, alpha, a, b = np.exp(q[:4])
    return coins(r, alpha * np.exp(-Z @ q[4:6]), a * np.exp(Z @ q[6:8]), b * np.exp(Z @ q[8:10]))


def odds(q):
    return separate(np.concatenate([q, [0, 0]]))


def shared(q):
    return separate(np.concatenate([q, q[6:8]]))


def at_once(q):
    r, alpha, a, b = np.exp(q[:4])
    return coins_at_once(r, alpha * np.exp(-Z @ q[4:6]), a * np.exp(Z @ q[6:8]), b)


def pareto(q):
    r, alpha, s, beta = np.exp(q[:4])
    return rates(r, alpha * np.exp(-Z @ q[4:6]), s, beta * np.exp(-Z @ q[6:8]))


def slopes(f, q, step=1e-5):
    unit = np.eye(len(q)) * step
    return np.array([(f(q + e) - f(q - e)) / (2 * step) for e in unit])


def curvature(f, q, step=1e-3):
    unit = np.eye(len(q)) * step
    rows = [(slopes(f, q + e) - slopes(f, q - e)) / (2 * step) for e in unit]
    return (np.array(rows) + np.array(rows).T) / 2


def search(ln, start):
    f = lambda q: -ln(q).mean()
    q = minimize(f, start, jac=lambda q: slopes(f, q), method="BFGS", options=dict(gtol=1e-9)).x
    for _ in range(4):
        q = q - np.linalg.solve(curvature(f, q), slopes(f, q))
    return q, -f(q) * len(x), np.sqrt(np.diag(np.linalg.inv(curvature(f, q) * len(x))))


for name, ln, start, without in [
    ("Pareto/NBD", pareto, np.log([0.5, 10, 0.6, 11]), 4),
    ("BG/NBD separate", separate, np.log([0.25, 4, 0.8, 2.4]), 6),
    ("BG/NBD odds", odds, np.log([0.25, 4, 0.8, 2.4]), 4),
    ("BG/NBD shared", shared, np.log([0.25, 4, 0.8, 2.4]), 4),
    ("MBG/NBD odds", at_once, np.log([0.5, 6, 0.9, 1.6]), 4),
]:
    plain = search(lambda q: ln(np.concatenate([q, np.zeros(without)])), start)
    q, top, errors = search(ln, np.concatenate([plain[0], np.zeros(without)]))
    gain = 2 * (top - plain[1])
    print(name, "parameters", *("%.5f" % v for v in np.exp(q[:4])), "log-likelihood %.5f" % top)
    print(name, "their errors", *("%.4f" % v for v in np.exp(q[:4]) * errors[:4]))
    print(name, "coefficients", *("%.5f" % v for v in q[4:]), "errors", *("%.5f" % v for v in errors[4:]))
    print(name, "gain %.4f" % gain, "p %.6f" % chi2.sf(gain, without), "of plain %.5f" % plain[1])
