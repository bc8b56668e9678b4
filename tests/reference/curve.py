"""Loyalty over satisfaction of 344 telecom customers: a + (b - a) u^g, u the satisfaction on 0 to 1.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python curve.py
"""

import numpy as np
from scipy import optimize, stats

from data import corp_rep, scores, show

SURVEY = corp_rep()
loyalty = scores([SURVEY[f"cusl_{i}"] for i in (1, 2, 3)], least=1)
known = ~np.isnan(SURVEY["cusa"])
u, y = (SURVEY["cusa"][known] - 1) / 6, loyalty[known]


def fit(name, model, start):
    """Least squares by Levenberg and Marquardt, with classical errors and the sandwich (HC1)."""
    found = optimize.least_squares(model, start, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    jacobian, residual = found.jac, found.fun
    n, k = jacobian.shape
    bread = np.linalg.inv(jacobian.T @ jacobian)
    classical = bread * (residual**2).sum() / (n - k)
    sandwich = bread @ (jacobian.T * residual**2) @ jacobian @ bread * n / (n - k)
    show(f"{name}: parameters", *found.x)
    show(f"{name}: classical errors", *np.sqrt(np.diag(classical)))
    show(f"{name}: sandwich errors", *np.sqrt(np.diag(sandwich)))
    show(f"{name}: squares, residual", (residual**2).sum(), np.sqrt((residual**2).sum() / (n - k)))


power = lambda g: np.where(u > 0, np.maximum(u, 1e-300) ** g, 0.0)
fit("respondents", lambda p: 1 + 6 * power(p[0]) - y, [1.0])
fit("free ends", lambda p: p[1] + (p[2] - p[1]) * power(p[0]) - y, [1.0, 1.0, 7.0])

scaled = (y - 1) / 6
both = (u > 0) & (scaled > 0)
print("with logarithms", both.sum(), "without", (~both).sum())
lu, ly = np.log(u[both]), np.log(scaled[both])
fit("logs", lambda p: p[0] * lu - ly, [1.0])

cells = np.unique(u)
print("cells", [int((u == cell).sum()) for cell in cells])
cell_means = np.array([y[u == cell].mean() for cell in cells])
at = lambda g: np.where(cells > 0, np.maximum(cells, 1e-300) ** g, 0.0)
fit("cell means", lambda p: 1 + 6 * at(p[0]) - cell_means, [1.0])

# Bands of satisfaction by bands of loyalty, low to high, each of the nearest whole answer of five and
# at the middle and the top; then those loyal from the higher cut, and held, by satisfaction.
cost = scores([SURVEY[f"switch_{i}"] for i in (1, 2, 3, 4)], least=2)
for low, high in [(3.25, 6.25), (4, 7)]:
    s, l = (np.digitize(value[known], [low, high]) for value in (SURVEY["cusa"], loyalty))
    print("bands from", low, high, [[int(((s == i) & (l == j)).sum()) for j in range(3)] for i in range(3)])
    held = known & (loyalty >= high) & (cost >= 1 + 4 * 2 / 3)
    print("held, satisfied below", [(below, int((held & (SURVEY["cusa"] < below)).sum())) for below in (3.25, 4, 6, 6.25, 7)], "of", int((known & (loyalty >= high)).sum()))

# An article's six times as many: ((5 - 1) / (4 - 1))^g = 6 on 1 to 5.
show("exponent of a ratio of six", np.log(6) / np.log(4 / 3))

# Whether the ends may be those of the scale: F of the fixed ends against the free ones.
fixed = optimize.least_squares(lambda p: 1 + 6 * power(p[0]) - y, [1.0], method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
free = optimize.least_squares(lambda p: p[1] + (p[2] - p[1]) * power(p[0]) - y, [1.0, 1.0, 7.0], method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
more, less, left = (fixed.fun**2).sum(), (free.fun**2).sum(), len(y) - 3
statistic = (more - less) / 2 / (less / left)
show("lack of fit: F, p", statistic, stats.f.sf(statistic, 2, left))


# Two groups of customers, by type of contract: the difference of their exponents, and of their
# curves at a satisfaction of 3, by the delta method.
def group(service, free):
    inside = SURVEY["servicetype"][known] == service
    v, z = u[inside], y[inside]
    raised = lambda g, x: np.where(x > 0, np.maximum(x, 1e-300) ** g, 0.0)
    if free:
        curve, start = (lambda p, x: p[1] + (p[2] - p[1]) * raised(p[0], x)), [1.0, 1.0, 7.0]
    else:
        curve, start = (lambda p, x: 1 + 6 * raised(p[0], x)), [1.0]
    found = optimize.least_squares(lambda p: curve(p, v) - z, start, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    jacobian, residual = found.jac, found.fun
    n, k = jacobian.shape
    bread = np.linalg.inv(jacobian.T @ jacobian)
    sandwich = bread @ (jacobian.T * residual**2) @ jacobian @ bread * n / (n - k)
    at = np.array([(3.0 - 1) / 6])
    step = 1e-6
    gradient = np.array([
        (curve(found.x + step * e, at) - curve(found.x - step * e, at))[0] / (2 * step) for e in np.eye(k)
    ])
    return n, found.x[0], sandwich[0, 0], curve(found.x, at)[0], gradient @ sandwich @ gradient


for free in (False, True):
    (n1, g1, v1, l1, w1), (n2, g2, v2, l2, w2) = group(1, free), group(2, free)
    name = "free ends" if free else "fixed ends"
    show(f"{name}, customers", n1, n2)
    show(f"{name}, exponents", g1, g2)
    show(f"{name}, difference of exponents, error", g1 - g2, np.sqrt(v1 + v2))
    show(f"{name}, loyalty at 3, errors", l1, np.sqrt(w1), l2, np.sqrt(w2))
    show(f"{name}, difference at 3, error", l1 - l2, np.sqrt(w1 + w2))

# Types by bands: low below the middle, 4, and high at the top, 7.
satisfied = SURVEY["cusa"][known]
low, high = (lambda x: x < 4 - 1e-9), (lambda x: x > 7 - 1e-9)
corners = [(high, high), (low, low), (high, low), (low, high)]
counts = [int((s(satisfied) & l(y)).sum()) for s, l in corners]
print("loyalists, defectors, mercenaries, dissatisfied and loyal, in between", counts, len(y) - sum(counts))
