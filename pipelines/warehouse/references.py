"""`keys/ids.parquet`: the programme's references and our ids, so that an action list can be acted on.

One row per case, party, agreement and obligation: programme, kind, reference (theirs), id (ours). Only the
action list and the error workbook open it. It is no part of a snapshot.
"""

from collections.abc import Collection, Sequence
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


def references_sql(tables: Collection[str], *, is_partial: bool) -> str:
    """SQL of the references that came in with these contract tables.

    Needs the export as `staging`, and either the temporary tables `ids_<kind>` or, where the staged ids are
    ours already, the macro `pseudonym`.
    """
    of_table = _given_sql if is_partial else _found_sql
    return " UNION ALL ".join(
        of_table(table, column) for table, column in _REFERRED_TO.items() if table in tables
    )


def _found_sql(table: str, column: str) -> str:
    kind = KINDS[column]
    return (
        f"SELECT i.programme, '{kind}' AS kind, i.reference, i.id FROM ids_{kind} AS i "
        f"SEMI JOIN staging.accepted_{table} AS m ON m.{column} = i.reference AND m._programme = i.programme"
    )


def _given_sql(table: str, column: str) -> str:
    kind = KINDS[column]
    return (
        f"SELECT f.programme, '{kind}' AS kind, m.{column} AS reference, "
        f"pseudonym(f.programme, '{kind}', m.{column}) AS id "
        f"FROM staging.given_{table} AS m JOIN staging.fate_{table} AS f USING (_id) "
        "WHERE f.fate = 'accepted'"
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
