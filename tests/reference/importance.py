"""Derived importance in the survey of a mobile-phone provider's customers.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python importance.py
"""

import numpy as np
from scipy import stats

from data import mobi, show

SURVEY = mobi()
NAMES = [f"PERQ{i}" for i in range(1, 8)] + ["PERV1", "PERV2"]
X = np.column_stack([SURVEY[name] for name in NAMES])
Y = SURVEY["CUSA1"]
N, K = X.shape
Z = stats.norm.ppf(0.975)


def standardised(a):
    return (a - a.mean(axis=0)) / a.std(axis=0)


def residual(target, others):
    design = np.column_stack([np.ones(len(target)), others])
    return target - design @ np.linalg.lstsq(design, target, rcond=None)[0]


def partial(x):
    rest = [np.delete(x, i, axis=1) for i in range(K)]
    return np.array(
        [np.corrcoef(residual(x[:, i], rest[i]), residual(Y, rest[i]))[0, 1] for i in range(K)]
    )


def priorities(importance, satisfaction):
    return standardised(importance) - standardised(satisfaction)


def fisher(r, n, factor=1.0):
    half = Z * factor / np.sqrt(n - 3)
    return np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)


means = X.mean(axis=0)
show("satisfaction", *means)
pearson = np.array([np.corrcoef(X[:, i], Y)[0, 1] for i in range(K)])
show("pearson", *pearson)
show("pearson, errors", *((1 - pearson**2) / np.sqrt(N - 1)))
show("pearson, p", *(stats.pearsonr(X[:, i], Y).pvalue for i in range(K)))
show("pearson, interval of the first", *fisher(pearson[0], N))

show("crosshair", pearson.mean(), means.mean())
show("priorities", *priorities(pearson, means))
index = (pearson * means).sum() / pearson.sum()
show("index", index, index / 10)

spearman = np.array([stats.spearmanr(X[:, i], Y).statistic for i in range(K)])
show("spearman", *spearman)
wide = np.sqrt(1 + spearman[0] ** 2 / 2)  # Bonett and Wright
show("spearman, error of the first", (1 - spearman[0] ** 2) * wide / np.sqrt(N - 1))
show("spearman, interval of the first", *fisher(spearman[0], N, wide))

zx, zy = standardised(X), standardised(Y)
beta = np.linalg.lstsq(zx, zy, rcond=None)[0]
free = N - K - 1
r_squared = 1 - ((zy - zx @ beta) ** 2).sum() / N
inflation = np.array(
    [1 / (((residual(zx[:, i], np.delete(zx, i, axis=1))) ** 2).sum() / N) for i in range(K)]
)
errors = np.sqrt((1 - r_squared) / free * inflation)
p = 2 * stats.t.sf(abs(beta / errors), free)
holm, running = np.empty(K), 0.0
for rank, i in enumerate(np.argsort(p)):
    running = max(running, min(1.0, (K - rank) * p[i]))
    holm[i] = running
show("beta", *beta)
show("R squared", r_squared, 1 - (1 - r_squared) * (N - 1) / free)
show("beta, errors", *errors)
show("beta, p", *p)
show("beta, p by Holm", *holm)
show("inflation", *inflation)
half = stats.t.ppf(0.975, free) * errors[0]
show("beta, interval of the first", beta[0] - half, beta[0] + half)

for name, x in [("partial", X), ("Deng", np.log(X))]:
    found = partial(x)
    show(name, *found)
    show(f"{name}, error of the first", (1 - found[0] ** 2) / np.sqrt(N - K))
    show(f"{name}, interval of the first", *fisher(found[0], N - K + 1))
logs = standardised(np.log(X))
show("Deng, R squared", 1 - ((zy - logs @ np.linalg.lstsq(logs, zy, rcond=None)[0]) ** 2).sum() / N)

# Johnson: the orthogonal columns nearest to the standardised ones.
u, s, vt = np.linalg.svd(zx / np.sqrt(N), full_matrices=False)
orthogonal, loadings = u @ vt, vt.T @ np.diag(s) @ vt
johnson = loadings**2 @ (orthogonal.T @ zy / np.sqrt(N)) ** 2
show("relative weights", *johnson)
show("relative weights, sum", johnson.sum())

weights = 1 + np.arange(N) % 3
rows = np.repeat(np.arange(N), weights)
show("weighted pearson", *(np.corrcoef(X[rows, i], Y[rows])[0, 1] for i in range(K)))
show("weighted spearman", *(stats.spearmanr(X[rows, i], Y[rows]).statistic for i in range(K)))
show("effective sample size", weights.sum() ** 2 / (weights**2).sum())
