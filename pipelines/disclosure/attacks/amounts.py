"""Amounts: does a sum, a difference of sums, or a sum less one's own amount say what somebody paid?

Guessing the middle amount of everybody is no disclosure: only what is hit beyond that counts.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from pipelines.disclosure.attacks.membership import Tell
from pipelines.disclosure.attacks.updates import AFTER, BEFORE
from pipelines.disclosure.attacks.view import Publish, View
from pipelines.disclosure.cube import Guarding, measure_one
from pipelines.disclosure.measured import People
from pipelines.measures.measure import Measure
from pipelines.publication import Money, Shown

if TYPE_CHECKING:
    import pandas

CLOSE = 0.10
"""A guess this near to an amount is as good as the amount."""


def differences_hit(
    tell: Tell, publish: Publish, frame: "pandas.DataFrame", trials: int, seed: int
) -> tuple[float, int]:
    """Share of new people whose amount follows from the sums with and without them, beyond guessing."""
    random = numpy.random.default_rng(seed)
    paying = frame[frame["value"].notna() & (frame["value"] > 0)]
    if len(paying) < 2:
        return 0.0, 0
    middle = float(paying["value"].median())
    hits = guessed = tried = 0
    layout = publish(paying, AFTER).layout
    now = tell(paying, AFTER, layout.places)
    for row in random.choice(len(paying), size=min(trials, len(paying)), replace=False):
        truth = float(paying["value"].iloc[row])
        places = [layout.places[cell] for cell in layout.cells_of_row(paying.index[row])]
        before = tell(paying.drop(paying.index[row]), BEFORE, places)
        found = [now[place] - before[place] for place in places if place in now and place in before]
        if not found:
            continue
        tried += 1
        guess = float(numpy.median(found))
        hits += abs(guess - truth) <= CLOSE * truth
        guessed += abs(middle - truth) <= CLOSE * truth
    return (max(0, hits - guessed) / tried if tried else 0.0), tried


def _totals(view: View) -> dict[object, float]:
    return {
        (cell.period, cell.selection): float(cell.cell.figure.total_minor)
        for cell in view.cells
        if isinstance(cell.cell, Shown) and isinstance(cell.cell.figure, Money)
    }


def largest_hit(  # noqa: PLR0913, PLR0917 (what a figure is made of)
    measure: Measure, frame: "pandas.DataFrame", people: People, periods: Sequence[str], guarding: Guarding,
    view: View,
) -> tuple[float, int]:  # fmt: skip
    """Share of published sums from which the second largest payer can tell the largest one's amount."""
    shown = _totals(view)
    measured = measure_one(measure, frame, people, guarding)
    assert measured is not None, "there are rows to attack"
    hits = tried = 0
    for (period, selection), counts in measured.count(guarding.lattice, periods, ""):
        total = shown.get((period, tuple((dimension.value, value) for dimension, value in selection)))
        amount = counts.sums["amount"]
        if total is None or amount.largest <= 0:
            continue
        tried += 1
        hits += abs(total - amount.second - amount.largest) <= CLOSE * amount.largest
    return (hits / tried if tried else 0.0), tried
