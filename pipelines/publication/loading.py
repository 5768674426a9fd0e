"""An export chosen on a page, and what is said of it before and after it is loaded. No value of a case."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from pipelines.publication.cells import PublishedCell
from pipelines.publication.status import Choice, QuarantineCount, TableAccount


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
class FoundTable:
    """One table of an export as it was read: a file, or a sheet of a workbook."""

    title: str
    written_as: str
    """Encoding and delimiter of a text file, and whether they were detected or declared."""
    rows: int
    """Blank rows, headers and titles are not counted."""
    used: int
    left_out: str
    """Why the others are not, in words, with how many."""
    columns_not_used: tuple[str, ...] = ()
    """By letter, as a spreadsheet shows them."""


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
    recognised_as: tuple[str, ...] = ()
    """Layouts nobody named: the files have their headers. As the list of the form calls them."""
    found: tuple[FoundTable, ...] = ()
    n_other_files: int = 0
    """Files among those chosen that hold no table, and were not read."""
    accounts: tuple[TableAccount, ...] = ()
    problems: tuple[QuarantineCount, ...] = ()
    cases: tuple[CaseMoves, ...] = ()
    headlines: tuple[HeadlineMove, ...] = ()
    must_confirm: tuple[str, ...] = ()
    """What would move further than expected, in sentences: somebody has to say that it is right."""
    workbook: bytes = b""
    """The error workbook, for whoever mends the rows."""


@dataclass(frozen=True, kw_only=True)
class SuggestedColumn:
    """One column of the files, and the column of the contract that it may be."""

    key: str
    sheet: str
    """The file, and the sheet where there are several."""
    header: str
    table: str
    column: str
    confidence: float
    """0 to 1."""
    because: str
    codes: tuple[tuple[str, str], ...] = ()
    """A word that stands in many rows → the code it is taken for; empty where none is near."""
    is_taken: bool = True
    """Unless somebody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class MappingDraft:
    """What the columns of an export may be, for a person to confirm."""

    refusal: str = ""
    """Why it was refused whole; empty where it can be mapped."""
    columns: tuple[SuggestedColumn, ...] = ()
    missing: tuple[str, ...] = ()
    """What every row needs and no column is taken for, in sentences."""
    mapping: bytes = b""
    """The mapping file that says so."""
    known: tuple[str, ...] = ()
    """Codes of the layouts that ship with the project and fit the files."""


class Loader(Protocol):
    """Takes exports into the warehouse a process serves. There is none in a process that serves a release."""

    def mappings(self) -> tuple[Choice, ...]:
        """Layouts that can be read, the contract's own first."""

    def suggest(self, export: HandedOver, taken: Collection[str] | None = None) -> MappingDraft:
        """A mapping for a layout nobody knows yet: what is sure, or the columns with these keys."""

    def check(self, export: HandedOver, report: Callable[[str], None]) -> LoadReport:
        """What loading it would do. Changes nothing; `report` hears the stages."""

    def load(self, export: HandedOver, report: Callable[[str], None], *, is_confirmed: bool) -> LoadReport:
        """Load it. What must be confirmed and is not comes back unloaded."""
