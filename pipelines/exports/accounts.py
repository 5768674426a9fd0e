"""Accounts of every table handed over: rows read = rows used + rows left out, each with its reason."""

from dataclasses import dataclass
from difflib import get_close_matches

from pipelines.exports.feeds import FeedQuery
from pipelines.exports.matching import FoundSheet
from pipelines.exports.reading import Staging, run
from pipelines.exports.sources import BLANK_ROW, ROW, TOTALS_ROW, Part, Source
from pipelines.exports.text import normalise_header, sql_text, sql_trimmed

NOT_NAMED = "the mapping does not name this table"
NOT_TAKEN = "no table of ours takes this row"
NOT_JOINED = "no row of the other table has its key"


@dataclass(frozen=True, kw_only=True)
class SourceAccount:
    """One table handed over. `rows_read` does not count blank rows, headers and titles."""

    file: str
    sheet: str
    rows_read: int
    rows_used: int
    left_out: tuple[tuple[str, int], ...] = ()
    """Reason → rows, those with none left away."""
    columns_left: tuple[str, ...] = ()
    """Columns the mapping does not name, by letter as a spreadsheet shows them: scanned for personal details,
    never staged. Not by header: in a table that has none, that would be a row of a case. In brackets
    behind it stands the column of the mapping that is spelled much like it and was not handed over.
    """
    written_as: str = ""
    """Encoding and delimiter of a text file, and whether they were detected or declared."""

    @property
    def title(self) -> str:
        """The file, and the sheet of a workbook."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file

    @property
    def is_named(self) -> bool:
        """Whether the mapping names this table at all."""
        return self.left_out != ((NOT_NAMED, 0),)

    @property
    def left_out_in_words(self) -> str:
        if not self.is_named:
            return f"all: {NOT_NAMED}"
        return "; ".join(f"{rows} {reason}" for reason, rows in self.left_out)


def count_rows(
    staging: Staging,
    found: tuple[FoundSheet, ...],
    sources: dict[str, Source],
    queries: tuple[FeedQuery, ...],
) -> tuple[SourceAccount, ...]:
    """One account for each table of the export, in its order."""
    parts = {(part.found.sheet): (source, part) for source in sources.values() for part in source.parts}
    accounts = []
    for sheet in found:
        if sheet.sheet in parts:
            accounts.append(_count_part(staging, *parts[sheet.sheet], queries))
        else:
            accounts.append(_not_read(sheet))
    return tuple(accounts)


def _not_read(found: FoundSheet) -> SourceAccount:
    return SourceAccount(
        file=found.sheet.file.name,
        sheet=found.sheet.name,
        rows_read=0,
        rows_used=0,
        left_out=((NOT_NAMED, 0),),
        written_as=_written_as(found),
    )


def _written_as(found: FoundSheet) -> str:
    dialect = found.sheet.dialect
    if dialect is None:
        return ""
    delimiter = {"\t": "tab", " ": "space"}.get(dialect.delimiter, dialect.delimiter)
    known = "detected" if dialect.is_detected else "declared"
    return f"{dialect.encoding}, delimiter {delimiter} ({known})"


def _columns_left(source: Source, found: FoundSheet, queries: tuple[FeedQuery, ...]) -> tuple[str, ...]:
    # A library of spreadsheets knows their letters; it is loaded where a column was left.
    from xlsxwriter.utility import xl_col_to_name

    known = {normalise_header(header) for header in source.rule.not_read}.union(source.columns)
    left = [(place, header) for place, header in enumerate(found.headers) if header and header not in known]
    missing = _columns_missing(source, queries)
    return tuple(f"{xl_col_to_name(place)}{_perhaps(header, missing)}" for place, header in left)


def _columns_missing(source: Source, queries: tuple[FeedQuery, ...]) -> dict[str, str]:
    """Normalised header → as the mapping writes it, of columns it asks for and the table does not have."""
    feeds = [query.feed for query in queries if query.feed.source == source.rule.name]
    named = [column for feed in feeds for rule in feed.columns for column in rule.columns_named]
    return {normalise_header(column): column for column in named if source.column(column) is None}


def _perhaps(header: str, missing: dict[str, str]) -> str:
    near = get_close_matches(header, missing, n=1, cutoff=0.8)
    return f" ({missing[near[0]]}?)" if near else ""


def _count_part(
    staging: Staging, source: Source, part: Part, queries: tuple[FeedQuery, ...]
) -> SourceAccount:
    kinds = dict(run(staging, f"SELECT _kind, count(*) FROM {part.table} GROUP BY _kind"))
    reasons = {TOTALS_ROW: "totals row"}
    reasons |= {
        number: left.reason for number, left in enumerate(source.rule.leave_out, start=TOTALS_ROW + 1)
    }
    left_out = [(reason, kinds[number]) for number, reason in reasons.items() if kinds.get(number)]
    usable = kinds.get(ROW, 0)
    used, reason = _count_used(staging, source, part, queries, usable)
    if used < usable:
        left_out.append((reason, usable - used))
    return SourceAccount(
        file=part.found.sheet.file.name,
        sheet=part.found.sheet.name,
        rows_read=sum(kinds.values()) - kinds.get(BLANK_ROW, 0),
        rows_used=used,
        left_out=tuple(left_out),
        columns_left=_columns_left(source, part.found, queries),
        written_as=_written_as(part.found),
    )


def _count_used(
    staging: Staging, source: Source, part: Part, queries: tuple[FeedQuery, ...], usable: int
) -> tuple[int, str]:
    """Rows that at least one feed takes, as its base or beside another row."""
    name = source.rule.name
    bases = [query for query in queries if query.feed.source == name]
    if any(not query.feed.where and not query.feed.answers for query in bases):
        return usable, NOT_TAKEN
    selects = [query.origin_rows() for query in bases]
    selects += [
        _sql_joined(query, source, number)
        for query in queries
        for number, join in enumerate(query.feed.joins)
        if join.source == name
    ]
    if not selects:
        return 0, NOT_TAKEN
    sheet = part.found.sheet
    counted = run(
        staging,
        f"SELECT count(DISTINCT _row) FROM ({' UNION ALL '.join(selects)}) "
        f"WHERE _file = {sql_text(sheet.file.name)} AND _sheet = {sql_text(sheet.name)}",
    )
    return int(counted[0][0]), NOT_TAKEN if bases else NOT_JOINED


def _sql_joined(query: FeedQuery, source: Source, number: int) -> str:
    join = query.feed.joins[number]
    on = " AND ".join(
        f"{sql_trimmed(query.cell(ours) or 'NULL')} = {sql_trimmed(f's.{source.column(theirs)}')}"
        for ours, theirs in join.on
    )
    base = query.sources[query.feed.source].view
    return (
        f"SELECT s._file, s._sheet, s._row FROM {source.view} s "
        f"WHERE s._kind = {ROW} AND EXISTS (SELECT 1 FROM {base} b WHERE b._kind = {ROW} AND {on})"
    )
