"""Small tables of text rows, staged as an export would be: for tests that begin behind reading."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipelines.contract_tables import TABLES
from pipelines.exports.reading import Staging, open_staging
from pipelines.validation.findings import create_findings

Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""Contract table → rows of canonical text; a column left out is blank."""


def stage_rows(folder: Path, rows: Rows) -> Staging:
    """A staging database with a `made_` table for each table in `rows`, and empty findings."""
    staging = open_staging(folder)
    for name, made in rows.items():
        columns = TABLES[name].column_names
        typed = ", ".join(f"{column} VARCHAR" for column in columns)
        staging.execute(
            f"CREATE TABLE made_{name} (_file VARCHAR, _sheet VARCHAR, _row BIGINT, _id BIGINT, {typed})"
        )
        for number, row in enumerate(made):
            values = [f"{name}.csv", "", number + 2, number, *(row.get(column) for column in columns)]
            staging.execute(f"INSERT INTO made_{name} VALUES ({', '.join('?' * len(values))})", values)
    create_findings(staging)
    return staging


def fates(staging: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The fate of each row of a table, in the order they were staged."""
    return [row[0] for row in staging.execute(f"SELECT fate FROM fate_{table} ORDER BY _id").fetchall()]
