"""The jobs in Polars: python polars_jobs.py FOLDER JOB"""

import polars as pl
from polars import col

from numpy_jobs import FACETS, REVERSED, TURNED, TYPES, kano_figures, nps_figures
from timing import SHARES, main, pyramid_figures, summaries_figures

PACK = 2**16
"""More than there are days."""


def result_of_days(frame):
    figures = (frame[name].to_numpy() for name in ("customer", "first", "last", "frequency", "money"))
    return summaries_figures(*figures)


def by_customer(days, first, last, on_first):
    return days.group_by("customer").agg(
        first=first,
        last=last,
        frequency=pl.len() - 1,
        money=col("cents").sum() - on_first,
    )


def packed(rows):
    """Rows by customer and day in one key, which Polars groups faster than two."""
    key = col("customer").cast(pl.UInt64) * PACK + col("day").cast(pl.UInt64)
    return rows.select(key.alias("key"), "cents").group_by("key").agg(col("cents").sum())


UNPACKED = [
    (col("key") // PACK).cast(pl.UInt32).alias("customer"),
    (col("key") % PACK).cast(pl.Int32).alias("day"),
    col("cents"),
]


def by_hash(data):
    rows = pl.DataFrame(data.log()).lazy()
    day = col("day")

    def work():
        days = packed(rows).select(UNPACKED)
        on_first = col("cents").get(day.arg_min())
        return by_customer(days, day.min(), day.max(), on_first).collect()

    return work, result_of_days


def by_sorting(data):
    rows = pl.DataFrame(data.log()).lazy()
    day = col("day")

    def work():
        days = packed(rows).sort("key").select(UNPACKED)
        return by_customer(days, day.first(), day.last(), col("cents").first()).collect()

    return work, result_of_days


def pyramid(data):
    rows = pl.DataFrame(data.log()).lazy()

    def work():
        ranked = rows.group_by("customer").agg(col("cents").sum()).sort("cents", descending=True).collect()
        amounts, count = ranked["cents"], len(ranked)
        ends = []
        for percent in SHARES:
            last = amounts[-(-percent * count // 100) - 1]
            ends.append(int(amounts.search_sorted(last, side="right", descending=True)))
        edges = [0, *ends, count]
        pairs = list(zip(edges, edges[1:]))
        return ranked, [b - a for a, b in pairs], [amounts[a:b].sum() for a, b in pairs]

    return work, lambda result: pyramid_figures(result[0]["cents"].to_numpy(), *result[1:])


def rfm(data):
    rows = pl.DataFrame(data.log()).lazy()
    score = lambda name, descending=False: (
        (5 * (col(name).rank("min", descending=descending) - 1)) // pl.len()
    ).cast(pl.Int64)

    def work():
        days = packed(rows).select(UNPACKED)
        values = days.group_by("customer").agg(
            last=col("day").max(), frequency=pl.len(), money=col("cents").sum()
        )
        code = 25 * score("last") + 5 * score("frequency") + score("money")
        return values.with_columns(code=code).collect()

    def figures(found):
        counts = dict(found.group_by("code").len().iter_rows())
        return {"codes": [counts.get(code, 0) for code in range(125)]}

    return work, figures


def cohorts(data):
    rows = pl.DataFrame(data.log()).lazy()
    date = (col("day").cast(pl.Date)).alias("date")
    month = (12 * (col("date").dt.year().cast(pl.Int32)) + col("date").dt.month()).alias("month")
    span = rows.select(date).select(first=month.min(), last=month.max()).collect().row(0)

    def work():
        months = rows.with_columns(date).with_columns(month)
        months = months.group_by("customer", "month").agg(col("cents").sum())
        first = months.group_by("customer").agg(first=col("month").min())
        cells = months.join(first, on="customer").group_by("first", "month")
        return cells.agg(customers=pl.len(), cents=col("cents").sum()).collect()

    def figures(found):
        cells = {(first, month): rest for first, month, *rest in found.iter_rows()}
        start, end = span
        order = [(a, b) for a in range(start, end + 1) for b in range(a, end + 1)]
        return {
            "customers": [cells.get(cell, (0, 0))[0] for cell in order],
            "cents": [cells.get(cell, (0, 0))[1] for cell in order],
        }

    return work, figures


def gini(data):
    revenues = pl.DataFrame({"cents": data.read("revenues.cents.i64")}).lazy()
    ascending, rank = col("cents").cast(pl.Float64), pl.int_range(1, pl.len() + 1)

    def work():
        ranked = (ascending * rank).sum()
        formula = 2 * ranked / (pl.len() * ascending.sum()) - (pl.len() + 1) / pl.len()
        return revenues.select(col("cents").sort()).select(formula).collect().item()

    return work, lambda result: {"gini": [result]}


def frame(answers):
    return pl.DataFrame({str(at): column for at, column in enumerate(answers)}).lazy()


def pearson(data):
    ratings = frame(data.answers("drivers", 25))
    importance = [pl.corr(str(at), "24").alias(f"r{at}") for at in range(24)]
    satisfaction = [col(str(at)).mean() for at in range(24)]

    def work():
        return ratings.select(importance + satisfaction).collect().row(0)

    return work, lambda row: {"importance": list(row[:24]), "satisfaction": list(row[24:])}


def phases(data):
    answers = frame(data.answers("phases", 16))
    item = lambda at: 8.0 - col(str(at)) if at in REVERSED else col(str(at))
    high = [sum(item(4 * phase + at) for at in range(4)) >= 20.0 for phase in range(4)]
    chains = [pl.all_horizontal(high[: phase + 1]).sum() for phase in range(4)]
    chains = [chain.alias(str(at)) for at, chain in enumerate(chains)]

    def work():
        return answers.select(*chains, pl.len()).collect().row(0)

    def figures(row):
        *attained, customers = row
        at = [a - b for a, b in zip(attained, [*attained[1:], 0])]
        return {"customers": [customers], "below all": [customers - attained[0]], "at each phase": at}

    return work, figures


def switching(data):
    answers = frame(data.answers("switching", 30)).with_columns(pl.all().fill_nan(None)).collect().lazy()
    item = lambda at: 6.0 - col(str(at)) if at in TURNED else col(str(at))
    facets, at = [], 0
    for items in FACETS:
        asked = [item(at + step) for step in range(items)]
        at += items
        given = pl.sum_horizontal(one.is_not_null() for one in asked)
        facets.append(pl.when(2 * given >= items).then(pl.mean_horizontal(asked)))
    names = [str(at) for at in range(12)]
    types = [sum(col(names[facet]) for facet in of) / len(of) for of in TYPES]

    def work():
        scores = answers.select(facet.alias(name) for facet, name in zip(facets, names))
        scores = scores.with_columns(type.alias(name) for type, name in zip(types, names[8:]))
        scores = scores.with_columns(((col("8") + col("9") + col("10")) / 3).alias("11"))
        parts = [pl.all().count().name.prefix("n"), pl.all().mean(), pl.all().var().name.prefix("v")]
        return scores.select(parts).collect().row(0)

    def figures(row):
        return {"answered": list(row[:12]), "mean": list(row[12:24]), "variance": list(row[24:])}

    return work, figures


def kano(data):
    sides = ("functional", "dysfunctional")
    pairs = pl.DataFrame({side: data.read(f"kano.{side}.u8") for side in sides}).lazy()

    def work():
        cell = (col("functional") * 6 + col("dysfunctional")).alias("cell")
        return pairs.select(cell).group_by("cell").agg(pl.len()).collect()

    def figures(found):
        counts = dict(found.iter_rows())
        return kano_figures([counts.get(cell, 0) for cell in range(36)])

    return work, figures


def nps(data):
    answers = pl.DataFrame({"answer": data.read("nps.f64")}).lazy()

    def work():
        answer = col("answer")
        parts = [(answer >= 9).sum().alias("p"), (answer <= 6).sum().alias("d"), pl.len()]
        return answers.select(parts).collect().row(0)

    return work, lambda row: nps_figures(*row)


JOBS = {
    "summaries": [by_hash, by_sorting],
    "pyramid": [pyramid],
    "rfm": [rfm],
    "cohorts": [cohorts],
    "gini": [gini],
    "pearson": [pearson],
    "phases": [phases],
    "switching": [switching],
    "kano": [kano],
    "nps": [nps],
}

if __name__ == "__main__":
    main(JOBS)
