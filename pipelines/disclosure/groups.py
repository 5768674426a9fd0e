"""Groups set against everybody: which differ by more than chance, all of them looked at together."""

from collections.abc import Sequence
from dataclasses import replace
from math import log

from pipelines.measures.statistics import adjust_holm, p_of_interval
from pipelines.measures.statistics.control import binomial_p
from pipelines.publication import PublishedRow, Ratio, Shown


def adjust_ratios(rows: Sequence[PublishedRow]) -> list[PublishedRow]:
    """The rows, in order, each group's ratio with its p adjusted (Holm) for all groups that have one."""
    found = {place: figure for place, row in enumerate(rows) if (figure := _ratio_of(row)) is not None}
    adjusted = dict(zip(found, adjust_holm([_p_of(figure) for figure in found.values()]), strict=True))
    return [
        replace(row, cell=replace(row.cell, figure=replace(found[place], p_adjusted=adjusted[place])))
        if place in found and isinstance(row.cell, Shown)
        else row
        for place, row in enumerate(rows)
    ]


def note_ratios(rows: Sequence[PublishedRow]) -> list[str]:
    """What a reader is told where several groups are compared; nothing where there is one."""
    n = sum(_ratio_of(row) is not None for row in rows)
    if n < 2:
        return []
    return [
        f"A group is said to differ from everybody only where that holds for all {n} groups together "
        "(Holm's adjustment). The intervals are each of one group."
    ]


def _ratio_of(row: PublishedRow) -> Ratio | None:
    figure = row.cell.figure if isinstance(row.cell, Shown) else None
    return figure if isinstance(figure, Ratio) and figure.overall is not None else None


def _p_of(figure: Ratio) -> float:
    """From the interval, on the scale of logarithms it was made on; of none met there is no logarithm."""
    assert figure.overall is not None
    if figure.low > 0:
        return p_of_interval(log(figure.value), log(figure.low), log(figure.high))
    met, n = figure.overall
    return binomial_p(int(figure.numerator), int(figure.denominator), met / n)
