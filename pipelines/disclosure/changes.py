"""One period against the one before: what a sentence may say of the difference."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.measures.statistics import LEVEL, adjust_holm, newcombe_difference, p_of_interval
from pipelines.publication import (
    Change,
    MoneyRate,
    PublishedCell,
    Rate,
    Shown,
    Verdict,
    difference_of_intervals,
)


def compare_cells(now: PublishedCell, before: PublishedCell | None) -> Change | None:
    """The change of a rate, with its interval; None for kinds that have none.

    Up or down only where the interval excludes zero. Where either period may not be shown, there is no
    earlier one to speak of.
    """
    if not (isinstance(now, Shown) and isinstance(before, Shown)):
        return Change(verdict=Verdict.NO_EARLIER)
    if isinstance(now.figure, Rate) and isinstance(before.figure, Rate):
        new, old = now.figure, before.figure
        if {new.method, old.method} != {"Wilson"}:
            return Change.between(*difference_of_intervals(new, old))
        return Change.between(*newcombe_difference(new.met, new.denominator, old.met, old.denominator))
    if isinstance(now.figure, MoneyRate) and isinstance(before.figure, MoneyRate):
        return Change.between(*difference_of_intervals(now.figure, before.figure))
    return None


def call_together(changes: Sequence[Change | None]) -> list[Change | None]:
    """The changes of one table, in order: up or down only where Holm's adjustment for all of them holds it.

    Of twenty groups in which nothing changed, one has an interval that excludes zero. The intervals stay as
    they are: each is of its own difference. A table with one change is left as it is.
    """
    compared = {place: p for place, change in enumerate(changes) if (p := _p_of(change)) is not None}
    adjusted = dict(zip(compared, adjust_holm(list(compared.values())), strict=True))
    return [
        replace(change, verdict=Verdict.NO_CLEAR_CHANGE)
        if change is not None and adjusted.get(place, 0.0) > 1 - LEVEL
        else change
        for place, change in enumerate(changes)
    ]


def _p_of(change: Change | None) -> float | None:
    if change is None or change.difference is None or change.low is None or change.high is None:
        return None
    return p_of_interval(change.difference, change.low, change.high)
