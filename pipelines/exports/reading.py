"""Bytes to text columns. The only module of this room that opens DuckDB.

A row of what is read is one row of the source, every cell as text, with the number a person sees.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.errors import OutcomesError, UnreadableError
from pipelines.exports import workbooks
from pipelines.exports.dialects import detect_dialect, read_bytes, read_top, write_tidy_copy
from pipelines.exports.export import TOP_ROWS, Dialect, Export, ExportFile, Scratch, Sheet
from pipelines.exports.files import PARQUET_ENDINGS, TEXT_ENDINGS, find_files
from pipelines.exports.handover import read_handover
from pipelines.exports.matching import FoundSheet
from pipelines.exports.text import sql_name, sql_text

Staging = duckdb.DuckDBPyConnection
"""A scratch database that an export is read into; deleted once its rows are in a snapshot."""

_OFFLINE = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


def open_staging(folder: Path, *, readable: Sequence[Path] = ()) -> Staging:
    """A new scratch database in the folder.

    With `readable`, only the folder and those files and folders can be opened from SQL.
    """
    folder.mkdir(parents=True, exist_ok=True)
    staging = duckdb.connect(folder / "staging.duckdb", config=dict(_OFFLINE))
    staging.execute(f"SET temp_directory = {sql_text(str(folder / 'spill'))}")
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
    except duckdb.Error as error:
        kind = type(error).__name__
    raise OutcomesError(f"The export could not be staged ({kind}). Is there disk space left?")


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


def release(connection: Staging) -> None:
    """Lets go of the workbook sheets that were lent to the database."""
    for (view,) in run(
        connection, "SELECT view_name FROM duckdb_views() WHERE starts_with(view_name, 'sheet_')"
    ):
        connection.unregister(view)


def read_export(
    paths: Sequence[Path],
    *,
    programme: str | None = None,
    as_of: date | None = None,
    currency: str | None = None,
    mapping: str | None = None,
) -> Export:
    """What is in the files: tables, settings, hashes. No cell is kept but the top rows, to find headers.

    Raises `UsageError` naming the flag that is missing, `UnreadableError` for a file that cannot be read.
    """
    scratch = Scratch()
    found = find_files(paths, scratch)
    told = read_handover(found.settings, programme=programme, as_of=as_of, currency=currency, mapping=mapping)
    sheets = [sheet for name, path in found.data for sheet in _read_file(name, path)]
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
        totals=told.totals,
        is_invented=told.is_invented,
        scratch=scratch,
    )


def _read_file(name: str, path: Path) -> list[Sheet]:
    facts = read_bytes(path)
    file = ExportFile(name=name, path=path, sha256=facts.sha256, size=facts.size)
    if path.suffix.lower() in TEXT_ENDINGS:
        dialect = detect_dialect(path, facts)
        return [Sheet(file=file, name="", kind="csv", dialect=dialect, top=read_top(path, dialect))]
    if path.suffix.lower() in PARQUET_ENDINGS:
        return [Sheet(file=file, name="", kind="parquet", top=(_parquet_columns(file),))]
    return [
        Sheet(file=file, name=sheet, kind="workbook", top=_workbook_top(file, sheet))
        for sheet in workbooks.sheet_names(path, name=name)
    ]


def _workbook_top(file: ExportFile, sheet: str) -> tuple[tuple[str, ...], ...]:
    rows = workbooks.read_rows(file.path, sheet, name=file.name, top_only=True)
    return tuple(tuple(row) for row in rows[:TOP_ROWS])


def _parquet_columns(file: ExportFile) -> tuple[str, ...]:
    with open_memory() as memory:
        try:
            rows = memory.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file.path)]).fetchall()
        except duckdb.Error:
            rows = []
    if not rows:
        raise UnreadableError(f"{file.name}: not a readable Parquet file. Write it again.")
    return tuple(row[0] for row in rows)


def relation(connection: Staging, export: Export, found: FoundSheet) -> str:
    """SQL of the sheet's data rows: cells k0, k1, … as text, and `_row` where `has_row_numbers`."""
    if not found.headers:
        return "(SELECT NULL::BIGINT AS _row, NULL::VARCHAR AS k0 WHERE false)"
    if found.sheet.kind == "workbook":
        return _workbook_relation(connection, export, found)
    if found.sheet.kind == "parquet":
        return _parquet_relation(connection, found)
    if is_read_in_place(connection, export, found):
        return _csv_relation(found.sheet.file.path, found, delimiter=_dialect(found).delimiter)
    return _csv_relation(_tidy_copy(export, found), found, delimiter=",", is_tidy=True)


def _dialect(found: FoundSheet) -> Dialect:
    dialect = found.sheet.dialect
    assert dialect is not None, "only text files have a dialect"
    return dialect


def is_read_in_place(connection: Staging, export: Export, found: FoundSheet) -> bool:
    """A plain text file that DuckDB reads strictly; its row numbers are counted once it is loaded."""
    if (
        found.sheet.kind != "csv"
        or found.header_row != 1
        or not found.headers
        or not _dialect(found).is_plain
    ):
        return False
    key = ("in place", found.sheet.file.name)
    if key not in export.tables:
        export.tables[key] = _reads(connection, found)
    return bool(export.tables[key])


def _reads(connection: Staging, found: FoundSheet) -> bool:
    if any("\n" in header or "\r" in header for header in found.sheet.top[0]):
        return False
    source = _csv_relation(found.sheet.file.path, found, delimiter=_dialect(found).delimiter)
    try:
        connection.execute(f"SELECT count(*) FROM {source}").fetchall()
    except duckdb.Error:
        return False
    return True


def _csv_relation(path: Path, found: FoundSheet, *, delimiter: str, is_tidy: bool = False) -> str:
    types = [f"'k{position}': 'VARCHAR'" for position in range(len(found.headers))]
    if is_tidy:
        types.insert(0, "'_row': 'BIGINT'")
    return (
        f"read_csv({sql_text(str(path))}, auto_detect = false, header = false, skip = {0 if is_tidy else 1}, "
        f"delim = {sql_text(delimiter)}, quote = '\"', escape = '\"', columns = {{{', '.join(types)}}})"
    )


def _tidy_copy(export: Export, found: FoundSheet) -> Path:
    key = ("tidy", found.sheet.file.name)
    if key not in export.tables:
        copy = export.scratch.folder / f"tidy-{len(export.tables)}.csv"
        write_tidy_copy(
            found.sheet.file.path,
            _dialect(found),
            copy,
            name=found.sheet.file.name,
            header_row=found.header_row,
        )
        export.tables[key] = copy
    return Path(export.tables[key])


def _parquet_relation(connection: Staging, found: FoundSheet) -> str:
    path = sql_text(str(found.sheet.file.path))
    described = run(connection, f"DESCRIBE SELECT * FROM read_parquet({path})")
    cells = [
        f"{_parquet_text(sql_name(name), kind)} AS k{position}"
        for position, (name, kind, *_) in enumerate(described)
    ]
    return (
        f"(SELECT file_row_number + 2 AS _row, {', '.join(cells)} "
        f"FROM read_parquet({path}, file_row_number = true))"
    )


def _parquet_text(column: str, kind: str) -> str:
    """As the same cell would read in a CSV."""
    text = f"CAST({column} AS VARCHAR)"
    if kind == "BOOLEAN":
        return f"CASE {column} WHEN true THEN 'yes' WHEN false THEN 'no' END"
    if kind.startswith("TIMESTAMP"):
        return f"replace(strftime(CAST({column} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S'), ' 00:00:00', '')"
    if kind in ("DOUBLE", "FLOAT"):
        is_whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {is_whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {text} END"
    return text


def _workbook_relation(connection: Staging, export: Export, found: FoundSheet) -> str:
    key = (found.sheet.file.name, found.sheet.name)
    if key not in export.tables:
        export.tables[key] = _arrow_rows(found)
    view = f"sheet_{export.sheets.index(found.sheet)}"
    connection.register(view, export.tables[key])
    return view


def _arrow_rows(found: FoundSheet) -> pa.Table:
    sheet = found.sheet
    rows = workbooks.read_rows(sheet.file.path, sheet.name, name=sheet.file.name)
    width = len(found.headers)
    filled = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if number > found.header_row and any(cell.strip() for cell in row)
    ]
    columns: dict[str, Any] = {"_row": pa.array([number for number, _ in filled], pa.int64())}
    for position in range(width):
        columns[f"k{position}"] = pa.array([row[position] for _, row in filled], pa.string())
    return pa.table(columns)
