"""The workbook against the checklist for accessible spreadsheets of the UK's Government Analysis Function.

Source: "Making spreadsheets accessible: a brief checklist of the basics" (Analysis Function, 2021).
"""

import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from dashboard.report.document import Document
from dashboard.report.making import FORMS


@pytest.fixture(scope="module")
def book(document: Document) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(FORMS[".xlsx"].write(document)))


def test_every_table_is_a_marked_up_table_with_a_name_of_its_own(book: Workbook) -> None:
    names = [name for sheet in book.worksheets for name in sheet.tables]
    assert len(names) == len(set(names)) == len(book.worksheets) - 1  # all but the cover
    assert all(len(sheet.tables) == 1 for sheet in book.worksheets[1:])


def test_nothing_is_merged_split_hidden_or_filtered(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.merged_cells.ranges == set()
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_no_cell_of_a_table_is_empty(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        lines = [[cell.value for cell in row] for row in sheet[table.ref]]
        assert all(value not in (None, "") for line in lines for value in line), sheet.title
        assert len(set(lines[0])) == len(lines[0]), sheet.title


def test_every_sheet_begins_with_its_title_and_says_that_there_is_one_table(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert isinstance(sheet["A1"].value, str)
        assert sheet["A1"].font.bold
    assert all("one table" in str(sheet["A2"].value) for sheet in book.worksheets[1:])


def test_the_cover_lists_and_links_every_sheet(book: Workbook) -> None:
    cover = book.worksheets[0]
    links = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_the_document_has_a_title_and_an_author(book: Workbook) -> None:
    assert book.properties.title == "Riverside & friends: our year in figures, 2025"
    assert book.properties.creator == "Riverside & friends"


def test_text_is_large_enough_and_wraps_rather_than_being_cut(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    assert cell.font.sz >= 12
                if isinstance(cell.value, str) and len(cell.value) > 60 and cell.row > 2:
                    assert cell.alignment.wrap_text, (sheet.title, cell.coordinate)
