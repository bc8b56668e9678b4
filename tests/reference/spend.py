"""The Gamma-Gamma model on the CDNOW sample, by the formula of the paper, and what came later.

Python 3.11.7, numpy 2.4.6, scipy 1.17.1: pip install numpy scipy; python spend.py
"""

import csv
import datetime
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

DATA = pathlib.Path(__file__).resolve().parents[2] / "report" / "data" / "cdnow.csv"
END = datetime.date(1997, 9, 30)

days, later = {}, {}
with open(DATA) as file:
    for row in csv.reader(file):
        try:
            day = datetime.date.fromisoformat(row[1])
        except ValueError:
            continue
        if day <= END:
            own = days.setdefault(row[0], {})
            own[day] = own.get(day, 0) + float(row[3])
        else:
            later.setdefault(row[0], []).append(float(row[3]))
customers = [c for c in days if len(days[c]) > 1]
repeats = [[own[day] for day in sorted(own)[1:]] for own in (days[c] for c in customers)]
x = np.array([len(own) for own in repeats], float)
z = np.array([np.mean(own) for own in repeats])
print("customers", len(x), "mean %.6f" % z.mean())


def loss(logs):
    p, q, v = np.exp(logs)
    ln = np.log(v + x * z)
    value = (gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
             + (p * x - 1) * np.log(z) + p * x * np.log(x) - (p * x + q) * ln)
    slopes = np.array([
        (x * (digamma(p * x + q) - digamma(p * x) + np.log(x * z) - ln)).sum(),
        (digamma(p * x + q) - digamma(q) + np.log(v) - ln).sum(),
        (q / v - (p * x + q) / (v + x * z)).sum(),
    ])
    return -value.sum(), -slopes * np.exp(logs)


found = minimize(loss, np.log([2.0, 3.0, 11.0]), jac=True, method="BFGS", options={"gtol": 1e-7})
p, q, v = np.exp(found.x)
print("p %.6f q %.6f gamma %.6f" % (p, q, v), "LL %.6f" % -found.fun)
expected = p * (v + x * z) / (p * x + q - 1)
both = [i for i, c in enumerate(customers) if c in later]
came = np.array([np.mean(later[customers[i]]) for i in both])
root = lambda guess: np.sqrt(np.mean((guess - came) ** 2))
print("in both halves", len(both))
print("root mean square error: drawn %.4f own %.4f same %.4f" % (root(expected[both]), root(z[both]), root(z.mean())))
