"""A measure of the catalogue, a few rows of it, and one cell of all of them without noise."""

from typing import Any

import numpy
import pandas

from pipelines.disclosure.counting import CellCounts, Counted
from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.protect_amounts import Sum
from pipelines.disclosure.release_policy import STANDARD, Defences
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.measure import Measure
from pipelines.publication import PublishedCell

CATALOGUE = {measure.name: measure for measure in load_catalogue()}
STILL = Drawing(Keys(bytes(range(32))), STANDARD, "2025", "a measure", Defences(noise=False))


def of(name: str) -> Measure:
    return CATALOGUE[name]


def rows(**columns: Any) -> pandas.DataFrame:
    """Each column a list; a single value is in every row."""
    return pandas.DataFrame(columns)


def part(n: int, key: int = 1) -> Part:
    return Part(n=n, cases=n, people=n, key=key)


def guard_all(counted: Counted, currency: str = "") -> PublishedCell:
    """The cell of all rows, each of another person and case."""
    parts = [part(int((counted.parts == at).sum()), at + 2) for at in range(counted.n_parts)]
    whole = part(len(set(numpy.asarray(counted.rows).tolist())))
    sums = {name: _sum(values, whole) for name, values in counted.amounts.items()}
    return counted.guard(STILL, CellCounts(whole=whole, parts=parts, sums=sums, currency=currency))


def _sum(values: Any, whole: Part) -> Sum:
    ordered = sorted((float(value) for value in values), reverse=True)
    return Sum(
        part=whole, total=sum(ordered), largest=ordered[0], second=ordered[1],
        contributors=sum(value > 0 for value in ordered),
    )  # fmt: skip
