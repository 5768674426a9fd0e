"""The only place where an engine is opened on a warehouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import WarehouseError

Connection = duckdb.DuckDBPyConnection
EngineError = duckdb.Error

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": "false"}


def open_for_reading(database: Path) -> Connection:
    """Open a finished snapshot: read-only, and with no way to reach any other file or the network.

    Raises `WarehouseError` when it is not there or damaged.
    """
    try:
        connection = duckdb.connect(
            str(database), read_only=True, config=_OFFLINE | {"enable_external_access": "false"}
        )
    except duckdb.Error:
        raise WarehouseError(
            f"{database.name} cannot be opened. Go back with `outcomes rollback`, or restore it from a "
            "backup."
        ) from None
    _lock(connection)
    return connection


def _lock(connection: Connection) -> None:
    # Locked last: a locked configuration cannot be opened up again by any later statement. A process that
    # opens a snapshot twice shares one database, which is locked already.
    if not connection.execute("SELECT current_setting('lock_configuration')").fetchall()[0][0]:
        connection.execute("SET lock_configuration = true")


def open_for_comparing(before: Path, after: Path) -> Connection:
    """Both snapshots read-only, as `before` and `after`; temporary tables live in memory."""
    connection = duckdb.connect(config=_OFFLINE)
    attach_for_reading(connection, before, "before")
    attach_for_reading(connection, after, "after")
    connection.execute("SET enable_external_access = false")
    _lock(connection)
    return connection


def open_scratch() -> Connection:
    """An engine with nothing in it, in memory."""
    return duckdb.connect(config=_OFFLINE)


def open_for_building(database: Path, *, previous: Path | None) -> Connection:
    """Create a snapshot file; the snapshot before it is `previous`."""
    connection = duckdb.connect(str(database), config=_OFFLINE)
    if previous is not None:
        attach_for_reading(connection, previous, "previous")
    return connection


@contextmanager
def building_beside(staging: Connection, database: Path, *, previous: Path | None) -> Iterator[Connection]:
    """Create a snapshot file where the staged export is; both are in reach, and so is the one before.

    At the end everything is in the file, and the file is closed. Until then it is nothing: no log is kept.
    """
    staging.execute(f"ATTACH '{quoted(database)}' AS built (RECOVERY_MODE no_wal_writes)")
    staging.execute("USE built")
    # What several threads write in no order is written once; in order it is written again when it is tidied.
    staging.execute("SET preserve_insertion_order = false")
    if previous is not None:
        attach_for_reading(staging, previous, "previous")
    yield staging
    staging.execute("FORCE CHECKPOINT built")
    staging.execute("USE memory")
    for name in ["built"] + (["previous"] if previous is not None else []):
        staging.execute(f"DETACH {name}")


def finish(connection: Connection) -> None:
    """Write everything to the file and close it.

    Closing alone is not enough: the engine writes what is left as it closes, and says nothing if it cannot.
    """
    connection.execute("FORCE CHECKPOINT")
    connection.close()


def attach_for_reading(connection: Connection, database: Path, name: str) -> None:
    """Make another database file readable under `name`."""
    connection.execute(f"ATTACH '{quoted(database)}' AS {name} (READ_ONLY)")


def columns_of_database(connection: Connection, database: str) -> dict[str, frozenset[str]]:
    """Table → columns of an attached snapshot: one built by an earlier version may lack some."""
    rows = connection.execute(
        "SELECT table_name, LIST(column_name) FROM duckdb_columns() WHERE database_name = ? GROUP BY 1",
        [database],
    ).fetchall()
    return {table: frozenset(columns) for table, columns in rows}


def columns_of_table(connection: Connection, table: str) -> frozenset[str]:
    """The columns of a table of the snapshot that is open."""
    described = connection.execute(f"SELECT * FROM {table} LIMIT 0").description
    return frozenset(str(column[0]) for column in described or ())


def quoted(path: Path) -> str:
    """A path inside the quotation marks of a statement that takes no bound values."""
    return str(path).replace("'", "''")


_CANNOT_WRITE = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    # A commit that finds no room on the disk, and every statement after it.
    duckdb.TransactionException,
    duckdb.FatalException,
)


@contextmanager
def said_plainly(warehouse: Path) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written to into a `WarehouseError` in words.

    The engine's own messages may quote a path or a cell, so none is passed on.
    """
    try:
        yield
    except OSError as error:
        raise _cannot_write(warehouse, error.strerror or "a file could not be written") from None
    except _CANNOT_WRITE:
        raise _cannot_write(warehouse, "a file could not be written; the disk may be full") from None


def _cannot_write(warehouse: Path, reason: str) -> WarehouseError:
    return WarehouseError(
        f"{warehouse}: {reason}. Nothing was changed: what was in force still is. "
        "Make room on the disk, or make sure that the folder can be written to, and run this again."
    )
