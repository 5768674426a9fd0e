"""PRIVACY IS AT STAKE HERE. What a release says of sums.

    sum     iff about 30 people or more and nobody's own dominates: Σx + 0.3 · largest · w, two digits

w is drawn with the key of the cases behind the sum, like every other move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.protect_counts import shown_count
from pipelines.disclosure.protect_middles import AMOUNT_BINS, protected_quantiles
from pipelines.disclosure.release_policy import (
    AMOUNT_NOISE,
    FEWEST,
    FEWEST_FOR_A_SHARE,
    LARGEST_PERCENT,
    TWO_LARGEST_PERCENT,
)
from pipelines.measures.statistics import round_half_up
from pipelines.publication import Count, Flow, FlowPart, Hidden, Money, PublishedCell, Shown

DOMINATED = "too few, or one person's amount would show"


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
        return Hidden(words=DOMINATED)
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


def protect_flow(
    drawing: Drawing, total: Sum, parts: Sequence[tuple[str, str, Sum]], currency: str
) -> PublishedCell:
    """An amount and what became of it, each moved by itself: they do not add up, and are not made to."""
    whole = moved_sum(drawing, total, "total")
    if whole is None:
        return Hidden(words=DOMINATED)
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
