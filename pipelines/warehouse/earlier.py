"""A partial export holds what changed since the last one. The rest is kept from the snapshot in force.

The staged rows get our ids, and the accepted rows of the snapshot in force whose keys did not come again are
put beside them, as text and with `_id` below zero. So the rules between tables look at all that will be in
force: a payment finds its obligation, and a mended case meets the agreements it already had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.contract_tables import TABLES, Column, Table
from pipelines.exports.reading import Staging
from pipelines.vocabulary import Role
from pipelines.warehouse.build import MINOR_UNITS_MACRO, NEVER_COALESCED
from pipelines.warehouse.connection import attach_for_reading, columns_of_database
from pipelines.warehouse.pseudonyms import KINDS

_TOGETHER = {"survey_answers": ("response_id",)}
"""Rows that are replaced together: an answer taken back is not kept beside the corrected response."""

_IN_ORDER = {"conferences": "ORDER BY is_first"}
"""Of a conference for two cases the case it counts with has the lowest id, as if its row had come first."""


@dataclass(frozen=True, kw_only=True)
class EarlierRows:
    """What the programme had handed over before, as far as it still counts."""

    columns: dict[str, tuple[str, ...]]
    """Contract table → columns handed over, now or before."""
    not_recorded: tuple[str, ...]
    """Items that were not supplied before, though their table was."""
    currency: str | None
    default_due_days: int
    is_sample: bool


def keep_earlier_rows(
    staging: Staging,
    previous: Path,
    *,
    programme: str,
    as_of: date,
    given: Mapping[str, Sequence[str]],
) -> EarlierRows:
    """Make each `made_<table>` hold what will be in force; what came in stays readable as `given_<table>`.

    `given`: contract table → columns of the partial export. Needs the macro `pseudonym` in staging.
    """
    attach_for_reading(staging, previous, "earlier")
    staging.execute(MINOR_UNITS_MACRO)
    staging.execute(_conferences_of_cases(staging))
    earlier = _read_earlier(staging, programme, given)
    days = _days_since(staging, programme, as_of)
    for name in earlier.columns:
        _merge(staging, TABLES[name], programme, is_given=name in given, days_later=days)
    staging.execute("DETACH earlier")
    return earlier


def _read_earlier(staging: Staging, programme: str, given: Mapping[str, Sequence[str]]) -> EarlierRows:
    currency, default_due_days, is_sample = staging.execute(
        "SELECT currency, default_due_days, is_sample FROM earlier.programmes WHERE programme = ?",
        [programme],
    ).fetchall()[0]
    rows = staging.execute("SELECT item FROM earlier.supplied WHERE programme = ?", [programme]).fetchall()
    items = {str(row[0]) for row in rows}
    columns = {
        table.name: tuple(
            column
            for column in table.column_names
            if column in given.get(table.name, ()) or f"{table.name}.{column}" in items
        )
        for table in TABLES.values()
        if table.name in given or table.name in items or _has_rows(staging, table, programme)
    }
    unsaid = [name for name in columns if name not in items and name not in given]
    roles = [f"role:{role}" for role in Role.codes()] if "parties" in items else []
    return EarlierRows(
        columns=columns,
        not_recorded=(*unsaid, *(role for role in roles if role not in items)),
        currency=currency,
        default_due_days=default_due_days,
        is_sample=is_sample,
    )


def _has_rows(staging: Staging, table: Table, programme: str) -> bool:
    found = staging.execute(
        f"SELECT COUNT(*) FROM earlier.{table.name} WHERE programme = ?", [programme]
    ).fetchall()
    return bool(found[0][0])


def _days_since(staging: Staging, programme: str, as_of: date) -> int:
    found = staging.execute(
        "SELECT ? - as_of FROM earlier.programmes WHERE programme = ?", [as_of, programme]
    ).fetchall()
    return int(found[0][0])


def _merge(staging: Staging, table: Table, programme: str, *, is_given: bool, days_later: int) -> None:
    came_in = _came_in(table) if is_given else f"SELECT * FROM ({_kept(table, days_later)}) WHERE FALSE"
    if is_given:
        staging.execute(f"ALTER VIEW made_{table.name} RENAME TO given_{table.name}")
    together = _TOGETHER.get(table.name, table.key)
    # A key that came in twice is refused later, and still says that the row is no longer what it was.
    staging.execute(
        f"CREATE TABLE made_{table.name} AS WITH came_in AS ({came_in}) FROM came_in UNION ALL BY NAME "
        f"SELECT * FROM ({_kept(table, days_later)}) AS kept WHERE NOT EXISTS (SELECT 1 FROM came_in "
        f"WHERE {' AND '.join(f'came_in.{column} = kept.{column}' for column in together)})",
        {"programme": programme},
    )


def _came_in(table: Table) -> str:
    columns = ", ".join(
        f"pseudonym($programme, '{KINDS[column]}', {column}) AS {column}" if column in KINDS else column
        for column in table.column_names
    )
    return f"SELECT _file, _sheet, _row, _id, {columns} FROM given_{table.name}"


def _conferences_of_cases(staging: Staging) -> str:
    """SQL of a table with one row per conference and case it was held for, as they were handed over."""
    if "conference_cases" in columns_of_database(staging, "earlier"):
        rows = (
            "SELECT c.* REPLACE (h.case_id AS case_id, h.held_day AS held_day, h.held_month AS held_month), "
            "h.case_id = c.case_id AS is_first "
            "FROM earlier.conferences AS c JOIN earlier.conference_cases AS h USING (conference_id)"
        )
    else:
        rows = "SELECT *, TRUE AS is_first FROM earlier.conferences"
    return f"CREATE OR REPLACE TEMP TABLE earlier_conferences AS {rows}"


def _kept(table: Table, days_later: int) -> str:
    source = "earlier_conferences" if table.name == "conferences" else f"earlier.{table.name}"
    columns = ", ".join(f"{_as_text(table, column, days_later)} AS {column.name}" for column in table.columns)
    return (
        "SELECT NULL::VARCHAR AS _file, NULL::VARCHAR AS _sheet, NULL::BIGINT AS _row, "
        f"-ROW_NUMBER() OVER ({_IN_ORDER.get(table.name, '')}) AS _id, {columns} "
        f"FROM {source} WHERE programme = $programme"
    )


def _as_text(table: Table, column: Column, days_later: int) -> str:
    """The SQL that turns a typed column back into the text it was accepted as."""
    name = column.name
    if name == "observed_days":
        # What is not in a partial export has not changed: it is as it was on the new extraction date too.
        return f"CAST(observed_days + {days_later} AS VARCHAR)"
    if column.type in ("code", "flag") and name not in NEVER_COALESCED and name != "programme":
        return f"NULLIF(CAST({name} AS VARCHAR), 'unknown')"
    if column.type in ("day", "int", "number", "code"):
        return f"CAST({name} AS VARCHAR)"
    if column.type == "money":
        units = "minor_units(currency)" if "currency" in table.column_names else "100"
        return f"CAST(CAST(ROUND({name}_minor / {units}, 3) AS DECIMAL(18, 3)) AS VARCHAR)"
    return name
