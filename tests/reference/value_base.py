"""Customer value added of four providers relative to the others and to the whole market: python value_base.py

The standard error is that of what each respondent contributes to the ratio, provider by provider; the
degrees of freedom are Welch's and Satterthwaite's.
"""

import csv
import pathlib

import numpy as np

FILE = pathlib.Path(__file__).resolve().parents[2] / "report" / "data" / "corp_rep_data.csv"

with open(FILE, newline="") as rows:
    rows = [(row["serviceprovider"], float(row["qual_3"])) for row in csv.DictReader(rows)]
worth = {name: np.array([x for p, x in rows if p == name and x != -99]) for name in "1234"}


def added(us, whole_market, by_respondents):
    base = [name for name in worth if whole_market or name != us]
    mass = {name: float(len(worth[name])) if by_respondents else 1.0 for name in base}
    share = {name: mass[name] / sum(mass.values()) for name in base}
    mean = {name: answers.mean() for name, answers in worth.items()}
    below = sum(share[name] * mean[name] for name in base)
    ratio = mean[us] / below
    variances = {}
    for name, answers in worth.items():
        slope = (name == us) / below - ratio / below * share.get(name, 0.0)
        contributions = slope * (answers - mean[name]) / len(answers)
        n = len(answers)
        variances[name] = n / (n - 1) * np.sum(contributions**2)
    variance = sum(variances.values())
    degrees = variance**2 / sum(v**2 / (len(worth[k]) - 1) for k, v in variances.items())
    return ratio, variance**0.5, degrees


for us in "24":
    for by_respondents in (False, True):
        for whole_market in (False, True):
            figures = added(us, whole_market, by_respondents)
            print(us, whole_market, by_respondents, *(f"{figure:.17g}" for figure in figures))
