"""Reliability of two surveys of mobile-phone customers: distribution-free errors of alpha, polychoric
correlations, ordinal alpha, composite reliability, average variance extracted, HTMT.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python reliability.py
"""

import numpy as np
from scipy import integrate, optimize, stats

from data import corp_rep, mobi, show
from surveys import alpha, items, omega

MOBI, CORP = mobi(), corp_rep()
WEIGHTS = 1.0 + np.arange(250) % 3


def free_error(x, w=None):
    """The error of alpha by the covariances of all products of deviations, as their definition says."""
    n, k = x.shape
    w = np.ones(n) if w is None else w
    share = w / w.sum()
    d = x - share @ x
    products = np.einsum("ni,nj->nij", d, d)
    v = np.einsum("n,nij->ij", share, products)
    total, trace = v.sum(), np.trace(v)
    slope = k / (k - 1) * (trace / total**2 - np.eye(k) / total)
    moved = share * np.einsum("ij,nij->n", slope, products - v)
    return np.sqrt(n / (n - 1) * (moved**2).sum())


def rectangle(a, b, c, d, r):
    """P(a < X < b, c < Y < d), by the conditional distribution of Y."""
    s = np.sqrt(1 - r * r)
    inner = lambda x: stats.norm.pdf(x) * (stats.norm.cdf((d - r * x) / s) - stats.norm.cdf((c - r * x) / s))
    a, b = max(a, -9), min(b, 9)
    # Pieces short enough for a rule that does not adapt.
    edges = np.linspace(a, b, max(2, int(40 * (b - a))))
    nodes, weights = np.polynomial.legendre.leggauss(10)
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    points = middle[:, None] + half[:, None] * nodes
    return (half[:, None] * weights * inner(points)).sum()


def cuts(x, w):
    levels = np.unique(x)
    below = np.array([w[x <= level].sum() for level in levels]) / w.sum()
    return levels, np.concatenate([[-np.inf], stats.norm.ppf(below[:-1]), [np.inf]])


def polychoric(x, y, w=None):
    w = np.ones(len(x)) if w is None else w
    (rows, a), (columns, b) = cuts(x, w), cuts(y, w)
    table = np.array([[w[(x == i) & (y == j)].sum() for j in columns] for i in rows])

    def unlikely(r):
        found = 0.0
        for i in range(len(rows)):
            for j in range(len(columns)):
                if table[i, j] > 0:
                    found -= table[i, j] * np.log(max(rectangle(a[i], a[i + 1], b[j], b[j + 1], r), 1e-300))
        return found

    best = optimize.minimize_scalar(unlikely, bounds=(-0.999, 0.999), method="bounded", options={"xatol": 1e-9})
    return best.x


def polychorics(x, w=None):
    k = x.shape[1]
    r = np.eye(k)
    for i in range(k):
        for j in range(i):
            r[i, j] = r[j, i] = polychoric(x[:, i], x[:, j], w)
    return r


def htmt(x, y, w=None):
    k = x.shape[1]
    both = np.column_stack([x, y])
    w = np.ones(len(both)) if w is None else w
    v = np.cov(both.T, aweights=w)
    s = np.sqrt(np.diag(v))
    r = v / np.outer(s, s)
    within = lambda m: m[np.triu_indices(len(m), 1)].mean() if len(m) > 1 else 1.0
    return r[:k, k:].mean() / np.sqrt(within(r[:k, :k]) * within(r[k:, k:]))


def together(*blocks):
    """Those who answered every item of all sets."""
    rows = ~np.isnan(np.column_stack(blocks)).any(axis=1)
    return [block[rows] for block in blocks]


def columns(survey, stem, count):
    return np.column_stack([survey[f"{stem}{i}"] for i in range(1, count + 1)])


if __name__ == "__main__":
    for x, y, r in [(0.3, -1.2, 0.5), (1.5, 1.4, 0.95), (-2.0, 0.5, -0.8), (1.0, 1.1, 0.999), (-0.4, -0.3, -0.3)]:
        inner = lambda t: stats.norm.pdf(t) * stats.norm.cdf((y - r * t) / np.sqrt(1 - r * r))
        found = integrate.quad(inner, -12, x, epsabs=1e-15, epsrel=1e-14, limit=500, points=[y / r])[0]
        show(f"bivariate normal {x} {y} {r}", found)
    for stem, count in [("CUSA", 3), ("PERQ", 7), ("IMAG", 5), ("CUEX", 3), ("CUSL", 3), ("PERV", 2)]:
        x = items(MOBI, stem, count)
        show(f"mobi {stem} distribution-free error, also with weights", free_error(x), free_error(x, WEIGHTS))
    for stem, count in [("cusl_", 3), ("qual_", 8), ("like_", 3), ("comp_", 3), ("switch_", 4)]:
        x = items(CORP, stem, count)
        show(f"corp_rep {stem} distribution-free error", free_error(x))
    for name, survey, stem, count in [
        ("mobi", MOBI, "CUSA", 3),
        ("mobi", MOBI, "CUSL", 3),
        ("corp_rep", CORP, "comp_", 3),
        ("corp_rep", CORP, "switch_", 4),
    ]:
        x = items(survey, stem, count)
        r = polychorics(x)
        show(f"{name} {stem} polychoric", *r[np.tril_indices(count, -1)])
        show(f"{name} {stem} ordinal alpha", count / (count - 1) * (1 - count / r.sum()))
    r = polychorics(items(MOBI, "CUSA", 3), WEIGHTS)
    show("mobi CUSA polychoric with weights", *r[np.tril_indices(3, -1)])
    for name, survey, stem, count in [
        ("mobi", MOBI, "CUSA", 3),
        ("mobi", MOBI, "PERQ", 7),
        ("mobi", MOBI, "IMAG", 5),
        ("corp_rep", CORP, "qual_", 8),
        ("corp_rep", CORP, "switch_", 4),
    ]:
        loadings = omega(items(survey, stem, count))[2]
        common = loadings.sum() ** 2
        composite = common / (common + (1 - loadings**2).sum())
        show(f"{name} {stem} composite reliability, variance extracted", composite, (loadings**2).mean())
    satisfaction, loyalty, image = (columns(MOBI, *of) for of in [("CUSA", 3), ("CUSL", 3), ("IMAG", 5)])
    show("mobi HTMT", htmt(satisfaction, loyalty), htmt(satisfaction, image), htmt(image, loyalty))
    show("mobi HTMT with weights", htmt(satisfaction, image, WEIGHTS))
    competence, likeability, fidelity = (columns(CORP, of, 3) for of in ["comp_", "like_", "cusl_"])
    show("corp_rep HTMT", htmt(*together(competence, likeability)), htmt(*together(likeability, fidelity)))
