"""BG/NBD, MBG/NBD and Pareto/NBD on the CDNOW sample, by the formulas of the papers.

Python 3.11.7, numpy 2.4.6, scipy 1.17.1: pip install numpy scipy; python models_of_buying.py
"""

import csv
import datetime
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1, betaln
from scipy.stats import rankdata

DATA = pathlib.Path(__file__).resolve().parents[2] / "report" / "data" / "cdnow.csv"
END, LAST = datetime.date(1997, 9, 30), datetime.date(1998, 6, 30)

days = {}
with open(DATA) as file:
    for row in csv.reader(file):
        try:
            day = datetime.date.fromisoformat(row[1])
        except ValueError:
            continue
        days.setdefault(row[0], set()).add(day)
x, tx, T, later = [], [], [], []
for own in days.values():
    known = sorted(day for day in own if day <= END)
    x.append(len(known) - 1)
    tx.append((known[-1] - known[0]).days / 7)
    T.append((END - known[0]).days / 7)
    later.append(sum(END < day <= LAST for day in own))
x, tx, T, later = map(np.array, (x, tx, T, later))
horizon = (LAST - END).days / 7
print("customers", len(x), "sum tx %.2f sum T %.2f" % (tx.sum(), T.sum()), "later", later.sum(), (later > 0).sum())


def geometric(extra):
    def ln(p, x, tx, T):
        r, alpha, a, b = p
        n = x + extra
        fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + n) - betaln(a, b)
        stay = -(r + x) * np.log(alpha + T)
        go = np.where(n > 0, np.log(a / np.maximum(b + n - 1, 1e-9)) - (r + x) * np.log(alpha + tx), -np.inf)
        return fixed + np.logaddexp(stay, go), 1 / (1 + np.exp(go - stay))

    def expected(p, x, tx, T, t):
        r, alpha, a, b = p
        n = x + extra
        rest = (alpha + T) / (alpha + T + t)
        gauss = hyp2f1(r + x, b + n, a + b + n - 1, 1 - rest)
        return ln(p, x, tx, T)[1] * (a + b + n - 1) / (a - 1) * (1 - rest ** (r + x) * gauss)

    return ln, expected, [1, 3, 1, 3]


def pareto():
    def ln(p, x, tx, T):
        r, alpha, s, beta = p
        near, far = min(alpha, beta), max(alpha, beta)
        b = s + 1 if alpha >= beta else r + x
        c = r + s + x

        def part(u):
            z = (far - near) / (far + u)
            return np.log(hyp2f1(c, b, c + 1, z)) - c * np.log(far + u)

        one, two = part(tx), part(T)
        ln_a0 = one + np.log1p(-np.exp(np.minimum(two - one, -1e-300)))
        stay = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
        go = np.log(s / c) + ln_a0
        fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        return fixed + np.logaddexp(stay, go), 1 / (1 + np.exp(go - stay))

    def expected(p, x, tx, T, t):
        r, alpha, s, beta = p
        grown = (beta + T) / ((alpha + T) * (s - 1)) * (1 - ((beta + T) / (beta + T + t)) ** (s - 1))
        return ln(p, x, tx, T)[1] * (r + x) * grown

    return ln, expected, [1, 10, 1, 10]


def curvature(f, p, step=1e-3):
    n = len(p)
    hessian = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            def at(a, b):
                q = np.array(p)
                q[i] *= 1 + a * step
                q[j] *= 1 + b * step
                return f(q)
            if i == j:
                q, w = np.array(p), np.array(p)
                q[i] += step * p[i]
                w[i] -= step * p[i]
                hessian[i, i] = (f(q) - 2 * f(p) + f(w)) / (step * p[i]) ** 2
            else:
                hessian[i, j] = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step**2 * p[i] * p[j])
    return hessian


for name, (ln, expected, start) in [("BG/NBD", geometric(0)), ("MBG/NBD", geometric(1)), ("Pareto/NBD", pareto())]:
    f = lambda p: -ln(p, x, tx, T)[0].sum()
    g = lambda q: f(np.exp(q)) / len(x)
    q = np.log(start)
    for _ in range(6):
        q = minimize(g, q, method="Nelder-Mead", options=dict(xatol=1e-11, fatol=1e-15, maxiter=4000, maxfev=4000)).x
    p = np.exp(q)
    errors = np.sqrt(np.diag(np.linalg.inv(curvature(f, p))))
    print(name, "parameters", *("%.7f" % v for v in p), "log-likelihood %.6f" % -f(p))
    print(name, "standard errors", *("%.4f" % v for v in errors))
    who = [np.array(v, float) for v in [(0, 1, 2, 26), (0, 1.71, 30.43, 30.857142857142858), (38.86, 38.86, 38.86, 31)]]
    with np.errstate(divide="ignore"):
        print(name, "alive", *("%.5f" % v for v in ln(p, *who)[1]))
    print(name, "expected in 39 weeks", *("%.5f" % v for v in expected(p, *who, 39.0)))
    score = expected(p, x, tx, T, horizon)
    ranks, again = rankdata(score), later > 0
    auc = (ranks[again].sum() - again.sum() * (again.sum() + 1) / 2) / (again.sum() * (~again).sum())
    print(name, "hold-out", "%.2f" % score.sum(), "of", later.sum(), "AUC %.4f" % auc)
    if name == "BG/NBD":
        p = np.array([0.243, 4.414, 0.793, 2.426])
        print(name, "at the published parameters %.6f" % -f(p))
