"""The jobs in SciPy: python scipy_jobs.py FOLDER JOB"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from timing import main


def buyers(data):
    """How often customers bought again, the time from first to last purchase, and their age."""
    return [data.read(f"buyers.{name}") for name in ("frequency.u32", "last.f64", "age.f64")]


def pareto_nbd_likelihood(parameters, x, last, age):
    r, alpha, s, beta = parameters
    power = r + s + x
    near, second, apart = (alpha, s + 1, alpha - beta) if alpha >= beta else (beta, r + x, beta - alpha)

    def ln_part(time):
        gauss = hyp2f1(power, second, power + 1, apart / (near + time))
        return np.log(gauss) - power * np.log(near + time)

    at_last, at_age = ln_part(last), ln_part(age)
    left = at_last + np.log1p(-np.exp(np.minimum(at_age - at_last, -1e-16)))
    stayed = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return bought + np.logaddexp(stayed, np.log(s / power) + left)


def bg_nbd_likelihood(parameters, x, last, age):
    r, alpha, a, b = parameters
    bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) + betaln(a, b + x) - betaln(a, b)
    gone = np.where(x > 0, gone - (r + x) * np.log(alpha + last), -np.inf)
    return bought + np.logaddexp(stayed, gone)


def fit(likelihood, collapse, **search):
    """A fit from the summaries. Equal customers may be made one row with a weight first."""

    def way(data):
        columns = np.array(buyers(data))

        def work():
            rows, weights = columns, np.ones(columns.shape[1])
            if collapse:
                order = np.lexsort(columns)
                rows = columns[:, order]
                first = np.flatnonzero(np.r_[True, (np.diff(rows) != 0).any(axis=0)])
                weights = np.diff(np.r_[first, rows.shape[1]])
                rows = rows[:, first]
            total = weights.sum()

            def worse(logarithms):
                return -np.dot(weights, likelihood(np.exp(logarithms), *rows)) / total

            found = minimize(worse, np.log([1.0, 10.0, 1.0, 10.0]), **search)
            return np.exp(found.x), -found.fun * total

        def figures(found):
            parameters, value = found
            return {"roughly: parameters": parameters.tolist(), "nearly: likelihood": [float(value)]}

        return work, figures

    return way


def fits(likelihood):
    """Slopes by differences are faster than a simplex, which takes ten times as long."""
    return [fit(likelihood, collapse, method="L-BFGS-B") for collapse in (False, True)]


def purchases_to_come(data):
    x, last, age = buyers(data)
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    time = 39.0

    def work():
        gauss = hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + age + time))
        grown = ((alpha + age) / (alpha + age + time)) ** (r + x)
        expected = (a + b + x - 1) / (a - 1) * (1 - grown * gauss)
        odds = a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
        return expected / (1 + np.where(x > 0, odds, 0))

    def figures(expected):
        return {"sum": [float(expected.sum())], "some": expected[::10_000].tolist()}

    return work, figures


JOBS = {
    "bg_nbd": fits(bg_nbd_likelihood),
    "pareto_nbd": fits(pareto_nbd_likelihood),
    "purchases_to_come": [purchases_to_come],
}

if __name__ == "__main__":
    main(JOBS)
