"""Protected shares compared: a rise only where the interval, noise and all, excludes zero."""

import pytest

from pipelines.publication import Hidden, Rate, Shown, Verdict
from pipelines.released.changes import compare_rates, period_before


def rate(value: float, half: float) -> Shown:
    return Shown(figure=Rate(value=value, low=value - half, high=value + half, met=50, denominator=100))


@pytest.mark.parametrize(
    ("period", "before"),
    [("2025", "2024"), ("2025Q3", "2025Q2"), ("2025Q1", "2024Q4"), ("", ""), ("2024-2025", "")],
)
def test_the_period_before(period: str, before: str) -> None:
    assert period_before(period) == before


def test_a_rise_is_one_only_outside_the_noise() -> None:
    # √(0.05² + 0.05²) = 0.07: a rise of 0.1 is clear, one of 0.05 is not.
    assert compare_rates(rate(0.6, 0.05), rate(0.5, 0.05)).verdict is Verdict.UP
    assert compare_rates(rate(0.5, 0.05), rate(0.6, 0.05)).verdict is Verdict.DOWN
    assert compare_rates(rate(0.55, 0.05), rate(0.5, 0.05)).verdict is Verdict.NO_CLEAR_CHANGE


def test_nothing_is_said_against_a_hidden_cell() -> None:
    assert compare_rates(rate(0.6, 0.05), Hidden()).verdict is Verdict.NO_EARLIER
