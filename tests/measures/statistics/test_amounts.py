"""Paid over due, and events over an exposure."""

from math import sqrt

import pytest

from pipelines.measures.statistics import poisson_interval, ratio_interval, score_interval


def ratio(*rows: tuple[int, int]) -> tuple[float, float, float]:
    """The ratio of rows (paid, due), through the six sums the engine would make."""
    return ratio_interval(
        n=len(rows),
        sum_numerator=sum(x for x, _ in rows),
        sum_denominator=sum(y for _, y in rows),
        sum_numerator_squared=sum(x * x for x, _ in rows),
        sum_denominator_squared=sum(y * y for _, y in rows),
        sum_product=sum(x * y for x, y in rows),
    )


def test_ratio_by_hand() -> None:
    # 50 of 100, 100 of 100, 60 of 100, 90 of 100: r = 300/400 = .75; residuals -25, 25, -15, 15: Σe² = 1700
    # se = √(4/3 · 1700) / 400 = .119024; t with 3 degrees = 3.182446
    value, low, high = ratio((50, 100), (100, 100), (60, 100), (90, 100))
    half = 3.182446305 * sqrt(4 / 3 * 1700) / 400
    assert value == 0.75
    assert low == pytest.approx(0.75 - half)
    assert high == 1.0  # .75 + .3788 is cut off at all of it


def test_with_equal_amounts_the_spread_is_that_of_a_mean() -> None:
    # due 1 each: the ratio is the mean of paid, its variance s²/n
    paid = [1, 1, 0, 1, 0, 0, 1, 1, 1, 1]
    value, low, high = ratio(*((x, 1) for x in paid))
    half = 2.262157163 * sqrt(0.7 * 0.3 / 9)
    assert (value, low, high) == pytest.approx((0.7, 0.7 - half, min(1, 0.7 + half)))


def test_large_amounts_lose_no_precision() -> None:
    # the same rows in units a billion times smaller give the same interval
    small = ratio((50, 100), (100, 100), (61, 100))
    large = ratio((50 * 10**9, 10**11), (10**11, 10**11), (61 * 10**9, 10**11))
    assert large == pytest.approx(small, rel=1e-12)


def test_all_paid_is_no_certainty() -> None:
    # three obligations of 100, 100 and 200, all paid: effective number 400² / 60,000 = 2.667
    value, low, high = ratio((100, 100), (100, 100), (200, 200))
    assert (value, high) == (1, 1)
    assert low == score_interval(1.0, 400**2 / 60_000)[0]
    # nothing paid at all, and exactly half of each
    assert ratio((0, 10), (0, 10))[0:2] == (0, 0)
    assert ratio((0, 10), (0, 10))[2] == pytest.approx(score_interval(0, 2)[1])
    assert ratio((5, 10), (10, 20))[1] < 0.5 < ratio((5, 10), (10, 20))[2]


def test_one_obligation_says_nothing_of_others() -> None:
    assert ratio((30, 40)) == (0.75, 0, 1)


@pytest.mark.parametrize("rows", [[], [(0, 0)], [(11, 10), (1, 1)], [(-1, 10)]])
def test_what_is_no_part_of_a_whole_is_refused(rows: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="ratio"):
        ratio(*rows)


@pytest.mark.parametrize(("events", "low", "high"), [(0, 0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390)])
def test_poisson_is_exact(events: int, low: float, high: float) -> None:
    value, *interval = poisson_interval(events)
    assert value == events
    assert [round(part, 3) for part in interval] == [low, high]


def test_poisson_per_100_conferences() -> None:
    # 3 events in 250 conferences: 1.2 per 100; 3 alone gives .619 to 8.767
    value, low, high = poisson_interval(3, 250, per=100)
    assert (round(value, 9), round(low, 3), round(high, 3)) == (1.2, 0.247, 3.507)


@pytest.mark.parametrize(("events", "exposure"), [(-1, 10), (3, 0)])
def test_poisson_without_exposure_is_refused(events: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="exposure"):
        poisson_interval(events, exposure)
