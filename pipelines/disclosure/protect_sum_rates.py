"""PRIVACY IS AT STAKE HERE. Shares of sums: what was paid of what was promised, each moved by itself."""

from math import sqrt

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.protect_amounts import DOMINATED, Sum, moved_sum, two_digits
from pipelines.disclosure.protect_counts import percent_above, percent_below, shown_count
from pipelines.disclosure.release_policy import AMOUNT_NOISE
from pipelines.measures.statistics import round_half_up
from pipelines.measures.statistics.proportions import Z
from pipelines.publication import Hidden, MoneyRate, PublishedCell, Ratio, Shown

LARGEST_OVER_MEAN = 10.0
"""How many times the mean the largest amount is taken to be: the true one could be worked out."""


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


def protect_money_rate(drawing: Drawing, whole: Part, done: Sum, left: Sum, currency: str) -> PublishedCell:
    """A share of money from what was paid and what was not, each moved by itself."""
    found = protect_sums_over_sums(drawing, whole, done, left)
    if found is None:
        return Hidden(words=DOMINATED)
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
