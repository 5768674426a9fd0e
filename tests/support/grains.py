"""Grain tables from a few rows in a test: columns not named hold nothing, flags are false, ids numbered."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb

from pipelines.measures.dimensions import COLUMNS
from pipelines.measures.grains import COLUMN_FALLBACKS, GRAIN_COLUMNS, Grain
from pipelines.measures.worked_examples import PROGRAMME, create_grain, fill_grain

AS_OF = date(2026, 9, 30)

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
        create_grain(connection, grain)
        rows = list(grains.get(grain.value, ()))
        unknown = {name for row in rows for name in row} - set(GRAIN_COLUMNS[grain]) - {"times"}
        assert not unknown, f"no such column: {unknown}"
        programmes |= fill_grain(connection, grain, rows)
    _write_programmes(connection, sorted(programmes), currency, is_sample)
    connection.execute("CREATE TABLE totals (programme VARCHAR, item VARCHAR, period VARCHAR, amount BIGINT)")
    for total in totals:
        connection.execute("INSERT INTO totals VALUES (?, ?, ?, ?)", list(total))
    _write_supplied(connection, supplied or {programme: everything() for programme in programmes})
    return connection


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
