"""Figures of small examples: intervals, tests between Kano categories, priorities.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python formulas.py
"""

import numpy as np
from scipy import stats

from data import show

Z = stats.norm.ppf(0.975)
show("z at 95 %", Z)
for successes, n in [(0, 10), (1, 10), (1869, 7043)]:
    interval = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    show(f"Wilson, {successes} of {n}", interval.low, interval.high)

# -- Kano: two most frequent categories a and b among n --------------------------------------------

for a, b, n in [
    (40, 30, 100),
    (45, 30, 100),
    (43, 30, 100),
    (50, 0, 50),
    (64, 0, 64),
    (493, 323, 999),
    (451, 305, 999),
]:
    show(
        f"{a} against {b} of {n}: threshold of Fong, and as a multinomial",
        1.65 * np.sqrt((a + b) * (2 * n - a - b) / (2 * n)),
        1.65 * np.sqrt(a + b),
    )
for share in (0.3, 0.45):
    # The difference varies as 2 n share, where Fong takes 2 n share (1 - share).
    show(
        f"told apart by chance at shares of {share}",
        2 * stats.norm.sf(1.65 * np.sqrt(1 - share)),
        2 * stats.norm.sf(1.65),
    )
for name, m, o, a, n in [("edge grip", 493, 323, 70, 999), ("ease of turn", 305, 451, 104, 999)]:
    show(f"{name}: strengths", 100 * abs(m - o) / n, 100 * (m + o + a) / n)

# -- Net Promoter Score ----------------------------------------------------------------------------


def promoters(groups, extra):
    """Score, and its variance by respondent, of promoters, passives and detractors."""
    p, _, d = np.array(groups) + np.array([0.25, 0.5, 0.25]) * extra
    n = sum(groups) + extra
    score = (p - d) / n
    return score, ((p + d) / n - score**2) / n


for groups in [(50, 30, 20), (15, 13, 8), (1, 0, 0), (0, 5, 0), (100, 0, 0)]:
    for name, extra in [("adjusted", 3), ("Wald", 0)]:
        score, variance = promoters(groups, extra)
        half = Z * np.sqrt(variance)
        show(f"{groups} {name}", 100 * score, 100 * (score - half), 100 * (score + half))
for name, extra in [("adjusted", 3), ("Wald", 0)]:
    (now, of_now), (then, of_then) = promoters((50, 30, 20), extra), promoters((42, 35, 23), extra)
    error = np.sqrt(of_now + of_then)
    ends = now - then - Z * error, now - then + Z * error
    show(f"difference, {name}", 100 * error, *(100 * end for end in ends))

# -- Martilla and James ------------------------------------------------------------------------------

IMPORTANCE = np.array(
    [3.83, 3.63, 3.60, 3.56, 3.41, 3.41, 3.38, 3.37, 3.29, 3.27, 2.52, 2.43, 2.37, 2.05]
)
PERFORMANCE = np.array(
    [2.63, 2.73, 3.15, 3.00, 3.05, 3.29, 3.03, 3.11, 2.00, 3.02, 2.25, 2.49, 2.35, 3.33]
)
standardised = lambda x: (x - x.mean()) / x.std()
gap = IMPORTANCE - PERFORMANCE
for name, priority in [
    ("crosshair", standardised(IMPORTANCE) - standardised(PERFORMANCE)),
    ("gap", gap),
    ("weighted gap", IMPORTANCE * gap),
]:
    order = np.argsort(-priority, kind="stable")
    print(name, "ranks", list(map(int, order[:4])), "last", int(order[-1]))
    show(name, *priority[order[:4]])
