"""What of each kind of measure is counted in a protected table, and which rule then guards its cells.

A kind that is not here is not in a release: it needs single answers of single people side by side (change,
gaps, agreement within a conference), or is made from figures that are (bounds, costs).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.count_amounts import (
    count_days,
    count_flow,
    count_money,
    count_ratio,
    count_share_of_sums,
)
from pipelines.disclosure.count_people import count_curve, count_number, count_pathway, count_rate
from pipelines.disclosure.count_said import count_answers, count_score
from pipelines.disclosure.counting import Counted
from pipelines.disclosure.protect_counts import protect_rate
from pipelines.disclosure.release_policy import NOT_RELEASED
from pipelines.measures.measure import Measure
from pipelines.measures.rows import MIX
from pipelines.publication import Kind

if TYPE_CHECKING:
    import pandas


def count_rows(measure: Measure, frame: "pandas.DataFrame") -> Counted | None:
    """How the measure is counted from `rows.read_rows`; None where a release does not hold its kind."""
    return _KINDS[measure.kind](measure, frame) if is_released(measure) else None


def is_released(measure: Measure) -> bool:
    """Does a release hold measures of this kind?"""
    is_kind = measure.kind in _KINDS and not (measure.is_clustered or measure.is_against_overall)
    return is_kind and measure.name not in NOT_RELEASED


def count_kind(measure: Measure, frame: "pandas.DataFrame", kind: str) -> Counted:
    """One kind of a mix: rows of it are met, all the others are not.

    Where a mix is of something above its rows (agreements with a promise of the kind), that is counted once.
    """
    assert measure.mix is not None
    is_kind = (frame[MIX] == kind).to_numpy()
    rows = numpy.arange(len(frame))
    if measure.mix.distinct:
        owner = frame[measure.name]
        has_kind = owner.isin(set(owner[is_kind]))
        rows = numpy.flatnonzero(~owner.duplicated().to_numpy() & owner.notna().to_numpy())
        is_kind = has_kind.to_numpy()
    return Counted(
        rows=rows, parts=numpy.where(is_kind[rows], 0, 1), n_parts=2,
        guard=lambda drawing, cell: protect_rate(drawing, cell.whole, *cell.parts),
    )  # fmt: skip


_KINDS: dict[Kind, Callable[[Measure, Any], Counted]] = {
    Kind.RATE: count_rate,
    Kind.COUNT: count_number,
    Kind.MONEY: count_money,
    Kind.MONEY_RATE: count_share_of_sums,
    Kind.RATIO: count_ratio,
    Kind.FLOW: count_flow,
    Kind.DISTRIBUTION: count_answers,
    Kind.SCORE: count_score,
    Kind.DAYS: count_days,
    Kind.CURVE: count_curve,
    Kind.PATHWAY: count_pathway,
}
