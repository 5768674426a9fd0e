"""A question to a source and its answer: the definition in words, and rows of cells."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pipelines.publication.cells import NoCases, PublishedCell
from pipelines.publication.kinds import Kind
from pipelines.publication.variation import Variation
from pipelines.publication.verdicts import Change, Response, Target
from pipelines.vocabulary import ROLE_DIMENSIONS, Basis, Dimension


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
    variation: bool = False
    """Also a funnel (by site, programme or both) or a control chart (by period)."""


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
    variation: Variation | None = None
    """A funnel or control chart of the rows, or why there is none; None where it was not asked for."""

    @property
    def kind(self) -> Kind:
        return self.definition.kind

    @property
    def cell(self) -> PublishedCell:
        """The cell of a table that is not broken down."""
        return self.rows[0].cell if self.rows else NoCases()


def is_told_by(default: Dimension, kind: Kind, asked: Collection[Dimension]) -> bool:
    """Is what a figure is always told apart by among what was asked?

    Roles are told apart by perspective too; an index is not: within one, people are asked other items.
    """
    has_roles = default in ROLE_DIMENSIONS and kind is not Kind.SCORE
    return any(dimension in (ROLE_DIMENSIONS if has_roles else (default,)) for dimension in asked)
