"""Workbooks through calamine: every cell as the text a person would type for it."""

import datetime as dt
from pathlib import Path
from typing import Any

import python_calamine as calamine

from pipelines.errors import UnreadableError
from pipelines.exports.export import TOP_ROWS

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


def sheet_names(path: Path, *, name: str) -> tuple[str, ...]:
    """The worksheets in order; charts and macro sheets are not tables."""
    with _open(path, name) as book:
        return tuple(
            sheet.name for sheet in book.sheets_metadata if sheet.typ is calamine.SheetTypeEnum.WorkSheet
        )


def read_rows(path: Path, sheet: str, *, name: str, top_only: bool = False) -> list[list[str]]:
    """Rows from the sheet's first row on, as text; merged cells at the top are filled with their text."""
    with _open(path, name) as book:
        try:
            page = book.get_sheet_by_name(sheet)
            cells = page.to_python(skip_empty_area=False, nrows=TOP_ROWS if top_only else None)
        except (calamine.CalamineError, ValueError):
            raise UnreadableError(
                f"{name}, sheet {sheet}: not readable. Save the workbook again as .xlsx."
            ) from None
        rows = [[cell_text(cell) for cell in row] for row in cells]
        _fill_merged(rows, page.merged_cell_ranges or [])
    return rows


def _open(path: Path, name: str) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_path(path)
    except (calamine.CalamineError, ValueError, OSError):
        raise UnreadableError(
            f"{name}: not a readable workbook, or locked with a password. Save it again as .xlsx without one."
        ) from None


def cell_text(cell: Cell) -> str:
    """Whole numbers without a point, other numbers to 15 digits as spreadsheets show them, dates in ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        return (
            cell.date().isoformat()
            if cell.time() == dt.time()
            else cell.isoformat(sep=" ", timespec="seconds")
        )
    return str(cell)


def _fill_merged(rows: list[list[str]], merged: list[Any]) -> None:
    """A merged cell's text counts for all it covers, near the top where headers stand."""
    for (first_row, first_column), (last_row, last_column) in merged:
        if last_row >= min(TOP_ROWS, len(rows)):
            continue
        text = rows[first_row][first_column] if first_column < len(rows[first_row]) else ""
        for row in rows[first_row : last_row + 1]:
            for column in range(first_column, min(last_column + 1, len(row))):
                row[column] = row[column] or text
