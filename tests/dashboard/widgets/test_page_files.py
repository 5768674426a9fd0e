"""A file holds what the page says, in the same words, with what a reader of it must know."""

import csv
import io
from datetime import date

import openpyxl

from dashboard.widgets.page_files import build_csv, build_workbook, name_file
from dashboard.widgets.stories import Story, Told
from pipelines.publication import DataStatus, Kind, Shown, SourceStamp
from tests.dashboard.charts.published import make_definition, one, rate

KEPT = one(make_definition(Kind.RATE), Shown(figure=rate(85, 109)))
ROWS = [
    {"Group": "Elm Park", "Share": "78%", "Parts": "1,034 of 1,340"},
    {"Group": "=HYPERLINK(1)", "Share": "[c]", "Parts": "1,034"},
]


def told(kind: str = "warehouse") -> Told:
    status = DataStatus(
        stamp=SourceStamp(kind=kind, id="0003", is_sample=True),
        as_of=date(2026, 9, 30),
        programmes=(),
        offence_categories=(),
        first_month="2023-10",
        last_month="2026-09",
    )
    story = Story(title="78% were kept", subtitle="Agreements kept · Elm Park", rows=ROWS, tables=[KEPT])
    page = Told(
        page="Agreements", place="Elm Park, 2025", status=status, protection="Rounded to protect people."
    )
    page.stories.append(story)
    return page


def test_csv_is_one_rectangle_with_everything_a_reader_must_know() -> None:
    rows = list(csv.DictReader(io.StringIO(build_csv(told()).decode("utf-8-sig"))))

    assert [row["Share"] for row in rows] == ["78%", "[c]"]
    for row in rows:
        assert row["Chart"] == "78% were kept"
        assert row["About"] == "Agreements kept · Elm Park"
        assert row["Data to"] == "30 September 2026"
        assert row["Source"] == "warehouse 0003, invented data"
        assert row["Definition"] == "agreement_completion_rate 0123456789ab"
        assert row["Please note"] == "Rounded to protect people."


def test_no_text_of_a_file_is_taken_for_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(build_csv(told()).decode("utf-8-sig"))))
    assert rows[1]["Group"] == "'=HYPERLINK(1)"

    sheet = openpyxl.load_workbook(io.BytesIO(build_workbook(told())))["1 Agreements kept"]
    assert sheet["A6"].data_type == "s"


def test_a_workbook_shows_numbers_as_the_page_does() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(told())))

    assert book.sheetnames == ["About", "1 Agreements kept", "Definitions"]
    sheet = book["1 Agreements kept"]
    assert (sheet["B5"].value, sheet["B5"].number_format) == (0.78, "0%")
    assert (sheet["C6"].value, sheet["C6"].number_format) == (1034, "#,##0")
    assert sheet["B6"].value == "[c]"
    notes = [row[0].value for row in sheet.iter_rows(min_row=7)]
    assert "[c] means hidden to protect people; it is never zero." in notes
    assert "Rounded to protect people." in notes
    assert book["Definitions"]["G2"].value == "agreement_completion_rate"


def test_a_page_without_figures_is_a_file_too() -> None:
    empty = told()
    empty.stories.clear()

    assert build_csv(empty).decode("utf-8-sig").count("\r\n") == 1
    assert openpyxl.load_workbook(io.BytesIO(build_workbook(empty))).sheetnames == ["About", "Definitions"]


def test_the_name_says_that_exact_figures_are_internal() -> None:
    assert name_file(told(), "csv") == "agreements-2026-09-30-internal.csv"
    assert name_file(told("release"), "xlsx") == "agreements-2026-09-30.xlsx"
