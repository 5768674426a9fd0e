"""PRIVACY IS AT STAKE HERE. What a release says of middles and of scores.

middle  from a moved histogram of fixed bins; never a smallest, a largest or a point
score   3 + (Σ(x − 3) + 2w) / n̂, one decimal
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import ceil, sqrt

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.protect_counts import FEW, shown_count
from pipelines.disclosure.release_policy import FEWEST_FOR_A_SHARE, SCORE_NOISE
from pipelines.measures.statistics import round_half_up
from pipelines.measures.statistics.proportions import Z
from pipelines.publication import Days, Hidden, PublishedCell, Score, Shown

DAY_BINS = (0, 8, 15, 31, 61, 91, 121, 181, 271, 366, 546, 731, 1096)
"""First day of each bin of a histogram of days, weeks first and then months; the last one is open."""

AMOUNT_BINS = (0, 25, 50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000)
"""The same for amounts, in major units."""


def protect_days(drawing: Drawing, whole: Part, histogram: Sequence[Part]) -> PublishedCell:
    """The middle and the 90th percentile of days, to the resolution of the bins."""
    moved = shown_count(drawing, whole)
    found = protected_quantiles(drawing, histogram, DAY_BINS, (0.5, 0.9))
    if moved is None or found is None:
        return Hidden(words=FEW if moved is None else "too few for a middle")
    median, p90 = (float(round_half_up(value)) for value in found)
    return Shown(figure=Days(median=median, p90=p90, n=drawing.profile.round(moved)))


def protect_score(drawing: Drawing, part: Part, over_middle: float) -> PublishedCell:
    """The mean of scores from 1 to 5; `over_middle` is Σ(x − 3)."""
    moved = shown_count(drawing, part)
    if moved is None or drawing.is_small(moved, FEWEST_FOR_A_SHARE.value, moved):
        return Hidden(words=FEW if moved is None else "too few for a score")
    mean = 3 + (over_middle + SCORE_NOISE * drawing.bell(part, "score")) / moved
    mean = min(5.0, max(1.0, float(round_half_up(mean, 1))))
    # No spread is published: a score of 1 to 5 has a standard deviation of 2 at most, of 1 as people answer.
    n = max(1, drawing.profile.round(moved))
    half = ceil(10 * Z * sqrt(1 / n + (SCORE_NOISE / n) ** 2)) / 10
    return Shown(
        figure=Score(
            mean=mean, low=max(1.0, round(mean - half, 1)), high=min(5.0, round(mean + half, 1)), n=n,
            alpha=None, method="standard deviation of 1 assumed, with noise",
        )
    )  # fmt: skip


def protected_quantiles(
    drawing: Drawing, histogram: Sequence[Part], bins: Sequence[int], shares: Sequence[float]
) -> list[float] | None:
    """Where these shares lie in a moved histogram, evenly inside a bin; None below about 30 in all."""
    if drawing.is_few(_all_of(histogram)):
        return None
    counts = [drawing.count(part, f"bin {place}") for place, part in enumerate(histogram)]
    if drawing.is_small(sum(counts), FEWEST_FOR_A_SHARE.value, sum(counts)):
        return None
    return [_quantile(counts, bins, share) for share in shares]


def _all_of(parts: Sequence[Part]) -> Part:
    return Part(
        n=sum(part.n for part in parts),
        cases=sum(part.cases for part in parts),
        people=sum(part.people for part in parts),
        key=0,
    )


def _quantile(counts: Sequence[int], bins: Sequence[int], share: float) -> float:
    upto = list(accumulate(counts))
    wanted, ends = share * upto[-1], [*bins[1:], bins[-1] * 2]
    at = bisect_left(upto, wanted)
    below = upto[at] - counts[at]
    return bins[at] + (ends[at] - bins[at]) * (wanted - below) / counts[at]
