"""The jobs in NumPy: python numpy_jobs.py FOLDER JOB

Where keys, days and amounts are known to fit together into 64 bits, as here, NumPy sorts faster than it
could group: its sort uses the widest registers of the machine. All of it runs on one thread, but for
products of matrices.
"""

import math

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


def nine(data):
    """Nine attributes, the overall answers last, each column side by side in memory."""
    ratings = data.answers("drivers", 25)
    return np.ascontiguousarray(np.concatenate((ratings[:9], ratings[24:])))


def z_scores(ratings):
    centred = ratings - ratings.mean(axis=1, keepdims=True)
    centred /= np.sqrt(np.einsum("ij,ij->i", centred, centred) / ratings.shape[1])[:, None]
    return centred


def errors(adds, rest):
    """Sandwich errors from what each respondent adds, divided by what its leverage leaves."""
    adds /= rest
    return np.sqrt(np.einsum("ij,ij->i", adds, adds)) / adds.shape[1]


def correlation_errors(x, y, r):
    xx, yy = x * x, y * y
    rest = 1 - (1 + np.maximum(xx, yy)) / len(y)
    return errors(x * y - r[:, None] / 2 * (xx + yy), rest)


def regression(z):
    x, y = z[:-1], z[-1]
    inverse = np.linalg.inv(x @ x.T / len(y))
    betas = inverse @ (x @ y) / len(y)
    solved = inverse @ x
    rest = 1 - (1 + np.einsum("ij,ij->j", x, solved)) / len(y)
    return x, y, inverse, betas, solved, y - betas @ x, rest


def coefficient_errors(z):
    x, y, _, betas, solved, residuals, rest = regression(z)
    adds = solved * residuals + betas[:, None] / 2 * (x * x - y * y)
    return betas, errors(adds, rest)


def partial_errors(z):
    x, y, inverse, betas, solved, residuals, rest = regression(z)
    own = np.diag(inverse)[:, None]
    left = residuals @ residuals / len(y)
    of_rest = left + betas[:, None] ** 2 / own
    partial = (betas[:, None] / np.sqrt(own * of_rest))[:, 0]
    b = (residuals + betas[:, None] / own * solved) / np.sqrt(of_rest)
    a = solved / np.sqrt(own)
    return partial, errors(a * b - partial[:, None] / 2 * (a * a + b * b), rest)


def rank_errors(x, y):
    """Spearman's correlation of whole ratings from 1 to 10, by how often each pair of them occurs."""
    cells = np.bincount(x * 10 + y, minlength=100).reshape(10, 10) / len(x)

    def ranks(shares):
        return np.cumsum(shares) - shares / 2 - 0.5

    def above(values):
        return np.cumsum(values[::-1])[::-1] - values / 2

    p, q = cells.sum(axis=1), cells.sum(axis=0)
    a, b = ranks(p), ranks(q)
    c, v, w = a @ cells @ b, p @ a**2, q @ b**2
    r = c / np.sqrt(v * w)
    product = np.outer(a, b) + above(cells @ b)[:, None] + above(a @ cells)[None, :] - 3 * c
    squares = ((a**2 + 2 * above(p * a)) / v)[:, None] + ((b**2 + 2 * above(q * b)) / w)[None, :] - 6
    adds = product / np.sqrt(v * w) - r / 2 * squares
    return r, np.sqrt((cells * adds**2).sum() / (len(x) - 1))


def six_methods(data):
    ratings = nine(data)

    def work():
        z = z_scores(ratings)
        x, y = z[:-1], z[-1]
        r = x @ y / len(y)
        whole = (ratings - 1).astype(np.int64)
        ranked = np.array([rank_errors(column, whole[-1]) for column in whole[:-1]])
        logs = z.copy()
        logs[:-1] = z_scores(np.log(ratings[:-1]))
        found = [(r, correlation_errors(x, y, r)), ranked.T, coefficient_errors(z), partial_errors(z)]
        found.append(partial_errors(logs))
        return found, johnson(x @ x.T / len(y), r)[0]

    def figures(result):
        found, weights = result
        return {
            "importance": np.concatenate([one[0] for one in found] + [weights]).tolist(),
            "errors": np.concatenate([one[1] for one in found]).tolist(),
        }

    return work, figures


def dominance(data):
    ratings = nine(data)
    k = 9
    sets = [[j for j in range(k) if s >> j & 1] for s in range(2**k)]
    of_size = [np.array([s for s in sets if len(s) == size]) for size in range(1, k + 1)]
    places = [np.array([sum(1 << j for j in s) for s in group]) for group in of_size]
    share = [math.factorial(s) * math.factorial(k - s - 1) / math.factorial(k) for s in range(k)]
    all_sets = np.arange(2**k)
    sizes = np.array([len(s) for s in sets])

    def work():
        _, correlations = moments(ratings)
        attributes, overall = correlations[:k, :k], correlations[:k, k]
        explained = np.zeros(2**k)
        for group, place in zip(of_size, places):
            parts = attributes[group[:, :, None], group[:, None, :]]
            right = overall[group]
            betas = np.linalg.solve(parts, right[:, :, None])[:, :, 0]
            explained[place] = np.einsum("ij,ij->i", betas, right)
        found = np.empty(k)
        for j in range(k):
            without = all_sets[(all_sets >> j & 1) == 0]
            gains = explained[without | 1 << j] - explained[without]
            found[j] = np.array(share)[sizes[without]] @ gains
        return found

    return work, lambda found: {"importance": found.tolist()}


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
    "six methods": [six_methods],
    "dominance": [dominance],
    "bootstrap": [bootstrap],
    "phases": [phases],
    "switching": [switching],
    "kano": [kano],
    "nps": [nps],
    "means by segment": [means_by_segment],
}

if __name__ == "__main__":
    main(JOBS)
