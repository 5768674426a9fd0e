"""How far a load is: which stage, and within it which table and how many rows of how many. A leaf."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class RowsUnderWay:
    """One table of a stage, in counts."""

    table: str
    rows: int
    done: int
    """Rows of the tables before it."""
    total: int | None
    """Rows of all tables; None where nobody knows yet how many there are."""


class Report(Protocol):
    """Hears each stage as it begins, and the tables within it. It never gets a value of a case."""

    def __call__(self, stage: str, under_way: RowsUnderWay | None = None, /) -> None: ...


def silent(stage: str, under_way: RowsUnderWay | None = None, /) -> None:
    """Says nothing."""


def table_by_table(report: Report, stage: str, rows: Mapping[str, int]) -> Callable[[str], None]:
    """Tells `report`, when called with the name of the table that begins, how far the stage is."""
    total = sum(rows.values())
    done = dict(zip(rows, accumulate(rows.values(), initial=0), strict=False))

    def begin(table: str) -> None:
        if table in rows:
            report(stage, RowsUnderWay(table=table, rows=rows[table], done=done[table], total=total))

    return begin
