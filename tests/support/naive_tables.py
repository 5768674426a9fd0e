"""What every tool does today, on live tables: hide numbers below 5, or round to 5."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy

from pipelines.disclosure.attacks.layout import Layout, lay_out
from pipelines.disclosure.attacks.told import Told, empty
from pipelines.disclosure.attacks.view import Publish, View
from pipelines.disclosure.cube import Guarding, measure_one
from pipelines.disclosure.measured import People
from pipelines.measures.measure import Measure

if TYPE_CHECKING:
    import pandas

FEW = 5


def hide_below(layout: Layout) -> Told:
    """Exact from 5 on, and nothing but "below 5" for 1 to 4."""
    told, sums = empty(layout), layout.sums
    is_hidden = (sums > 0) & (sums < FEW)
    told.low[:], told.high[:] = numpy.where(is_hidden, 1, sums), numpy.where(is_hidden, FEW - 1, sums)
    told.guess[:] = numpy.where(is_hidden, numpy.nan, sums)
    told.is_hidden[:] = is_hidden
    return told


def round_to(layout: Layout) -> Told:
    """Every number to the nearest 5. What is small is hidden by that, as its maker thinks."""
    told, sums = empty(layout), layout.sums
    rounded = numpy.floor(sums / FEW + 0.5) * FEW
    told.low[:], told.high[:] = numpy.maximum(0, rounded - 2), rounded + 2
    told.guess[:] = rounded
    told.is_hidden[:] = (sums > 0) & (sums < FEW)
    return told


def of_live_tables(
    measure: Measure, people: People, periods: Sequence[str], guarding: Guarding,
    tell: Callable[[Layout], Told], *, is_to_date: bool = True,
) -> Publish:  # fmt: skip
    """The way of a live table: drawn from the rows of the moment."""
    lattice = replace(guarding.lattice, quarters=(), years=()) if is_to_date else guarding.lattice

    def publish(frame: "pandas.DataFrame", to_date: str) -> View:
        measured = measure_one(measure, frame, people, guarding)
        assert measured is not None
        layout = lay_out(measured, lattice, periods)
        return View(layout=layout, told=tell(layout))

    return publish


__all__ = ["hide_below", "of_live_tables", "round_to"]
