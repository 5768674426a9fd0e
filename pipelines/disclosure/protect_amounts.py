"""PRIVACY IS AT STAKE HERE. What a release says of sums, middles and scores.

    sum     iff about 30 people or more and nobody's own dominates: Σx + 0.3 · largest · w, two digits
    middle  from a moved histogram of fixed bins; never a smallest, a largest or a point
    score   3 + (Σ(x − 3) + 2w) / n̂, one decimal

w is drawn with the key of the cases behind the sum, like every other move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, sqrt

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.protect_counts import FEW, percent_above, percent_below, shown_count
from pipelines.disclosure.release_policy import (
    AMOUNT_NOISE,
    FEWEST,
    FEWEST_FOR_A_SHARE,
    LARGEST_PERCENT,
    SCORE_NOISE,
    TWO_LARGEST_PERCENT,
)
from pipelines.measures.statistics import round_half_up
from pipelines.measures.statistics.proportions import Z
from pipelines.publication import (
    Count,
    Days,
    Flow,
    FlowPart,
    Hidden,
    Money,
    MoneyRate,
    PublishedCell,
    Ratio,
    Score,
    Shown,
)

DAY_BINS = (0, 8, 15, 31, 61, 91, 121, 181, 271, 366, 546, 731, 1096)
"""First day of each bin of a histogram of days, weeks first and then months; the last one is open."""

AMOUNT_BINS = (0, 25, 50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000)
"""The same for amounts, in major units."""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What one set of rows adds up to: Σx of capped amounts, and the two people with the most of it."""

    part: Part
    total: float
    largest: float
    second: float
    contributors: int
    """How many people have any of it."""

    @property
    def is_dominated(self) -> bool:
        """Would the sum say what one person has, or let one of two work out the other's?"""
        return (
            self.largest * 100 > LARGEST_PERCENT.value * self.total
            or (self.largest + self.second) * 100 > TWO_LARGEST_PERCENT.value * self.total
        )


def moved_sum(drawing: Drawing, amount: Sum, name: str) -> float | None:
    """The sum with its noise, two significant digits, never below none; None where it may not be shown."""
    moved = shown_count(drawing, amount.part)
    if moved is None or drawing.is_small(moved, FEWEST_FOR_A_SHARE.value, moved):
        return None
    if drawing.is_below(amount.contributors, FEWEST.value):
        return None
    if drawing.defences.dominance and amount.is_dominated:
        return None
    bell = drawing.bell(amount.part, f"{name}|sum")
    return two_digits(max(0.0, amount.total + AMOUNT_NOISE * amount.largest * bell))


def two_digits(amount: float) -> float:
    """Two significant digits, halves up."""
    if amount <= 0:
        return 0.0
    return float(round_half_up(amount, 1 - floor(log10(amount))))


def protect_money(
    drawing: Drawing, amount: Sum, histogram: Sequence[Part], currency: str, units: int
) -> PublishedCell:
    """A sum with the middle half of its amounts, in minor units (`units` to the major one)."""
    total = moved_sum(drawing, amount, "amount")
    quarters = protected_quantiles(drawing, histogram, AMOUNT_BINS, (0.25, 0.5, 0.75))
    moved = shown_count(drawing, amount.part)
    if total is None or quarters is None or moved is None:
        return Hidden(words="too few, or one person's amount would show")
    lower, median, upper = (int(two_digits(value) * units) for value in quarters)
    return Shown(
        figure=Money(
            total_minor=int(total), median_minor=median, lower_quartile_minor=lower,
            upper_quartile_minor=upper, currency=currency, n=drawing.profile.round(moved),
        )
    )  # fmt: skip


def protect_quantity(drawing: Drawing, amount: Sum) -> PublishedCell:
    """A sum that is no money: hours."""
    total = moved_sum(drawing, amount, "quantity")
    return Hidden(words="too few to show") if total is None else Shown(figure=Count(value=int(total)))


def protect_sums_over_sums(
    drawing: Drawing, whole: Part, done: Sum, left: Sum
) -> tuple[float, float, float, float, float, int] | None:
    """Share, low, high, both amounts and n of `done` in done + left; None where it may not be shown."""
    moved = shown_count(drawing, whole)
    first, second = moved_sum(drawing, done, "done"), moved_sum(drawing, left, "left")
    if moved is None or first is None or second is None or first + second <= 0:
        return None
    of = first + second
    share = float(round_half_up(first / of * 100)) / 100
    n = max(1, drawing.profile.round(moved))
    return share, *_interval_of_sums(share, n), first, of, n


def _interval_of_sums(share: float, n: int) -> tuple[float, float]:
    """An interval from published numbers alone, in whole percent: a true amount in it could be worked out.

    Amounts that vary as much as their mean halve what n tells (Kish 1965, Survey Sampling, section 8.2), and
    the noise is taken for that of a largest amount of `LARGEST_OVER_MEAN` times the mean.
    """
    sampling = 2 * share * (1 - share) / n
    noise = (AMOUNT_NOISE * LARGEST_OVER_MEAN / n) ** 2 * ((1 - share) ** 2 + share**2)
    half = Z * sqrt(sampling + noise)
    low, high = percent_below(max(0.0, share - half)), percent_above(min(1.0, share + half))
    return min(low, share), max(high, share)


LARGEST_OVER_MEAN = 10.0


def protect_money_rate(drawing: Drawing, whole: Part, done: Sum, left: Sum, currency: str) -> PublishedCell:
    """A share of money from what was paid and what was not, each moved by itself."""
    found = protect_sums_over_sums(drawing, whole, done, left)
    if found is None:
        return Hidden(words="too few, or one person's amount would show")
    share, low, high, first, of, n = found
    return Shown(
        figure=MoneyRate(
            value=share, low=low, high=high, met_minor=int(first), denominator_minor=int(two_digits(of)),
            currency=currency, n=n, method="share of sums, with noise",
        )
    )  # fmt: skip


def protect_quantity_rate(drawing: Drawing, whole: Part, done: Sum, left: Sum, parts: int) -> PublishedCell:
    """The same of hours, items or tasks, counted in `parts` of a unit."""
    found = protect_sums_over_sums(drawing, whole, done, left)
    if found is None:
        return Hidden(words="too few to show")
    share, low, high, first, of, _ = found
    return Shown(
        figure=Ratio(
            value=share, low=low, high=high, numerator=first / parts, denominator=two_digits(of) / parts,
            method="share of sums, with noise",
        )
    )  # fmt: skip


def protect_flow(
    drawing: Drawing, total: Sum, parts: Sequence[tuple[str, str, Sum]], currency: str
) -> PublishedCell:
    """An amount and what became of it, each moved by itself: they do not add up, and are not made to."""
    whole = moved_sum(drawing, total, "total")
    if whole is None:
        return Hidden(words="too few, or one person's amount would show")
    found = [(name, label, moved_sum(drawing, amount, name)) for name, label, amount in parts]
    shown = tuple(
        FlowPart(name=name, label=label, amount_minor=int(moved))
        for name, label, moved in found
        if moved is not None
    )
    hidden = tuple(label for _, label, moved in found if moved is None)
    n = drawing.profile.round(shown_count(drawing, total.part) or 0)
    return Shown(
        figure=Flow(
            total_minor=int(whole), parts=shown, currency=currency, n=n, is_protected=True, hidden=hidden
        )
    )


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


def protect_days(drawing: Drawing, whole: Part, histogram: Sequence[Part]) -> PublishedCell:
    """The middle and the 90th percentile of days, to the resolution of the bins."""
    moved = shown_count(drawing, whole)
    found = protected_quantiles(drawing, histogram, DAY_BINS, (0.5, 0.9))
    if moved is None or found is None:
        return Hidden(words=FEW if moved is None else "too few for a middle")
    median, p90 = (float(round_half_up(value)) for value in found)
    return Shown(figure=Days(median=median, p90=p90, n=drawing.profile.round(moved)))


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
    wanted, below = share * sum(counts), 0
    ends = [*bins[1:], bins[-1] * 2]
    for first, end, n in zip(bins, ends, counts, strict=True):
        if n and below + n >= wanted:
            return first + (end - first) * (wanted - below) / n
        below += n
    return float(bins[-1])
