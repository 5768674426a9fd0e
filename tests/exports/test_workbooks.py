import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.errors import UnreadableError
from pipelines.exports.workbooks import cell_text, read_workbook
from tests.exports.handing_over import mapped


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (82.0, "82"),
        (0.1 + 0.2, "0.3"),
        (1250.5, "1250.5"),
        (111_000_000.0, "111000000"),
        (True, "yes"),
        (False, "no"),
        ("000070", "000070"),
        (None, ""),
        (dt.date(2026, 1, 31), "2026-01-31"),
        (dt.datetime(2026, 1, 31), "2026-01-31"),  # noqa: DTZ001 - a workbook knows no time zone
        (dt.datetime(2026, 1, 31, 9, 5), "2026-01-31 09:05:00"),  # noqa: DTZ001
    ],
)
def test_a_cell_is_the_text_a_person_would_type(cell: object, text: str) -> None:
    assert cell_text(cell) == text  # type: ignore[arg-type]


def test_merged_headers_count_for_every_column_they_cover(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("Log")
        sheet.merge_range("A1:A2", "Ref")
        sheet.merge_range("B1:C1", "Dates")
        sheet.write_row("B2", ["In", "Out"])
        sheet.write_row("A3", ["7", "01/02/2026", "03/02/2026"])
    (page,) = read_workbook(tmp_path / "book.xlsx", name="book.xlsx")
    assert page.top[:2] == (("Ref", "Dates", "Dates"), ("Ref", "In", "Out"))


def test_a_two_row_header_and_a_totals_row_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("Log")
        sheet.merge_range("A1:A2", "Ref")
        sheet.merge_range("B1:C1", "Dates")
        sheet.write_row("B2", ["In", "Out"])
        sheet.write_row("A3", ["7", "01/02/2026", "03/02/2026"])
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime("B4", dt.datetime(2026, 2, 1), as_date)  # noqa: DTZ001 - a workbook knows no zone
        sheet.write("A4", "8")
        sheet.write_row("A5", ["Total", "", 2])
    mapping = """
dates = ["%d/%m/%Y"]
[sources.log]
[tables.cases]
from = "log"
[tables.cases.columns]
case_id = "Ref"
referral_date = "In"
closed_date = "Out"
status = { constant = "closed" }
"""
    with mapped(tmp_path, {"book.xlsx": (tmp_path / "book.xlsx").read_bytes()}, mapping) as export:
        # The second is a real date cell: never ambiguous, whatever the text format.
        assert export.rows("cases", "_sheet", "_row", "case_id", "referral_month", "closed_day") == [
            ("Log", 3, "7", "2026-02", "2"),
            ("Log", 4, "8", "2026-02", None),
        ]
        assert export.told.accounts[0].left_out == (("totals row", 1),)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK not a workbook")
    with pytest.raises(UnreadableError, match=r"^book.xlsx: not a readable workbook"):
        list(read_workbook(tmp_path / "book.xlsx", name="book.xlsx"))
