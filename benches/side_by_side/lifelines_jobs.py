"""The jobs in lifelines: python lifelines_jobs.py FOLDER JOB"""

import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter

from timing import main


def survival(data):
    tenure, ended = data.read("survival.tenure.u32"), data.read("survival.ended.u8")

    def work():
        # The fit computes Greenwood's errors and the log-log intervals.
        return KaplanMeierFitter().fit(tenure, ended)

    def figures(fit):
        curve, ends = fit.survival_function_.iloc[:, 0], fit.confidence_interval_
        left = (fit.event_table["observed"] > 0).to_numpy()
        inside = left & (curve < 1).to_numpy() & (curve > 0).to_numpy()
        return {
            "steps": [int(left.sum())],
            "shares": [float(curve[left].sum()), *curve[left].iloc[::100].tolist()],
            "ends": [float(ends[inside].iloc[:, end].sum()) for end in (0, 1)],
            "median": [float(fit.median_survival_time_)],
        }

    return work, figures


def cox(data):
    tenure, ended = data.read("cox.tenure.u32"), data.read("cox.ended.u8")
    columns = dict(zip("abcde", data.read("cox.covariates.f64").reshape(5, -1)))
    frame = pd.DataFrame({"tenure": tenure, "ended": ended, **columns})

    def work():
        # Efron's method and classical errors. The concordance is computed when it is asked for.
        return CoxPHFitter().fit(frame, "tenure", "ended")

    def figures(fit):
        return {
            "nearly: coefficients": fit.params_.tolist(),
            "nearly: errors": fit.standard_errors_.tolist(),
            "nearly: likelihood": [float(fit.log_likelihood_)],
        }

    return work, figures


JOBS = {"survival": [survival], "cox": [cox]}

if __name__ == "__main__":
    main(JOBS)
