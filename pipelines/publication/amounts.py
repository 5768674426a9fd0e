"""How many, how much, how long, and how people answered."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many. `note` says what the unit was when it had to change (persons counted as parties)."""

    value: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount in minor units of one currency: total, and the middle of the `n` amounts behind it."""

    total_minor: int
    median_minor: int
    lower_quartile_minor: int
    upper_quartile_minor: int
    currency: str
    n: int


@dataclass(frozen=True, kw_only=True)
class UnitCost:
    """What the programme cost for each one reached, in minor units. Not an estimate: it has no interval."""

    value_minor: int
    total_minor: int
    n: int
    currency: str

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("a cost for each needs at least one")


@dataclass(frozen=True, kw_only=True)
class Days:
    """Whole days: median and 90th percentile of the `n` that ended."""

    median: float
    p90: float
    n: int
    pending: int = 0


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """Answers 1 to 5 to one survey item, from strongly disagree to strongly agree."""

    counts: tuple[int, int, int, int, int]
    not_applicable: int
    prefer_not: int
    blank: int

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)
