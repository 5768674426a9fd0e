"""Many tests at once: the more one looks, the more chance finds."""

from collections.abc import Sequence


def adjust_holm(p_values: Sequence[float]) -> list[float]:
    """p for a few planned comparisons, in the order given.

    Holm (1979), Scandinavian Journal of Statistics 6: 65-70.
    """
    n = len(p_values)
    adjusted, highest = [0.0] * n, 0.0
    for rank, index in enumerate(_smallest_first(p_values)):
        highest = max(highest, min(1.0, (n - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def adjust_benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """p for screening many, in the order given: holds the share of false finds among the finds.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57: 289-300.
    """
    n = len(p_values)
    adjusted, lowest = [0.0] * n, 1.0
    for rank, index in reversed(list(enumerate(_smallest_first(p_values), start=1))):
        lowest = min(lowest, p_values[index] * n / rank)
        adjusted[index] = lowest
    return adjusted


def _smallest_first(p_values: Sequence[float]) -> list[int]:
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("every p must lie between 0 and 1")
    return sorted(range(len(p_values)), key=lambda index: p_values[index])
