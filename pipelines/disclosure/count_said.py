"""Counting what people said: the answers to one item in three groups, and scores of several."""

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.counting import CellCounts, Counted, translate
from pipelines.disclosure.draws import Drawing
from pipelines.disclosure.protect_counts import protect_answers
from pipelines.disclosure.protect_middles import protect_score
from pipelines.instrument import ITEMS
from pipelines.measures.cluster_columns import ENOUGH_ANSWERED
from pipelines.measures.measure import Measure
from pipelines.publication import PublishedCell

if TYPE_CHECKING:
    import pandas


def count_answers(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Valid answers, in the groups disagree (0), neutral (1) and agree (2)."""
    groups = {"1": 0, "2": 0, "3": 1, "4": 2, "5": 2}
    group = translate(frame[measure.name], lambda answer: groups.get(answer, -1), -1)
    rows = numpy.flatnonzero(group >= 0)
    return Counted(
        rows=rows, parts=group[rows], n_parts=3,
        guard=lambda drawing, cell: protect_answers(drawing, cell.whole, cell.parts),
    )  # fmt: skip


SCORE_PARTS = 60
"""A score is a mean of up to five answers: sixtieths are whole numbers for each of those."""


def count_score(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """The mean of the items a response answered, where it answered enough of those its role is asked."""
    assert measure.survey is not None
    points = numpy.column_stack([_points(frame, item) for item in measure.survey.items])
    asked = numpy.column_stack(
        [frame["role"].isin([r.value for r in ITEMS[item].roles]).to_numpy() for item in measure.survey.items]
    )
    points = numpy.where(asked, points, numpy.nan)
    answered = (~numpy.isnan(points)).sum(axis=1)
    fewest = numpy.array([ceil(ENOUGH_ANSWERED * n) for n in asked.sum(axis=1)])
    rows = numpy.flatnonzero((answered >= fewest) & (answered > 0))
    over = numpy.nansum(points[rows] - 3, axis=1) / answered[rows]

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        # Sums are of what lies above 1, so that they are never negative.
        over_middle = cell.sums["score"].total / SCORE_PARTS - 2 * cell.whole.n
        return protect_score(drawing, cell.whole, over_middle)

    return Counted(
        rows=rows, parts=numpy.zeros(len(rows), dtype=numpy.int64), n_parts=1, guard=guard,
        amounts={"score": ((over + 2) * SCORE_PARTS).round().astype(numpy.int64)}, has_caps=False,
    )  # fmt: skip


def _points(frame: "pandas.DataFrame", item: str) -> Any:
    values = {str(n): float(6 - n if ITEMS[item].is_reversed else n) for n in range(1, 6)}
    return translate(frame[item], lambda answer: values.get(answer, numpy.nan), numpy.nan)
