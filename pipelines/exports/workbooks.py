"""Workbooks through calamine: every cell as the text a person would type for it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine as calamine

from pipelines.errors import UnreadableError
from pipelines.exports.export import TOP_ROWS

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One worksheet."""

    name: str
    cells: pa.Table = field(repr=False)
    """One row per filled row: its number as `_row`, its cells as text in k0, k1, …; a blank is NULL."""
    top: tuple[tuple[str, ...], ...] = field(repr=False)


def read_workbook(path: Path, *, name: str) -> Iterator[Page]:
    """The worksheets in order; charts and macro sheets are not tables. Merged cells at the top are filled."""
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ is calamine.SheetTypeEnum.WorkSheet:
                    yield _read_page(book, sheet.name)
    except (calamine.CalamineError, ValueError, OSError):
        raise UnreadableError(
            f"{name}: not a readable workbook, or locked with a password. Save it again as .xlsx without one."
        ) from None


def _read_page(book: calamine.CalamineWorkbook, name: str) -> Page:
    sheet = book.get_sheet_by_name(name)
    read = sheet.to_python(skip_empty_area=False)
    # Most cells are text already: millions of calls are saved.
    rows = [[cell if type(cell) is str else cell_text(cell) for cell in row] for row in read]
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    columns: dict[str, Any] = {"_row": pa.array([number for number, _ in filled], pa.int64())}
    for position in range(max(map(len, rows), default=0)):
        columns[f"k{position}"] = pa.array([row[position] or None for _, row in filled], pa.string())
    return Page(name=name, cells=pa.table(columns), top=tuple(map(tuple, rows[:TOP_ROWS])))


def cell_text(cell: Cell) -> str:
    """Whole numbers without a point, other numbers to 15 digits as spreadsheets show them, dates in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    return "" if cell is None else str(cell)


def _fill_merged(rows: list[list[str]], merged: list[Any]) -> None:
    """A merged cell's text counts for all it covers, near the top where headers stand."""
    for (first_row, first_column), (last_row, last_column) in merged:
        if last_row >= min(TOP_ROWS, len(rows)):
            continue
        text = rows[first_row][first_column] if first_column < len(rows[first_row]) else ""
        for row in rows[first_row : last_row + 1]:
            for column in range(first_column, min(last_column + 1, len(row))):
                row[column] = row[column] or text
