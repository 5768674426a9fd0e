"""Whether a set of items may be added up to one score."""

from collections.abc import Sequence
from statistics import variance

MIN_ROWS = 2


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Alpha over complete answers, one row a response and one number an item, reversed items already turned.

    Cronbach (1951), Psychometrika 16: 297-334. Below 0 where items contradict each other. None with fewer
    than two items or responses, or where every total is the same: then there is nothing to judge by.
    """
    if len(rows) < MIN_ROWS or len(rows[0]) < MIN_ROWS:
        return None
    total = variance([float(sum(row)) for row in rows])
    if total == 0:
        return None
    k = len(rows[0])
    return (
        k
        / (k - 1)
        * (1 - sum(variance([float(answer) for answer in item]) for item in zip(*rows, strict=True)) / total)
    )
