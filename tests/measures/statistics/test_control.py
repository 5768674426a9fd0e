"""Funnel limits and control charts."""

import pytest

from pipelines.measures.statistics import funnel_limits, is_enough_for_charts, p_chart, xmr_chart
from pipelines.measures.statistics.control import binomial_p


def test_funnel_gives_the_golden_values() -> None:
    limits = funnel_limits(0.8, 20)
    assert (limits.low_95, limits.high_95) == (0.6, 0.95)
    assert (limits.low_998, limits.high_998) == (0.5, 1.0)


@pytest.mark.parametrize(("pooled", "n"), [(1.1, 20), (0.8, 0)])
def test_funnel_without_a_share_or_a_group_is_refused(pooled: float, n: int) -> None:
    with pytest.raises(ValueError, match="funnel"):
        funnel_limits(pooled, n)


def test_xmr_gives_the_golden_values() -> None:
    # mean 130/4 = 32.5; moving ranges 40, 10, 10: mean 20; 32.5 ± 2.66 · 20
    first, *_ = points = xmr_chart([10, 50, 40, 30])
    assert (first.centre, round(first.low, 1), round(first.high, 1)) == (32.5, -20.7, 85.7)
    assert [point.value for point in points] == [10, 50, 40, 30]
    assert xmr_chart([10]) == []


def test_p_chart_by_hand() -> None:
    # pooled 70/100 = .7; with 25: ± 3 √(.21/25) = .27495; with 50: ± .19442
    points = p_chart([(20, 25), (10, 25), (0, 0), (40, 50)])
    assert [point.value for point in points] == [0.8, 0.4, 0.8]
    assert points[0].low == pytest.approx(0.7 - 0.274955, abs=1e-6)
    assert points[0].high == pytest.approx(0.974955, abs=1e-6)
    assert points[2].low == pytest.approx(0.7 - 0.194422, abs=1e-6)
    assert [point.is_outside for point in points] == [False, True, False]
    assert p_chart([(0, 0)]) == []


def test_p_chart_stays_between_none_and_all() -> None:
    (point,) = p_chart([(1, 2)])
    assert (point.low, point.high) == (0, 1)


@pytest.mark.parametrize(
    ("points", "conferences", "may"), [(12, 60, True), (11, 60, False), (12, 59.5, False)]
)
def test_too_little_to_chart(points: int, conferences: float, may: bool) -> None:
    assert is_enough_for_charts(points=points, conferences_a_year=conferences) is may


def test_p_of_a_group_against_the_pooled_share_by_hand() -> None:
    # none of 5 at a half: 2 of 32 ways are as far from it
    assert binomial_p(0, 5, 0.5) == pytest.approx(2 / 32)
    assert binomial_p(3, 6, 0.5) == pytest.approx(1)
