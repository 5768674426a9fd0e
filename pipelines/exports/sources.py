"""The programme's own tables in the scratch database: only the columns its mapping asks for."""

from dataclasses import dataclass, replace

from pipelines.exports.cells import sql_blanked
from pipelines.exports.export import Export
from pipelines.exports.mapping_rules import ROW_MARK, Condition, Feed, Mapping, SourceRule
from pipelines.exports.matching import FoundSheet, columns_asked
from pipelines.exports.reading import Staging, run
from pipelines.exports.relations import is_read_in_place, numbered
from pipelines.exports.text import normalise_header, sql_code, sql_text

ROW, BLANK_ROW, TOTALS_ROW = 0, 1, 2
"""`_kind` of a source row; from 3 on, the rules of the mapping that leave rows out, in their order."""

TOTALS_LABELS = (
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "summe",
    "gesamt",
    "somme",
    "suma",
    "totaal",
)
"""What stands in the first cell of a totals row; one of its other cells is blank."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file or sheet of a source, as a table of the scratch database."""

    table: str
    found: FoundSheet


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source of the mapping: a view over its parts, rows left out still in it (`_kind` > 0)."""

    rule: SourceRule
    view: str
    columns: dict[str, str]
    """Normalised header → column of the view. Columns that may be missing and are, are not in it."""
    parts: tuple[Part, ...] = ()
    is_direct: bool = False
    """Read straight into the rows of its one table, numbered as they are read."""

    @property
    def is_there(self) -> bool:
        """Was any file or sheet of it handed over?"""
        return bool(self.parts)

    def column(self, header: str) -> str | None:
        """The view's column for this header."""
        return self.columns.get(normalise_header(header))


def create_sources(
    staging: Staging, export: Export, mapping: Mapping, found: tuple[FoundSheet, ...]
) -> dict[str, Source]:
    """Loads every source of the mapping that was handed over."""
    asked = columns_asked(mapping)
    sources = {}
    for number, rule in enumerate(mapping.sources):
        sheets = [sheet for sheet in found if sheet.source == rule]
        headers = [normalise_header(column) for column in asked[rule.name]]
        present = [header for header in headers if any(header in sheet.headers for sheet in sheets)]
        columns = {header: f"c{position}" for position, header in enumerate(dict.fromkeys(present))}
        parts = tuple(
            Part(table=f"part_{number}_{position}", found=sheet) for position, sheet in enumerate(sheets)
        )
        source = Source(rule=rule, view=f"source_{number}", columns=columns, parts=parts)
        feed = _only_feed(mapping, source)
        if feed and len(parts) == 1 and is_read_in_place(staging, export, parts[0].found):
            sources[rule.name] = _direct(staging, export, source, feed)
        else:
            sources[rule.name] = source
            _load(staging, export, source)
    return sources


def _only_feed(mapping: Mapping, source: Source) -> Feed | None:
    """The one feed of a source that makes one row of each of its rows and needs nothing else for it."""
    name = source.rule.name
    feeds = [feed for feed in mapping.feeds if feed.source == name]
    is_joined = any(join.source == name for feed in mapping.feeds for join in feed.joins)
    if len(feeds) != 1 or is_joined or sum(feed.table == feeds[0].table for feed in mapping.feeds) != 1:
        return None
    feed = feeds[0]
    is_marked = any(f"{{{ROW_MARK}}}" in (rule.template or "") for rule in feed.columns)
    is_plain = not (is_marked or feed.joins or feed.where or feed.is_distinct or feed.answers)
    return feed if is_plain else None


def _direct(staging: Staging, export: Export, source: Source, feed: Feed) -> Source:
    found = source.parts[0].found
    rows = f"(SELECT _row, {_sql_cells(source, source.parts[0])} FROM {numbered(staging, export, found)})"
    part = replace(source.parts[0], table=f"rows_{feed.table}")
    return replace(source, view=rows, parts=(part,), is_direct=True)


def _load(staging: Staging, export: Export, source: Source) -> None:
    for part in source.parts:
        rows = numbered(staging, export, part.found)
        run(staging, f"CREATE TABLE {part.table} AS SELECT _row, {_sql_cells(source, part)} FROM {rows}")
    if source.parts:
        _create_view(staging, source)


def _sql_cells(source: Source, part: Part) -> str:
    cells = [f"{sql_cell(part.found, header)} AS {column}" for header, column in source.columns.items()]
    return ", ".join([f"{_sql_kind(part.found, source.rule)} AS _kind", *cells])


def sql_cell(sheet: FoundSheet, header: str) -> str:
    """The cell under the header in the sheet's relation; NULL where the sheet has no such column."""
    position = sheet.position(header)
    return "NULL::VARCHAR" if position is None else f"k{position}"


def _sql_kind(sheet: FoundSheet, rule: SourceRule) -> str:
    if not sheet.headers:
        return f"{ROW}::UTINYINT"
    cells = ", ".join(f"k{position}" for position in range(len(sheet.headers)))
    labels = ", ".join(sql_text(label) for label in TOTALS_LABELS)
    cases = f"WHEN coalesce({cells}) IS NULL THEN {BLANK_ROW}"
    some_blank = " OR ".join(f"k{position} IS NULL" for position in range(1, len(sheet.headers))) or "true"
    cases += f" WHEN ({some_blank}) AND lower(trim(k0)) IN ({labels}) THEN {TOTALS_ROW}"
    for number, left in enumerate(rule.leave_out, start=TOTALS_ROW + 1):
        cases += (
            f" WHEN {sql_condition(left.condition, sql_cell(sheet, left.condition.column))} THEN {number}"
        )
    return f"CAST(CASE {cases} ELSE {ROW} END AS UTINYINT)"


def _create_view(staging: Staging, source: Source) -> None:
    selects = []
    for part in source.parts:
        sheet = part.found
        names = f"{sql_text(sheet.sheet.file.name)} AS _file, {sql_text(sheet.sheet.name)} AS _sheet"
        cells = ", ".join(["_kind", *source.columns.values()])
        selects.append(f"SELECT {names}, _row, {cells} FROM {part.table}")
    run(staging, f"CREATE VIEW {source.view} AS {' UNION ALL '.join(selects)}")


def sql_condition(condition: Condition, cell: str) -> str:
    """SQL truth value (never NULL) of a condition on a cell."""
    if condition.test == "given":
        return f"{sql_blanked(cell, ())} IS NOT NULL"
    if condition.test == "blank":
        return f"{sql_blanked(cell, ())} IS NULL"
    labels = ", ".join(sql_text(label) for label in condition.labels)
    is_in = f"coalesce({sql_code(cell)} IN ({labels}), false)"
    return is_in if condition.test == "in" else f"NOT {is_in}"
