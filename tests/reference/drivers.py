"""Errors of derived importance, dominance, penalties and rewards, and a logistic outcome, in the survey
of a mobile-phone provider's customers.

Made with Python 3.11.7, numpy 2.4.6, scipy 1.17.1 and statsmodels 0.15.0: python drivers.py
"""

import itertools
import math

import numpy as np
import statsmodels.api as sm
from scipy import stats

from data import mobi, show

SURVEY = mobi()
NAMES = [f"PERQ{i}" for i in range(1, 8)] + ["PERV1", "PERV2"]
X = np.column_stack([SURVEY[name] for name in NAMES])
Y = SURVEY["CUSA1"]
N, K = X.shape
EVEN = np.ones(N)
UNEVEN = 1.0 + np.arange(N) % 3


def z_scores(a, w):
    centred = a - np.average(a, axis=0, weights=w)
    return centred / np.sqrt(np.average(centred**2, axis=0, weights=w))


def ranks(a, w):
    """Mean ranks where a respondent of weight two ranks as two."""
    return np.array([w[a < x].sum() + 0.5 * w[a == x].sum() for x in a])


def pearson(x, y, w):
    return (w[:, None] * z_scores(x, w) * z_scores(y, w)[:, None]).sum(axis=0) / w.sum()


def spearman(x, y, w):
    return pearson(np.column_stack([ranks(c, w) for c in x.T]), ranks(y, w), w)


def regression(x, y, w):
    zx, zy, root = z_scores(x, w), z_scores(y, w), np.sqrt(w)
    return np.linalg.lstsq(zx * root[:, None], zy * root, rcond=None)[0]


def partial(x, y, w):
    inverse = np.linalg.inv(np.cov(np.column_stack([x, y]).T, aweights=w))
    return -inverse[:-1, -1] / np.sqrt(np.diag(inverse)[:-1] * inverse[-1, -1])


def derivatives(statistic, x, y, w, step=1e-4):
    """What each respondent adds: the derivative by its weight, by differences of fourth order."""
    rows = []
    for i in range(N):
        at = lambda h: statistic(x, y, w + h * (np.arange(N) == i))
        rows.append((8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step))
    return np.array(rows)


def leverages(x, w):
    design = np.column_stack([EVEN, x]) * np.sqrt(w)[:, None]
    return np.einsum("ij,jk,ik->i", design, np.linalg.inv(design.T @ design), design)


def errors(name, statistic, x, leverage):
    for kind, w in [("", EVEN), (", weighted", UNEVEN)]:
        adds = w[:, None] * derivatives(statistic, x, Y, w) / (1 - leverage(x, w))
        show(f"{name}, robust errors{kind}", *np.sqrt((adds**2).sum(axis=0)))
    without = [np.delete(np.arange(N), i) for i in range(N)]
    left = np.array([statistic(x[rows], Y[rows], EVEN[rows]) for rows in without])
    spread = ((left - left.mean(axis=0)) ** 2).sum(axis=0)
    show(f"{name}, jackknife", *np.sqrt((N - 1) / N * spread))


def of_one(x, w):
    larger = np.maximum(z_scores(x, w) ** 2, z_scores(Y, w)[:, None] ** 2)
    return w[:, None] / w.sum() * (1 + larger)


def of_all(x, w):
    return leverages(x, w)[:, None]


def of_ranks(x, w):
    return np.full((N, 1), 1 - math.sqrt((N - 1) / N))


errors("pearson", pearson, X, of_one)
errors("spearman", spearman, X, of_ranks)
errors("regression", regression, X, of_all)
errors("partial", partial, X, of_all)
errors("Deng", partial, np.log(X), of_all)

# Stated importance: what respondents say of three things, with weights.
mean = np.average(X[:, 0], weights=UNEVEN)
squares = (UNEVEN**2 * (X[:, 0] - mean) ** 2).sum()
show("error of a weighted mean", math.sqrt(N / (N - 1) * squares) / UNEVEN.sum())

# HC3 on z-scores, taken as they are.
fit = sm.OLS(z_scores(Y, EVEN), sm.add_constant(z_scores(X, EVEN))).fit(cov_type="HC3")
show("HC3 of z-scores", *fit.bse[1:])
b = regression(X, Y, EVEN)
r = pearson(X, Y, EVEN)
adds = derivatives(pearson, X, Y, EVEN) / (1 - of_one(X, EVEN))
error = np.sqrt((adds**2).sum(axis=0))
half = stats.t.ppf(0.975, N - 2) * error / (1 - r**2)
low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
show("pearson, robust interval of the first", low[0], high[0])
show("pearson, robust t of the first", (np.arctanh(r) * (1 - r**2) / error)[0])
adds = derivatives(regression, X, Y, EVEN) / (1 - of_all(X, EVEN))
error = np.sqrt((adds**2).sum(axis=0))
half = stats.t.ppf(0.975, N - K - 1) * error
show("regression, robust interval of the first", (b - half)[0], (b + half)[0])
show("regression, robust p", *(2 * stats.t.sf(abs(b / error), N - K - 1)))


def dominance(explained):
    parts = np.zeros(K)
    for j in range(K):
        rest = [i for i in range(K) if i != j]
        for size in range(K):
            share = math.factorial(size) * math.factorial(K - size - 1) / math.factorial(K)
            for others in itertools.combinations(rest, size):
                parts[j] += share * (explained(others + (j,)) - explained(others))
    return parts


def cached(of):
    known = {}
    return lambda s: known.setdefault(tuple(sorted(s)), of(tuple(sorted(s))) if tuple(sorted(s)) not in known else 0)


def r_squared(columns, x=X, y=Y):
    design = np.column_stack([np.ones(len(y)), x[:, list(columns)]])
    rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return 1 - (rest**2).sum() / ((y - y.mean()) ** 2).sum()


lmg = dominance(cached(r_squared))
show("dominance", *lmg)
show("dominance, sum", lmg.sum())

# Penalties and rewards: 6 or less is low, 9 or more is high.
dummies = np.column_stack([f for c in X.T for f in (c <= 6, c >= 9)]).astype(float)
fit = sm.OLS(Y, sm.add_constant(dummies)).fit(cov_type="HC3", use_t=True)
for name, values in [("penalties", fit.params[1::2]), ("rewards", fit.params[2::2])]:
    show(name, *values)
show("penalties, HC3", *fit.bse[1::2])
show("rewards, HC3", *fit.bse[2::2])
show("penalties and rewards, R squared", fit.rsquared, fit.rsquared_adj)
w = sm.WLS(Y, sm.add_constant(dummies), weights=UNEVEN).fit(cov_type="HC3", use_t=True)
show("weighted penalties", *w.params[1::2])
show("weighted penalties, HC3", *w.bse[1::2])

# Who would buy again: 8 or more of 10.
STAYED = (SURVEY["CUSL1"] >= 8).astype(float)


def logit(x, y=STAYED, w=EVEN):
    design = sm.add_constant(x, has_constant="add")
    b = np.zeros(design.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-design @ b))
        information = (design * (w * p * (1 - p))[:, None]).T @ design
        b = b + np.linalg.solve(information, design.T @ (w * (y - p)))
    return b, 1 / (1 + np.exp(-design @ b))


fit = sm.Logit(STAYED, sm.add_constant(X)).fit(disp=0, tol=1e-14, maxiter=100)
robust = sm.Logit(STAYED, sm.add_constant(X)).fit(disp=0, tol=1e-14, maxiter=100, cov_type="HC0")
show("stayed", STAYED.sum())
EVENTS = STAYED.sum()
NULL = EVENTS * np.log(EVENTS / N) + (N - EVENTS) * np.log(1 - EVENTS / N)
show("logit", *fit.params)
show("logit, classical errors", *fit.bse)
show("logit, HC0", *robust.bse)


def hat(x, w):
    """The leverages of the weighted regression that the last step of the search is."""
    design = sm.add_constant(x)
    p = logit(x, w=w)[1]
    q, _ = np.linalg.qr(design * np.sqrt(w * p * (1 - p))[:, None])
    return (q**2).sum(axis=1)


left = 1 / (1 - hat(X, EVEN))
glm = sm.GLM(STAYED, sm.add_constant(X), family=sm.families.Binomial()).fit(tol=1e-14)
assert np.allclose(1 / left, 1 - glm.get_influence().hat_matrix_diag)
scores = sm.add_constant(X) * ((STAYED - fit.predict()) * left)[:, None]
bread = np.linalg.inv(-fit.model.hessian(fit.params))
show("logit, robust errors, leverages as HC3", *np.sqrt(np.diag(bread @ scores.T @ scores @ bread)))
show("log-likelihoods", fit.llf, NULL)
show("McFadden, Cox and Snell, Nagelkerke", 1 - fit.llf / NULL, 1 - np.exp(2 / N * (NULL - fit.llf)),
     (1 - np.exp(2 / N * (NULL - fit.llf))) / (1 - np.exp(2 / N * NULL)))
effects = fit.get_margeff(at="overall")
show("average marginal effects", *effects.margeff)
show("average marginal effects, classical, ratings fixed", *effects.margeff_se)


def marginal(x, y, w):
    b, p = logit(x, y, w)
    return (w * p * (1 - p)).sum() / w.sum() * b[1:]


for kind, w in [("", EVEN), (", weighted", UNEVEN)]:
    show(f"average marginal effects{kind}, again", *marginal(X, STAYED, w))
    adds = w[:, None] * derivatives(marginal, X, STAYED, w)
    b, p = logit(X, w=w)
    curve = np.average(p * (1 - p), weights=w)
    direct = (w / w.sum() * (p * (1 - p) - curve))[:, None] * b[1:]
    # Weighted, the fourth is 0.03538914500041 in closed form; differences leave it just below the half.
    adds = direct + (adds - direct) / (1 - hat(X, w))[:, None]
    show(f"average marginal effects{kind}, robust errors, leverages as HC3", *np.sqrt((adds**2).sum(axis=0)))
wald = (fit.params / fit.bse) ** 2
show("partial", *(np.sign(fit.params) * np.sqrt(np.maximum(wald - 2, 0) / (-2 * NULL)))[1:])


def log_likelihood(columns):
    if not columns:
        return NULL
    _, p = logit(X[:, list(columns)])
    return (STAYED * np.log(p) + (1 - STAYED) * np.log(1 - p)).sum()


ll = cached(log_likelihood)
show("logit, dominance by McFadden", *dominance(lambda s: 1 - ll(s) / NULL))
