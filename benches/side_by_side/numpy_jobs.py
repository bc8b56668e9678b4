"""The jobs in NumPy: python numpy_jobs.py FOLDER JOB

Where keys, days and amounts are known to fit together into 64 bits, as here, NumPy sorts faster than it
could group: its sort uses the widest registers of the machine. All of it runs on one thread, but for
products of matrices.
"""

import numpy as np

from timing import FIRST_DAY, main, pyramid_figures, summaries_figures, tiers

U = np.uint64
CENTS, DAYS = 15, 10
"""Bits that amounts and days need."""


def starts(values):
    """Where each run of equal values starts."""
    return np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))


def summaries(data):
    log = data.log()

    def work():
        packed = log["customer"].astype(U)
        packed <<= U(DAYS)
        packed |= (log["day"] - FIRST_DAY).astype(U)
        packed <<= U(CENTS)
        packed |= log["cents"].astype(U)
        packed.sort()
        cents = (packed & U(2**CENTS - 1)).astype(np.int64)
        packed >>= U(CENTS)
        of_day = starts(packed)
        by_day = np.add.reduceat(cents, of_day)
        days = packed[of_day]
        customers = days >> U(DAYS)
        first = starts(customers)
        last = np.concatenate((first[1:], [len(days)])) - 1
        days = (days & U(2**DAYS - 1)).astype(np.int32) + FIRST_DAY
        money = np.add.reduceat(by_day, first) - by_day[first]
        return customers[first].astype(np.uint32), days[first], days[last], last - first, money

    return work, lambda result: summaries_figures(*result)


def pyramid(data):
    log = data.log()

    def work():
        packed = log["customer"].astype(U)
        packed <<= U(CENTS)
        packed |= log["cents"].astype(U)
        packed.sort()
        cents = (packed & U(2**CENTS - 1)).astype(np.int64)
        packed >>= U(CENTS)
        first = starts(packed)
        revenue = np.add.reduceat(cents, first)
        order = np.argsort(-revenue)
        amounts = revenue[order]
        return packed[first][order].astype(np.uint32), amounts, tiers(amounts)

    return work, lambda result: pyramid_figures(result[1], *result[2])


def gini(data):
    revenues = data.read("revenues.cents.i64")

    def work():
        ascending = np.sort(revenues).astype(float)
        count = len(ascending)
        ranked = np.dot(np.arange(1.0, count + 1), ascending)
        return 2 * ranked / (count * ascending.sum()) - (count + 1) / count

    return work, lambda result: {"gini": [result]}


def moments(ratings):
    """Means, and correlations of everything with everything."""
    means = ratings.mean(axis=1)
    centred = ratings - means[:, None]
    products = centred @ centred.T
    sizes = np.sqrt(np.diag(products))
    return means, products / np.outer(sizes, sizes)


def pearson(data):
    ratings = data.answers("drivers", 25)

    def work():
        means = ratings.mean(axis=1)
        squares = np.einsum("ij,ij->i", ratings, ratings)
        products = ratings[:24] @ ratings[24]
        count = ratings.shape[1]
        spread = np.sqrt(squares / count - means**2)
        return means[:24], (products / count - means[:24] * means[24]) / (spread[:24] * spread[24])

    return work, lambda result: {"importance": result[1].tolist(), "satisfaction": result[0].tolist()}


def joint(data, importance):
    ratings = data.answers("drivers", 25)

    def work():
        means, correlations = moments(ratings)
        attributes, overall = correlations[:24, :24], correlations[:24, 24]
        return means[:24], *importance(attributes, overall)

    def figures(result):
        satisfaction, importance, explained = result
        return {
            "importance": importance.tolist(),
            "satisfaction": satisfaction.tolist(),
            "R²": [float(explained)],
        }

    return work, figures


def coefficients(attributes, overall):
    betas = np.linalg.solve(attributes, overall)
    return betas, betas @ overall


def johnson(attributes, overall):
    values, vectors = np.linalg.eigh(attributes)
    root = vectors * np.sqrt(values) @ vectors.T
    uncorrelated = vectors / np.sqrt(values) @ vectors.T @ overall
    weights = root**2 @ uncorrelated**2
    return weights, weights.sum()


def bootstrap(data):
    ratings = data.answers("bootstrap", 25)
    respondents = ratings.shape[1]
    draws = 1000

    def work():
        random = np.random.default_rng(0)
        importance, satisfaction = np.empty((draws, 24)), np.empty((draws, 24))
        weighted = np.empty_like(ratings)
        for draw in range(draws):
            drawn = random.integers(0, respondents, respondents)
            times = np.bincount(drawn, minlength=respondents).astype(float)
            np.multiply(ratings, times, out=weighted)
            means = weighted.sum(axis=1) / respondents
            covariances = weighted @ ratings.T / respondents - np.outer(means, means)
            spread = np.sqrt(np.diag(covariances))
            betas = np.linalg.solve(covariances[:24, :24], covariances[:24, 24])
            importance[draw] = betas * spread[:24] / spread[24]
            satisfaction[draw] = means[:24]
        # The quadrants of each draw, about its means.
        high = importance > importance.mean(axis=1, keepdims=True)
        good = satisfaction > satisfaction.mean(axis=1, keepdims=True)
        quadrants = [(a & b).mean(axis=0) for a in (high, ~high) for b in (good, ~good)]
        intervals = [np.percentile(one, [2.5, 97.5], axis=0) for one in (importance, satisfaction)]
        return quadrants, intervals

    def figures(result):
        widths = [float((upper - lower).mean()) for lower, upper in result[1]]
        return {
            "roughly: width of importance": widths[:1],
            "roughly: width of satisfaction": widths[1:],
        }

    return work, figures


REVERSED = {2, 4, 5, 9, 10}
"""Of Harris and Goode's sixteen items, counted from 0."""


def phases(data):
    answers = data.answers("phases", 16)

    def work():
        attained = np.ones(answers.shape[1], dtype=bool)
        reached = np.zeros(answers.shape[1], dtype=np.int8)
        for phase in range(4):
            total = np.zeros(answers.shape[1])
            for item in range(4 * phase, 4 * phase + 4):
                if item in REVERSED:
                    total += 8.0 - answers[item]
                else:
                    total += answers[item]
            attained &= total >= 4 * 5.0
            reached += attained
        return np.bincount(reached, minlength=5)

    def figures(counts):
        return {
            "customers": [int(counts.sum())],
            "below all": [int(counts[0])],
            "at each phase": counts[1:].tolist(),
        }

    return work, figures


FACETS = [5, 4, 4, 4, 3, 2, 4, 4]
"""How many of the thirty items ask about each facet, in order."""

TURNED = {10, 12, 15, 29}
"""Items whose answers are reversed."""

TYPES = [[0, 1, 2, 3], [4, 5], [6, 7]]


def switching(data):
    answers = data.answers("switching", 30)

    def work():
        facets, at = [], 0
        for items in FACETS:
            total = np.zeros(answers.shape[1])
            given = np.zeros(answers.shape[1])
            for item in range(at, at + items):
                column = 6.0 - answers[item] if item in TURNED else answers[item]
                there = ~np.isnan(column)
                given += there
                total += np.where(there, column, 0.0)
            at += items
            with np.errstate(invalid="ignore", divide="ignore"):
                facets.append(np.where(2 * given >= items, total / given, np.nan))
        types = [sum(facets[facet] for facet in of) / len(of) for of in TYPES]
        scores = [*facets, *types, sum(types) / 3]
        found = []
        for score in scores:
            score = score[~np.isnan(score)]
            found.append((len(score), score.mean(), score.var(ddof=1)))
        return found

    def figures(found):
        names = ["answered", "mean", "variance"]
        return {name: [float(one[at]) for one in found] for at, name in enumerate(names)}

    return work, figures


LIKE, NEUTRAL, DISLIKE = 0, 2, 4
CATEGORIES = ["must be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable"]


def category(functional, dysfunctional):
    """Kano's table."""
    if (functional, dysfunctional) in [(LIKE, LIKE), (DISLIKE, DISLIKE)]:
        return "questionable"
    if functional == LIKE:
        return "one-dimensional" if dysfunctional == DISLIKE else "attractive"
    if functional == DISLIKE or dysfunctional == LIKE:
        return "reverse"
    return "must be" if dysfunctional == DISLIKE else "indifferent"


def kano_figures(cells):
    """From six times six cells, of which the last row and column are missing answers."""
    counts = dict.fromkeys(CATEGORIES, 0)
    for functional in range(5):
        for dysfunctional in range(5):
            counts[category(functional, dysfunctional)] += int(cells[6 * functional + dysfunctional])
    four = sum(counts[name] for name in CATEGORIES[:4])
    better = counts["attractive"] + counts["one-dimensional"]
    worse = counts["must be"] + counts["one-dimensional"]
    return {
        "answered": [sum(counts.values())],
        "categories": [counts[name] for name in CATEGORIES],
        "better and worse": [better / four, -worse / four],
    }


def kano(data):
    functional, dysfunctional = (data.read(f"kano.{side}.u8") for side in ("functional", "dysfunctional"))

    def work():
        return np.bincount(functional * np.uint8(6) + dysfunctional, minlength=36)

    return work, kano_figures


def nps_figures(promoters, detractors, answered):
    return {"answered": [answered], "score": [100 * (promoters - detractors) / answered]}


def nps(data):
    answers = data.read("nps.f64")

    def work():
        return int(np.count_nonzero(answers >= 9)), int(np.count_nonzero(answers <= 6)), len(answers)

    return work, lambda result: nps_figures(*result)


def means_by_segment(data):
    codes, answers, weights = (data.read(f"segments.{name}") for name in ("code.u8", "answer.f64", "weight.f64"))

    def work():
        answered = np.bincount(codes)
        total = np.bincount(codes, weights)
        mean = np.bincount(codes, weights * answers) / total
        heavy = np.bincount(codes, (weights * (answers - mean[codes])) ** 2)
        return answered, mean, np.sqrt(answered / (answered - 1) * heavy) / total

    names = ("answered", "mean", "standard error")
    return work, lambda found: dict(zip(names, (part.tolist() for part in found)))


JOBS = {
    "summaries": [summaries],
    "pyramid": [pyramid],
    "gini": [gini],
    "pearson": [pearson],
    "regression": [lambda data: joint(data, coefficients)],
    "relative weights": [lambda data: joint(data, johnson)],
    "bootstrap": [bootstrap],
    "phases": [phases],
    "switching": [switching],
    "kano": [kano],
    "nps": [nps],
    "means by segment": [means_by_segment],
}

if __name__ == "__main__":
    main(JOBS)
