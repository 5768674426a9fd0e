"""What can be said about a column before anybody says what it is. No value leaves this module but labels.

A label is a text that stands in at least `LABEL_ROWS` rows of a column with few different texts: it is a word
of the system, and not of a case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipelines.exports.anonymity import check_anonymity
from pipelines.exports.canonical import canonical_mapping
from pipelines.exports.export import Export
from pipelines.exports.mapping_rules import ISO_DATE
from pipelines.exports.matching import FoundSheet, find_sheets, numbered
from pipelines.exports.reading import Staging, open_memory, stream
from pipelines.exports.relations import relation
from pipelines.exports.text import normalise_header

LABEL_ROWS = 5
"""A text in fewer rows could be a case's own, and is never written down."""
FEW = 40
"""Different texts in a column of codes; the longest closed list has half as many."""
LOOKED_AT = 50_000
"""Rows: enough to know a column by."""

FORMATS = (
    ISO_DATE, "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y",
    "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y/%m/%d %I:%M:%S %p",
    "%Y %b %d %I:%M:%S %p", "%d %b %Y", "%d %B %Y",
)  # fmt: skip
NEARLY_ALL = 0.95


@dataclass(frozen=True, kw_only=True)
class ColumnFacts:
    """One column of a table that was handed over."""

    header: str
    values: dict[str, int] = field(repr=False)
    """Different texts and the rows that hold them; of the rows looked at."""

    @property
    def n_rows(self) -> int:
        """Rows with anything in them."""
        return sum(self.values.values())

    @property
    def is_unique(self) -> bool:
        return self.n_rows > 0 and len(self.values) == self.n_rows

    @property
    def labels(self) -> tuple[str, ...]:
        """Texts that occur often, where there are only a few different ones."""
        if not 0 < len(self.values) <= FEW:
            return ()
        often = [value for value, rows in self.values.items() if rows >= LABEL_ROWS]
        return tuple(sorted(often, key=lambda value: (-self.values[value], value)))

    def share(self, texts: Iterable[str]) -> float:
        """Of the filled rows, those that hold one of the texts."""
        return sum(self.values[text] for text in texts) / max(self.n_rows, 1)


@dataclass(frozen=True, kw_only=True)
class SheetFacts:
    """One table that was handed over."""

    file: str
    sheet: str
    columns: tuple[ColumnFacts, ...]

    @property
    def title(self) -> str:
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def read_facts(export: Export) -> tuple[SheetFacts, ...]:
    """Every table with a header. Raises `NotAnonymisedError` before anything of it is looked at."""
    canonical = canonical_mapping()
    check_anonymity(export, canonical)
    with open_memory() as memory:
        found = (_with_header(found) for found in find_sheets(export, canonical, is_strict=False))
        sheets = [_read_sheet(memory, export, sheet) for sheet in found if any(sheet.headers)]
    return tuple(sheet for sheet in sheets if len(sheet.columns) > 1)


def _with_header(found: FoundSheet) -> FoundSheet:
    """Titles stand above a header: the header is the first row with nearly as many different texts as any."""
    if found.source is not None:
        return found
    counts = [len({normalise_header(cell) for cell in row} - {""}) for row in found.sheet.top]
    if not counts:
        return found
    row = next(number for number, count in enumerate(counts) if count >= 0.8 * max(counts))
    return replace(found, header_row=row + 1, headers=numbered(found.sheet.top[row]))


def _read_sheet(memory: Staging, export: Export, found: FoundSheet) -> SheetFacts:
    rows = relation(memory, export, found)
    columns = []
    for position, header in enumerate(found.headers):
        cell = f"trim(k{position})"
        counted = stream(
            memory,
            f"SELECT {cell}, count(*) FROM (SELECT k{position} FROM {rows} LIMIT {LOOKED_AT}) "
            f"WHERE {cell} <> '' GROUP BY 1",
        )
        values = {str(value): int(count) for value, count in counted}
        if header:
            columns.append(ColumnFacts(header=found.names[position].strip(), values=values))
    return SheetFacts(file=found.sheet.file.name, sheet=found.sheet.name, columns=tuple(columns))


def fitting_formats(column: ColumnFacts) -> tuple[str, ...]:
    """Date formats that together read nearly every value, the widest first; none if they are no dates."""
    left = list(column.values)[:2_000]
    n_values, formats = len(left), []
    while left and n_values:
        read, text = max(((_readable(left, text), text) for text in FORMATS), key=lambda pair: len(pair[0]))
        if len(read) < 0.05 * n_values:
            break
        formats.append(text)
        left = [value for value in left if value not in read]
    return tuple(formats) if n_values and len(left) <= (1 - NEARLY_ALL) * n_values else ()


def _readable(values: list[str], text: str) -> set[str]:
    return {value for value in values if _is_read(value, text)}


def _is_read(value: str, text: str) -> bool:
    try:
        datetime.strptime(value, text)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True
