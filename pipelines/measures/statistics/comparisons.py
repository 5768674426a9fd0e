"""Screening many for those worth a second look. A few planned comparisons are `publication.together`."""

from collections.abc import Sequence

from pipelines.publication import smallest_first


def adjust_benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """p for screening many, in the order given: holds the share of false finds among the finds.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57: 289-300.
    """
    n = len(p_values)
    adjusted, lowest = [0.0] * n, 1.0
    for rank, index in reversed(list(enumerate(smallest_first(p_values), start=1))):
        lowest = min(lowest, p_values[index] * n / rank)
        adjusted[index] = lowest
    return adjusted
