"""Counting amounts: sums, shares of sums, what became of money, and days."""

from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.count_people import count_rate
from pipelines.disclosure.counting import CellCounts, Counted, numbers_of, rows_in_share
from pipelines.disclosure.draws import Drawing
from pipelines.disclosure.protect_amounts import protect_flow, protect_money
from pipelines.disclosure.protect_middles import AMOUNT_BINS, DAY_BINS, protect_days
from pipelines.disclosure.protect_sum_rates import protect_money_rate, protect_quantity_rate
from pipelines.measures.measure import Measure
from pipelines.publication import PublishedCell
from pipelines.vocabulary import minor_units

if TYPE_CHECKING:
    import pandas


def _whole_amounts(amounts: Any) -> Any:
    """Whole minor units, none below nothing."""
    return numpy.nan_to_num(amounts).clip(0).round().astype(numpy.int64)


def count_money(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Rows with an amount, each in the bin it falls into."""
    amounts = numbers_of(frame, "value")
    rows = numpy.flatnonzero(~numpy.isnan(amounts))
    units = numpy.array([minor_units(code) for code in frame["currency"].iloc[rows]], dtype=float)
    bins = numpy.searchsorted(AMOUNT_BINS, amounts[rows] / numpy.maximum(units, 1), side="right") - 1

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        return protect_money(
            drawing, cell.sums["amount"], cell.parts, cell.currency, minor_units(cell.currency)
        )

    return Counted(
        rows=rows, parts=bins.clip(0), n_parts=len(AMOUNT_BINS), guard=guard,
        amounts={"amount": _whole_amounts(amounts[rows])},
    )  # fmt: skip


def count_share_of_sums(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Of each row that is met or not met: how much was done, and how much of what was promised is left."""
    rows, _ = rows_in_share(measure, frame)
    of = _whole_amounts(numbers_of(frame, "denominator")[rows])
    done = numpy.minimum(numbers_of(frame, "numerator")[rows], of).clip(0).astype(numpy.int64)
    ratio = measure.ratio

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        done, left = cell.sums["done"], cell.sums["left"]
        if ratio is not None:
            return protect_quantity_rate(drawing, cell.whole, done, left, ratio.parts)
        return protect_money_rate(drawing, cell.whole, done, left, cell.currency)

    return Counted(
        rows=rows, parts=numpy.zeros(len(rows), dtype=numpy.int64), n_parts=1, guard=guard,
        amounts={"done": done, "left": of - done},
    )  # fmt: skip


def count_ratio(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Work in kind is a share of sums; events per so many are counted as a share."""
    assert measure.ratio is not None
    return (
        count_share_of_sums(measure, frame) if measure.ratio.of == "quantity" else count_rate(measure, frame)
    )


def count_flow(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Rows with an amount, and what became of each."""
    flow = measure.flow
    assert flow is not None
    total = numbers_of(frame, "total")
    rows = numpy.flatnonzero(total > 0)
    amounts = {part.name: _whole_amounts(numbers_of(frame, part.name)[rows]) for part in flow.parts}
    amounts["total"] = _whole_amounts(total[rows])

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        parts = [(part.name, part.label, cell.sums[part.name]) for part in flow.parts]
        return protect_flow(drawing, cell.sums["total"], parts, cell.currency)

    parts = numpy.zeros(len(rows), dtype=numpy.int64)
    return Counted(rows=rows, parts=parts, n_parts=1, guard=guard, amounts=amounts)


def count_days(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Rows that have ended, each in the bin of its days."""
    days = numbers_of(frame, "value")
    rows = numpy.flatnonzero(~numpy.isnan(days))
    bins = (numpy.searchsorted(DAY_BINS, days[rows], side="right") - 1).clip(0)
    return Counted(
        rows=rows, parts=bins, n_parts=len(DAY_BINS),
        guard=lambda drawing, cell: protect_days(drawing, cell.whole, cell.parts),
    )  # fmt: skip
