"""What is counted of one cell, and the rows it is counted from: what every kind of measure becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.protect_amounts import Sum
from pipelines.measures.measure import Measure
from pipelines.publication import PublishedCell

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, kw_only=True)
class CellCounts:
    """What was counted of one cell."""

    whole: Part
    parts: Sequence[Part]
    sums: Mapping[str, Sum] = field(default_factory=dict)
    currency: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """Rows of a measure with the part each is in, and how a cell of them is guarded."""

    rows: Any
    """Which rows of the frame, by position; a row may be in several parts."""
    parts: Any
    """Part of each of them."""
    n_parts: int
    guard: Callable[[Drawing, CellCounts], PublishedCell]
    amounts: Mapping[str, Any] = field(default_factory=dict)
    """Name → amount of each row, in whole numbers."""
    has_caps: bool = True
    """May amounts be capped, so that a rare one does not stand out? Scores may not."""
    people: str = ""
    """The column that says who is counted, where it is not the row's party."""


def numbers_of(frame: "pandas.DataFrame", column: str) -> Any:
    """A column as numbers, missing ones as NaN."""
    return frame[column].astype("float64").to_numpy()


def translate(values: "pandas.Series[Any]", told: Callable[[str], Any], missing: Any) -> Any:
    """What is told of each value. A word is asked about once, however many rows share it."""
    from pandas import factorize

    codes, words = factorize(values)
    return numpy.array([*(told(str(word)) for word in words), missing])[codes]


def rows_in_share(measure: Measure, frame: "pandas.DataFrame") -> tuple[Any, Any]:
    """Rows that are met or not met, and which of the two: 0 and 1."""
    bucket = numbers_of(frame, measure.name)
    rows = numpy.flatnonzero(bucket <= 1)
    return rows, bucket[rows].astype(numpy.int64)
