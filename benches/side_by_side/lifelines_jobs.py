"""The jobs in lifelines: python lifelines_jobs.py FOLDER JOB"""

from lifelines import KaplanMeierFitter

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


JOBS = {"survival": [survival]}

if __name__ == "__main__":
    main(JOBS)
