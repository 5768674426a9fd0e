"""Unprotected answers: counts straight from the engine, before the gate. They never leave the pipelines.

One answer belongs to one group of one question; what may be said of it is decided in `disclosure`.
"""

from dataclasses import dataclass

from pipelines.measures.measure import Measure
from pipelines.publication import Buckets, Distribution
from pipelines.vocabulary import Basis, Dimension

CURRENCY = "currency"
"""The key that money rows get beside their dimensions: amounts of two currencies are never added."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question to the engine. All of it is checked: names from closed lists, values to be bound."""

    measure: Measure
    basis: Basis
    by: tuple[Dimension, ...] = ()
    where: tuple[tuple[Dimension, str], ...] = ()
    months: tuple[str, str] | None = None
    """First and last month, both included; None for all."""
    programmes: tuple[str, ...] | None = None
    """Only these, because the others do not supply what the measure needs; None for every one."""
    with_clusters: bool = False
    """Ask what each conference adds up to of a figure that has an answer without it."""

    @property
    def is_clustered(self) -> bool:
        """True where each conference, or person, is added up first."""
        return self.with_clusters or self.measure.is_clustered


@dataclass(frozen=True, kw_only=True)
class RateAnswer:
    """Where every row of the population went."""

    buckets: Buckets


@dataclass(frozen=True, kw_only=True)
class CountAnswer:
    """How many."""

    value: int


@dataclass(frozen=True, kw_only=True)
class MoneyRateAnswer:
    """Sums in minor units over the rows that are met or not met, with their squares for the interval."""

    buckets: Buckets
    numerator: int
    denominator: int
    numerator_squared: int
    denominator_squared: int
    product: int


@dataclass(frozen=True, kw_only=True)
class TallyAnswer:
    """How often each whole number (days, minor units) occurs, in order; `pending` have none yet."""

    values: tuple[tuple[int, int], ...]
    pending: int = 0

    @property
    def n(self) -> int:
        return sum(n for _, n in self.values)


@dataclass(frozen=True, kw_only=True)
class DistributionAnswer:
    """Every answer to one survey item."""

    distribution: Distribution


@dataclass(frozen=True, kw_only=True)
class CurveAnswer:
    """How many were followed to each day and how that ended: (day, event, how many)."""

    rows: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, kw_only=True)
class PathwayAnswer:
    """How many got no further than each stage, for each reason: (stage, reason or None, how many)."""

    rows: tuple[tuple[str, str | None, int], ...]


@dataclass(frozen=True, kw_only=True)
class FlowAnswer:
    """A total in minor units, its parts in the definition's order, and how many rows it comes from."""

    total: int
    parts: tuple[int, ...]
    n: int


@dataclass(frozen=True, kw_only=True)
class RatioAnswer:
    """Where every row of a group went, and every row of everybody, the group included."""

    buckets: Buckets
    overall: Buckets


@dataclass(frozen=True, kw_only=True)
class ScoreAnswer:
    """How often each set of answers to an index's items occurs, in the items' order; None is no valid one."""

    rows: tuple[tuple[tuple[int | None, ...], int], ...]
    fewest: int
    """How many items a response must have answered to have a score."""


@dataclass(frozen=True, kw_only=True)
class ClusterAnswer:
    """What conferences (or people) add up to, and how many of them add up to the same, in order."""

    rows: tuple[tuple[tuple[int | None, ...], int], ...]


Answer = (
    RateAnswer
    | CountAnswer
    | MoneyRateAnswer
    | TallyAnswer
    | DistributionAnswer
    | CurveAnswer
    | PathwayAnswer
    | FlowAnswer
    | RatioAnswer
    | ScoreAnswer
    | ClusterAnswer
)


def is_empty(answer: Answer) -> bool:
    """True where nothing at all was counted, not even what does not apply."""
    match answer:
        case RateAnswer() | MoneyRateAnswer() | RatioAnswer():
            return answer.buckets.population == 0
        case CountAnswer():
            return answer.value == 0
        case TallyAnswer():
            return answer.n + answer.pending == 0
        case DistributionAnswer():
            found = answer.distribution
            apart = (found.not_applicable, found.prefer_not, found.blank)
            return not found.n and not any(apart)
        case FlowAnswer():
            return answer.n == 0
        case _:
            return not answer.rows


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One group and its answer; `currency` for money."""

    by: tuple[tuple[Dimension, str], ...]
    answer: Answer
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerTable:
    """Every group of one question, in no particular order."""

    ask: Ask
    rows: tuple[AnswerRow, ...]
    has_unplaced: bool = False
    """True where some rows of the population belong to no group: they have no month, or no known case."""
