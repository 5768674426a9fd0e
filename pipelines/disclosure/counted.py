"""What of each kind of measure is counted in a protected table, and which rule then guards its cells.

A kind that is not here is not in a release: it needs single answers of single people side by side (change,
gaps, agreement within a conference), or is made from figures that are (bounds, costs).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.protect_amounts import (
    AMOUNT_BINS,
    DAY_BINS,
    Sum,
    protect_days,
    protect_flow,
    protect_money,
    protect_money_rate,
    protect_quantity,
    protect_quantity_rate,
    protect_score,
)
from pipelines.disclosure.protect_counts import (
    protect_answers,
    protect_count,
    protect_exposure,
    protect_pathway,
    protect_rate,
)
from pipelines.disclosure.protect_curve import STEP_ENDS, protect_curve
from pipelines.disclosure.release_policy import NOT_RELEASED
from pipelines.instrument import ITEMS
from pipelines.measures.cluster_columns import ENOUGH_ANSWERED
from pipelines.measures.measure import Measure
from pipelines.measures.rows import MIX
from pipelines.publication import Kind, PublishedCell
from pipelines.vocabulary import minor_units

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


def _numbers(frame: "pandas.DataFrame", column: str) -> Any:
    """A column as numbers, missing ones as NaN."""
    return frame[column].astype("float64").to_numpy()


def _in_share(measure: Measure, frame: "pandas.DataFrame") -> tuple[Any, Any]:
    """Rows that are met or not met, and which of the two: 0 and 1."""
    bucket = _numbers(frame, measure.name)
    rows = numpy.flatnonzero(bucket <= 1)
    return rows, bucket[rows].astype(numpy.int64)


def _rate(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    rows, parts = _in_share(measure, frame)
    ratio = measure.ratio

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        met, not_met = cell.parts
        if ratio is not None:
            return protect_exposure(drawing, cell.whole, met, not_met, ratio.per)
        return protect_rate(drawing, cell.whole, met, not_met)

    return Counted(rows=rows, parts=parts, n_parts=2, guard=guard)


def _count(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    assert measure.count is not None
    rows = numpy.arange(len(frame))
    if measure.count.sum:
        amount = numpy.nan_to_num(_numbers(frame, measure.name)).round().astype(numpy.int64)
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


def _amounts(amounts: Any) -> Any:
    """Whole minor units, none below nothing."""
    return numpy.nan_to_num(amounts).clip(0).round().astype(numpy.int64)


def _money(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    amounts = _numbers(frame, "value")
    rows = numpy.flatnonzero(~numpy.isnan(amounts))
    units = numpy.array([minor_units(code) for code in frame["currency"].iloc[rows]], dtype=float)
    bins = numpy.searchsorted(AMOUNT_BINS, amounts[rows] / numpy.maximum(units, 1), side="right") - 1

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        return protect_money(
            drawing, cell.sums["amount"], cell.parts, cell.currency, minor_units(cell.currency)
        )

    return Counted(
        rows=rows, parts=bins.clip(0), n_parts=len(AMOUNT_BINS), guard=guard,
        amounts={"amount": _amounts(amounts[rows])},
    )  # fmt: skip


def _share_of_sums(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    rows, _ = _in_share(measure, frame)
    of = _amounts(_numbers(frame, "denominator")[rows])
    done = numpy.minimum(_numbers(frame, "numerator")[rows], of).clip(0).astype(numpy.int64)
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


def _ratio(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    assert measure.ratio is not None
    return _share_of_sums(measure, frame) if measure.ratio.of == "quantity" else _rate(measure, frame)


def _flow(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    flow = measure.flow
    assert flow is not None
    total = _numbers(frame, "total")
    rows = numpy.flatnonzero(total > 0)
    amounts = {part.name: _amounts(_numbers(frame, part.name)[rows]) for part in flow.parts}
    amounts["total"] = _amounts(total[rows])

    def guard(drawing: Drawing, cell: CellCounts) -> PublishedCell:
        parts = [(part.name, part.label, cell.sums[part.name]) for part in flow.parts]
        return protect_flow(drawing, cell.sums["total"], parts, cell.currency)

    parts = numpy.zeros(len(rows), dtype=numpy.int64)
    return Counted(rows=rows, parts=parts, n_parts=1, guard=guard, amounts=amounts)


def _answers(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    group = (
        frame[measure.name]
        .map({"1": 0, "2": 0, "3": 1, "4": 2, "5": 2})
        .to_numpy(dtype="float64", na_value=-1)
    )
    rows = numpy.flatnonzero(group >= 0)
    return Counted(
        rows=rows, parts=group[rows].astype(numpy.int64), n_parts=3,
        guard=lambda drawing, cell: protect_answers(drawing, cell.whole, cell.parts),
    )  # fmt: skip


SCORE_PARTS = 60
"""A score is a mean of up to five answers: sixtieths are whole numbers for each of those."""


def _score(measure: Measure, frame: "pandas.DataFrame") -> Counted:
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
    return frame[item].map(values).to_numpy(dtype="float64", na_value=numpy.nan)


def _days(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    days = _numbers(frame, "value")
    rows = numpy.flatnonzero(~numpy.isnan(days))
    bins = (numpy.searchsorted(DAY_BINS, days[rows], side="right") - 1).clip(0)
    return Counted(
        rows=rows, parts=bins, n_parts=len(DAY_BINS),
        guard=lambda drawing, cell: protect_days(drawing, cell.whole, cell.parts),
    )  # fmt: skip


def _curve(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    days, events = _numbers(frame, "day"), _numbers(frame, "event")
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


def _pathway(measure: Measure, frame: "pandas.DataFrame") -> Counted:
    """A row is in the part of every stage it reached, and in the one of the reason for which it left."""
    pathway = measure.pathway
    assert pathway is not None
    seen = [stage for stage in pathway.stages if stage.is_seen]
    places, last = {}, -1
    for stage in pathway.stages:
        last += stage.is_seen
        places[stage.name] = max(last, 0)
    at = frame["stage"].map(places).to_numpy(dtype="int64")
    reasons = sorted(set(frame["reason"].dropna()) - {"waiting"})
    number = {reason: place for place, reason in enumerate(reasons)}
    why = frame["reason"].map(number).to_numpy(dtype="float64", na_value=-1)
    rows, parts = [], []
    for place in range(len(seen)):
        reached = numpy.flatnonzero(at >= place)
        gone = numpy.flatnonzero((at == place) & (why >= 0) & (place < len(seen) - 1))
        rows += [reached, gone]
        first = len(seen) + place * len(reasons)
        parts += [numpy.full(len(reached), place), (first + why[gone]).astype(numpy.int64)]
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
    from pipelines.disclosure.figures import REASONS

    assert measure.pathway is not None
    return {**REASONS, **dict(measure.pathway.reasons)}


_KINDS: dict[Kind, Callable[[Measure, Any], Counted]] = {
    Kind.RATE: _rate,
    Kind.COUNT: _count,
    Kind.MONEY: _money,
    Kind.MONEY_RATE: _share_of_sums,
    Kind.RATIO: _ratio,
    Kind.FLOW: _flow,
    Kind.DISTRIBUTION: _answers,
    Kind.SCORE: _score,
    Kind.DAYS: _days,
    Kind.CURVE: _curve,
    Kind.PATHWAY: _pathway,
}
