"""What answers say taken together, before and after, and from two perspectives."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Score:
    """The mean, 1 to 5, of the responses that answered enough of an index's items, with its 95 % interval.

    `alpha` (Cronbach) says whether the items belong together; None where it cannot be known.
    """

    mean: float
    low: float
    high: float
    n: int
    alpha: float | None
    method: str

    def __post_init__(self) -> None:
        if not 1 <= self.low <= self.mean <= self.high <= 5:
            raise ValueError("a score must lie inside its interval, and both between 1 and 5")
        if self.n < 1:
            raise ValueError("a score needs at least one response")


@dataclass(frozen=True, kw_only=True)
class PairedChange:
    """What changed in people who answered both times, in points of the answer, with a 95 % interval.

    `better` already says which way is better: a reversed item is turned. Low, high and effect size are None
    where everybody changed by the same.
    """

    mean: float
    low: float | None
    high: float | None
    better: int
    same: int
    worse: int
    n_first: int
    """How many answered the first time, whether or not they did the second."""
    n_second: int
    effect_size: float | None
    """Mean change over its standard deviation (d_z)."""
    p: float | None
    """Wilcoxon's signed ranks, ties kept (Pratt); None where nobody changed."""

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and not self.low <= self.mean <= self.high:
            raise ValueError("a mean change must lie inside its interval")
        if not 1 <= self.n <= min(self.n_first, self.n_second):
            raise ValueError("a change needs people who answered both times")

    @property
    def n(self) -> int:
        """People who answered both times."""
        return self.better + self.same + self.worse


@dataclass(frozen=True, kw_only=True)
class Balance:
    """A group's share of those who answered against its share of all who could have, as a standardised
    difference: 0 is the same, above it the group is over-represented. It describes, and has no interval.
    """

    value: float
    answered: int
    """Of the group, those who answered."""
    eligible: int
    """Of the group, all who could have answered."""
    all_answered: int
    all_eligible: int

    def __post_init__(self) -> None:
        if not 0 <= self.answered <= self.eligible <= self.all_eligible:
            raise ValueError("a group's answers and people are parts of everybody's")
        if not max(1, self.answered) <= self.all_answered <= self.all_eligible:
            raise ValueError("who answered are some of those who could have")


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The share of one perspective's answers that agree minus another's, -1 to 1, with its 95 % interval."""

    value: float
    low: float
    high: float
    first: str
    second: str
    n_first: int
    """Valid answers of the first perspective."""
    n_second: int
    conferences: int
    method: str

    def __post_init__(self) -> None:
        if not -1 <= self.low <= self.value <= self.high <= 1:
            raise ValueError("a gap must lie inside its interval, and both between -1 and 1")
        if min(self.n_first, self.n_second) < 1:
            raise ValueError("a gap needs answers from both perspectives")
