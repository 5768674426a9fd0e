"""One share, two shares, and a share over a share, against published numbers and against scipy."""

from math import exp, sqrt

import pytest
from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk

from pipelines.measures.statistics import (
    exact_interval,
    fisher_p,
    is_small,
    newcombe_difference,
    ratio_of_rates,
    ratio_to_overall,
    standardised_difference,
    wilson_interval,
)


def percent(interval: tuple[float, ...]) -> list[float]:
    return [round(100 * part, 2) for part in interval]


@pytest.mark.parametrize(
    ("met", "denominator", "low", "high"),
    [(0, 5, 0, 43.45), (5, 5, 56.55, 100), (1, 1, 20.65, 100), (9, 12, 46.77, 91.11)],
)
def test_wilson_gives_the_golden_values(met: int, denominator: int, low: float, high: float) -> None:
    assert percent(wilson_interval(met, denominator)) == [low, high]


@pytest.mark.parametrize("denominator", [1, 2, 7, 20, 1000])
def test_wilson_and_exact_agree_with_scipy_and_hold_the_share(denominator: int) -> None:
    for met in range(0, denominator + 1, max(1, denominator // 20)):
        test, share = binomtest(met, denominator), met / denominator
        wilson, exact = test.proportion_ci(method="wilson"), test.proportion_ci(method="exact")
        assert wilson_interval(met, denominator) == pytest.approx((wilson.low, wilson.high), abs=1e-9)
        assert exact_interval(met, denominator) == pytest.approx((exact.low, exact.high), abs=1e-9)
        for low, high in (wilson_interval(met, denominator), exact_interval(met, denominator)):
            assert 0 <= low <= share <= high <= 1


def test_exact_is_wider_than_wilson_where_nothing_happened() -> None:
    assert percent(exact_interval(0, 5)) == [0, 52.18]
    assert percent(exact_interval(5, 5)) == [47.82, 100]


@pytest.mark.parametrize(("met", "denominator"), [(0, 0), (-1, 5), (6, 5)])
def test_a_share_of_nothing_or_more_than_all_is_refused(met: int, denominator: int) -> None:
    for function in (wilson_interval, exact_interval):
        with pytest.raises(ValueError, match="denominator"):
            function(met, denominator)


def test_difference_gives_the_golden_values() -> None:
    difference, low, high = newcombe_difference(87, 114, 85, 109)
    assert (round(low, 3), round(high, 3)) == (-0.126, 0.094)
    assert difference == pytest.approx(87 / 114 - 85 / 109)
    assert round(fisher_p(87, 114, 85, 109), 3) == 0.873

    _, low, high = newcombe_difference(24, 99, 19, 44)
    assert (round(low, 3), round(high, 3)) == (-0.353, -0.025)
    assert round(fisher_p(24, 99, 19, 44), 4) == 0.0298


def test_small_is_where_fewer_than_five_would_be_expected_in_some_cell() -> None:
    assert not is_small(24, 99, 19, 44)
    assert is_small(9, 10, 12, 14)  # 3 of 24 not met: 1.25 would be expected of the first ten
    assert not is_small(5, 10, 5, 10)


def test_ratio_of_rates_agrees_with_scipy() -> None:
    assert ratio_of_rates(24, 99, 19, 44) == pytest.approx(
        _katz(24, 99, 19, 44),
        rel=1e-9,
    )


def test_ratio_of_rates_at_the_edges() -> None:
    assert ratio_of_rates(3, 10, 0, 10) is None
    # half a person added: (0.5/10.5) / (5.5/10.5) and its spread
    spread = sqrt(1 / 0.5 - 1 / 10.5 + 1 / 5.5 - 1 / 10.5)
    assert ratio_of_rates(0, 10, 5, 10) == pytest.approx((0, 0, 0.5 / 5.5 * exp(1.959964 * spread)))
    assert ratio_of_rates(10, 10, 10, 10) == (1, 1, 1)


def test_ratio_to_overall_counts_the_group_once() -> None:
    # 30 of 60 in the group, 30 of 120 in the rest, so 60 of 180 over all: .5 / .3333 = 1.5
    # log ratio = log(met in group) - log(met at all) + a constant, so one more in the group moves it by
    # 1/30 - 1/60, one more in the rest by -1/60; their variances are 60 · ½ · ½ = 15 and 120 · ¼ · ¾ = 22.5
    half = 1.959964 * sqrt(15 * (1 / 30 - 1 / 60) ** 2 + 22.5 * (1 / 60) ** 2)
    assert ratio_to_overall(30, 60, 60, 180) == pytest.approx((1.5, 1.5 * exp(-half), 1.5 * exp(half)))


def test_ratio_to_overall_at_the_edges() -> None:
    assert ratio_to_overall(0, 10, 5, 20) is None
    # the group is everybody: the ratio is 1 and cannot be anything else
    assert ratio_to_overall(5, 10, 5, 10) == (1, 1, 1)
    with pytest.raises(ValueError, match="part of everybody"):
        ratio_to_overall(5, 10, 4, 20)


def _katz(met_1: int, n_1: int, met_2: int, n_2: int) -> tuple[float, float, float]:
    theirs = relative_risk(met_1, n_1, met_2, n_2)
    interval = theirs.confidence_interval(0.95)
    return theirs.relative_risk, interval.low, interval.high


def test_a_standardised_difference() -> None:
    # (0.8 - 0.5) / sqrt((0.16 + 0.25) / 2), by hand
    assert standardised_difference(0.8, 0.5) == pytest.approx(0.6626, abs=0.0001)
    assert standardised_difference(0.5, 0.8) == pytest.approx(-0.6626, abs=0.0001)
    assert standardised_difference(0.3, 0.3) == 0
    assert standardised_difference(1.0, 1.0) is None
