"""Every format an export may come in: the same tables, written by the means that programmes have."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter

Tables = Mapping[str, list[list[str]]]
"""Contract table → its rows of text, the header first."""

Write = Callable[[Path, Tables], None]
"""Writes the tables into a folder."""


def text_of(rows: list[list[str]], *, delimiter: str = ",", line_end: str = "\n") -> str:
    """A table as the text of a CSV file."""
    text = io.StringIO(newline="")
    # Python puts a lone carriage return in quotation marks only where its own line ends have one.
    has_return = any("\r" in cell for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if has_return else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


def write_text(
    folder: Path,
    tables: Tables,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    ending: str = "csv",
    line_end: str = "\n",
) -> None:
    """One text file a table; a letter that the encoding lacks becomes a question mark."""
    for name, rows in tables.items():
        text = text_of(rows, delimiter=delimiter, line_end=line_end)
        (folder / f"{name}.{ending}").write_bytes(text.encode(encoding, errors="replace"))


def write_workbook(folder: Path, tables: Tables) -> None:
    """One workbook, a sheet a table, numbers as numbers: as a person's spreadsheet holds them."""
    with xlsxwriter.Workbook(folder / "everything.xlsx", {"strings_to_formulas": False}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, cell in enumerate(row):
                    if number and _is_number(cell):
                        sheet.write_number(number, position, float(cell))
                    else:
                        sheet.write_string(number, position, cell)


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal() and not cell.startswith("0") and len(cell) < 15


def write_parquet(folder: Path, tables: Tables) -> None:
    """One Parquet file a table, a blank cell as nothing."""
    for name, (header, *rows) in tables.items():
        cells = [[row[position] or None for row in rows] for position in range(len(header))]
        columns = {
            column: pa.array(values, pa.string()) for column, values in zip(header, cells, strict=True)
        }
        pyarrow.parquet.write_table(pa.table(columns), folder / f"{name}.parquet")


def write_zip(folder: Path, tables: Tables, *, ending: str = "csv") -> None:
    """A zip with a folder in it, beside the debris that a computer puts there."""
    with zipfile.ZipFile(folder / "everything.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._cases.csv", b"\0")
        for name, rows in tables.items():
            archive.writestr(f"hand-over/{name}.{ending}", text_of(rows))


def write_zipped_workbook(folder: Path, tables: Tables) -> None:
    """A workbook in a zip."""
    write_workbook(folder, tables)
    with zipfile.ZipFile(folder / "everything.zip", "w") as archive:
        archive.write(folder / "everything.xlsx", "everything.xlsx")
    (folder / "everything.xlsx").unlink()


def write_folders(folder: Path, tables: Tables) -> None:
    """A folder in a folder for each table, each in a format of its own."""
    writers: tuple[Write, ...] = (write_text, write_parquet, partial(write_text, encoding="utf-16"))
    for number, (name, rows) in enumerate(tables.items()):
        (folder / name).mkdir()
        writers[number % len(writers)](folder / name, {name: rows})


FORMATS: dict[str, Write] = {
    "CSV": write_text,
    "CSV with a byte-order mark": partial(write_text, encoding="utf-8-sig"),
    "CSV with the line ends of Windows": partial(write_text, line_end="\r\n"),
    "CSV with semicolons, Windows-1252": partial(write_text, delimiter=";", encoding="windows-1252"),
    "CSV with semicolons, UTF-16": partial(write_text, delimiter=";", encoding="utf-16"),
    "CSV with pipes, UTF-16 without a mark": partial(write_text, delimiter="|", encoding="utf-16-be"),
    "TSV": partial(write_text, delimiter="\t", ending="tsv"),
    "TSV, Windows-1252": partial(
        write_text, delimiter="\t", ending="tsv", encoding="windows-1252", line_end="\r\n"
    ),
    "TSV called txt, UTF-16": partial(write_text, delimiter="\t", ending="txt", encoding="utf-16"),
    "workbook": write_workbook,
    "Parquet": write_parquet,
    "zip": write_zip,
    "workbook in a zip": write_zipped_workbook,
    "folders of several formats": write_folders,
}
