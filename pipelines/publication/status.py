"""What the figures stand on, and what somebody should look at."""

from dataclasses import dataclass
from datetime import date

from pipelines.publication.tables import SourceStamp


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
class RoleWord:
    """What a programme calls one role, in small letters."""

    role: str
    one: str
    several: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Who gets a signed headline pack, what for, and who signed for it."""

    recipient: str
    purpose: str
    signed_by: str


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
    periods: tuple[Choice, ...] = ()
    """What may be asked for, the usual one first; empty where any months may be (a warehouse)."""
    sentence: str = ""
    """What must stand on every page, report and download about how far these figures may be trusted."""
    seal: str = ""
    """SHA-256 of a release's manifest, which holds the checksums of its files; empty for a warehouse."""
    statement: Statement | None = None
    """Of a signed headline pack; nobody signs for the others."""
    role_words: tuple[RoleWord, ...] = ()
    """The programme's own words for the roles, where it has some."""
    refused: tuple[str, ...] = ()
    """Of a programme's own definitions, what is wrong with each that defines nothing as it is."""


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
