"""Sums, middles and scores of a release: who dominates, how far they move, what is never said."""

from dataclasses import replace
from statistics import fmean

import pytest

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import BELL_ENDS, Keys
from pipelines.disclosure.protect_amounts import (
    AMOUNT_BINS,
    DAY_BINS,
    Sum,
    moved_sum,
    protect_days,
    protect_flow,
    protect_money,
    protect_money_rate,
    protect_quantity,
    protect_quantity_rate,
    protect_score,
    two_digits,
)
from pipelines.disclosure.release_policy import AMOUNT_NOISE, STANDARD, Defences
from pipelines.publication import Count, Days, Flow, Hidden, Money, MoneyRate, Ratio, Score, Shown

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


def test_a_share_of_money_needs_both_of_its_sums() -> None:
    left = replace(EVEN, total=2_000, largest=90, second=80)
    cell = protect_money_rate(drawing(), SIXTY, EVEN, left, "GBP")
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, MoneyRate)
    figure = cell.figure
    assert (figure.value, figure.met_minor, figure.denominator_minor, figure.n) == (0.75, 6_000, 8_000, 60)
    # 1.96 √(2 · ¾ · ¼ / 60 + (0.3 · 10 / 60)² (¼² + ¾²)) = 0.173, outwards to whole percents.
    assert (figure.low, figure.high) == (0.57, 0.93)
    for short in (replace(left, contributors=9), replace(left, largest=1_500)):
        assert isinstance(protect_money_rate(drawing(), SIXTY, EVEN, short, "GBP"), Hidden)
        assert isinstance(protect_quantity_rate(drawing(), SIXTY, short, EVEN, 1), Hidden)


def test_a_share_of_tasks_is_counted_in_parts_of_a_unit() -> None:
    left = replace(EVEN, total=2_000, largest=90, second=80)
    cell = protect_quantity_rate(drawing(), SIXTY, EVEN, left, 10)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Ratio)
    assert (cell.figure.value, cell.figure.numerator, cell.figure.denominator) == (0.75, 600, 800)


def test_a_flow_names_what_it_hides_and_is_hidden_where_its_whole_is() -> None:
    parts = [("paid", "Paid", EVEN), ("due", "Not yet due", replace(EVEN, contributors=3))]
    cell = protect_flow(drawing(), replace(EVEN, total=9_000), parts, "GBP")
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Flow)
    assert [(part.name, part.amount_minor) for part in cell.figure.parts] == [("paid", 6_000)]
    assert cell.figure.hidden == ("Not yet due",)
    assert isinstance(protect_flow(drawing(), replace(EVEN, largest=5_000), parts, "GBP"), Hidden)


@pytest.mark.parametrize(
    ("n", "over_middle", "found"),
    [
        (60, 54.0, (3.9, 3.6, 4.2)), (60, -132.0, (1.0, 1.0, 1.3)), (60, 130.0, (5.0, 4.7, 5.0)),
        (29, 0.0, "too few for a score"), (9, 0.0, "fewer than 10"),
    ],
)  # fmt: skip
def test_a_score_is_a_mean_of_thirty_with_ends_wide_enough_for_the_noise(
    n: int, over_middle: float, found: object
) -> None:
    cell = protect_score(drawing(), Part(n=n, cases=n, people=n, key=5), over_middle)
    if isinstance(found, str):
        assert cell == Hidden(words=found)
        return
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Score)
    assert (cell.figure.mean, cell.figure.low, cell.figure.high) == found
    assert (cell.figure.n, cell.figure.alpha) == (n, None)


def test_a_score_moves_by_two_points_a_draw_of_all_answers() -> None:
    means = [
        cell.figure.mean
        for key in range(400)
        if isinstance(cell := protect_score(drawing(Defences()), replace(SIXTY, key=key), 0.0), Shown)
        and isinstance(cell.figure, Score)
    ]
    assert len(means) == 400
    assert {round(abs(mean - 3), 1) for mean in means} == {0.0, 0.1}
    assert abs(fmean(means) - 3) < 0.01


def days(*counts: int) -> list[Part]:
    padded = [*counts, *[0] * (len(DAY_BINS) - len(counts))]
    return [Part(n=n, cases=n, people=n, key=at + 10) for at, n in enumerate(padded)]


def test_the_middle_of_days_lies_evenly_inside_its_bin() -> None:
    cell = protect_days(drawing(), SIXTY, days(0, 20, 20, 20))
    # Half of sixty is halfway through 15 to 30 days; nine tenths are seven tenths through 31 to 60.
    assert cell == Shown(figure=Days(median=23.0, p90=52.0, n=60))
    last = protect_days(drawing(), SIXTY, days(*[0] * 12, 60))
    # The last bin is open: its end is taken to be twice its start.
    assert last == Shown(figure=Days(median=1_644.0, p90=2_082.0, n=60))
    late = protect_days(drawing(), SIXTY, days(*[0] * 10, 60))
    assert late == Shown(figure=Days(median=639.0, p90=713.0, n=60))
    assert protect_days(drawing(), SIXTY, days(29)) == Hidden(words="too few for a middle")
    nine = Part(n=9, cases=9, people=9, key=5)
    assert protect_days(drawing(), nine, days(40)) == Hidden(words="fewer than 10")


def test_bins_begin_the_day_after_so_many_weeks_or_months() -> None:
    ends = (7, 14, 30, 60, 90, 120, 180, 270, 365, 545, 730, 1_095)
    assert (0, *(end + 1 for end in ends)) == DAY_BINS


def test_two_sums_that_are_alike_are_equal() -> None:
    assert replace(EVEN) == EVEN
    with pytest.raises(AttributeError):
        EVEN.total = 0.0  # type: ignore[misc]
