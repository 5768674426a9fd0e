"""Many comparisons at once: the more one looks, the more chance finds. Warehouse and release do the same."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist

from pipelines.publication.verdicts import LARGEST_P, Change, Verdict

_Z = NormalDist().inv_cdf(1 - LARGEST_P / 2)


def adjust_holm(p_values: Sequence[float]) -> list[float]:
    """p for a few planned comparisons, in the order given.

    Holm (1979), Scandinavian Journal of Statistics 6: 65-70.
    """
    n = len(p_values)
    adjusted, highest = [0.0] * n, 0.0
    for rank, index in enumerate(smallest_first(p_values)):
        highest = max(highest, min(1.0, (n - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def smallest_first(p_values: Sequence[float]) -> list[int]:
    """The places of the values, the smallest value's first."""
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("every p must lie between 0 and 1")
    return sorted(range(len(p_values)), key=lambda index: p_values[index])


def p_of_interval(difference: float, low: float, high: float) -> float:
    """Two-sided p that goes with a 95 % interval of a difference: below .05 just where zero lies outside.

    From the half of the interval on zero's side, as of a normal distribution. Altman and Bland (2011), BMJ
    343: d2304.
    """
    half = difference - low if difference > 0 else high - difference
    if half <= 0:
        return 0.0 if difference else 1.0
    return 2 * NormalDist().cdf(-abs(difference) / half * _Z)


def call_together(changes: Sequence[Change | None]) -> list[Change | None]:
    """The changes of one table, in order: up or down only where Holm's adjustment for all of them holds it.

    Of twenty groups in which nothing changed, one has an interval that excludes zero. The intervals stay as
    they are: each is of its own difference. A table with one change is left as it is.
    """
    compared = {place: p for place, change in enumerate(changes) if (p := _p_of(change)) is not None}
    adjusted = dict(zip(compared, adjust_holm(list(compared.values())), strict=True))
    return [
        replace(change, verdict=Verdict.NO_CLEAR_CHANGE)
        if change is not None and adjusted.get(place, 0.0) > LARGEST_P
        else change
        for place, change in enumerate(changes)
    ]


def note_changes(changes: Sequence[Change | None]) -> list[str]:
    """What a reader is told where several changes were called together; nothing where there is one."""
    n = sum(_p_of(change) is not None for change in changes)
    if n < 2:
        return []
    return [f"Up or down is called only where it holds for all {n} changes together (Holm's adjustment)."]


def _p_of(change: Change | None) -> float | None:
    if change is None or change.difference is None or change.low is None or change.high is None:
        return None
    if change.p is not None:
        return change.p
    return p_of_interval(change.difference, change.low, change.high)
