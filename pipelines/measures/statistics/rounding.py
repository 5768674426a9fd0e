"""Rounding as people do it on paper: half goes up, away from zero."""

from decimal import ROUND_HALF_UP, Decimal

SIGNIFICANT_DIGITS = 12
# 29/200 as a percentage is 14.499999999999998 in binary. Twelve digits bring back the 14.5 that was meant,
# and two shares of fewer than a billion rows cannot be that close without being equal.


def round_half_up(value: Decimal | float, digits: int = 0) -> Decimal:
    """`value` to `digits` decimals, halves away from zero (Python's own `round` sends them to even).

    >>> round_half_up(-21.25, 1)
    Decimal('-21.3')
    """
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
