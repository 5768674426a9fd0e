"""The sample programme in every format it could come in: the same staged rows."""

import csv
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter

from pipelines.contract_tables import TABLES
from pipelines.exports.mapping import load_mapping
from pipelines.exports.reading import open_staging, read_export
from pipelines.exports.staging import stage_export

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "elm_park"
SETTINGS = SAMPLE / "export.toml"


def sample_tables() -> Iterator[tuple[str, list[list[str]]]]:
    for path in sorted(SAMPLE.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield path.stem, list(csv.reader(file))


def write_workbook(folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "everything.xlsx") as book:
        for name, rows in sample_tables():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, cell in enumerate(row):
                    # As a person's spreadsheet holds them: numbers as numbers.
                    is_number = number and cell.isdecimal() and not cell.startswith("0")
                    sheet.write(number, position, float(cell) if is_number else cell)


def write_parquet(folder: Path) -> None:
    for name, rows in sample_tables():
        cells = [[cell or None for cell in column] for column in zip(*rows[1:], strict=True)]
        table = pa.table(dict(zip(rows[0], (pa.array(column, pa.string()) for column in cells), strict=True)))
        pyarrow.parquet.write_table(table, folder / f"{name}.parquet")


def write_semicolons(folder: Path) -> None:
    for name, rows in sample_tables():
        with (folder / f"{name}.csv").open("w", encoding="utf-16", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)


def write_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / "everything.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in SAMPLE.iterdir():
            archive.write(path, f"hand-over/{path.name}")


def staged_rows(path: Path, scratch: Path) -> dict[str, list[tuple[object, ...]]]:
    with read_export([path]) as export, open_staging(scratch) as staging:
        told = stage_export(export, load_mapping(None), staging)
        names = {table: ", ".join(("_row", *TABLES[table].column_names)) for table in told.tables}
        return {
            table: staging.execute(f"SELECT {names[table]} FROM made_{table} ORDER BY _row").fetchall()
            for table in told.tables
        }


@pytest.fixture(scope="module")
def plain_rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    return staged_rows(SAMPLE, tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("write", [write_workbook, write_parquet, write_semicolons, write_zip])
def test_every_format_gives_the_same_rows(write, plain_rows, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "export"
    folder.mkdir()
    write(folder)
    if write is not write_zip:
        shutil.copy(SETTINGS, folder)
    rows = staged_rows(folder, tmp_path / "scratch")
    assert rows.keys() == plain_rows.keys()
    for table, expected in plain_rows.items():
        assert rows[table] == expected, table
