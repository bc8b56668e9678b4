"""What told who stayed with a telecom, by statsmodels and scipy.

Made with Python 3.11.7, numpy 2.4.6, scipy 1.17.1 and statsmodels 0.15.0: python staying.py
"""

import csv

import numpy as np
import statsmodels.api as sm
from scipy import stats

from data import FOLDER, show

with open(FOLDER / "telecom.csv", newline="") as file:
    rows = list(csv.DictReader(file))
stayed = np.array([row["churn"] == "No" for row in rows]).astype(float)
charges = np.array([float(row["monthly_charges"]) for row in rows])
senior = np.array([float(row["senior_citizen"]) for row in rows])
contract = np.array([row["contract"] for row in rows])
LEVELS = ["Month-to-month", "One year", "Two year"]
show("stayed", stayed.sum(), len(stayed))


def robust(x, names):
    """Logistic regression with HC3 errors by definition, its likelihood and average marginal effects."""
    design = sm.add_constant(x)
    fit = sm.Logit(stayed, design).fit(disp=0, tol=1e-12)
    p = fit.predict()
    w = p * (1 - p)
    inverse = np.linalg.inv(design.T @ (design * w[:, None]))
    leverage = w * np.einsum("ij,jk,ik->i", design, inverse, design)
    meat = design * ((stayed - p) / (1 - leverage))[:, None]
    errors = np.sqrt(np.diag(inverse @ meat.T @ meat @ inverse))
    marginal = fit.get_margeff().margeff
    for i, name in enumerate(names):
        show(name, fit.params[i + 1], errors[i + 1], marginal[i])
    return fit


for name, column in [("charges", charges), ("senior", senior)]:
    u = stats.mannwhitneyu(column[stayed == 1], column[stayed == 0])
    show(f"{name} concordance", u.statistic / (stayed.sum() * (1 - stayed).sum()))
    robust(column[:, None], [f"{name} alone"])

table = np.array([[((contract == level) & (stayed == y)).sum() for y in (0, 1)] for level in LEVELS])
show("contract chi-square", *stats.chi2_contingency(table, correction=False)[:2])
thirds = np.searchsorted(np.quantile(charges, [1 / 3, 2 / 3], method="inverted_cdf"), charges)
for third in range(3):
    own = stayed[thirds == third]
    show(f"third {third}", len(own), own.sum(), charges[thirds == third].min(), charges[thirds == third].max())

standard = lambda x: (x - x.mean()) / x.std()
marks = [(contract == level).astype(float) for level in LEVELS[1:]]
names = ["joint charges", "joint senior", "joint one year", "joint two year"]
joint = robust(np.column_stack([standard(charges), standard(senior), *marks]), names)
show("joint charges by unit", joint.get_margeff().margeff[0] / charges.std())
show("joint senior by unit", joint.get_margeff().margeff[1] / senior.std())
show("joint likelihoods", joint.llf, joint.llnull)
