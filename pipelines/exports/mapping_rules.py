"""A mapping: how one programme's tables become the contract's. Data, checked whole before a row is read.

`mapping.load_mapping` turns TOML into these types and checks every key.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
"""A column named in a template."""

ROW_MARK = "#"
"""`{#}` in a template: a mark of the file and the row's number, for tables without an id of their own."""

ISO_DATE = "%Y-%m-%d"
EXCEL_SERIAL = "excel"
"""Stands among date formats for days counted from 1899-12-30, as spreadsheets export them."""

NUMBER_STYLES = ("1234.50", "1,234.50", "1.234,50", "1 234,50", "1'234.50")
SCALES = {
    4: {1: 1, 2: 2, 3: 4, 4: 5},
    5: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5},
    7: {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5},
    10: {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 5, 10: 5},
}
"""Points of another agreement scale → our five. The ends stay ends, and only a true middle is neither."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Is the cell filled, blank, or one of these labels (compared as codes are)?"""

    column: str
    test: Literal["given", "blank", "in", "not_in"]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LeaveOut:
    """Rows of a source that are not cases, and why (a totals row, a test record)."""

    condition: Condition
    reason: str


@dataclass(frozen=True, kw_only=True)
class SourceRule:
    """One table of the programme's: where it is and what of it is left behind on purpose."""

    name: str
    file: str | None = None
    sheet: str | None = None
    """Patterns: `*` stands for anything, case and spaces do not count. Neither: the source's name."""
    header_row: int | None = None
    """Row of the header as a person counts; None: the row that holds the most of the columns asked for."""
    delimiter: str | None = None
    encoding: str | None = None
    has_questions: bool = False
    """Its headers are questions: their numbers, closing marks and a grid's title do not count."""
    not_read: tuple[str, ...] = ()
    """Columns known and left behind on purpose, so that only new ones are reported."""
    leave_out: tuple[LeaveOut, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True)
class NumberStyle:
    """How amounts are written. What does not fit is unreadable, never guessed."""

    style: str = "1234.50"
    symbols: tuple[str, ...] = ()
    """Currency signs and codes that may stand before or after."""


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """How one column of ours is made. Exactly one of constant, template and source columns is set."""

    target: str
    """A column of the contract, or its `<x>_date` where the contract has `<x>_day`."""
    source_columns: tuple[str, ...] = ()
    """The first that is filled counts."""
    template: str | None = None
    """Text with {Column} in braces; blank where one of them is. For ids made from another id."""
    constant: str | None = None
    codes: dict[str, str] = field(default_factory=dict)
    """The programme's label → our code."""
    blank: str | None = None
    present: str | None = None
    dates: tuple[str, ...] = (ISO_DATE,)
    numbers: NumberStyle = NumberStyle()
    blanks: tuple[str, ...] = ()
    """Labels that mean nothing was written."""
    is_age: bool = False
    """An age in years, kept as its band."""
    where: tuple[Condition, ...] = ()
    is_optional: bool = False

    @property
    def is_date(self) -> bool:
        return self.target.endswith("_date")

    @property
    def columns_named(self) -> tuple[str, ...]:
        """Every column of the source it is made from."""
        named = PLACEHOLDER.findall(self.template or "")
        return (*self.source_columns, *(name for name in named if name != ROW_MARK))


@dataclass(frozen=True, kw_only=True)
class Join:
    """Brings the one row of another source with the same key beside each row."""

    source: str
    on: tuple[tuple[str, str], ...]
    """Column of the base source, column of the joined one."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """Rows of one of our tables, made from one source. A table may have several feeds."""

    table: str
    source: str
    columns: tuple[ColumnRule, ...]
    joins: tuple[Join, ...] = ()
    where: tuple[Condition, ...] = ()
    is_distinct: bool = False
    """Equal rows are one: where a case repeats for each of its parties."""
    answers: tuple[tuple[str, ColumnRule], ...] = ()
    """A wide survey: item → how its answer is made. One row per item that is filled."""


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Everything a programme declares about its export."""

    name: str
    version: str
    sha256: str
    """Of the file, for the ledger; of nothing for the canonical tables."""
    sources: tuple[SourceRule, ...]
    feeds: tuple[Feed, ...]
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    """The programme's own closed lists: column → code → label."""
    not_recorded: tuple[str, ...] = ()
    sheets_not_read: tuple[str, ...] = ()
    """Sheets known and left behind on purpose, such as guidance. The anonymity gate looks at them."""

    def source(self, name: str) -> SourceRule:
        """The source of that name; KeyError if there is none."""
        return {source.name: source for source in self.sources}[name]
