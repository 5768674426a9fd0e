"""Halves go up, as on paper."""

from decimal import Decimal

import pytest

from pipelines.measures.statistics import round_half_up


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (0.5, 0, "1"),
        (2.5, 0, "3"),  # Python's round gives 2
        (-2.5, 0, "-3"),
        (-21.25, 1, "-21.3"),
        (2.675, 2, "2.68"),  # in binary it is a little less
        (29 / 200 * 100, 0, "15"),  # 14.5 exactly; in binary 14.499999999999998
        (43.75, 0, "44"),
        (0.0, 1, "0.0"),
        (1250, 2, "1250.00"),
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("123456789012345.5"), 0, "123456789012346"),
    ],
)
def test_halves_go_up(value: Decimal | float, digits: int, printed: str) -> None:
    assert str(round_half_up(value, digits)) == printed
