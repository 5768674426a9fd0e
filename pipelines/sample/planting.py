"""The bed for planted faults: one fault a case, so that each shows alone, and every row is written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipelines.contract_tables import TABLES
from pipelines.sample.draws import Codes, Draws, Flags
from pipelines.sample.programmes import ProgrammeSpec

FIRST_DATA_ROW = 2
"""As a person counts the rows of a sheet: the header is row 1."""

Choice = Callable[[pd.DataFrame], "pd.Series[bool]"]


class NoRowFitsError(LookupError):
    """A programme too small to have a row for this fault."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One planted fault: the rows that must be set aside for it, and the columns to blame."""

    programme: str
    kind: str
    table: str
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    outcome: str
    """quarantined, or superseded (a later response of the same person)."""


@dataclass(frozen=True, kw_only=True)
class Bed:
    """The tables of one programme while faults are planted in them."""

    spec: ProgrammeSpec
    draw: Draws
    tables: dict[str, pd.DataFrame]
    cases_used: set[str] = field(default_factory=set)

    def day_column(self, stem: str) -> str:
        """`closed_date` or `closed_day`, as this programme has it."""
        return f"{stem}_{'date' if self.spec.hands_over_dates else 'day'}"

    def id_of_nobody(self, letter: str) -> str:
        """An id that no row of the programme bears; another for each fault."""
        number = 9 * 10 ** (self.spec.id_digits - 1) + len(self.cases_used)
        return f"{self.spec.prefix}-{letter}-{number}"

    def choose(self, table: str, choice: Choice) -> int:
        """A row of the table that fits, of a case no other fault is planted in. Raises `NoRowFitsError`."""
        frame = self.tables[table]
        owner = case_of_rows(self.tables, table)
        fits = choice(frame).to_numpy(dtype=bool, na_value=False) & ~np.isin(owner, sorted(self.cases_used))
        fits &= owner != ""
        rows = np.flatnonzero(fits)
        if not len(rows):
            raise NoRowFitsError(table)
        row = int(rows[self.draw.between(0, len(rows) - 1, 1)[0]])
        self.cases_used.add(str(owner[row]))
        return row

    def write(self, table: str, row: int, column: str, text: str | None) -> None:
        """Put a text, or a blank, into a cell."""
        frame = self.tables[table]
        self.tables[table] = frame.assign(**{column: frame[column].mask(frame.index == row, text)})

    def append(self, table: str, rows: pd.DataFrame) -> tuple[int, ...]:
        """Add rows at the foot; returns their numbers."""
        frame = self.tables[table]
        self.tables[table] = pd.concat([frame, rows], ignore_index=True)
        return tuple(range(len(frame), len(frame) + len(rows)))

    def fault(
        self, kind: str, table: str, rows: Sequence[int], columns: Sequence[str], outcome: str = "quarantined"
    ) -> Fault:
        """Write a fault down, its rows as a person counts them."""
        return Fault(
            programme=self.spec.code,
            kind=kind,
            table=table,
            rows=tuple(row + FIRST_DATA_ROW for row in rows),
            columns=tuple(columns),
            outcome=outcome,
        )


def case_of_rows(tables: dict[str, pd.DataFrame], table: str) -> Codes:
    """The case each row belongs to, through the row that owns it; blank where it belongs to none."""
    frame = tables[table]
    if "case_id" in frame:
        return frame["case_id"].fillna("").to_numpy(dtype=object)
    link = next(parent for parent in TABLES[table].parents if parent.is_owner)
    parent = tables[link.table]
    owner = pd.Series(case_of_rows(tables, link.table), index=parent[link.parent_column])
    owner = owner[~owner.index.duplicated() & owner.index.notna()]
    return frame[link.column].map(owner).fillna("").to_numpy(dtype=object)


def rows_taken_along(tables: dict[str, pd.DataFrame], faults: Sequence[Fault]) -> dict[str, int]:
    """How many rows of each table go with a quarantined parent, beside those set aside for themselves."""
    gone: dict[str, Flags] = {}
    counts = {}
    for table in TABLES.values():
        if table.name not in tables:
            continue
        frame = tables[table.name]
        own = np.zeros(len(frame), dtype=np.bool_)
        for fault in faults:
            if fault.table == table.name:
                own[np.array(fault.rows) - FIRST_DATA_ROW] = True
        along = np.zeros(len(frame), dtype=np.bool_)
        for link in table.parents:
            if link.takes_along and link.table in gone and link.column in frame:
                along |= _points_to_gone(
                    frame[link.column], tables[link.table][link.parent_column], gone[link.table]
                )
        gone[table.name] = own | along
        counts[table.name] = int((along & ~own).sum())
    return {name: count for name, count in counts.items() if count}


def _points_to_gone(pointers: pd.Series, keys: pd.Series, is_gone: Flags) -> Flags:
    """A key is gone only where every row that bears it is."""
    lost = set(keys[is_gone].dropna()) - set(keys[~is_gone].dropna())
    return pointers.isin(lost).to_numpy()


def shift_day(text: str, days: int) -> str:
    """A day or an ISO date as it stands in a cell, so many days later."""
    if len(text) == len("2026-09-30") and text[4] == "-":
        return str(np.datetime64(text, "D") + np.timedelta64(days, "D"))
    return str(int(text) + days)
