"""Finds each source of a mapping among the tables handed over, its header row, and its columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from pipelines.errors import MappingError, RefusedError
from pipelines.exports.dialects import read_top
from pipelines.exports.export import Dialect, Export, Sheet
from pipelines.exports.mapping_rules import Feed, Mapping, SourceRule
from pipelines.exports.mismatches import (
    describe_claimed_twice,
    describe_no_column,
    describe_no_question,
    describe_no_source,
    describe_no_table,
)
from pipelines.exports.questions import bare_question, find_questions
from pipelines.exports.text import normalise_header


@dataclass(frozen=True, kw_only=True)
class FoundSheet:
    """One table handed over, with its header found."""

    sheet: Sheet
    header_row: int
    """As a person counts; 0 for a table without any row."""
    headers: tuple[str, ...] = field(repr=False)
    """Normalised, one a column; a repeated one carries its count."""
    titles: tuple[str, ...] = field(default=(), repr=False)
    """Headers put together from two rows; empty where they stand in one."""
    source: SourceRule | None = None
    """The source of the mapping it feeds; None where the mapping does not name it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The headers as they are written."""
        return self.titles or (self.sheet.top[self.header_row - 1] if self.headers else ())

    def position(self, header: str) -> int | None:
        """Of the column with this header, however it is spelled; None if there is none."""
        wanted = normalise_header(header)
        return self.headers.index(wanted) if wanted in self.headers else None


def columns_asked(mapping: Mapping) -> dict[str, dict[str, bool]]:
    """For each source the columns the mapping uses, and whether one may be missing."""
    asked: dict[str, dict[str, bool]] = {source.name: {} for source in mapping.sources}
    for feed in mapping.feeds:
        for reference, is_optional in _references(feed):
            source, column = split_reference(feed, reference)
            asked[source][column] = asked[source].get(column, True) and is_optional
    for rule in mapping.sources:
        for left in rule.leave_out:
            asked[rule.name].setdefault(left.condition.column, False)
            asked[rule.name][left.condition.column] = False
    return asked


def split_reference(feed: Feed, reference: str) -> tuple[str, str]:
    """`referrals.Charge` is column Charge of the joined source; anything else is of the feed's own."""
    source, point, column = reference.partition(".")
    if point and source in {join.source for join in feed.joins}:
        return source, column
    return feed.source, reference


def _references(feed: Feed) -> Iterable[tuple[str, bool]]:
    for condition in feed.where:
        yield condition.column, False
    for join in feed.joins:
        for ours, theirs in join.on:
            yield ours, False
            yield f"{join.source}.{theirs}", False
    for rule in (*feed.columns, *(answer for _, answer in feed.answers)):
        for column in rule.columns_named:
            yield column, rule.is_optional
        for condition in rule.where:
            yield condition.column, rule.is_optional


def find_sheets(export: Export, mapping: Mapping, *, is_strict: bool = True) -> tuple[FoundSheet, ...]:
    """Every table of the export, those the mapping does not name included.

    Raises `MappingError` for a source or column that is not there, naming what the mapping expects; not
    when `is_strict` is off: the anonymity gate looks at whatever was handed over.
    """
    asked = columns_asked(mapping)
    found: dict[int, FoundSheet] = {}
    for rule in mapping.sources:
        numbers = [number for number, sheet in enumerate(export.sheets) if _is_meant(rule, sheet, export)]
        if not numbers and not rule.is_optional and is_strict:
            raise MappingError(describe_no_source(mapping, rule, export))
        for number in numbers:
            if number in found and is_strict:
                raise MappingError(describe_claimed_twice(mapping, rule, export.sheets[number]))
            found[number] = _find_header(rule, export.sheets[number], asked[rule.name])
            if is_strict:
                _check_columns(mapping, rule, found[number], asked[rule.name])
    if not found and is_strict:
        raise RefusedError(describe_no_table(export))
    return tuple(found.get(number) or _undeclared(sheet) for number, sheet in enumerate(export.sheets))


def _is_meant(rule: SourceRule, sheet: Sheet, export: Export) -> bool:
    path = PurePosixPath(sheet.file.name)
    if rule.file is None and rule.sheet is None:
        return any(_is_named(rule.name, name) for name in _own_names(sheet, export))
    is_file = rule.file is None or any(_fits(rule.file, name) for name in (path.name, path.stem, str(path)))
    is_sheet = rule.sheet is None or _fits(rule.sheet, sheet.name or path.stem)
    return is_file and is_sheet


def _own_names(sheet: Sheet, export: Export) -> tuple[str, ...]:
    """What a table is called: its sheet, or its file where the file holds only this table."""
    stem = PurePosixPath(sheet.file.name).stem
    if not sheet.name:
        return (stem,)
    is_alone = sum(other.file == sheet.file for other in export.sheets) == 1
    return (sheet.name, stem) if is_alone else (sheet.name,)


def _is_named(source: str, name: str) -> bool:
    """`cases`, or one of several parts such as `cases-2025` and `cases 2`."""
    return (
        re.fullmatch(re.escape(normalise_header(source)) + r"( \d[\d ]*)?", normalise_header(name))
        is not None
    )


def _fits(pattern: str, name: str) -> bool:
    return fnmatchcase(normalise_header(name), normalise_header(pattern))


def _as_declared(rule: SourceRule, sheet: Sheet) -> Sheet:
    """A text file as its mapping says it is written, where it says so."""
    if sheet.dialect is None or not (rule.delimiter or rule.encoding):
        return sheet
    encoding = rule.encoding or sheet.dialect.encoding
    dialect = Dialect(
        encoding=encoding,
        delimiter=rule.delimiter or sheet.dialect.delimiter,
        is_plain=sheet.dialect.is_plain and encoding == sheet.dialect.encoding,
        is_detected=False,
    )
    return replace(sheet, dialect=dialect, top=read_top(sheet.file.path, dialect))


def _find_header(rule: SourceRule, handed: Sheet, asked: dict[str, bool]) -> FoundSheet:
    sheet = _as_declared(rule, handed)
    wanted = {normalise_header(column) for column in asked}
    if rule.has_questions:
        header = find_questions(sheet.top, wanted, header_row=rule.header_row)
        headers = numbered(tuple(map(bare_question, header.titles)))
        return FoundSheet(
            sheet=sheet, header_row=header.row, headers=headers, titles=header.titles, source=rule
        )
    header_row = rule.header_row or _best_row(sheet, wanted)
    headers = numbered(sheet.top[header_row - 1]) if 0 < header_row <= len(sheet.top) else ()
    return FoundSheet(sheet=sheet, header_row=header_row, headers=headers, source=rule)


def _check_columns(mapping: Mapping, rule: SourceRule, found: FoundSheet, asked: dict[str, bool]) -> None:
    where = f"sources.{rule.name}: {found.sheet.title}"
    for column, is_optional in asked.items():
        if not is_optional and found.position(column) is None:
            raise MappingError(describe_no_column(mapping, where, column, found.header_row, found.headers))
    questions = [
        column
        for feed in mapping.feeds
        if feed.source == rule.name
        for _, answer in feed.answers
        for column in answer.source_columns
    ]
    if questions and all(found.position(question) is None for question in questions):
        raise MappingError(describe_no_question(mapping, rule, found.sheet))


def _best_row(sheet: Sheet, wanted: set[str]) -> int:
    """The row with the most headers asked for, the first of equals; else the first filled row.

    Headers merged over several rows stand in each of them: the last is the header, or it would be a case.
    """
    hits = [wanted & set(numbered(row)) for row in sheet.top]
    best = max(hits, key=len, default=set())
    if not best:
        return first_filled_row(sheet)
    row = hits.index(best)
    while row + 1 < len(hits) and hits[row + 1] == best:
        row += 1
    return row + 1


def first_filled_row(sheet: Sheet) -> int:
    """The header of a table nothing is known of; 0 for a table without any."""
    filled = (number for number, row in enumerate(sheet.top, start=1) if any(cell.strip() for cell in row))
    return next(filled, 0)


def numbered(row: tuple[str, ...]) -> tuple[str, ...]:
    """Normalised headers; the second `status` becomes `status 2`."""
    headers: list[str] = []
    for cell in row:
        header = normalise_header(cell)
        count = 2
        free = header
        while free and free in headers:
            free, count = f"{header} {count}", count + 1
        headers.append(free)
    return tuple(headers)


def _undeclared(sheet: Sheet) -> FoundSheet:
    row = first_filled_row(sheet)
    return FoundSheet(sheet=sheet, header_row=row, headers=numbered(sheet.top[row - 1]) if row else ())
