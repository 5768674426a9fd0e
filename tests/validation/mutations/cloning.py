"""One sound case of the sample, copied under new ids as often as there are mutators to change a copy.

Every copy has its own ids in every table, so that what one mutator breaks cannot touch what another one does.
"""

import csv
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.contract_tables import TABLES
from pipelines.sample import sample_folder
from tests.exports.handing_over import staged

SOURCE, CASE = "riverside.zip", "rv-000337"
"""A closed case with every table: both sides, a support person, a completed agreement, money in instalments,
answers in three waves."""
ITEMS_KEPT = 3
"""Answers kept of each response: enough to tell the row from the response."""

Row = dict[str, str]
Rows = dict[str, list[Row]]


@cache
def sample_case() -> Rows:
    """The case as the contract's own text, days instead of dates: every column of every table."""
    with TemporaryDirectory() as folder:
        _write_case(Path(folder))
        with staged(Path(folder)) as export:
            return {name: _rows(export.rows(name, *TABLES[name].column_names), name) for name in TABLES}


def _rows(found: Iterable[tuple[str | None, ...]], table: str) -> list[Row]:
    names = TABLES[table].column_names
    return [dict(zip(names, (value or "" for value in row), strict=True)) for row in found]


def _write_case(folder: Path) -> None:
    """The rows of one case out of the sample's files; parents come before children in `TABLES`."""
    kept: dict[str, set[str]] = {"case_id": {CASE}}
    with zipfile.ZipFile(sample_folder() / SOURCE) as archive:
        for name, table in TABLES.items():
            rows = list(csv.DictReader(archive.read(f"{name}.csv").decode("utf-8").splitlines()))
            way = "case_id" if "case_id" in rows[0] else table.parents[0].column
            rows = [row for row in rows if row[way] in kept.get(way, ())]
            rows = _few_answers(rows) if name == "survey_answers" else rows
            kept.setdefault(table.key[0], {row[table.key[0]] for row in rows})
            write_table(folder / f"{name}.csv", rows)


def _few_answers(rows: list[Row]) -> list[Row]:
    seen: dict[str, int] = {}
    kept = []
    for row in rows:
        seen[row["response_id"]] = seen.get(row["response_id"], 0) + 1
        if seen[row["response_id"]] <= ITEMS_KEPT:
            kept.append(row)
    return kept


def write_table(path: Path, rows: list[Row]) -> None:
    """A table as CSV; the columns are those of the first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


class Copy:
    """The rows of one copy of the case, and how a mutator points at one of them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows = deepcopy(sample_case())
        for name, several in self.rows.items():
            ids = [column.name for column in TABLES[name].columns if column.type == "id"]
            for row in several:
                row.update({column: f"{row[column]}-{number}" for column in ids if row[column]})

    def first(self, table: str, **with_values: str) -> Row:
        """The first row of a table with these values."""
        return next(row for row in self.rows[table] if with_values.items() <= row.items())

    def add(self, table: str, like: Row, **changes: str) -> Row:
        """One more row: another one, changed."""
        self.rows[table].append({**like, **changes})
        return self.rows[table][-1]

    def keep_only(self, table: str) -> None:
        """Drop every table but this one and what its rows belong to: one change, one consequence."""
        above = {table}
        for name in reversed(TABLES):
            if name in above:
                above.update(parent.table for parent in TABLES[name].parents)
            else:
                self.rows[name] = []
        if table == "obligations":
            # Without its payments it cannot be completed.
            self.first(table)["status"] = self.first("agreements")["status"] = "active"

    def plain(self, table: str) -> Row:
        """The row that nothing else depends on: no other row points to it, counts it or speaks for it."""
        row = {"payments": {"status": "bounced"}, "survey_answers": {"wave": "before", "item": "h6c"}}
        return self.first(table, **row[table]) if table in row else self.rows[table][-1]


@cache
def neighbour() -> Copy:
    """The copy that no mutator changes, and that others may point to by mistake."""
    return Copy(0)
