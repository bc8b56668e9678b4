"""The jobs in DuckDB, from tables of its own in memory: python duckdb_jobs.py FOLDER JOB

The number of threads is OMP_NUM_THREADS, which the other libraries read by themselves.
"""

import os

import duckdb
import numpy as np

from numpy_jobs import kano_figures, nps_figures
from timing import SHARES, main, pyramid_figures, summaries_figures


def table(columns):
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(os.environ['OMP_NUM_THREADS'])}")
    connection.execute("CREATE TABLE given AS SELECT * FROM columns")
    return connection


SUMMARIES = """
    WITH days AS (
        SELECT customer, day, sum(cents)::BIGINT AS cents FROM given GROUP BY customer, day
    )
    SELECT customer, min(day) AS first, max(day) AS last, count(*) - 1 AS frequency,
        sum(cents)::BIGINT - arg_min(cents, day) AS money
    FROM days GROUP BY customer
"""

REVENUES = "SELECT customer, sum(cents)::BIGINT AS cents FROM given GROUP BY customer"

RANKED = f"CREATE OR REPLACE TEMP TABLE ranked AS {REVENUES} ORDER BY cents DESC"


def summaries_to_numpy(data):
    connection = table(data.log())
    names = ("customer", "first", "last", "frequency", "money")

    def work():
        return connection.execute(SUMMARIES).fetchnumpy()

    return work, lambda found: summaries_figures(*(np.asarray(found[name]) for name in names))


def summaries_to_table(data):
    connection = table(data.log())
    names = ("customer", "first", "last", "frequency", "money")

    def work():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE summaries AS {SUMMARIES}")

    def figures(_):
        found = connection.execute("FROM summaries").fetchnumpy()
        return summaries_figures(*(np.asarray(found[name]) for name in names))

    return work, figures


def pyramid(data):
    connection = table(data.log())

    def value(query):
        return connection.execute(query).fetchone()

    def work():
        connection.execute(RANKED)
        (count,) = value("SELECT count(*) FROM ranked")
        above = []
        for percent in SHARES:
            last = -(-percent * count // 100) - 1
            (least,) = value(f"SELECT cents FROM ranked LIMIT 1 OFFSET {last}")
            above.append(value(f"SELECT count(*), sum(cents) FROM ranked WHERE cents >= {least}"))
        return [(0, 0), *above, value("SELECT count(*), sum(cents) FROM ranked")]

    def figures(above):
        sizes, revenues = ([int(b[at] - a[at]) for a, b in zip(above, above[1:])] for at in (0, 1))
        amounts = connection.execute("SELECT cents FROM ranked ORDER BY cents DESC").fetchnumpy()["cents"]
        return pyramid_figures(np.asarray(amounts), sizes, revenues)

    return work, figures


def gini(data):
    connection = table({"cents": data.read("revenues.cents.i64")})
    query = """
        SELECT 2 * sum(cents::DOUBLE * rank) / (count(*) * sum(cents)) - (count(*) + 1) / count(*)
        FROM (SELECT cents, row_number() OVER (ORDER BY cents) AS rank FROM given)
    """

    def work():
        return connection.execute(query).fetchone()[0]

    return work, lambda result: {"gini": [result]}


def kano(data):
    sides = ("functional", "dysfunctional")
    connection = table({side: data.read(f"kano.{side}.u8") for side in sides})

    def work():
        query = "SELECT functional * 6 + dysfunctional, count(*) FROM given GROUP BY 1"
        return connection.execute(query).fetchall()

    def figures(found):
        counts = dict(found)
        return kano_figures([counts.get(cell, 0) for cell in range(36)])

    return work, figures


def nps(data):
    connection = table({"answer": data.read("nps.f64")})
    query = "SELECT count_if(answer >= 9), count_if(answer <= 6), count(*) FROM given"

    def work():
        return connection.execute(query).fetchone()

    return work, lambda row: nps_figures(*map(int, row))


JOBS = {
    "summaries": [summaries_to_numpy, summaries_to_table],
    "pyramid": [pyramid],
    "gini": [gini],
    "kano": [kano],
    "nps": [nps],
}

if __name__ == "__main__":
    main(JOBS)
