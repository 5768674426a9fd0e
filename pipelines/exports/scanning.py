"""The values of a table's columns, for the anonymity gate: read in memory, nothing is written.

A column of few distinct values is read whole. Of one with many (ids), a sample decides whether it is the
kind of column that must be read whole, and besides only values with a space or an odd sign are read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

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
    """One sample a column, in at most two passes over the table; they tell if it can be read in place."""
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
    sample = f"(SELECT * FROM {rows} LIMIT {SAMPLE_ROWS})"
    n_rows, *sampled = _read(memory, ["count(*)", *map(_sql_values, cells)], sample)
    many = [len(values or ()) > MANY for values in sampled]
    is_all = n_rows < SAMPLE_ROWS
    asked = {
        position: _sql_has_odd(cell) if many[position] else _sql_distinct(cell)
        for position, cell in enumerate(cells)
        if many[position] or not is_all
    }
    read = dict(zip(asked, _read(memory, asked.values(), rows), strict=True)) if asked else {}
    return tuple(
        ColumnSample(
            position=position,
            values=_known(values if is_many or is_all else read[position]),
            is_whole=not is_many,
            has_odd=is_many and bool(read[position]),
        )
        for position, (values, is_many) in enumerate(zip(sampled, many, strict=True))
    )


def _read(memory: Staging, cells: Iterable[str], rows: str) -> tuple[Any, ...]:
    return run(memory, f"SELECT {', '.join(cells)} FROM {rows}")[0]


def _sql_values(cell: str) -> str:
    """Of a sample. To plan several `list(DISTINCT …)` takes the engine longer than to read a small table."""
    return f"list_distinct(list({cell}))"


def _sql_distinct(cell: str) -> str:
    return f"list(DISTINCT {cell})"


def _sql_has_odd(cell: str) -> str:
    return f"bool_or(regexp_matches({cell}, '{ODD}'))"


def _known(values: list[str] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if value is not None)


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
