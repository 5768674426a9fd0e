"""The only place where an engine is opened on a warehouse."""

from pathlib import Path

import duckdb

Connection = duckdb.DuckDBPyConnection


def open_for_reading(database: Path) -> Connection:
    """Open a finished snapshot: read-only, and with no way to reach any other file or the network."""
    connection = duckdb.connect(
        str(database), read_only=True, config={"enable_external_access": "false", "autoinstall_known_extensions": "false"}
    )
    # Locked last: a locked configuration cannot be opened up again by any later statement.
    connection.execute("SET lock_configuration = true")
    return connection


def open_for_building(database: Path, *, staging: Path, previous: Path | None) -> Connection:
    """Create a snapshot file, with the staged export as `staging` and the snapshot before it as `previous`."""
    connection = duckdb.connect(str(database), config={"autoinstall_known_extensions": "false"})
    connection.execute(f"ATTACH '{_quoted(staging)}' AS staging (READ_ONLY)")
    if previous is not None:
        connection.execute(f"ATTACH '{_quoted(previous)}' AS previous (READ_ONLY)")
    return connection


def _quoted(path: Path) -> str:
    # ATTACH takes no bound values.
    return str(path).replace("'", "''")
