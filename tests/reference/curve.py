"""Loyalty over satisfaction of 344 telecom customers: a + (b - a) u^g, u the satisfaction on 0 to 1.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: python curve.py
"""

import numpy as np
from scipy import optimize

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

# An article's six times as many: ((5 - 1) / (4 - 1))^g = 6 on 1 to 5.
show("exponent of a ratio of six", np.log(6) / np.log(4 / 3))
