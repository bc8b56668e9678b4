"""Cox regressions by lifelines, where it agrees with the definitions used here.

Made with Python 3.11.7, numpy 2.4.6, pandas 2.3.3 and lifelines 0.30.3: python cox.py

Left out is what lifelines computes otherwise: robust errors where customers leave at the same tenure (it takes
them one after the other in the order of the rows), and residuals with late entry (it does not look at it).
"""

import warnings

import pandas
from lifelines import CoxPHFitter
from lifelines.statistics import proportional_hazard_test

from data import FOLDER, show

warnings.simplefilter("ignore")
rows = pandas.read_csv(FOLDER / "telecom.csv")
telecom = pandas.DataFrame(
    {
        "tenure": rows["tenure"],
        "left": (rows["churn"] == "Yes").astype(int),
        "senior_citizen": rows["senior_citizen"],
        "partner": rows["partner"],
        "fiber": (rows["internet_service"] == "Fiber optic").astype(int),
        "check": (rows["payment_method"] == "Electronic check").astype(int),
        "monthly_charges": rows["monthly_charges"],
    }
)
contract = rows["contract"]
kept = telecom["tenure"] > 0
telecom, contract = telecom[kept], contract[kept]
options = {"precision": 1e-12}


def figures(name, fit):
    show(f"{name} coefficients", *fit.params_)
    show(f"{name} errors", *fit.standard_errors_)
    show(f"{name} likelihood", fit.log_likelihood_)
    show(f"{name} likelihood ratio", fit.log_likelihood_ratio_test().test_statistic)


def fit(data, **arguments):
    return CoxPHFitter().fit(data, "tenure", "left", fit_options=options, **arguments)


naive = fit(telecom)
figures("naive", naive)
baseline = naive.baseline_cumulative_hazard_["baseline cumulative hazard"]
show("naive baseline at 1, 24, 60", *baseline.loc[[1, 24, 60]])
customer = telecom.iloc[[0]].copy()
customer[["senior_citizen", "partner", "fiber", "check", "monthly_charges"]] = [1, 0, 1, 0, 70.0]
show("naive survival at 1, 24, 60", *naive.predict_survival_function(customer, times=[1, 24, 60]).iloc[:, 0])
for transform in ("identity", "log"):
    test = proportional_hazard_test(naive, telecom, time_transform=transform)
    show(f"naive proportional {transform}", *test.test_statistic)
figures("entered", fit(telecom.assign(entry=telecom["tenure"] - 1), entry_col="entry"))
figures("strata", fit(telecom.assign(contract=contract), strata=["contract"]))
