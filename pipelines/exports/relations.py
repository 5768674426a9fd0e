"""Every table handed over as one SQL relation: data rows only, each cell text in k0, k1, …

`_row` is the number a person sees (the header of a plain file is row 1). A plain text file is read in
place and has none, unless it is asked for: counting its rows is work for one processor.
"""

from pathlib import Path

from pipelines.errors import UnreadableError
from pipelines.exports.dialects import write_tidy_copy
from pipelines.exports.export import Dialect, Export
from pipelines.exports.matching import FoundSheet
from pipelines.exports.reading import Staging, can_run, run
from pipelines.exports.text import sql_name, sql_text

_NO_ROWS = "(SELECT NULL::BIGINT AS _row, NULL::VARCHAR AS k0 WHERE false)"


def relation(connection: Staging, export: Export, found: FoundSheet) -> str:
    """SQL of the sheet's data rows. Raises `UnreadableError` naming file and row."""
    if not found.headers:
        return _NO_ROWS
    if found.sheet.kind == "workbook":
        return _sql_workbook(connection, export, found)
    if found.sheet.kind == "parquet":
        return _sql_parquet(connection, found)
    if is_read_in_place(connection, export, found):
        return _sql_csv(found.sheet.file.path, found, delimiter=_dialect(found).delimiter)
    return _sql_csv(_tidy_copy(export, found), found, delimiter=",", is_tidy=True)


def numbered(connection: Staging, export: Export, found: FoundSheet) -> str:
    """SQL of the sheet's data rows as `relation` gives them, each with its `_row`."""
    rows = relation(connection, export, found)
    if not is_read_in_place(connection, export, found):
        return rows
    # A window over nothing counts in the order of the file. Row ids do not: two processors that read one
    # large file write their shares in either order (DuckDB 2.0.0).
    return f"(SELECT row_number() OVER () + {found.header_row} AS _row, * FROM {rows})"


def is_read_in_place(connection: Staging, export: Export, found: FoundSheet) -> bool:
    """Is it a plain text file that can be read strictly, without a tidy copy?"""
    if not _looks_plain(found):
        return False
    key = ("in place", found.sheet.file.name)
    if key not in export.tables:
        rows = _sql_csv(found.sheet.file.path, found, delimiter=_dialect(found).delimiter)
        export.tables[key] = can_run(connection, f"SELECT count(COLUMNS(*)) FROM {rows}")
    return bool(export.tables[key])


def assume_in_place(export: Export, found: FoundSheet, *, is_plain: bool) -> bool:
    """For a caller that reads every cell anyway and so finds out. False where nothing is to be assumed."""
    if _looks_plain(found):
        export.tables["in place", found.sheet.file.name] = is_plain
    return _looks_plain(found)


def _looks_plain(found: FoundSheet) -> bool:
    if found.sheet.kind != "csv" or found.header_row != 1 or not found.headers:
        return False
    has_plain_header = not any("\n" in header or "\r" in header for header in found.names)
    return has_plain_header and _dialect(found).is_plain


def _dialect(found: FoundSheet) -> Dialect:
    if found.sheet.dialect is None:
        raise UnreadableError(f"{found.sheet.title}: not a text file.")
    return found.sheet.dialect


def _sql_csv(path: Path, found: FoundSheet, *, delimiter: str, is_tidy: bool = False) -> str:
    types = [f"'k{position}': 'VARCHAR'" for position in range(len(found.headers))]
    if is_tidy:
        types.insert(0, "'_row': 'BIGINT'")
    return (
        f"read_csv({sql_text(str(path))}, auto_detect = false, header = false, "
        f"skip = {0 if is_tidy else 1}, delim = {sql_text(delimiter)}, quote = '\"', escape = '\"', "
        f"columns = {{{', '.join(types)}}})"
    )


def _tidy_copy(export: Export, found: FoundSheet) -> Path:
    key = ("tidy", found.sheet.file.name)
    if key not in export.tables:
        copy = export.scratch.folder / f"tidy-{len(export.tables)}.csv"
        name, row = found.sheet.file.name, found.header_row
        write_tidy_copy(found.sheet.file.path, _dialect(found), copy, name=name, header_row=row)
        export.tables[key] = copy
    return Path(export.tables[key])


def _sql_parquet(connection: Staging, found: FoundSheet) -> str:
    path = sql_text(str(found.sheet.file.path))
    described = run(connection, f"DESCRIBE SELECT * FROM read_parquet({path})")
    cells = [
        f"{_sql_typed(sql_name(name), kind)} AS k{position}"
        for position, (name, kind, *_) in enumerate(described)
    ]
    rows = f"read_parquet({path}, file_row_number = true)"
    return f"(SELECT file_row_number + 2 AS _row, {', '.join(cells)} FROM {rows})"


def _sql_typed(column: str, kind: str) -> str:
    """As the same cell would read in a CSV."""
    text = f"nullif(CAST({column} AS VARCHAR), '')"
    if kind == "BOOLEAN":
        return f"CASE {column} WHEN true THEN 'yes' WHEN false THEN 'no' END"
    if kind.startswith("TIMESTAMP"):
        return f"replace(strftime(CAST({column} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S'), ' 00:00:00', '')"
    if kind in ("DOUBLE", "FLOAT"):
        is_whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {is_whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {text} END"
    return text


def _sql_workbook(connection: Staging, export: Export, found: FoundSheet) -> str:
    view = f"sheet_{[sheet.title for sheet in export.sheets].index(found.sheet.title)}"
    connection.register(view, export.tables[found.sheet.file.name, found.sheet.name])
    return f"(SELECT * FROM {view} WHERE _row > {found.header_row})"


def release(connection: Staging, export: Export) -> None:
    """Lets go of the workbook sheets that were lent to the database."""
    for number, sheet in enumerate(export.sheets):
        if sheet.kind == "workbook":
            connection.unregister(f"sheet_{number}")
