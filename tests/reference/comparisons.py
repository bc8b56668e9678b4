"""Two samples compared, apart and as pairs, and a mean against a target.

The additional hours of sleep of ten patients under two drugs, from Student (1908), Biometrika 6: 1-25.

Made with Python 3.11.7 and scipy 1.17.1: python comparisons.py
"""

from scipy import stats

FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

tests = {
    "apart": stats.ttest_ind(FIRST, SECOND, equal_var=False),
    "pairs": stats.ttest_rel(FIRST, SECOND),
    "target 1": stats.ttest_1samp(SECOND, 1.0),
}
for name, test in tests.items():
    ends = test.confidence_interval(0.95)
    print(name, f"{test.statistic:.10f} {test.df:.10f} {test.pvalue:.10f}")
    print(name, f"{ends.low:.10f} {ends.high:.10f}")
