"""Sums of a release: who dominates, how far they move, what is never said."""

from dataclasses import replace
from statistics import fmean

import pytest

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import BELL_ENDS, Keys
from pipelines.disclosure.protect_amounts import (
    Sum,
    moved_sum,
    protect_flow,
    protect_money,
    protect_quantity,
    two_digits,
)
from pipelines.disclosure.protect_middles import AMOUNT_BINS
from pipelines.disclosure.release_policy import AMOUNT_NOISE, STANDARD, Defences
from pipelines.publication import Count, Flow, Hidden, Money, Shown

KEYS = Keys(bytes(range(32)))
STILL = Defences(noise=False)
SIXTY = Part(n=60, cases=60, people=60, key=5)
EVEN = Sum(part=SIXTY, total=6_000, largest=300, second=200, contributors=60)


def drawing(defences: Defences = STILL) -> Drawing:
    return Drawing(KEYS, STANDARD, "2025", "restitution", defences)


@pytest.mark.parametrize(
    ("change", "is_shown"),
    [
        ({}, True),
        ({"part": Part(n=30, cases=30, people=30, key=5)}, True),
        ({"part": Part(n=29, cases=29, people=29, key=5)}, False),
        ({"part": Part(n=60, cases=60, people=9, key=5)}, False),
        ({"contributors": 10}, True),
        ({"contributors": 9}, False),
        ({"largest": 3_000}, True),
        ({"largest": 3_001}, False),
        ({"largest": 2_900, "second": 2_500}, True),
        ({"largest": 2_900, "second": 2_501}, False),
    ],
)
def test_a_sum_needs_thirty_ten_who_have_any_and_nobody_who_dominates(
    change: dict[str, object], is_shown: bool
) -> None:
    found = moved_sum(drawing(), replace(EVEN, **change), "amount")  # type: ignore[arg-type]
    assert found == (6_000 if is_shown else None)


def test_a_sum_moves_by_a_bell_of_its_largest_and_not_further_than_three_times_that() -> None:
    sums = [
        moved_sum(drawing(Defences()), replace(EVEN, part=replace(SIXTY, key=key)), "amount")
        for key in range(800)
    ]
    moves = [found - 6_000 for found in sums if found is not None]
    assert len(moves) == 800
    most = BELL_ENDS * AMOUNT_NOISE * 300
    assert max(map(abs, moves)) <= most + 50  # two digits round to hundreds
    assert abs(fmean(moves)) < 10
    assert len(set(moves)) > 3


@pytest.mark.parametrize(
    ("amount", "said"), [(0, 0), (-3, 0), (1, 1), (1_249, 1_200), (1_250, 1_300), (99.6, 100)]
)
def test_two_digits(amount: float, said: float) -> None:
    assert two_digits(amount) == said


def histogram(*counts: int) -> list[Part]:
    padded = [*counts, *[0] * (len(AMOUNT_BINS) - len(counts))]
    return [Part(n=n, cases=n, people=n, key=at + 10) for at, n in enumerate(padded)]


def test_money_has_a_middle_from_bins_and_no_smallest_or_largest() -> None:
    cell = protect_money(drawing(), EVEN, histogram(20, 20, 20), "GBP", 100)
    assert isinstance(cell, Shown)
    assert cell.figure == Money(
        total_minor=6_000, lower_quartile_minor=1_900, median_minor=3_800, upper_quartile_minor=6_300,
        currency="GBP", n=60,
    )  # fmt: skip
    few = protect_money(drawing(), EVEN, histogram(29), "GBP", 100)
    assert few == Hidden(words="too few, or one person's amount would show")


def test_hours_are_a_sum_without_money() -> None:
    assert protect_quantity(drawing(), EVEN) == Shown(figure=Count(value=6_000))
    assert protect_quantity(drawing(), replace(EVEN, largest=4_000)) == Hidden(words="too few to show")


def test_a_flow_names_what_it_hides_and_is_hidden_where_its_whole_is() -> None:
    parts = [("paid", "Paid", EVEN), ("due", "Not yet due", replace(EVEN, contributors=3))]
    cell = protect_flow(drawing(), replace(EVEN, total=9_000), parts, "GBP")
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Flow)
    assert [(part.name, part.amount_minor) for part in cell.figure.parts] == [("paid", 6_000)]
    assert cell.figure.hidden == ("Not yet due",)
    assert isinstance(protect_flow(drawing(), replace(EVEN, largest=5_000), parts, "GBP"), Hidden)


def test_two_sums_that_are_alike_are_equal() -> None:
    assert replace(EVEN) == EVEN
    with pytest.raises(AttributeError):
        EVEN.total = 0.0  # type: ignore[misc]
