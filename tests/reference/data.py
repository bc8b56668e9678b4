"""The data files of the examples, read with Python's own csv module and handed on as numpy arrays."""

import csv
import datetime
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "report" / "data"


def show(name, *values):
    """Prints figures in full, so that they can be compared in the digits of a test."""
    print(f"{name}:", *(repr(v) if isinstance(v, str) else f"{v:.17g}" for v in values))


def table(file, missing=()):
    """Columns by name; NaN where there is no answer."""
    with open(FOLDER / file, newline="") as rows:
        rows = list(csv.reader(rows))
    values = np.array([[float(cell) for cell in row] for row in rows[1:]])
    values[np.isin(values, missing)] = np.nan
    return dict(zip(rows[0], values.T))


def mobi():
    return table("mobi.csv")


def corp_rep():
    return table("corp_rep_data.csv", missing=[-99])


def scores(columns, least):
    """Means of the columns answered, by respondent; NaN where fewer than `least` were."""
    items = np.column_stack(columns)
    answered = (~np.isnan(items)).sum(axis=1)
    sums = np.nansum(items, axis=1)
    return np.where(answered >= least, sums / np.maximum(answered, 1), np.nan)


def cdnow():
    """Customer, date and amount in cents of each purchase."""
    with open(FOLDER / "cdnow.csv", newline="") as rows:
        return [
            (
                int(row["customer"]),
                datetime.date.fromisoformat(row["date"]),
                round(float(row["amount"]) * 100),
            )
            for row in csv.DictReader(rows)
        ]
