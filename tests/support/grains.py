"""Grain tables from a few rows in a test: columns not named hold nothing, flags are false, ids numbered."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb

from pipelines.measures.dimensions import COLUMNS
from pipelines.measures.grains import COLUMN_FALLBACKS, GRAIN_COLUMNS, ColumnKind, Grain
from pipelines.vocabulary import Dimension

AS_OF = date(2026, 9, 30)
PROGRAMME = "riverside"

_TYPES = {
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.MONTH: "VARCHAR",
    ColumnKind.WHOLE: "BIGINT",
    ColumnKind.DECIMAL: "DOUBLE",
    ColumnKind.FLAG: "BOOLEAN",
}
_UNKNOWN_IF_ABSENT = {dimension.value for dimension in Dimension} | {
    "party_type",
    "decision",
    "screening",
    "case_screening",
    "wants_informed",
}

Rows = Iterable[Mapping[str, Any]]


def build_grains(
    *,
    supplied: Mapping[str, Iterable[str]] | None = None,
    totals: Iterable[tuple[str, str, str, int]] = (),
    currency: str = "GBP",
    is_sample: bool = False,
    **grains: Rows,
) -> duckdb.DuckDBPyConnection:
    """A database with every grain table; `party=[{…}]` fills one. `times` repeats a row.

    `supplied` names what each programme hands over; without it, every programme supplies all there is.
    """
    connection = duckdb.connect()
    programmes = {PROGRAMME} if supplied is None else set(supplied)
    for grain in Grain:
        columns = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in GRAIN_COLUMNS[grain].items())
        connection.execute(f"CREATE TABLE {grain.table} ({columns})")
        programmes |= fill_grain(connection, grain, grains.get(grain.value, ()))
    _write_programmes(connection, sorted(programmes), currency, is_sample)
    connection.execute("CREATE TABLE totals (programme VARCHAR, item VARCHAR, period VARCHAR, amount BIGINT)")
    for total in totals:
        connection.execute("INSERT INTO totals VALUES (?, ?, ?, ?)", list(total))
    _write_supplied(connection, supplied or {programme: everything() for programme in programmes})
    return connection


def fill_grain(connection: duckdb.DuckDBPyConnection, grain: Grain, rows: Rows) -> set[str]:
    """Put these rows in place of what the grain table holds; the programmes they name."""
    complete = list(_complete(grain, rows))
    connection.execute(f"DELETE FROM {grain.table}")
    if complete:
        marks = ", ".join("(" + ", ".join("?" for _ in GRAIN_COLUMNS[grain]) + ")" for _ in complete)
        connection.execute(
            f"INSERT INTO {grain.table} VALUES {marks}", [value for row in complete for value in row]
        )
    return {row[1] for row in complete}


def everything() -> set[str]:
    """Every item any definition needs."""
    from pipelines.measures.catalogue import load_catalogue

    return {item for measure in load_catalogue() for need in measure.needs for item in need.split(" | ")} | {
        *COLUMNS.values(),
        "survey_invitations",
        "parties.contacted_day",
        "parties.person_id",
        *(without for columns in COLUMN_FALLBACKS.values() for told in columns.values() for without in told),
        *(f"role:{role}" for role in ("harmed", "responsible", "supporter", "community")),
    }


def _complete(grain: Grain, rows: Rows) -> Iterable[list[Any]]:
    number = 0
    for row in rows:
        unknown = set(row) - set(GRAIN_COLUMNS[grain]) - {"times"}
        assert not unknown, f"no such column: {unknown}"
        for _ in range(row.get("times", 1)):
            number += 1
            yield [row.get(name, _default(name, kind, number)) for name, kind in GRAIN_COLUMNS[grain].items()]


def _default(name: str, kind: ColumnKind, number: int) -> Any:
    if name == "programme":
        return PROGRAMME
    if name.endswith(("_id", "_key")):
        return f"{name}-{number}"
    if kind is ColumnKind.FLAG:
        return False
    return "unknown" if name in _UNKNOWN_IF_ABSENT else None


def _write_programmes(
    connection: duckdb.DuckDBPyConnection, programmes: list[str], currency: str, is_sample: bool
) -> None:
    connection.execute(
        "CREATE TABLE programmes (programme VARCHAR, as_of DATE, currency VARCHAR, "
        "default_due_days INTEGER, is_sample BOOLEAN)"
    )
    for programme in programmes:
        connection.execute(
            "INSERT INTO programmes VALUES (?, ?, ?, 365, ?)", [programme, AS_OF, currency, is_sample]
        )


def _write_supplied(connection: duckdb.DuckDBPyConnection, supplied: Mapping[str, Iterable[str]]) -> None:
    connection.execute("CREATE TABLE supplied (programme VARCHAR, item VARCHAR)")
    for programme, items in supplied.items():
        for item in items:
            connection.execute("INSERT INTO supplied VALUES (?, ?)", [programme, item])
