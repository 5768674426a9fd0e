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
    """Answers to one survey item, from strongly disagree to strongly agree.

    Five counts, or in a release three: disagree, neutral, agree. What is None is not published.
    """

    counts: tuple[int, ...]
    not_applicable: int | None = None
    prefer_not: int | None = None
    blank: int | None = None

    def __post_init__(self) -> None:
        if len(self.counts) not in (3, 5):
            raise ValueError("answers are counted in five groups, or in three")

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)

    @property
    def neutral(self) -> int:
        """Neither agree nor disagree."""
        return self.counts[len(self.counts) // 2]

    @property
    def agree(self) -> int:
        """Agree, strongly or not."""
        return sum(self.counts[len(self.counts) // 2 + 1 :])
