"""One measure, frozen: everything its definition file says, parsed and checked by the catalogue."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipelines.measures.grains import Grain
from pipelines.publication import Kind, is_told_by
from pipelines.vocabulary import Basis, Dimension, Perspective, Role, Wave

BUCKET_NAMES = ("met", "not_met", "pending", "not_applicable", "unknown")
"""The five buckets of every rate. They add up to its population."""

DIRECTIONS = ("higher", "lower", "neither")
"""Whether more is better. Neither accepts no target."""


_SAID_BY_ONE_ROLE = (Kind.RATE, Kind.SCORE, Kind.DISTRIBUTION, Kind.BOUNDS, Kind.CHANGE)
"""Kinds of what people said that are told apart by role. A gap sets roles side by side itself."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One of the five, with what falls into it in words and as a condition over one row."""

    name: str
    words: str
    when: str = ""
    """Empty for the bucket that takes whatever no other took."""


@dataclass(frozen=True, kw_only=True)
class SurveyPart:
    """The items of one wave that a survey rate stands on, and who was asked them."""

    items: tuple[str, ...]
    wave: Wave
    roles: tuple[Role, ...]
    is_people_only: bool
    """Organisations and proxies are left out of healing items."""


@dataclass(frozen=True, kw_only=True)
class AmountPart:
    """Columns of minor units: a numerator over a denominator, or one amount of its own."""

    numerator: str = ""
    denominator: str = ""
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class CountPart:
    """What a count counts: rows, different values of one column, or a sum of one."""

    distinct: str = ""
    sum: str = ""


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """What a reader is told where a programme lacks something the figure can be made without."""

    without: str
    words: str


@dataclass(frozen=True, kw_only=True)
class CurvePart:
    """How long each row was followed, how it ended (1 met, 2 another way, 0 open), and the days quoted."""

    day: str
    event: str
    horizons: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DaysPart:
    """How many days something took; `pending` says which of those without a number may still get one."""

    value: str
    pending: str


@dataclass(frozen=True, kw_only=True)
class PathwayStage:
    """One stage: its code in the data, its words, and what a programme must supply for it to be seen."""

    name: str
    words: str
    needs: tuple[str, ...] = ()
    is_seen: bool = True
    """False where not every programme of a figure supplies it: the stage is left out, never drawn as zero."""


@dataclass(frozen=True, kw_only=True)
class PathwayPart:
    """The furthest stage each row reached, why it went no further, and every stage in order."""

    stage: str
    reason: str
    stages: tuple[PathwayStage, ...]
    reasons: tuple[tuple[str, str], ...] = ()
    """Reasons with their words that are in no list of the vocabulary."""


@dataclass(frozen=True, kw_only=True)
class FlowPartOf:
    """One part of an amount: its name, its words and its minor units of one row."""

    name: str
    label: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class FlowPart:
    """An amount of one row and the parts it falls into; they add up for every row."""

    total: str
    parts: tuple[FlowPartOf, ...]


@dataclass(frozen=True, kw_only=True)
class MixPart:
    """A share of everything that is of one kind: the kinds' column, and what is counted (rows if empty)."""

    of: Dimension
    distinct: str = ""


@dataclass(frozen=True, kw_only=True)
class RatioPart:
    """What a ratio sets against what, and what it is broken down by where nothing else is asked.

    `of` is "exposure" (met per `per` rows that are met or not), "quantity" (a sum over a sum, both counted in
    `parts` of a unit), "overall" (a group's rate over everybody's) or "difference" (a group's share of those
    met against its share of everybody, standardised).
    """

    of: str
    per: int = 1
    by: Dimension | None = None
    numerator: str = ""
    denominator: str = ""
    parts: int = 1


@dataclass(frozen=True, kw_only=True)
class PairedPart:
    """One item answered by the same party in two waves, and who is asked it."""

    item: str
    first: Wave
    second: Wave
    roles: tuple[Role, ...]


@dataclass(frozen=True, kw_only=True)
class GapPart:
    """The two perspectives whose answers to the survey items are compared: first minus second."""

    first: Perspective
    second: Perspective


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: rows of the grain (what is not named is empty), the answer, the arithmetic in words.

    It is shown with the definition and is the measure's own test.
    """

    words: str
    rows: tuple[dict[str, Any], ...]
    answer: dict[str, Any]
    ask: dict[str, Any] = field(default_factory=dict)
    """What to break down by or filter on, where the answer needs it."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What one figure means. Its file is the only place that says so."""

    name: str
    title: str
    question: str
    why: str
    family: str
    kind: Kind
    unit: str
    grain: Grain
    perspective: Perspective
    direction: str
    basis: Basis
    bases: tuple[Basis, ...]
    needs: tuple[str, ...]
    breakdowns: tuple[Dimension, ...]
    caveats: tuple[str, ...]
    source: str
    owner: str
    reviewed: date
    version: str
    activity: Basis = Basis.ACTIVITY
    """The basis whose month says when it happened, where that is not the grain's own month of activity."""
    always_by: tuple[Dimension, ...] = ()
    """What it is told apart by wherever nothing else is asked: together, its groups would say nothing."""
    population: str = ""
    """Which rows of the grain it is about; empty for all."""
    statement: str = ""
    fallbacks: tuple[Fallback, ...] = ()
    matures_at: float = 0.0
    """The share of those it applies to that must have ended before one figure may stand for the cohort."""
    instead: str = ""
    """The measure to ask where this one is too soon: a curve, which counts what is still open too."""
    buckets: tuple[Bucket, ...] = ()
    survey: SurveyPart | None = None
    amounts: AmountPart | None = None
    count: CountPart | None = None
    curve: CurvePart | None = None
    days: DaysPart | None = None
    item: str = ""
    pathway: PathwayPart | None = None
    flow: FlowPart | None = None
    mix: MixPart | None = None
    ratio: RatioPart | None = None
    paired: PairedPart | None = None
    gap: GapPart | None = None
    is_concordance: bool = False
    """True for a rate of conferences in which every perspective that answered agrees."""
    example: Example | None = field(default=None, compare=False)
    content: bytes = field(default=b"", compare=False, repr=False)
    """The definition file itself, which goes with every release."""

    @property
    def default_breakdowns(self) -> tuple[Dimension, ...]:
        """What it is broken down by where nothing else is asked: without it the figure would say nothing."""
        if self.always_by:
            return self.always_by
        if self.mix is not None:
            return (self.mix.of,)
        if self.ratio is not None:
            return () if self.ratio.by is None else (self.ratio.by,)
        # What several roles said is never one number: how many of each answered would decide it.
        return (Dimension.ROLE,) if len(self._roles_asked) > 1 and self.kind in _SAID_BY_ONE_ROLE else ()

    @property
    def _roles_asked(self) -> tuple[Role, ...]:
        part = self.paired or self.survey
        return () if part is None or self.is_concordance else part.roles

    def also_by(self, asked: Collection[Dimension]) -> tuple[Dimension, ...]:
        """What it is broken down by besides what was asked; empty where that is enough."""
        return tuple(one for one in self.default_breakdowns if not is_told_by(one, self.kind, asked))

    def placed_by(self, basis: Basis) -> Basis:
        """The basis whose month places a row in a period of this one."""
        return self.activity if basis is Basis.ACTIVITY else basis

    @property
    def is_clustered(self) -> bool:
        """True where the answer itself needs what one conference, or one person, adds up to."""
        return self.kind in {Kind.GAP, Kind.CHANGE} or self.is_concordance

    @property
    def is_against_overall(self) -> bool:
        """True where each group is set against everybody."""
        return self.ratio is not None and self.ratio.of in ("overall", "difference")

    @property
    def is_per_currency(self) -> bool:
        """Amounts of different currencies are never added up."""
        return self.kind in {Kind.MONEY, Kind.MONEY_RATE, Kind.FLOW}
