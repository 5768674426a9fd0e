"""The same programme as a workbook: one sheet a table, and the survey as a wide sheet, one row a response."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SURVEY = "survey_answers"
WIDE_SHEET = "Survey (wide)"
MAPPING = "wide-survey.toml"


def write_twin(export: Path, folder: Path) -> Path:
    """A folder with the workbook, the mapping of its wide sheet, and the settings of the export."""
    from xlsxwriter import Workbook

    folder.mkdir(parents=True)
    settings = (export / "export.toml").read_text(encoding="utf-8")
    (folder / "export.toml").write_text(f'mapping = "{MAPPING}"\n{settings}', encoding="utf-8")
    columns, items, rows = _wide(export / f"{SURVEY}.csv")
    (folder / MAPPING).write_text(_mapping(columns, items), encoding="utf-8")
    book = Workbook(folder / "programme.xlsx", {"constant_memory": True, "strings_to_numbers": False})
    for file in sorted(export.glob("*.csv")):
        if file.stem != SURVEY:
            with file.open(encoding="utf-8", newline="") as text:
                _write(book.add_worksheet(file.stem), csv.reader(text))
    _write(book.add_worksheet(WIDE_SHEET), iter([[*columns, *items], *rows]))
    book.close()
    return folder


def _write(sheet: Any, rows: Iterator[list[str]]) -> None:
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if cell:
                sheet.write_string(number, position, cell)


def _wide(file: Path) -> tuple[list[str], list[str], list[list[str]]]:
    """The columns of a response, the items, and one row a response."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE long AS SELECT * FROM read_csv('{file}', all_varchar = true)")
        names = [str(row[0]) for row in connection.execute("DESCRIBE long").fetchall()]
        columns = [name for name in names if name not in ("item", "answer")]
        items = [
            str(row[0]) for row in connection.execute("SELECT DISTINCT item FROM long ORDER BY 1").fetchall()
        ]
        answers = ", ".join(f"MAX(CASE WHEN item = '{item}' THEN answer END)" for item in items)
        found = connection.execute(
            f"SELECT {', '.join(columns)}, {answers} FROM long GROUP BY ALL ORDER BY 1"
        )
        rows = [[cell or "" for cell in row] for row in found.fetchall()]
    return columns, items, rows


def _mapping(columns: list[str], items: list[str]) -> str:
    lines = ["mapping = 1", "contract = 1", 'name = "wide-survey"', 'version = "1"']
    lines += ['title = "A survey with one column an item"', 'dates = ["%Y-%m-%d"]']
    lines += ["[sources.wide]", f'sheet = "{WIDE_SHEET}"', f"[tables.{SURVEY}]", 'from = "wide"']
    lines += [f"[tables.{SURVEY}.columns]", *(f'{name} = "{name}"' for name in columns)]
    lines += [f"[tables.{SURVEY}.answers]", *(f'{item} = "{item}"' for item in items)]
    return "\n".join(lines) + "\n"
