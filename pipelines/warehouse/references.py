"""`keys/ids.parquet`: the programme's references and our ids, so that an action list can be acted on.

One row per case, party, agreement and obligation: programme, kind, reference (theirs), id (ours). Only the
action list and the error workbook open it. It is no part of a snapshot.
"""

from collections.abc import Sequence
from pathlib import Path

from pipelines.warehouse.connection import Connection, attach_for_reading, quoted
from pipelines.warehouse.durable import sync_file, sync_folder
from pipelines.warehouse.pseudonyms import KINDS

REFERENCES = "ids.parquet"

_REFERRED_TO = {
    "cases": "case_id",
    "parties": "party_id",
    "agreements": "agreement_id",
    "obligations": "obligation_id",
}


def references_path(warehouse: Path) -> Path:
    """Where the references are, whether they are there yet or not."""
    return warehouse / "keys" / REFERENCES


def references_sql(given: dict[str, str]) -> str:
    """SQL of the references that came in. `given`: contract table → staged table with their own ids.

    Needs the macro `pseudonym` in the connection, and the export as `staging`.
    """
    return " UNION ".join(
        f"SELECT f.programme, '{KINDS[column]}' AS kind, m.{column} AS reference, "
        f"pseudonym(f.programme, '{KINDS[column]}', m.{column}) AS id "
        f"FROM staging.{given[table]} AS m JOIN staging.fate_{table} AS f USING (_id) "
        "WHERE f.fate = 'accepted'"
        for table, column in _REFERRED_TO.items()
        if table in given
    )


def write_references(connection: Connection, rows_sql: str, *, known: Path, to: Path) -> None:
    """Write the rows of `rows_sql` and those already in `known` to a file readable by its owner alone.

    What is known stays: an earlier snapshot may be gone back to.
    """
    if known.exists():
        rows_sql = f"{rows_sql} UNION SELECT * FROM read_parquet('{quoted(known)}')"
    _copy(connection, f"SELECT * FROM ({rows_sql}) ORDER BY ALL", to)


def write_references_in_use(
    connection: Connection, snapshots: Sequence[Path], *, known: Path, to: Path
) -> None:
    """Write those of the references in `known` that lead to something in one of the snapshots."""
    for number, snapshot in enumerate(snapshots):
        attach_for_reading(connection, snapshot, f"kept_{number}")
    used = " UNION ALL ".join(
        f"SELECT {column} FROM kept_{number}.{table}"
        for number, _ in enumerate(snapshots)
        for table, column in _REFERRED_TO.items()
    )
    _copy(connection, f"SELECT * FROM read_parquet('{quoted(known)}') WHERE id IN ({used})", to)


def take_in_references(warehouse: Path, written: Path) -> None:
    """Put a finished file in the place of the references in force, at once."""
    path = references_path(warehouse)
    sync_file(written)
    written.replace(path)
    sync_folder(path.parent)


def _copy(connection: Connection, rows_sql: str, to: Path) -> None:
    connection.execute(f"COPY ({rows_sql}) TO '{quoted(to)}' (FORMAT parquet)")
    to.chmod(0o600)
