"""Is a site, or a quarter, further from the rest than chance would put it? Never a league table.

A table broken down by site or programme can carry a funnel, one by quarter a control chart, where its request
asks for it. Where there is too little to tell, `NoChart` says why: nothing may be drawn then.
"""

from dataclasses import dataclass

from pipelines.vocabulary import Code


class Standing(Code):
    """Where a group lies against what chance alone would do."""

    INSIDE = "inside", "Within what chance would do"
    OUTSIDE_95 = "outside_95", "Outside the 95 % limits"
    OUTSIDE_998 = "outside_998", "Outside the 99.8 % limits"


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """One group: its share of `n`, and where the shares of groups of that size lie by chance."""

    by: tuple[tuple[str, str], ...]
    value: float
    n: int
    low_95: float
    high_95: float
    low_998: float
    high_998: float
    standing: Standing
    p_adjusted: float
    """Exact binomial p against the pooled share, held against how many groups were looked at
    (Benjamini and Hochberg): the share of false finds among all groups with a p this small."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Groups about their pooled share, in the table's order: never ranked."""

    centre: float
    points: tuple[FunnelPoint, ...]


@dataclass(frozen=True, kw_only=True)
class ControlPoint:
    """One quarter with the limits that hold for it. `low` is cut off at 0 where nothing can lie below."""

    quarter: str
    value: float
    """A share of 0 to 1, a count, or a median of days."""
    n: int | None
    """The denominator of a share, how many ended of days; None for a count."""
    centre: float
    low: float
    high: float
    is_outside: bool
    series_break: str = ""
    """What changed from this quarter on, in words: a new series begins, with limits of its own."""


@dataclass(frozen=True, kw_only=True)
class ControlChart:
    """Finished quarters in order. `method` is "p" for shares, "XmR" for counts and days."""

    method: str
    points: tuple[ControlPoint, ...]


@dataclass(frozen=True, kw_only=True)
class NoChart:
    """Why nothing may be drawn, in a sentence."""

    why: str


Variation = Funnel | ControlChart | NoChart
