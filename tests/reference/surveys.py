"""Reliabilities, ratings, indices and counts in the two surveys of mobile-phone customers.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python surveys.py
"""

import numpy as np
from scipy import optimize, stats

from data import corp_rep, mobi, scores, show

MOBI, CORP = mobi(), corp_rep()
Z = stats.norm.ppf(0.975)
WEIGHTS = 1.0 + np.arange(250) % 3


def items(survey, stem, count):
    found = np.column_stack([survey[f"{stem}{i}"] for i in range(1, count + 1)])
    return found[~np.isnan(found).any(axis=1)]


def alpha(x):
    """Cronbach's alpha, and the standard error of van Zyl, Neudecker and Nel."""
    n, k = x.shape
    v = np.cov(x.T)
    ratio = k / (k - 1)
    whole, trace = v.sum(), np.trace(v)
    spread = whole * (np.trace(v @ v) + trace**2) - 2 * trace * (v @ v).sum()
    error = np.sqrt(2 * ratio**2 / whole**3 * spread / n)
    return ratio * (1 - trace / whole), error


def standardised_alpha(x):
    k = x.shape[1]
    mean = (np.corrcoef(x.T).sum() - k) / (k * (k - 1))
    return k * mean / (1 + (k - 1) * mean)


def omega(x):
    """McDonald's omega of the sum of the answers, by one factor of least squares on the correlations."""
    r = np.corrcoef(x.T)
    k = len(r)
    above = np.triu_indices(k, 1)
    start = np.random.default_rng(1)
    fits = [
        optimize.least_squares(
            lambda l: (r - np.outer(l, l))[above],
            start.uniform(0.1, 0.9, k),
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
        )
        for _ in range(10)
    ]
    best = min(fits, key=lambda fit: fit.cost).x
    best = best * np.sign(best.sum())
    residual = np.sqrt(((r - np.outer(best, best))[above] ** 2).mean())
    spread = x.std(axis=0, ddof=1)
    common = (best * spread).sum() ** 2
    return common / (common + ((1 - best**2) * spread**2).sum()), residual, best


def weighted(x, w):
    """Mean, standard error and effective sample size."""
    mean = (w * x).sum() / w.sum()
    variance = (w * (x - mean) ** 2).sum() / (w.sum() - (w**2).sum() / w.sum())
    size = w.sum() ** 2 / (w**2).sum()
    return mean, np.sqrt(variance / size), size


def linearised(x, w):
    """The standard error of a weighted mean as survey packages compute it, with n - 1 and with n."""
    n, mean = len(x), (w * x).sum() / w.sum()
    by_n = np.sqrt(((w * (x - mean)) ** 2).sum()) / w.sum()
    return np.sqrt(n / (n - 1)) * by_n, by_n


def plain(x):
    return weighted(x, np.ones(len(x)))


def wilson(p, n):
    middle, half = p + Z**2 / (2 * n), Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return (middle - half) / (1 + Z**2 / n), (middle + half) / (1 + Z**2 / n)


def student(mean, error, n):
    half = stats.t.ppf(0.975, n - 1) * error
    return mean - half, mean + half


# -- reliability ---------------------------------------------------------------------------------

for survey, stem, count in [
    *(
        (MOBI, *of)
        for of in [("CUSA", 3), ("PERQ", 7), ("IMAG", 5), ("CUEX", 3), ("CUSL", 3), ("PERV", 2)]
    ),
    *(
        (CORP, *of)
        for of in [("cusl_", 3), ("qual_", 8), ("like_", 3), ("comp_", 3), ("switch_", 4)]
    ),
]:
    x = items(survey, stem, count)
    print(stem, "complete", len(x))
    show(f"{stem} alpha, error, standardised", *alpha(x), standardised_alpha(x))
    if count > 2:
        value, residual, loadings = omega(x)
        show(f"{stem} omega, residual", value, residual)
        show(f"{stem} loadings", *loadings)
x = items(MOBI, "CUSL", 3)
for i in range(3):
    rest = np.delete(x, i, axis=1)
    show(
        f"CUSL{i + 1} with the rest, and alpha without it",
        np.corrcoef(x[:, i], rest.sum(axis=1))[0, 1],
        alpha(rest)[0],
    )

# -- ratings -------------------------------------------------------------------------------------

for name, x, top, w in [
    ("CUSA1", MOBI["CUSA1"], 9, np.ones(250)),
    ("CUSA1 weighted", MOBI["CUSA1"], 9, WEIGHTS),
    ("cusa", CORP["cusa"][~np.isnan(CORP["cusa"])], 6, np.ones(343)),
]:
    mean, error, size = weighted(x, w)
    share = w[x >= top].sum() / w.sum()
    print(name, "top boxes", (x >= top).sum(), "of", len(x))
    show(f"{name} share, interval, effective size", share, *wilson(share, size), size)
    show(f"{name} mean, error, interval", mean, error, *student(mean, error, size))
    by_n = linearised(x >= top, w)[1]
    implied = share * (1 - share) / by_n**2
    show(f"{name} share, linearised error, implied size", by_n, implied, *wilson(share, implied))

# -- net promoters, asked on 1 to 10 -------------------------------------------------------------

answer = MOBI["CUSL3"]
for name, w in [("plain", np.ones(250)), ("weighted", WEIGHTS)]:
    promoters, detractors = w[answer >= 9].sum() / w.sum(), w[answer < 7].sum() / w.sum()
    size = w.sum() ** 2 / (w**2).sum()
    score = promoters - detractors
    error = np.sqrt((promoters + detractors - score**2) / size)
    print(
        name,
        "groups",
        (answer >= 9).sum(),
        ((answer >= 7) & (answer < 9)).sum(),
        (answer < 7).sum(),
    )
    show(f"{name} score, error, effective size", 100 * score, 100 * error, size)
    by_n = linearised(100.0 * (answer >= 9) - 100.0 * (answer < 7), w)[1]
    implied = (promoters + detractors - score**2) / (by_n / 100) ** 2
    show(f"{name} linearised error, implied size", by_n, implied)
    p, d = ((implied * share + 0.75) / (implied + 3) for share in (promoters, detractors))
    half = Z * np.sqrt((p + d - (p - d) ** 2) / (implied + 3))
    show(f"{name} linearised interval", 100 * (p - d - half), 100 * (p - d + half))
    p, d = (promoters * size + 0.75) / (size + 3), (detractors * size + 0.75) / (size + 3)
    half = Z * np.sqrt((p + d - (p - d) ** 2) / (size + 3))
    show(f"{name} adjusted interval", 100 * (p - d - half), 100 * (p - d + half))

# -- the form of the satisfaction index ----------------------------------------------------------

CUSA = items(MOBI, "CUSA", 3)
for name, of_items, w in [
    ("equal", [1, 1, 1], np.ones(250)),
    ("0.4 0.3 0.3", [0.4, 0.3, 0.3], np.ones(250)),
    ("2 1 1", [2, 1, 1], np.ones(250)),
    ("respondents weighted", [1, 1, 1], WEIGHTS),
]:
    index = (CUSA - 1) @ of_items / sum(of_items) / 9 * 100
    mean, error, size = weighted(index, w)
    show(f"{name} linearised error", linearised(index, w)[0])
    show(f"index, {name}", mean, error, *student(mean, error, size))

gap = MOBI["PERQ1"] - MOBI["CUEX1"]
show("disconfirmation", *plain(gap)[:2])
for tolerance in (0, 1):
    print(
        "disconfirmation within",
        tolerance,
        (gap < -tolerance).sum(),
        (abs(gap) <= tolerance).sum(),
        (gap > tolerance).sum(),
    )

# -- switching costs -----------------------------------------------------------------------------

for provider in (None, 1, 2, 3, 4):
    rows = np.ones(344, bool) if provider is None else CORP["serviceprovider"] == provider
    x = items(CORP, "switch_", 4)[rows]
    print("provider", provider, len(x))
    set_up, learning = x[:, :3].mean(axis=1), x[:, 3]
    for name, facet in [
        ("set-up", set_up),
        ("learning", learning),
        ("procedural", (set_up + learning) / 2),
        ("one facet", x.mean(axis=1)),
    ]:
        show(f"{name}, mean and error", *plain(facet)[:2])
    show("alpha", alpha(x)[0])
show("alpha of the three about setting up", alpha(items(CORP, "switch_", 3))[0])

# -- loyalty of the telecom customers ------------------------------------------------------------

satisfaction = CORP["cusa"]
loyalty = scores([CORP[f"cusl_{i}"] for i in (1, 2, 3)], least=1)
cost = scores([CORP[f"switch_{i}"] for i in (1, 2, 3, 4)], least=2)
known = ~np.isnan(satisfaction)


def four(high, also_high):
    return [
        (a & b).sum()
        for a, b in [(high, also_high), (high, ~also_high), (~high, also_high), (~high, ~also_high)]
    ]


liking = CORP["like_1"]
for name, cuts in [("middle", (4, 4)), ("median", (np.median(liking), np.median(loyalty)))]:
    print(
        "loyal, latent, spurious, none at the", name, *four(liking >= cuts[0], loyalty >= cuts[1])
    )
for cut in (7, 5):
    counts = four(satisfaction[known] >= cut, loyalty[known] >= cut)
    print("loyalists, mercenaries, hostages, defectors from", cut, *counts)
loyal = known & (loyalty >= 5)
for held in (None, 3, 1 + 4 * 2 / 3, 5):
    rows = [
        loyal & (satisfaction < cut) & (True if held is None else cost >= held) for cut in (7, 6, 5)
    ]
    print(
        "hostages with a switching cost from", held, *(row.sum() for row in rows), "of", loyal.sum()
    )
    show("hostages as shares", *(row.sum() / loyal.sum() for row in rows))

factors = {
    "quality": ["qual_1", "qual_2", "qual_4", "qual_5"],
    "price": ["qual_3"],
    "likeability": ["like_1", "like_2", "like_3"],
}
outcome = scores([CORP[f"cusl_{i}"] for i in (1, 2, 3)], least=2)
used = ~np.isnan(outcome) & ~np.isnan([CORP[i] for names in factors.values() for i in names]).any(
    axis=0
)
print("derived weights use", used.sum())
correlations = {}
for name, of_items in factors.items():
    x = np.column_stack([CORP[i][used] for i in of_items])
    r = np.array([np.corrcoef(column, outcome[used])[0, 1] for column in x.T])
    show(f"{name}, items", *r)
    show(f"{name}, weights of items", *(r / abs(r).sum()))
    correlations[name] = np.corrcoef(x @ (r / abs(r).sum()), outcome[used])[0, 1]
of_factors = np.array(list(correlations.values()))
show("factors", *of_factors)
show("weights of factors", *(of_factors / abs(of_factors).sum()))
half = Z / np.sqrt(used.sum() - 3)
show("interval of price", *np.tanh(np.arctanh(correlations["price"]) + np.array([-half, half])))

trust = np.column_stack([CORP["qual_7"], CORP["qual_6"]])
show("alpha of trust", alpha(trust)[0])
unsatisfied, distrusting = known & (satisfaction < 5), trust.mean(axis=1) < 5
print(
    "stopped by satisfaction, trust, neither known:",
    unsatisfied.sum(),
    (known & ~unsatisfied & distrusting).sum(),
    (~known).sum(),
    (known & ~unsatisfied & ~distrusting).sum(),
)
print("satisfied from 1 to 7:", [int((satisfaction == a).sum()) for a in range(1, 8)])
