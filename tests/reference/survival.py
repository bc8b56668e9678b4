"""Survival of the customers of a telecom, and of Walton's sample, by lifelines.

Made with Python 3.11.7, numpy 2.4.6 and lifelines 0.30.3: python survival.py
"""

import csv
import pathlib
import warnings

import numpy as np
from lifelines import KaplanMeierFitter, NelsonAalenFitter
from lifelines.statistics import logrank_test, multivariate_logrank_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time

from data import FOLDER, show

warnings.simplefilter("ignore")
CONTRACTS = ["Month-to-month", "One year", "Two year"]


def telecom():
    with open(FOLDER / "telecom.csv", newline="") as rows:
        rows = list(csv.DictReader(rows))
    tenure = np.array([int(row["tenure"]) for row in rows])
    churn = np.array([row["churn"] == "Yes" for row in rows])
    return tenure, churn, np.array([row["contract"] for row in rows])


def waltons():
    with open(pathlib.Path(__file__).parent / "data" / "waltons.csv", newline="") as rows:
        rows = list(csv.DictReader(rows))
    return (np.array([float(row["T"]) for row in rows]), np.array([int(row["E"]) for row in rows]),
            np.array([row["group"] for row in rows]))


tenure, churn, contract = telecom()
for name in CONTRACTS:
    of = contract == name
    show(f"{name} customers and events", int(of.sum()), int(churn[of].sum()))
    fit = KaplanMeierFitter().fit(tenure[of], churn[of])
    for month in (1, 12, 24, 60):
        ends = fit.confidence_interval_.loc[month]
        show(f"{name} naive at {month}", fit.survival_function_.loc[month].iloc[0], *ends)
    show(f"{name} median", fit.median_survival_time_, *median_survival_times(fit.confidence_interval_).iloc[0])
    mean, variance = restricted_mean_survival_time(fit, t=60, return_variance=True)
    show(f"{name} restricted mean to 60", mean)
    hazard = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(tenure[of], churn[of])
    show(f"{name} hazard at 24", hazard.cumulative_hazard_.loc[24].iloc[0])
    late = of & (tenure > 0)
    fit = KaplanMeierFitter().fit(tenure[late], churn[late], entry=tenure[late] - 1)
    for month in (1, 12, 24, 60):
        show(f"{name} entered at {month}", fit.survival_function_.loc[month].iloc[0])
    show(f"{name} entered median", fit.median_survival_time_)
for weighting in (None, "wilcoxon", "tarone-ware", "peto"):
    test = multivariate_logrank_test(tenure, contract, churn, weightings=weighting)
    show(f"log-rank {weighting}", test.test_statistic, float(test.degrees_of_freedom))

time, event, group = waltons()
control, treated = (group == g for g in ("control", "miR-137"))
test = logrank_test(time[control], time[treated], event[control], event[treated])
show("waltons log-rank", test.test_statistic, test.p_value)
test = logrank_test(time[control], time[treated], event[control], event[treated],
                    weightings="fleming-harrington", p=0.5, q=1)
show("waltons fleming-harrington", test.test_statistic)
fit = KaplanMeierFitter().fit(time, event)
show("waltons median", fit.median_survival_time_, *median_survival_times(fit.confidence_interval_).iloc[0])
mean, variance = restricted_mean_survival_time(fit, t=60, return_variance=True)
show("waltons restricted mean to 60", mean)
