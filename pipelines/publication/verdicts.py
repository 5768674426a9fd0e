"""What may be said of a cell: against the period before, against a target, given who answered."""

from dataclasses import dataclass

from pipelines.publication.cells import PublishedCell, Shown
from pipelines.publication.rates import MoneyRate, Rate
from pipelines.vocabulary import Code, Dimension


class Verdict(Code):
    """What a comparison allows a sentence to say."""

    UP = "up", "Up"
    DOWN = "down", "Down"
    NO_CLEAR_CHANGE = "no_clear_change", "No clear change"
    NO_EARLIER = "no_earlier", "No earlier period to compare"


LARGEST_P = 0.05
"""Above it a difference is not called: the other side of a 95 % interval."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A rate against the period before: the difference with its 95 % interval (Newcombe), as fractions.

    `verdict` is up or down only when the interval excludes zero.
    """

    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    """Fisher's exact p where counts are small; None where the interval says enough."""

    @staticmethod
    def between(difference: float, low: float, high: float, p: float | None = None) -> "Change":
        """What may be called a rise or a fall: only a difference whose interval excludes zero.

        Where an exact p is given it must be small enough too.
        """
        verdict = Verdict.UP if low > 0 else Verdict.DOWN if high < 0 else Verdict.NO_CLEAR_CHANGE
        if p is not None and p > LARGEST_P:
            verdict = Verdict.NO_CLEAR_CHANGE
        return Change(verdict=verdict, difference=difference, low=low, high=high, p=p)


class TargetVerdict(Code):
    """How a figure stands against its target, from the whole interval."""

    MET = "met", "Target met"
    MISSED = "missed", "Target missed"
    TOO_CLOSE = "too_close", "Too close to call"
    NOT_JUDGED = "not_judged", "Not judged: no rate may be made, or too few answered"

    @staticmethod
    def judge(cell: PublishedCell, target: "SetTarget", response: "Response | None") -> "TargetVerdict":
        """Met or missed only where the whole interval lies on one side of the target. On it is reached."""
        if not isinstance(cell, Shown) or not isinstance(cell.figure, Rate | MoneyRate):
            return TargetVerdict.NOT_JUDGED
        if is_verdict_withheld(response):
            return TargetVerdict.NOT_JUDGED
        low, high, is_higher = cell.figure.low, cell.figure.high, target.direction == "higher"
        if low >= target.value if is_higher else high <= target.value:
            return TargetVerdict.MET
        if high < target.value if is_higher else low > target.value:
            return TargetVerdict.MISSED
        return TargetVerdict.TOO_CLOSE


@dataclass(frozen=True, kw_only=True)
class SetTarget:
    """One target as it was set."""

    measure: str
    value: float
    """A share from 0 to 1."""
    direction: str
    """higher or lower: which side of the value is the better one, as the measure's definition says."""
    where: tuple[tuple[Dimension, str], ...] = ()
    baseline: str = ""
    """The year or quarter it is measured from; empty where none is named."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a programme set out to reach, beside the figure that says how far it got.

    Met or missed only where the whole 95 % interval lies on one side of it.
    """

    value: float
    """A share from 0 to 1."""
    direction: str
    """higher or lower, from the definition."""
    verdict: TargetVerdict
    baseline_period: str = ""
    """The period it is measured from, in words; empty where none was named."""
    baseline: PublishedCell | None = None
    """The same figure in that period."""


FEWEST_FOR_A_RATE = 10
"""Below this many, one person moves a share by more than ten points: the parts are said, no percentage."""

FEWEST_FOR_AN_ADJUSTED_RATE = 30
"""The same of numbers that a release has moved: of fewer, what they were moved by says more than they do."""

FEWEST_TO_LEAN_ON = 20
"""Below this many, the interval is read before the figure: see `Shown.is_cautious`."""

LOW_RESPONSE_PERCENT = 50
"""Below this, those who did not answer outnumber those who did: a caution stands beside the figure."""

NO_VERDICT_RESPONSE_PERCENT = 30
"""Below this, no conclusion is drawn, whatever the interval says."""


@dataclass(frozen=True, kw_only=True)
class Response:
    """How many of one role and wave were asked, and how many answered. Under every survey figure."""

    answered: int
    asked: int
    is_linked: bool = True
    """False where answers carry no party: counted, capped at the invited."""
    is_of_attended: bool = False
    """True where nobody says who was invited: `asked` are those who took part."""

    @property
    def share(self) -> float:
        return self.answered / self.asked if self.asked else 0.0


def is_verdict_withheld(response: Response | None) -> bool:
    """True where too few of those asked answered for anything to be concluded from it."""
    return response is not None and response.share * 100 < NO_VERDICT_RESPONSE_PERCENT
