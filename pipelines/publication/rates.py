"""Shares and ratios. A bare percentage cannot be built: each carries its interval and its parts."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, kw_only=True)
class Buckets:
    """Where every row of a rate's population went. The five add up to the population."""

    met: int
    not_met: int
    pending: int
    not_applicable: int
    unknown: int

    @property
    def population(self) -> int:
        return self.met + self.not_met + self.pending + self.not_applicable + self.unknown

    @property
    def denominator(self) -> int:
        return self.met + self.not_met

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The rate if every pending and unknown row ended unmet, and if every one ended met."""
        possible = self.population - self.not_applicable
        if possible == 0:
            return None
        return self.met / possible, (self.met + self.pending + self.unknown) / possible


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share of 0 to 1 with its 95 % interval and its parts.

    `buckets` is None in a release: protected parts do not add up.
    """

    value: float
    low: float
    high: float
    met: int
    denominator: int
    buckets: Buckets | None = None
    method: str = "Wilson"

    def __post_init__(self) -> None:
        check_interval(self.value, self.low, self.high)
        if self.denominator < 1:
            raise ValueError("a rate needs a denominator of at least 1")


@dataclass(frozen=True, kw_only=True)
class MoneyRate:
    """A share of money, 0 to 1, with its 95 % interval and both amounts in minor units of one currency."""

    value: float
    low: float
    high: float
    met_minor: int
    denominator_minor: int
    currency: str
    n: int
    """How many obligations the amounts come from."""
    buckets: Buckets | None = None
    """Where every obligation of the population went, so that what was left out is counted."""
    method: str = "ratio estimator"

    def __post_init__(self) -> None:
        check_interval(self.value, self.low, self.high)
        if self.denominator_minor < 1:
            raise ValueError("a money rate needs a denominator above zero")


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One number over another with its 95 % interval, times `per`: events per 100 conferences, hours worked
    of hours promised. With `overall`, a group's share over everybody's: 1 is the same, and never a cause.
    """

    value: float
    low: float
    high: float
    numerator: float
    denominator: float
    method: str
    per: int = 1
    overall: tuple[int, int] | None = None
    """Met and denominator of everybody, the group included."""
    p_adjusted: float | None = None
    """That this group and everybody differ so much by chance, adjusted for all groups of the table (Holm)."""
    buckets: Buckets | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError("a ratio must lie inside its interval, and neither below 0")
        if self.denominator <= 0:
            raise ValueError("a ratio needs a denominator above zero")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Where a share would lie had every one of those asked answered: low if all the others had said no, high
    if they had said yes. `value` is the share among those who did answer.
    """

    value: float
    low: float
    high: float
    met: int
    answered: int
    """With a valid answer."""
    asked: int
    """Without those to whom it does not apply."""

    def __post_init__(self) -> None:
        check_interval(self.value, self.low, self.high)
        if not 1 <= self.answered <= self.asked:
            raise ValueError("bounds need an answer, and no more answers than were asked for")


def check_interval(value: float, low: float, high: float) -> None:
    if not 0 <= low <= value <= high <= 1:
        raise ValueError("a rate must lie inside its interval, and both between 0 and 1")


def difference_of_intervals(new: Rate | MoneyRate, old: Rate | MoneyRate) -> tuple[float, float, float]:
    """First share minus second, with low and high, from the interval of each.

    Zou and Donner (2008), Statistics in Medicine 27: 1693-1702: the square-and-add method; Newcombe's is a
    case of it.
    """
    difference = new.value - old.value
    below = sqrt((new.value - new.low) ** 2 + (old.high - old.value) ** 2)
    above = sqrt((new.high - new.value) ** 2 + (old.value - old.low) ** 2)
    return difference, difference - below, difference + above
