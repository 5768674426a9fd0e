"""Counting cases, people and events: numbers, shares, curves and the way through a programme."""

from typing import TYPE_CHECKING

import numpy

from pipelines.disclosure.counting import CellCounts, Counted, numbers_of, rows_in_share, translate
from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.figures import REASONS
from pipelines.disclosure.protect_amounts import protect_quantity
from pipelines.disclosure.protect_counts import (
    protect_count,
    protect_exposure,
    protect_pathway,
    protect_rate,
)
from pipelines.disclosure.protect_curve import STEP_ENDS, protect_curve
from pipelines.measures.measure import Measure
from pipelines.publication import PublishedCell

if TYPE_CHECKING:
    import pandas


def count_rate(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Rows that are met (part 0) or not met (1); all others are in no share."""
    rows, parts = rows_in_share(measure, frame)
    ratio = measure.ratio

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        met, not_met = cell.parts
        if ratio is not None:
            return protect_exposure(drawing, cell.whole, met, not_met, ratio.per)
        return protect_rate(drawing, cell.whole, met, not_met)

    return Counted(rows=rows, parts=parts, n_parts=2, guard=guard)


def count_number(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Every row; where people are counted, each of them once; where something is added up, those with any."""
    assert measure.count is not None
    rows = numpy.arange(len(frame))
    if measure.count.sum:
        amount = numpy.nan_to_num(numbers_of(frame, measure.name)).round().astype(numpy.int64)
        rows = numpy.flatnonzero(amount > 0)
        return Counted(
            rows=rows, parts=numpy.zeros(len(rows), dtype=numpy.int64), n_parts=1,
            guard=lambda drawing, cell: protect_quantity(drawing, cell.sums["quantity"]),
            amounts={"quantity": amount[rows]},
        )  # fmt: skip
    is_of_people = bool(measure.count.distinct)

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        part = cell.whole
        if is_of_people:
            part = Part(n=part.people, cases=part.cases, people=part.people, key=part.key)
        return protect_count(drawing, part)

    return Counted(
        rows=rows, parts=numpy.zeros(len(rows), dtype=numpy.int64), n_parts=1, guard=guard,
        people=measure.name if is_of_people else "",
    )  # fmt: skip


def count_curve(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """Each row in the step and event (0 open, 1 met, 2 ended) with which it leaves the curve."""
    days, events = numbers_of(frame, "day"), numbers_of(frame, "event")
    rows = numpy.flatnonzero(~numpy.isnan(days) & ~numpy.isnan(events))
    steps = numpy.searchsorted(STEP_ENDS, days[rows])
    # What happens after the last step happens to people who were followed past it.
    last = len(STEP_ENDS) - 1
    ended = numpy.where(steps > last, 0, events[rows]).astype(numpy.int64)
    parts = numpy.minimum(steps, last) * 3 + ended

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        steps = {divmod(place, 3): part for place, part in enumerate(cell.parts)}
        return protect_curve(drawing, cell.whole, steps)

    return Counted(rows=rows, parts=parts, n_parts=len(STEP_ENDS) * 3, guard=guard)


def count_pathway(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """A row is in the part of every stage it reached, and in the one of the reason for which it left."""
    pathway = measure.pathway
    assert pathway is not None
    seen = [stage for stage in pathway.stages if stage.is_seen]
    places, last = {}, -1
    for stage in pathway.stages:
        last += stage.is_seen
        places[stage.name] = max(last, 0)
    at = translate(frame["stage"], places.__getitem__, -1)
    reasons = sorted(set(frame["reason"].dropna()) - {"waiting"})
    number = {reason: place for place, reason in enumerate(reasons)}
    why = translate(frame["reason"], lambda reason: number.get(reason, -1), -1)
    rows, parts = [], []
    for place in range(len(seen)):
        reached = numpy.flatnonzero(at >= place)
        gone = numpy.flatnonzero((at == place) & (why >= 0) & (place < len(seen) - 1))
        rows += [reached, gone]
        first = len(seen) + place * len(reasons)
        parts += [numpy.full(len(reached), place), first + why[gone]]
    words = _reason_words(measure)

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        left = [
            [
                (words.get(reason, reason), cell.parts[len(seen) + place * len(reasons) + number[reason]])
                for reason in reasons
            ]
            for place in range(len(seen))
        ]
        stages = [(stage.name, stage.words) for stage in seen]
        return protect_pathway(drawing, stages, cell.parts[: len(seen)], left)

    return Counted(
        rows=numpy.concatenate(rows), parts=numpy.concatenate(parts).astype(numpy.int64),
        n_parts=len(seen) * (1 + len(reasons)), guard=guard,
    )  # fmt: skip


def _reason_words(measure: Measure) -> dict[str, str]:

    assert measure.pathway is not None
    return {**REASONS, **dict(measure.pathway.reasons)}
