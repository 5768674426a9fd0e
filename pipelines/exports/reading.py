"""Bytes to text columns. The only module of this room that opens DuckDB.

`read_export` finds the tables of a hand-over and keeps their top rows, to find headers; `relations` makes
each of them a relation of text cells once a mapping has said which header it has.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import OutcomesError, RefusedError, UnreadableError
from pipelines.exports.dialects import detect_dialect, read_bytes, read_top
from pipelines.exports.export import Export, ExportFile, Scratch, Sheet
from pipelines.exports.files import PARQUET_ENDINGS, TEXT_ENDINGS, find_files
from pipelines.exports.handover import read_handover
from pipelines.exports.text import sql_text
from pipelines.exports.workbooks import read_workbook
from pipelines.settings import MEMORY_MEGABYTES

Staging = duckdb.DuckDBPyConnection
"""A scratch database that an export is read into; gone once its rows are in a snapshot."""

STAGING = "staging"
"""What the scratch database is called where another one stands beside it."""

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
_NEVER_TIDIED = (
    "SET wal_autocheckpoint = '1TB'",
    "SET auto_checkpoint_skip_wal_threshold = 1000000000000",
    "PRAGMA disable_checkpoint_on_shutdown",
)
"""Nobody opens a scratch database again: writing it a second time, tidily, costs as much as the first. Nor is
there a log to begin again from, when it is attached: a load that was cut off begins anew.
"""

_NO_ROOM = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    # A commit that finds no room on the disk, and every statement after it.
    duckdb.TransactionException,
    duckdb.FatalException,
)


def open_staging(folder: Path, *, readable: Sequence[Path] = ()) -> Staging:
    """A new scratch database in the folder.

    On the disk it is compressed, so that asking its rows forty rules takes less than it would in memory.
    With `readable`, only the folder and those files and folders can be opened from SQL.
    """
    folder.mkdir(parents=True, exist_ok=True)
    staging = duckdb.connect(config=dict(_OFFLINE))
    staging.execute(f"SET temp_directory = {sql_text(str(folder / 'spill'))}")
    staging.execute(f"SET memory_limit = '{MEMORY_MEGABYTES.read()}MB'")
    for setting in _NEVER_TIDIED:
        staging.execute(setting)
    staging.execute(
        f"ATTACH {sql_text(str(folder / 'staging.duckdb'))} AS {STAGING} (RECOVERY_MODE no_wal_writes)"
    )
    staging.execute(f"USE {STAGING}")
    if readable:
        folders = [str(path) for path in (folder, *readable) if path.is_dir()]
        files = [str(path) for path in readable if not path.is_dir()]
        staging.execute(f"SET allowed_directories = [{', '.join(map(sql_text, folders))}]")
        staging.execute(f"SET allowed_paths = [{', '.join(map(sql_text, files))}]")
        staging.execute("SET enable_external_access = false")
    return staging


def open_memory() -> Staging:
    """A database that writes nothing: for scanning before anything may be written."""
    memory = duckdb.connect(":memory:", config=dict(_OFFLINE))
    memory.execute("SET temp_directory = ''")
    return memory


def run(connection: Staging, sql: str) -> list[tuple[Any, ...]]:
    """Runs one statement. The engine's own messages may hold cells, so none is passed on."""
    try:
        return connection.execute(sql).fetchall()
    except _NO_ROOM:
        failure: OutcomesError = RefusedError(
            "The export could not be staged: there is no room left for it, on the disk or in memory. Nothing "
            "was changed. Make room where the warehouse and the temporary folder are, and run this again."
        )
    except duckdb.Error as error:
        failure = OutcomesError(f"The export could not be staged ({type(error).__name__}).")
    raise failure


def can_run(connection: Staging, sql: str) -> bool:
    """Does the statement run at all?"""
    try:
        connection.execute(sql).fetchall()
    except duckdb.Error:
        return False
    return True


def stream(connection: Staging, sql: str) -> Iterator[tuple[Any, ...]]:
    """The rows of one query, a batch at a time, so that memory stays flat."""
    try:
        result = connection.execute(sql)
        while rows := result.fetchmany(10_000):
            yield from rows
    except duckdb.Error as error:
        kind = type(error).__name__
    else:
        return
    raise OutcomesError(f"The export could not be read again ({kind}). Hand it over again.")


def read_export(
    paths: Sequence[Path],
    *,
    programme: str | None = None,
    as_of: date | None = None,
    currency: str | None = None,
    mapping: str | None = None,
) -> Export:
    """What is in the files: tables, settings, hashes. Text and Parquet cells stay in their files.

    Raises `UsageError` naming the flag that is missing, `UnreadableError` for a file that cannot be read.
    """
    scratch = Scratch()
    found = find_files(paths, scratch)
    told = read_handover(found.settings, programme=programme, as_of=as_of, currency=currency, mapping=mapping)
    tables: dict[tuple[str, str], Any] = {}
    sheets = [sheet for name, path in found.data for sheet in _read_file(name, path, tables)]
    return Export(
        files=tuple(dict.fromkeys(sheet.file for sheet in sheets)),
        sheets=tuple(sheets),
        not_read=found.other,
        programme=told.programme,
        as_of=told.as_of,
        currency=told.currency,
        mapping=told.mapping,
        not_recorded=told.not_recorded,
        lists=told.lists,
        is_invented=told.is_invented,
        is_partial=told.is_partial,
        totals=told.totals,
        scratch=scratch,
        tables=tables,
    )


def _read_file(name: str, path: Path, tables: dict[tuple[str, str], Any]) -> Iterator[Sheet]:
    facts = read_bytes(path)
    file = ExportFile(name=name, path=path, sha256=facts.sha256, size=facts.size)
    if path.suffix.lower() in TEXT_ENDINGS:
        dialect = detect_dialect(path, facts)
        yield Sheet(file=file, name="", kind="csv", dialect=dialect, top=read_top(path, dialect))
    elif path.suffix.lower() in PARQUET_ENDINGS:
        yield Sheet(file=file, name="", kind="parquet", top=(_parquet_columns(file),))
    else:
        for page in read_workbook(path, name=name):
            tables[name, page.name] = page.cells
            yield Sheet(file=file, name=page.name, kind="workbook", top=page.top)


def _parquet_columns(file: ExportFile) -> tuple[str, ...]:
    with open_memory() as memory:
        try:
            rows = memory.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file.path)]).fetchall()
        except duckdb.Error:
            rows = []
    if not rows:
        raise unreadable_parquet(file)
    return tuple(row[0] for row in rows)


def unreadable_parquet(file: ExportFile) -> UnreadableError:
    """The refusal of a Parquet file that is cut off or damaged."""
    return UnreadableError(f"{file.name}: not a readable Parquet file. Write it again.")
