"""Shares of sums: both sums must stand, and the interval is wide enough for the noise of both."""

from dataclasses import replace

from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.keys import Keys
from pipelines.disclosure.protect_amounts import Sum
from pipelines.disclosure.protect_sum_rates import protect_money_rate, protect_quantity_rate
from pipelines.disclosure.release_policy import STANDARD, Defences
from pipelines.publication import Hidden, MoneyRate, Ratio, Shown

KEYS = Keys(bytes(range(32)))
STILL = Defences(noise=False)
SIXTY = Part(n=60, cases=60, people=60, key=5)
EVEN = Sum(part=SIXTY, total=6_000, largest=300, second=200, contributors=60)


def drawing(defences: Defences = STILL) -> Drawing:
    return Drawing(KEYS, STANDARD, "2025", "restitution", defences)


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
