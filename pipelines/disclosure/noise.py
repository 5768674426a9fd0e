"""How much a published number is moved: bounded, even-handed, and as unpredictable as the bounds allow.

The maximum-entropy perturbation of a count (Giessing 2016, "Computational issues in the design of
transition probabilities and disclosure risk estimation for additive noise"; as in the R package `ptable`):
of all distributions that move a count by at most D, with mean exactly 0 and variance at most V, the one that
gives away least, p(v) ∝ exp(λ₁v + λ₂v²). Our thresholds lie above D, so one symmetric row serves every count;
small counts, whose row cannot be symmetric, are only needed to hold this code against published tables.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import Any

SLOTS = 4096
"""A table's places: a draw is a number below this, and the place says by how much the count moves."""

_TOLERANCE = 1e-9
_NO_SOLUTION = 1e-6


def targets_of(count: int, most: int, blocked: int = 0) -> tuple[int, ...]:
    """What a count may become: within `most` of it, not below 0, and none of 1 to `blocked`."""
    reached = range(max(0, count - most), count + most + 1)
    return tuple(target for target in reached if target == 0 or target > blocked)


def spread_evenly(
    moves: Sequence[int], variance: float, *, stays_likeliest: bool = True
) -> tuple[float, ...]:
    """The chance of each move, in order: mean 0, variance at most `variance`, the greatest entropy.

    `stays_likeliest`: not moving is at least as likely as moving one down. Raises `ValueError` where the
    moves lie all on one side of 0.
    """
    if not min(moves) <= 0 <= max(moves):
        raise ValueError("moves must reach both sides of 0, or no mean of 0 is possible")
    # Which conditions bind is not known beforehand: of the solutions that break none, the least telling one.
    found = [
        _solve(moves, variance, is_variance_met, is_tied)
        for is_variance_met in (False, True)
        for is_tied in ((False, True) if stays_likeliest and {-1, 0} <= set(moves) else (False,))
    ]
    allowed = [
        chances
        for chances in found
        if chances is not None and _is_allowed(chances, moves, variance, stays_likeliest)
    ]
    return max(allowed, key=_entropy)


def _is_allowed(
    chances: Sequence[float], moves: Sequence[int], variance: float, stays_likeliest: bool
) -> bool:
    if sum(p * v * v for p, v in zip(chances, moves, strict=True)) > variance + _TOLERANCE:
        return False
    chance = dict(zip(moves, chances, strict=True))
    return not stays_likeliest or chance.get(0, 1.0) >= chance.get(-1, 0.0) - _TOLERANCE


def _entropy(chances: Sequence[float]) -> float:
    return -sum(p * log(p) for p in chances if p > 0)


def _solve(
    moves: Sequence[int], variance: float, is_variance_met: bool, is_tied: bool
) -> tuple[float, ...] | None:
    """The exponential family through those of the conditions that bind, on its dual. None: there is none."""
    import numpy
    from scipy.optimize import root

    v = numpy.array(moves, dtype=float)
    features, wanted = [v], [0.0]
    if is_variance_met:
        features.append(v**2)
        wanted.append(variance)
    if is_tied:
        features.append((v == 0).astype(float) - (v == -1))
        wanted.append(0.0)
    given = numpy.array(features)

    def chances(weights: Any) -> Any:
        exponent = weights @ given
        raised = numpy.exp(exponent - exponent.max())
        return raised / raised.sum()

    def miss(weights: Any) -> Any:
        return given @ chances(weights) - wanted

    found = root(miss, numpy.zeros(len(wanted)), tol=1e-14)
    # At the edge of what the moves allow the weights grow without end; the chances are right all the same.
    if numpy.abs(miss(found.x)).max() > _NO_SOLUTION:
        return None
    return tuple(float(p) for p in chances(found.x))


@lru_cache(maxsize=16)
def fill_slots(most: int, variance: float) -> tuple[int, ...]:
    """The symmetric table: `SLOTS` moves in order, as many of each as its chance, mean exactly 0."""
    moves = range(-most, most + 1)
    chances = spread_evenly(tuple(moves), variance)
    each = {move: int(SLOTS * chances[move + most] + 0.5) for move in range(1, most + 1)}
    ups = [move for move, times in each.items() for _ in range(times)]
    still = SLOTS - 2 * len(ups)
    return (*sorted(-move for move in ups), *([0] * still), *ups)
