"""The values of a table's columns, for the anonymity gate: read in memory, nothing is written.

A column of few distinct values is read whole. Of one with many (ids), a sample decides whether it is the
kind of column that must be read whole, and besides only values with a space or an odd sign are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.errors import OutcomesError
from pipelines.exports.export import Export
from pipelines.exports.matching import FoundSheet
from pipelines.exports.reading import Staging, run, stream, unreadable_parquet
from pipelines.exports.relations import assume_in_place, relation

SAMPLE_ROWS = 20_000
MANY = 800
"""Distinct values among the sampled rows from which a column counts as one of ids."""

ODD = r"[^A-Za-z0-9._:/-]|[0-9][.-][0-9]{2,4}[.-][0-9]|www[.]|://|.{120}"
"""Without any of this no single value can refuse an export, only a share of a whole column."""


@dataclass(frozen=True, kw_only=True)
class ColumnSample:
    """Distinct values of one column."""

    position: int
    values: tuple[str, ...] = field(repr=False)
    is_whole: bool
    """False: only of the sampled rows, and `has_odd` tells whether others need a look."""
    has_odd: bool


def sample_columns(memory: Staging, export: Export, found: FoundSheet) -> tuple[ColumnSample, ...]:
    """One sample a column, in two passes over the table. They also tell whether it can be read in place."""
    is_guess = assume_in_place(export, found, is_plain=True)
    try:
        return _sample_columns(memory, export, found)
    except OutcomesError:
        if found.sheet.kind == "parquet":
            # Its columns are named at its foot; that its cells cannot be read shows only now.
            raise unreadable_parquet(found.sheet.file) from None
        if not is_guess:
            raise
    assume_in_place(export, found, is_plain=False)
    return _sample_columns(memory, export, found)


def _sample_columns(memory: Staging, export: Export, found: FoundSheet) -> tuple[ColumnSample, ...]:
    rows = relation(memory, export, found)
    cells = [f"k{position}" for position in range(len(found.headers))]
    if not cells:
        return ()
    counts = ", ".join(f"approx_count_distinct({cell})" for cell in cells)
    (distinct,) = run(memory, f"SELECT {counts} FROM (SELECT * FROM {rows} LIMIT {SAMPLE_ROWS})")
    many = [count > MANY for count in distinct]
    (read,) = run(memory, f"SELECT {', '.join(map(_sql_read, cells, many))} FROM {rows}")
    return tuple(
        _sample(memory, rows, position, is_many=is_many, read=read[position])
        for position, is_many in enumerate(many)
    )


def _sql_read(cell: str, is_many: bool) -> str:
    return f"bool_or(regexp_matches({cell}, '{ODD}'))" if is_many else f"list(DISTINCT {cell})"


def _sample(memory: Staging, rows: str, position: int, *, is_many: bool, read: object) -> ColumnSample:
    if not is_many:
        values = tuple(str(value) for value in (read if isinstance(read, list) else []) if value is not None)
        return ColumnSample(position=position, values=values, is_whole=True, has_odd=False)
    cell = f"k{position}"
    sampled = run(memory, f"SELECT DISTINCT {cell} FROM (SELECT {cell} FROM {rows} LIMIT {SAMPLE_ROWS})")
    values = tuple(str(value) for (value,) in sampled if value is not None)
    return ColumnSample(position=position, values=values, is_whole=False, has_odd=bool(read))


def read_odd_values(memory: Staging, export: Export, found: FoundSheet, position: int) -> Iterator[str]:
    """Distinct values with a space or an odd sign."""
    rows = relation(memory, export, found)
    for (value,) in stream(
        memory, f"SELECT DISTINCT k{position} FROM {rows} WHERE regexp_matches(k{position}, '{ODD}')"
    ):
        yield str(value)


def count_values(
    memory: Staging, export: Export, found: FoundSheet, position: int
) -> Iterator[tuple[str, int]]:
    """Every distinct value of one column with the rows that hold it."""
    rows = relation(memory, export, found)
    for value, count in stream(
        memory, f"SELECT k{position}, count(*) FROM {rows} WHERE k{position} IS NOT NULL GROUP BY 1"
    ):
        yield str(value), int(count)
