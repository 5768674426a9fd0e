"""The same table in every format is the same rows."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
import xlsxwriter

from pipelines.errors import UnreadableError
from pipelines.exports.reading import run
from tests.exports.handing_over import staged, write_files

CASES = """\
case_id,referral_month,status,closed_day,programme_version
É1–,2026-01,closed,12,"first, ""old"" way"
B2,2026-02,open,,
C3,2026-02,open,,two
"""
EXPECTED = [
    (2, "É1–", "2026-01", "closed", "12", 'first, "old" way'),
    (3, "B2", "2026-02", "open", None, None),
    (4, "C3", "2026-02", "open", None, "two"),
]


def rows_of(path: Path) -> list[tuple[str | None, ...]]:
    with staged(path) as export:
        return export.rows(
            "cases", "_row", "case_id", "referral_month", "status", "closed_day", "programme_version"
        )


def delimited(delimiter: str) -> str:
    table = pyarrow.csv.read_csv(io.BytesIO(CASES.encode()))
    lines = [
        table.column_names,
        *([("" if v is None else str(v)) for v in row.values()] for row in table.to_pylist()),
    ]
    return "\n".join(
        delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines
    )


WRITTEN: dict[str, Callable[[], bytes]] = {
    "plain": CASES.encode,
    "byte-order mark": lambda: CASES.encode("utf-8-sig"),
    "windows lines": lambda: CASES.replace("\n", "\r\n").encode(),
    "old mac lines": lambda: CASES.replace("\n", "\r").encode(),
    "no end of line": lambda: CASES.rstrip("\n").encode(),
    "utf-16": lambda: CASES.encode("utf-16"),
    "utf-16 without a mark": lambda: CASES.encode("utf-16-le"),
    "windows-1252": lambda: CASES.encode("windows-1252"),
    "semicolons": lambda: delimited(";").encode(),
    "tabs": lambda: delimited("\t").encode(),
    "pipes": lambda: delimited("|").encode(),
    "trailing commas": lambda: CASES.replace("\n", ",,\n").encode(),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_every_dialect_of_text_gives_the_same_rows(written: str, tmp_path: Path) -> None:
    assert rows_of(write_files(tmp_path, {"cases.csv": WRITTEN[written]()})) == EXPECTED


def test_how_a_file_is_written_is_reported(tmp_path: Path) -> None:
    with staged(write_files(tmp_path, {"cases.csv": delimited(";").encode("windows-1252")})) as export:
        assert export.told.accounts[0].written_as == "windows-1252, delimiter ; (detected)"


def test_a_parquet_file_gives_the_same_rows(tmp_path: Path) -> None:
    table = pyarrow.csv.read_csv(io.BytesIO(CASES.encode()))
    # As pandas writes whole numbers with gaps.
    days = table.schema.get_field_index("closed_day")
    table = table.set_column(days, "closed_day", table["closed_day"].cast(pa.float64()))
    blanks = table["programme_version"].to_pylist()
    version = pa.array([blank or None for blank in blanks])
    table = table.set_column(table.schema.get_field_index("programme_version"), "programme_version", version)
    pyarrow.parquet.write_table(table, tmp_path / "cases.parquet")
    assert rows_of(tmp_path) == EXPECTED


def write_workbook(path: Path, first_row: int = 0) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Cases")
        table = pyarrow.csv.read_csv(io.BytesIO(CASES.encode()))
        rows = [table.column_names, *(list(row.values()) for row in table.to_pylist())]
        for number, row in enumerate(rows, start=first_row):
            sheet.write_row(number, 0, row)


def test_a_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    write_workbook(tmp_path / "export.xlsx")
    assert rows_of(tmp_path) == EXPECTED


def test_a_zip_gives_the_same_rows(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("export/cases.csv", CASES)
        archive.writestr("__MACOSX/export/._cases.csv", "junk")
    assert rows_of(tmp_path / "export.zip") == EXPECTED


def test_blank_lines_do_not_shift_row_numbers(tmp_path: Path) -> None:
    cases = "case_id,referral_month,status\n\nA,2026-01,open\n\n\nB,2026-01,open\n,,\nC,2026-01,open\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.rows("cases", "_row", "case_id") == [(3, "A"), (6, "B"), (8, "C")]
        assert export.told.accounts[0].rows_read == 3


def test_a_row_of_delimiters_only_is_blank_in_a_plain_file_too(tmp_path: Path) -> None:
    cases = "case_id,referral_month,status\nA,2026-01,open\n,,\nB,2026-01,open\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.rows("cases", "_row", "case_id") == [(2, "A"), (4, "B")]
        assert (export.told.accounts[0].rows_read, export.told.accounts[0].rows_used) == (2, 2)


def test_a_header_below_a_title_is_found(tmp_path: Path) -> None:
    cases = "Cases of the quarter,,\nmade on Monday,,\n,,\nCase ID,Referral month,Status\nA,2026-01,open\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.rows("cases", "_row", "case_id") == [(5, "A")]
    (tmp_path / "book").mkdir()
    write_workbook(tmp_path / "book" / "export.xlsx", 3)
    assert [row[0] for row in rows_of(tmp_path / "book")] == [5, 6, 7]


def test_short_rows_are_filled_and_long_ones_refused_with_their_number(tmp_path: Path) -> None:
    short = "case_id,referral_month,status,closed_day\nA,2026-01,open\n"
    with staged(write_files(tmp_path, {"cases.csv": short})) as export:
        assert export.rows("cases", "case_id", "closed_day") == [("A", None)]
    long = "case_id,referral_month,status\nA,2026-01,open\nSmith, John,2026-01,open\n"
    with (
        pytest.raises(
            UnreadableError, match=r"^cases.csv, row 3: more cells than the header has columns"
        ) as refused,
        staged(write_files(tmp_path, {"cases.csv": long})),
    ):
        pass
    assert "Smith" not in str(refused.value)


def test_a_quotation_mark_left_open_is_refused_with_its_row(tmp_path: Path) -> None:
    cases = 'case_id,referral_month,status\nA,2026-01,open\n"Smith,2026-01,open\n'
    with (
        pytest.raises(UnreadableError, match=r"^cases.csv, row 3: a quotation mark") as refused,
        staged(write_files(tmp_path, {"cases.csv": cases})),
    ):
        pass
    assert "Smith" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "case_id,referral_month,status", "case_id,referral_month,status\n\n"]
)
def test_a_file_without_rows_makes_no_rows(text: str, tmp_path: Path) -> None:
    files = {"cases.csv": "case_id,referral_month,status\n", "parties.csv": text}
    with staged(write_files(tmp_path, files)) as export:
        assert export.column("cases", "case_id") == []
        assert "parties" not in export.told.tables or export.column("parties", "case_id") == []


@pytest.mark.parametrize("files", [("cases.csv",), ("cases.csv", "cases_2025.csv")], ids=["alone", "beside"])
def test_rows_of_a_large_file_keep_their_numbers(files: tuple[str, ...], tmp_path: Path) -> None:
    """Enough rows that two processors share the file: each row's number is spelled in its id."""
    filling = "a programme version of some length, " * 3
    for name in files:
        rows = (f'{name[:-4]}-{row},2026-01,open,"{filling}"\n' for row in range(2, 300_002))
        (tmp_path / name).write_text("case_id,referral_month,status,programme_version\n" + "".join(rows))
    with staged(tmp_path) as export:
        told = "CAST(regexp_extract(case_id, '[0-9]+$') AS INT)"
        wrong = f"SELECT COUNT(*) FROM made_cases WHERE _row <> {told}"
        assert run(export.staging, wrong) == [(0,)]
        assert run(export.staging, "SELECT COUNT(*) FROM made_cases") == [(300_000 * len(files),)]
