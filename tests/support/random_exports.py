"""Small random exports: valid rows in all the odd combinations that real hand-overs hold.

Every row is one the contract accepts, so whatever a measure makes of it is the measure's doing. The first
case is always the same and fully recorded: a column that no row fills would be *not supplied*, which is
another test.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pipelines.contract_tables import TABLES
from tests.support.opinion_records import Row
from tests.support.random_cases import draw_case, recorded_case
from tests.support.random_draft import AS_OF, MAIN, Draft, last_day_of

CURRENCY = "GBP"
MINOR_UNITS = 100
ABOUT_FORM = ("response_id", "case_id", "party_id", "role", "wave", "answered_day", "proxy")


@dataclass(frozen=True, kw_only=True, repr=False)
class RandomExport:
    """What one or more programmes hand over: rows of text for each table, blank where nothing is recorded."""

    as_of: date
    currency: str
    default_due_days: int | None
    programmes: Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]]
    """Programme → its rows of each table. The first is the one that names the export."""

    @property
    def tables(self) -> dict[str, list[Mapping[str, str]]]:
        """The rows of all of them together, as they are written: a case says whose it is."""
        return {
            table: [
                {**row, "programme": programme} if table == "cases" else row
                for programme, tables in self.programmes.items()
                for row in tables[table]
            ]
            for table in TABLES
        }

    def __repr__(self) -> str:
        """Only what is filled in, one line a row and one a form, so that a failing example can be read."""
        lines = [
            f"{table}: " + " ".join(f"{name}={value}" for name, value in row.items() if value)
            for table, rows in self.tables.items()
            for row in rows
            if table != "survey_answers"
        ]
        forms: dict[str, str] = {}
        for row in self.tables["survey_answers"]:
            about = " ".join(f"{name}={row[name]}" for name in ABOUT_FORM if row[name])
            forms[about] = f"{forms.get(about, about)} {row['item']}:{row['answer']}"
        return "\n".join([f"RandomExport, due after {self.default_due_days} days", *lines, *forms.values()])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))  # what Hypothesis prints, instead of every blank of every row

    def write(self, folder: Path) -> Path:
        """The export as canonical CSV files with an export.toml beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            if rows:
                with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
        return self.write_settings(folder)

    def write_settings(self, folder: Path) -> Path:
        """The export.toml alone."""
        lines = [
            "contract = 1",
            f"programme = {json.dumps(next(iter(self.programmes)))}",
            f"as_of = {self.as_of.isoformat()}",
            f"currency = {json.dumps(self.currency)}",
        ]
        if self.default_due_days is not None:
            lines += ["", "[default]", f"due_days = {self.default_due_days}"]
        (folder / "export.toml").write_text("\n".join([*lines, ""]), encoding="utf-8")
        return folder

    def accepted(self) -> dict[str, list[Row]]:
        """The same rows as a snapshot would hold them, read here by hand: typed, with what exports derive."""
        tables: dict[str, list[Row]] = {
            table: [
                self._typed(table, row, programme)
                for programme, own in self.programmes.items()
                for row in own[table]
            ]
            for table in TABLES
        }
        # A conference counts with the first case it was held for; the others have had it all the same.
        tables["conference_cases"] = tables["conferences"]
        first = {(row["programme"], row["conference_id"]): row for row in reversed(tables["conferences"])}
        tables["conferences"] = [row for row in tables["conferences"] if row in first.values()]
        settings: list[Row] = [
            {
                "programme": programme,
                "default_due_days": self.default_due_days,
                "currency": self.currency,
            }
            for programme in self.programmes
        ]
        return {**tables, "programmes": settings}

    def _typed(self, table: str, row: Mapping[str, str], programme: str) -> Row:
        typed: dict[str, Any] = {column.name: None for column in TABLES[table].columns}
        typed["programme"] = programme
        for column in TABLES[table].columns:
            text = row.get(column.name) or None
            if column.type == "money":
                typed[f"{column.name}_minor"] = None if text is None else _minor(text)
            elif column.type in {"day", "int"}:
                typed[column.name] = None if text is None else int(text)
            elif column.name != "programme":
                typed[column.name] = text
        if table == "cases":
            # No referral date came in, so the days are counted from the last day of the month.
            typed["observed_days"] = (self.as_of - last_day_of(row["referral_month"])).days
        return typed


@st.composite
def random_exports(
    draw: st.DrawFn, *, max_cases: int = 4, programmes: Sequence[str] = (MAIN,)
) -> RandomExport:
    """For each programme one to `max_cases` cases beside a fully recorded one."""
    has_payments = draw(st.booleans())  # a table handed over is everybody's: without a row, nothing was paid
    drafts = [Draft(draw=draw, has_payments=has_payments, programme=name) for name in programmes]
    for draft in drafts:
        recorded_case(draft)
        for _ in range(draw(st.integers(1, max_cases))):
            draw_case(draft)
    return RandomExport(
        as_of=AS_OF,
        currency=CURRENCY,
        default_due_days=draw(st.sampled_from([None, 90])),
        programmes={draft.programme: draft.tables for draft in drafts},
    )


def _minor(text: str) -> int:
    whole, _, part = text.lstrip("-").partition(".")
    amount = int(whole) * MINOR_UNITS + int((part or "0").ljust(2, "0"))
    return -amount if text.startswith("-") else amount
