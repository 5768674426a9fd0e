"""Is a site, or a quarter, further from the rest than chance would put it? Funnel plots and control charts.

No league table can be made of these: every function answers about one point and the limits around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

MIN_CHART_POINTS = 12
MIN_CONFERENCES_A_YEAR = 60
# Fewer points or conferences than these and the limits say more about chance than about the service.

SIGMAS = 3
XMR_FACTOR = 2.66
# 3 / 1.128, where 1.128 is the expected range of two draws from a normal: Shewhart's constant.


@dataclass(frozen=True, kw_only=True)
class FunnelLimits:
    """Where the share of a group of `n` lies by chance: 95 % of the time, and 99.8 %."""

    n: int
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The value of one point of a control chart with the limits that hold for it."""

    value: float
    centre: float
    low: float
    high: float

    @property
    def is_outside(self) -> bool:
        return not self.low <= self.value <= self.high


def is_enough_for_charts(*, points: int, conferences_a_year: float) -> bool:
    """Whether a funnel or control chart may be drawn at all."""
    return points >= MIN_CHART_POINTS and conferences_a_year >= MIN_CONFERENCES_A_YEAR


def funnel_limits(pooled: float, n: int) -> FunnelLimits:
    """Exact binomial limits about the pooled share for a group of `n`.

    Spiegelhalter (2005), Statistics in Medicine 24: 1185-1202, without interpolation.
    """
    from scipy.stats import binom

    if not 0 <= pooled <= 1 or n < 1:
        raise ValueError("a funnel needs a pooled share of 0 to 1 and a group of at least 1")
    low_998, low_95, high_95, high_998 = (
        float(binom.ppf(chance, n, pooled)) / n for chance in (0.001, 0.025, 0.975, 0.999)
    )
    return FunnelLimits(n=n, low_95=low_95, high_95=high_95, low_998=low_998, high_998=high_998)


def binomial_p(met: int, n: int, pooled: float) -> float:
    """Two-sided exact p that a group of `n` differs so much from the pooled share by chance alone."""
    from scipy.stats import binomtest

    return float(binomtest(met, n, pooled).pvalue)


def p_chart(rows: Sequence[tuple[int, int]]) -> list[Limits]:
    """Limits of three standard errors about the pooled share, from (met, denominator) of each period.

    Shewhart's p-chart (Montgomery, Introduction to Statistical Quality Control, chapter 7), clipped to 0 to
    1. Periods with nothing in them are left out.
    """
    counted = [(met, n) for met, n in rows if n > 0]
    if not counted:
        return []
    centre = sum(met for met, _ in counted) / sum(n for _, n in counted)
    points = []
    for met, n in counted:
        half = SIGMAS * sqrt(centre * (1 - centre) / n)
        points.append(
            Limits(value=met / n, centre=centre, low=max(0.0, centre - half), high=min(1.0, centre + half))
        )
    return points


def xmr_chart(values: Sequence[float]) -> list[Limits]:
    """Natural limits for counts and days, from the mean moving range.

    Wheeler, Understanding Variation (1993).
    The lower limit is left below zero where it falls there: who draws it cuts it off.
    """
    if len(values) < 2:
        return []
    centre = sum(values) / len(values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    half = XMR_FACTOR * sum(ranges) / len(ranges)
    return [Limits(value=value, centre=centre, low=centre - half, high=centre + half) for value in values]
