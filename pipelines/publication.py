"""The seam: what crosses from the pipelines to a reader. A leaf: it imports only the vocabulary.

Four frozen types cross: `PublishedTable`, `Definition`, `DataStatus` and `ActionList`. A `Source` gives them,
from a warehouse (exact) or from a release (protected), with one interface. Nothing else of a case does.

A bare percentage cannot be built: `Rate` and `MoneyRate` refuse to exist without interval and parts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from pipelines.vocabulary import Basis, Code, Dimension


class Audience(Code):
    """Who a process serves. Decided by the source it was started on, never by a widget or an address."""

    MANAGER = "manager", "Programme manager"
    EVALUATOR = "evaluator", "Evaluator"
    FUNDER = "funder", "Funder"


class Kind(StrEnum):
    """The shape of a measure's answer."""

    RATE = "rate"
    COUNT = "count"
    DAYS = "days"
    MONEY = "money"
    MONEY_RATE = "money_rate"
    RATIO = "ratio"
    DISTRIBUTION = "distribution"
    CURVE = "curve"
    PATHWAY = "pathway"
    FLOW = "flow"
    SCORE = "score"
    CHANGE = "change"
    GAP = "gap"
    BOUNDS = "bounds"
    UNIT_COST = "unit_cost"


# ---------------------------------------------------------------- figures: what a shown cell holds


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
        _check_interval(self.value, self.low, self.high)
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
        _check_interval(self.value, self.low, self.high)
        if self.denominator_minor < 1:
            raise ValueError("a money rate needs a denominator above zero")


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


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """The state of a curve at the end of one day since the start."""

    day: int
    share: float
    low: float
    high: float
    at_risk: int
    n_met: int
    """How many had met it by this day."""
    n_ended: int
    """How many had ended another way by this day (the competing event)."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Cumulative incidence in steps, with those who ended another way as a competing event.

    The points stop where fewer than the policy's number are still followed; `stops_at_day` is the last day
    that can be relied on. A day past it is too soon, not a plateau.
    """

    points: tuple[CurvePoint, ...]
    n: int
    stops_at_day: int

    def at(self, day: int) -> CurvePoint | None:
        """The last step on or before `day`; None where the curve has stopped by then (too soon)."""
        if day > self.stops_at_day:
            return None
        reached = [point for point in self.points if point.day <= day]
        return reached[-1] if reached else None


@dataclass(frozen=True, kw_only=True)
class PathwayStep:
    """One stage of the way through a programme, in cases or in parties of one role."""

    stage: str
    label: str
    reached: int
    """How many reached this stage."""
    left: tuple[tuple[str, int], ...]
    """Reason in words and how many left here, before the next stage, for it; largest first."""
    waiting: int
    """How many are still here and could go on."""


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """Every stage in order. reached(next) = reached − left − waiting, checked."""

    steps: tuple[PathwayStep, ...]

    def __post_init__(self) -> None:
        for step, following in zip(self.steps, self.steps[1:], strict=False):
            if step.reached - step.waiting - sum(n for _, n in step.left) != following.reached:
                raise ValueError(f"the pathway does not add up between {step.stage} and {following.stage}")


@dataclass(frozen=True, kw_only=True)
class FlowPart:
    """One part of an amount, in minor units."""

    name: str
    label: str
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An amount and the parts it went to; they reconcile to the minor unit, checked."""

    total_minor: int
    parts: tuple[FlowPart, ...]
    currency: str
    n: int

    def __post_init__(self) -> None:
        if sum(part.amount_minor for part in self.parts) != self.total_minor:
            raise ValueError("the parts of the flow do not add up to its total")
        if any(part.amount_minor < 0 for part in self.parts):
            raise ValueError("no part of a flow may be negative")


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
    buckets: Buckets | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError("a ratio must lie inside its interval, and neither below 0")
        if self.denominator <= 0:
            raise ValueError("a ratio needs a denominator above zero")


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
        _check_interval(self.value, self.low, self.high)
        if not 1 <= self.answered <= self.asked:
            raise ValueError("bounds need an answer, and no more answers than were asked for")


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


Figure = (
    Rate
    | MoneyRate
    | Count
    | Money
    | Days
    | Distribution
    | Curve
    | Pathway
    | Flow
    | Ratio
    | Score
    | PairedChange
    | Gap
    | Bounds
    | UnitCost
)


def _check_interval(value: float, low: float, high: float) -> None:
    if not 0 <= low <= value <= high <= 1:
        raise ValueError("a rate must lie inside its interval, and both between 0 and 1")


# ---------------------------------------------------------------- cells: a closed type


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A figure that may be read."""

    figure: Figure
    is_cautious: bool = False
    """True where there are too few to lean on it (10 to 19, or fewer than 20 answers): the interval leads."""
    state: str = field(default="shown", init=False)


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Kept back to protect people. `words` may say "fewer than 10" or "all but fewer than 10 of about 60"."""

    words: str = ""
    state: str = field(default="hidden", init=False)


@dataclass(frozen=True, kw_only=True)
class TooFew:
    """Too few to rely on: the parts may be read (by managers), no rate is made of them."""

    buckets: Buckets | None = None
    n: int | None = None
    state: str = field(default="too_few", init=False)


@dataclass(frozen=True, kw_only=True)
class TooSoon:
    """Nobody has been followed long enough yet. Not a zero, not a fall."""

    buckets: Buckets | None = None
    state: str = field(default="too_soon", init=False)


@dataclass(frozen=True, kw_only=True)
class NoCases:
    """The selection holds nothing this measure is about: 0 of 0."""

    buckets: Buckets | None = None
    state: str = field(default="no_cases", init=False)


@dataclass(frozen=True, kw_only=True)
class NotSupplied:
    """The programme does not hand over what this needs. Never zero."""

    missing: tuple[str, ...] = ()
    """What is missing, as `table.column`, `table` or `role:harmed`."""
    state: str = field(default="not_supplied", init=False)


@dataclass(frozen=True, kw_only=True)
class NotAvailable:
    """Not in this release: it was never computed, and cannot be from here."""

    state: str = field(default="not_available", init=False)


PublishedCell = Shown | Hidden | TooFew | TooSoon | NoCases | NotSupplied | NotAvailable


class Verdict(Code):
    """What a comparison allows a sentence to say."""

    UP = "up", "Up"
    DOWN = "down", "Down"
    NO_CLEAR_CHANGE = "no_clear_change", "No clear change"
    NO_EARLIER = "no_earlier", "No earlier period to compare"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A rate against the period before: the difference with its 95 % interval (Newcombe), as fractions.

    `verdict` is up or down only when the interval excludes zero.
    """

    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None


class TargetVerdict(Code):
    """How a figure stands against its target, from the whole interval."""

    MET = "met", "Target met"
    MISSED = "missed", "Target missed"
    TOO_CLOSE = "too_close", "Too close to call"
    NOT_JUDGED = "not_judged", "Not judged: no rate may be made, or too few answered"


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


# ---------------------------------------------------------------- definitions, requests and tables


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a measure means, in words. Built from one TOML file; nothing else defines a measure."""

    name: str
    title: str
    question: str
    why: str
    kind: Kind
    unit: str
    perspective: str
    direction: str
    """higher, lower or neither: whether more of it is better. Neither accepts no target."""
    basis: Basis
    bases: tuple[Basis, ...]
    breakdowns: tuple[Dimension, ...]
    buckets: tuple[tuple[str, str], ...]
    """Bucket name and what falls into it, in words; in the order they are tried."""
    caveats: tuple[str, ...]
    needs: tuple[str, ...]
    source: str
    owner: str
    reviewed: date
    version: str
    """First 12 hex digits of the SHA-256 of the definition file."""
    family: str
    statement: str = ""
    """The survey statement people answered, where there is one."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question to a source: a measure, broken down by, where, in a period, on a basis.

    `period` is "all", "last-12-months", "last-24-months", a year ("2025") or a quarter ("2025Q3").
    """

    measure: str
    by: tuple[Dimension, ...] = ()
    where: tuple[tuple[Dimension, str], ...] = ()
    period: str = "all"
    basis: Basis | None = None
    compare: bool = False
    """Also compare with the period before of the same length."""


@dataclass(frozen=True, kw_only=True)
class PublishedRow:
    """One row of a published table: what it is broken down by, and its cell."""

    by: tuple[tuple[str, str], ...]
    """Dimension code and value code, in the order asked; empty for a total."""
    cell: PublishedCell
    change: Change | None = None
    response: Response | None = None
    target: Target | None = None
    """What was set out to be reached by just these; for managers, from a warehouse only."""


@dataclass(frozen=True, kw_only=True)
class SourceStamp:
    """Where a figure came from, so that it can be found again."""

    kind: str
    """warehouse or release"""
    id: str
    is_sample: bool = False


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """The answer to one request: rows of cells with everything needed to read them."""

    definition: Definition
    request: Request
    basis: Basis
    period_label: str
    as_of: date
    stamp: SourceStamp
    rows: tuple[PublishedRow, ...]
    notes: tuple[str, ...] = ()
    """Sentences that belong under the figure ("2 of 3 programmes", a series break)."""
    sql: str = ""
    """The query that ran, for a reader to check. Empty in a release."""

    @property
    def kind(self) -> Kind:
        return self.definition.kind

    @property
    def cell(self) -> PublishedCell:
        """The cell of a table that is not broken down."""
        return self.rows[0].cell if self.rows else NoCases()


# ---------------------------------------------------------------- status and actions


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value a filter may take."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """One file that came in. No value of a case."""

    programme: str
    file: str
    sha256: str
    as_of: date
    loaded_at: str
    mapping: str
    contract: int
    rows_read: int


@dataclass(frozen=True, kw_only=True)
class TableAccount:
    """What became of the rows of one contract table: made = accepted + quarantined + superseded."""

    programme: str
    table: str
    made: int
    accepted: int
    quarantined: int
    superseded: int


@dataclass(frozen=True, kw_only=True)
class QuarantineCount:
    """How many rows of one table broke one rule, and how to mend them in the source system."""

    programme: str
    table: str
    rule: str
    sentence: str
    mend: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class NotSuppliedColumn:
    """A column or role a programme does not record, and so what cannot be said about it."""

    programme: str
    item: str


@dataclass(frozen=True, kw_only=True)
class DataStatus:
    """What the figures stand on."""

    stamp: SourceStamp
    as_of: date
    """The latest extraction date of any programme."""
    programmes: tuple[Choice, ...]
    offence_categories: tuple[Choice, ...]
    """Only those that occur, in the vocabulary's order."""
    first_month: str
    last_month: str
    ledger: tuple[LedgerEntry, ...] = ()
    accounts: tuple[TableAccount, ...] = ()
    quarantine: tuple[QuarantineCount, ...] = ()
    not_supplied: tuple[NotSuppliedColumn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing somebody should look at. `reference` is the programme's own, where the key file allows it."""

    kind: str
    programme: str
    reference: str
    days_overdue: int | None
    what: str


@dataclass(frozen=True, kw_only=True)
class ActionList:
    """Overdue promises and safeguarding answers: for managers, from a warehouse only. Not an alert system."""

    actions: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """One export as somebody chose it on the page: files by name, and what they say of it."""

    files: tuple[tuple[str, bytes], ...]
    programme: str = ""
    as_of: str = ""
    """YYYY-MM-DD; empty where an `export.toml` among the files says it. So for the others."""
    currency: str = ""
    mapping: str = ""


@dataclass(frozen=True, kw_only=True)
class HeadlineMove:
    """A headline of one programme before and after a load; None where there is nothing on that side."""

    programme: str
    title: str
    before: PublishedCell | None
    after: PublishedCell | None


@dataclass(frozen=True, kw_only=True)
class CaseMoves:
    """What a load does to the cases of a programme that was there before."""

    programme: str
    added: int
    changed: int
    unchanged: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class LoadReport:
    """What was found in an export, what to mend, and what loading it would change. No value of a case."""

    refusal: str = ""
    """Why it was refused whole, with what to do; empty where it can be loaded."""
    is_loaded: bool = False
    is_already_loaded: bool = False
    programmes: tuple[str, ...] = ()
    accounts: tuple[TableAccount, ...] = ()
    problems: tuple[QuarantineCount, ...] = ()
    cases: tuple[CaseMoves, ...] = ()
    headlines: tuple[HeadlineMove, ...] = ()
    must_confirm: tuple[str, ...] = ()
    """What would move further than expected, in sentences: somebody has to say that it is right."""
    workbook: bytes = b""
    """The error workbook, for whoever mends the rows."""


class Loader(Protocol):
    """Takes exports into the warehouse a process serves. There is none in a process that serves a release."""

    def mappings(self) -> tuple[Choice, ...]:
        """Layouts that can be read, the contract's own first."""

    def check(self, export: HandedOver, report: Callable[[str], None]) -> LoadReport:
        """What loading it would do. Changes nothing; `report` hears the stages."""

    def load(self, export: HandedOver, report: Callable[[str], None], *, is_confirmed: bool) -> LoadReport:
        """Load it. What must be confirmed and is not comes back unloaded."""


class Source(Protocol):
    """Where published figures come from. Two exist: the warehouse (exact) and a release (protected)."""

    audience: Audience

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        """One table for each request, in order. Raises `UsageError` for what may not be asked."""

    def load_definitions(self) -> tuple[Definition, ...]:
        """Every measure this source can answer, in the catalogue's order."""

    def load_status(self) -> DataStatus:
        """What the figures stand on."""

    def load_actions(self) -> ActionList | None:
        """What somebody should look at; None where the audience may not see it."""
